// What is typed like Markdown.  What a rule makes of it is a step of undo of its own: one step back is what was typed.
import { closeHistory, undo } from 'prosemirror-history';
import type { Attrs, NodeType } from 'prosemirror-model';
import { Plugin, PluginKey, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import { canJoin, findWrapping } from 'prosemirror-transform';
import type { EditorView } from 'prosemirror-view';
import { typedAddress } from './address';
import { schema } from './schema';

const { nodes, marks } = schema;
// No rule looks further back.
const SPAN = 500;

/** What stands before the caret, and what to do about it; ${start} and ${end} are where it stands. */
type Rule = [find: RegExp, act: (state: EditorState, match: RegExpExecArray, start: number, end: number) => Transaction | null];

const key = new PluginKey<boolean>('rules');

/** Dispatches ${tr}; what somebody does in one go is parted from the typing before and after it. */
export function dispatch(view: EditorView, tr: Transaction) {
	const apart = tr.getMeta(key) || /paste|drop|cut/.test(tr.getMeta('uiEvent') as string);
	view.updateState(view.state.apply(apart ? closeHistory(tr) : tr));
	if (apart) view.updateState(view.state.apply(closeHistory(view.state.tr)));
}

const heading: Rule = [
	/^(#{2,4})\s$/,
	(state, match, start, end) => {
		const $start = state.doc.resolve(start);
		if (!$start.node(-1).canReplaceWith($start.index(-1), $start.indexAfter(-1), nodes.heading)) return null;
		// (It is still the same block, and keeps its name.)
		const attrs = { level: match[1].length, id: $start.parent.attrs.id };
		return state.tr.delete(start, end).setBlockType(start, start, nodes.heading, attrs);
	},
];

/** Wraps the paragraph, or adds it to what stands before it if ${goesOn}. */
function wrapping(find: RegExp, type: NodeType, attrs: (match: RegExpExecArray) => Attrs | null = () => null, goesOn = (_match: RegExpExecArray, _before: Attrs, _n: number) => true): Rule {
	return [
		find,
		(state, match, start, end) => {
			const tr = state.tr.delete(start, end);
			const range = tr.doc.resolve(start).blockRange();
			const wrap = range && findWrapping(range, type, attrs(match));
			if (!wrap) return null;
			const before = tr.wrap(range, wrap).doc.resolve(start - 1).nodeBefore;
			if (before?.type === type && canJoin(tr.doc, start - 1) && goesOn(match, before.attrs, before.childCount)) tr.join(start - 1);
			return tr;
		},
	];
}

const line: Rule = [
	/^(---|———|——-)$/,
	(state, _match, start, end) => {
		const $start = state.doc.resolve(start);
		if ($start.parent.type !== nodes.paragraph || !$start.node(-1).canReplaceWith($start.index(-1), $start.index(-1), nodes.horizontal_rule))
			return null;
		return state.tr.delete(start, end).insert($start.before(), nodes.horizontal_rule.create());
	},
];

/** "**bold**" and the like, when the last sign is typed. */
function marked(find: RegExp, type: (typeof marks)[string]): Rule {
	return [
		find,
		(state, match, start, end) => {
			const words = match[2];
			const from = start + match[1].length;
			if (!state.doc.resolve(start).parent.type.allowsMarkType(type)) return null;
			const wordsFrom = from + match[0].slice(match[1].length).indexOf(words);
			const tr = state.tr;
			const wordsEnd = wordsFrom + words.length;
			if (wordsEnd < end) tr.delete(wordsEnd, end);
			tr.delete(from, wordsFrom);
			tr.addMark(from, from + words.length, type.create());
			return tr.removeStoredMark(type);
		},
	];
}

/** An address, when what is typed after it ends it. */
const linked: Rule = [
	/https?:\/\/[!-~]+\.[!-~]+[\s，。；、）]$/i,
	(state, match, start) => {
		// What ends a sentence is no part of it.
		const words = match[0].slice(0, -1).replace(/[.,;:!?'")]+$/, '');
		const href = typedAddress(words);
		const end = start + words.length;
		const type = marks.link;
		if (!href || !state.selection.$from.parent.type.allowsMarkType(type) || state.doc.rangeHasMark(start, end, type)) return null;
		return state.tr.addMark(start, end, type.create({ href }));
	},
];

const all: Rule[] = [
	heading,
	wrapping(/^\s*[-*]\s$/, nodes.bullet_list),
	wrapping(
		/^(\d{1,4})[.．、]\s$/,
		nodes.ordered_list,
		(match) => ({ order: Math.max(Number(match[1]), 1) }),
		(match, before, n) => n + before.order === Number(match[1]),
	),
	wrapping(/^\s*[>》]\s$/, nodes.blockquote),
	line,
	linked,
	marked(/(^|[^*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
	// (Not within a name such as my_file_name.)
	marked(/(^|[^*_A-Za-z0-9])_([^_\s](?:[^_]*[^_\s])?)_$/, marks.em),
];

/** What the first rule makes of what stands before the caret. */
function ruled(state: EditorState): Transaction | null {
	const { $from, empty } = state.selection;
	if (!empty || !$from.parent.isTextblock) return null;
	const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - SPAN), $from.parentOffset, null, '\ufffc');
	for (const [find, act] of all) {
		const match = find.exec(before);
		const tr = match && act(state, match, $from.pos - match[0].length, $from.pos);
		if (tr) return tr.setMeta(key, true);
	}
	return null;
}

function run(view: EditorView) {
	const tr = view.composing ? null : ruled(view.state);
	if (tr) view.dispatch(tr);
}

/** Right after a rule Backspace is the way back to what was typed. */
export const unrule: Command = (state, dispatch) => key.getState(state) === true && undo(state, dispatch);

export function rules(): Plugin {
	return new Plugin<boolean>({
		key,
		state: {
			init: () => false,
			// What other plugins append, such as names of blocks, belongs to it.
			apply: (tr, was) => tr.getMeta(key) ?? (was && (!(tr.docChanged || tr.selectionSet) || tr.getMeta('appendedTransaction') !== undefined)),
		},
		props: {
			handleTextInput(view, _from, _to, _text, typed) {
				if (view.composing) return false;
				view.dispatch(typed());
				run(view);
				return true;
			},
			handleDOMEvents: {
				compositionend: (view) => {
					setTimeout(() => {
						if (!view.isDestroyed) run(view);
					});
				},
			},
		},
	});
}
