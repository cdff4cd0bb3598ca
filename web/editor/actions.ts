// What can be done to the text; toolbar, slash menu and keys all call these.
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { redo, redoDepth, undo, undoDepth } from 'prosemirror-history';
import type { MarkType, Node, NodeType } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { CellSelection } from 'prosemirror-tables';
import type { EditorView } from 'prosemirror-view';
import { body } from 'gen/body_schema';
import { providerOf, typedAddress } from './address';
import { ask, type Answers, type Question } from './ask';
import { say } from './lang';
import { isDay, schema } from './schema';
import { keepSpot, takeSpot, whenFree } from './spot';
import type { Words } from './words_of_page';

const { nodes, marks } = schema;

export interface Action {
	key: keyof Words;
	run: (view: EditorView) => void;
	can?: (state: EditorState) => boolean;
	on?: (state: EditorState) => boolean;
	/** Other names by which the slash menu finds it. */
	also?: string;
}

export const byCommand = (command: Command) => (view: EditorView) => {
	command(view.state, view.dispatch, view);
	view.focus();
};

export function hasMark(state: EditorState, type: MarkType): boolean {
	const { from, to, empty, $from } = state.selection;
	if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
	return state.doc.rangeHasMark(from, to, type);
}

/** The nearest node of that type around the selection, with its place. */
export function around(state: EditorState, type: NodeType): { node: Node; pos: number } | null {
	const { $from } = state.selection;
	if (state.selection instanceof NodeSelection && state.selection.node.type === type)
		return { node: state.selection.node, pos: $from.pos };
	for (let depth = $from.depth; depth > 0; depth--)
		if ($from.node(depth).type === type) return { node: $from.node(depth), pos: $from.before(depth) };
	return null;
}

const markAction = (type: MarkType): Action => ({
	key: type.name as keyof Words,
	run: byCommand(toggleMark(type)),
	can: (state) => toggleMark(type)(state),
	on: (state) => hasMark(state, type),
});

/** Wraps what is selected, or takes the wrapping away. */
function toggleWrap(type: NodeType): Command {
	return (state, dispatch) => (around(state, type) ? lift(state, dispatch) : wrapIn(type)(state, dispatch));
}

/** Makes a list, takes one apart, or turns one kind into the other. */
export function toggleList(type: NodeType): Command {
	return (state, dispatch) => {
		const other = type === nodes.bullet_list ? nodes.ordered_list : nodes.bullet_list;
		const own = around(state, type);
		const found = around(state, other);
		if (own && (!found || own.pos > found.pos)) return liftListItem(nodes.list_item)(state, dispatch);
		if (!found) return wrapInList(type)(state, dispatch);
		dispatch?.(state.tr.setNodeMarkup(found.pos, type, { id: found.node.attrs.id }).scrollIntoView());
		return true;
	};
}

/** Puts a block after the one in hand, or in its place if that is an empty paragraph; the caret goes into it. */
function insertBlock(block: Node): Command {
	return (state, dispatch) => {
		const { $from, $to } = state.selection;
		// In a cell, a pull quote or the like no other block stands: then after all of it.
		let depth = $from.depth;
		while (depth > 0 && !$from.node(depth - 1).canReplaceWith($from.indexAfter(depth - 1), $from.indexAfter(depth - 1), block.type))
			depth--;
		if (depth === 0 && $from.depth > 0) return false;
		if (!dispatch) return true;
		const blank = depth === $from.depth && $from.parent.type === nodes.paragraph && $from.parent.content.size === 0;
		const to = depth === 0 ? $to.pos : $from.after(depth);
		const from = blank ? $from.before(depth) : to;
		const tr = state.tr;
		// One can go on writing after it.
		const last = tr.doc.resolve(to).nodeAfter === null;
		tr.replaceWith(from, to, last ? [block, nodes.paragraph.create()] : [block]);
		const inner = block.isAtom ? from + block.nodeSize : from + 1;
		dispatch(tr.setSelection(Selection.near(tr.doc.resolve(inner))).scrollIntoView());
		return true;
	};
}

function newTable(): Node {
	const row = (type: NodeType) =>
		nodes.table_row.create(null, [0, 1, 2].map(() => type.create(null, nodes.paragraph.create())));
	return nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
}

/** Turns paragraphs into a pull quote; an empty one if the caret stands in none. */
const pullQuote: Command = (state, dispatch) => {
	const own = around(state, nodes.pull_quote);
	if (own) {
		const parts: Node[] = [];
		own.node.forEach((child) => {
			if (child.type === nodes.paragraph) parts.push(child);
			else if (child.content.size > 0) parts.push(nodes.paragraph.create(null, child.content));
		});
		dispatch?.(state.tr.replaceWith(own.pos, own.pos + own.node.nodeSize, parts).scrollIntoView());
		return true;
	}
	const range = state.selection.$from.blockRange(state.selection.$to, (node) =>
		node.type.contentMatch.matchType(nodes.pull_quote) !== null,
	);
	if (!range) return false;
	const inside: Node[] = [];
	for (let i = range.startIndex; i < range.endIndex; i++) inside.push(range.parent.child(i));
	if (!inside.every((node) => node.type === nodes.paragraph)) return false;
	if (dispatch) {
		const quote = nodes.pull_quote.create(null, [...inside, nodes.attribution.create()]);
		const tr = state.tr.replaceWith(range.start, range.end, quote);
		const { anchor } = state.selection;
		dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(anchor + 1))).scrollIntoView());
	}
	return true;
};

/** Asks about what stands from ${from} to ${to}; with the answer, which ${act} takes once the text may be changed, comes where that is by then. */
async function asked(
	view: EditorView,
	[from, to]: number[],
	[title, questions, removable]: Parameters<typeof ask>,
	act: (answer: Answers | 'remove', from: number, to: number) => void,
) {
	const { doc, selection } = view.state;
	const spots = [from, to].map((pos) => keepSpot(view, pos));
	const answer = await ask(title, questions, removable);
	if (answer !== null) await whenFree(view, () => view.focus());
	if (view.isDestroyed) return;
	[from, to] = spots.map((spot) => takeSpot(view, spot));
	const { state } = view;
	// The caret is where it was when the question came up, wherever the browser put the focus meanwhile.
	const back = state.doc.eq(doc) ? selection.getBookmark().resolve(state.doc) : TextSelection.between(state.doc.resolve(from), state.doc.resolve(to));
	view.dispatch(state.tr.setSelection(back));
	if (answer !== null) act(answer, from, to);
	view.focus();
}

function askLink(view: EditorView) {
	const { state } = view;
	const type = marks.link;
	let { from, to } = state.selection;
	const { $from } = state.selection;
	const there = type.isInSet($from.marks()) ?? (to > from ? type.isInSet($from.nodeAfter?.marks ?? []) : undefined);
	if (there && from === to) {
		// The caret in a link means all of it, and no other with the same address.
		const caret = from;
		let run = -1;
		$from.parent.forEach((child, offset) => {
			const at = $from.start() + offset;
			if (!there.isInSet(child.marks)) run = -1;
			else if (run < 0) run = at;
			if (run < 0 || run > caret || at + child.nodeSize < caret) return;
			from = run;
			to = at + child.nodeSize;
		});
	}
	const question: Question = {
		name: 'address',
		label: say('address'),
		value: (there?.attrs.href as string | undefined) ?? '',
		type: 'url',
		check: (typed) => (typedAddress(typed) === null ? say('badAddress') : ''),
	};
	return asked(view, [from, to], [say('link'), [question], there !== undefined], (answer, from, to) => {
		const tr = view.state.tr;
		if (answer === 'remove') tr.removeMark(from, to, type);
		else {
			const href = typedAddress(answer.address)!;
			const words = href.replace(/^mailto:/, '');
			if (from === to) tr.insertText(words, from);
			tr.removeMark(from, to, type).addMark(from, from === to ? from + words.length : to, type.create({ href }));
		}
		view.dispatch(tr.removeStoredMark(type).scrollIntoView());
	});
}

const ADDRESS = /^https?:\/\/\S+$/i;

/** An address pasted over words links them; over another address it takes its place, as any text does. */
export function linkPasted(view: EditorView, event: ClipboardEvent): boolean {
	const { selection, doc, tr } = view.state;
	const pasted = (event.clipboardData?.getData('text/plain') ?? '').trim();
	if (!(selection instanceof TextSelection) || selection.empty || !ADDRESS.test(pasted)) return false;
	const { from, to, $from, $to } = selection;
	const words = doc.textBetween(from, to).trim();
	const href = typedAddress(pasted);
	if (href === null || words === '' || ADDRESS.test(words)) return false;
	if (!$from.sameParent($to) || !$from.parent.type.allowsMarkType(marks.link)) return false;
	tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
	view.dispatch(tr.setSelection(TextSelection.create(tr.doc, to)).removeStoredMark(marks.link).setMeta('uiEvent', 'paste'));
	return true;
}

/** Asks for the attributes of a node, and puts one with them in place of ${there}, or where the caret is. */
function askNode(
	view: EditorView,
	there: { node: Node; pos: number } | null,
	title: string,
	questions: Question[],
	made: (answers: Answers) => Node,
) {
	const { from, to } = view.state.selection;
	const range = there ? [there.pos, there.pos + there.node.nodeSize] : [from, to];
	return asked(view, range, [title, questions, there !== null], (answer, from, to) => {
		const { state } = view;
		// Whatever became of it meanwhile, what was answered gets into the text.
		const own = there && state.doc.nodeAt(from)?.type === there.node.type;
		if (answer === 'remove') {
			if (own) view.dispatch(state.tr.delete(from, to));
			return;
		}
		const node = made(answer);
		if (own) view.dispatch(node.isLeaf ? state.tr.replaceWith(from, to, node) : state.tr.setNodeMarkup(from, null, node.attrs));
		// After what is selected, not in its place.
		else if (node.isInline) view.dispatch(state.tr.replaceWith(to, to, node).scrollIntoView());
		else insertBlock(node)(state, view.dispatch);
	});
}

export function askFootnote(view: EditorView) {
	const there = around(view.state, nodes.footnote);
	const max = body.nodes.footnote.attrs.text.max;
	return askNode(
		view,
		there,
		say('footnote'),
		[
			{
				name: 'text',
				label: say('noteText'),
				value: there?.node.attrs.text ?? '',
				long: true,
				check: (text) => (text === '' || [...text].length > max ? say('noteEmpty', { max }) : ''),
			},
		],
		({ text }) => nodes.footnote.create({ text: text.replace(/\s+/g, ' ') }),
	);
}

export function askEmbed(view: EditorView) {
	const there = around(view.state, nodes.embed);
	const names = Object.values(body.providers)
		.map((provider) => provider.name)
		.join('、');
	const max = body.nodes.embed.attrs.title.max;
	return askNode(
		view,
		there,
		say('embed'),
		[
			{
				name: 'url',
				label: say('embedAddress'),
				value: there?.node.attrs.url ?? '',
				type: 'url',
				check: (url) => (providerOf(url) === null ? say('badEmbed', { names }) : ''),
			},
			{
				name: 'title',
				label: say('embedTitle'),
				value: there?.node.attrs.title ?? '',
				check: (title) => (title === '' || [...title].length > max ? say('noteEmpty', { max }) : ''),
			},
		],
		({ url, title }) => nodes.embed.create({ url, title, provider: providerOf(url)!, id: there?.node.attrs.id ?? null }),
	);
}

export function askCorrection(view: EditorView) {
	const there = around(view.state, nodes.correction_note);
	const now = new Date();
	const today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
	return askNode(
		view,
		there,
		say('correction'),
		[
			{
				name: 'date',
				label: say('date'),
				value: there?.node.attrs.date ?? today,
				check: (date) => (isDay(date) ? '' : say('badDate')),
			},
		],
		({ date }) => nodes.correction_note.create({ ...there?.node.attrs, date }),
	);
}

const inlineHere = (state: EditorState) => state.selection.$from.parent.inlineContent && !(state.selection instanceof CellSelection);
const blockAction = (key: keyof Words, block: () => Node, also?: string): Action => ({
	key,
	also,
	run: (view) => byCommand(insertBlock(block()))(view),
	can: (state) => insertBlock(block())(state),
});

export const inlineActions: Action[] = [
	markAction(marks.strong),
	markAction(marks.em),
	{ key: 'link', run: askLink, can: inlineHere, on: (state) => hasMark(state, marks.link) },
	markAction(marks.sub),
	markAction(marks.sup),
];

export const headingAction = (level: 2 | 3 | 4): Action => ({
	key: `heading${level}`,
	also: `h${level} biaoti heading`,
	run: byCommand(setBlockType(nodes.heading, { level })),
	can: (state) => setBlockType(nodes.heading, { level })(state),
	on: (state) => state.selection.$from.parent.type === nodes.heading && state.selection.$from.parent.attrs.level === level,
});

export const blockActions: Action[] = [
	{
		key: 'bullet_list',
		also: 'ul list liebiao',
		run: byCommand(toggleList(nodes.bullet_list)),
		can: (state) => toggleList(nodes.bullet_list)(state),
		on: (state) => around(state, nodes.bullet_list) !== null,
	},
	{
		key: 'ordered_list',
		also: 'ol list bianhao',
		run: byCommand(toggleList(nodes.ordered_list)),
		can: (state) => toggleList(nodes.ordered_list)(state),
		on: (state) => around(state, nodes.ordered_list) !== null,
	},
	{
		key: 'blockquote',
		also: 'quote yinwen',
		run: byCommand(toggleWrap(nodes.blockquote)),
		can: (state) => toggleWrap(nodes.blockquote)(state),
		on: (state) => around(state, nodes.blockquote) !== null,
	},
	{
		key: 'pull_quote',
		also: 'pull yinyu',
		run: byCommand(pullQuote),
		can: (state) => pullQuote(state),
		on: (state) => around(state, nodes.pull_quote) !== null,
	},
	blockAction('table', newTable, 'table biaoge'),
	{ key: 'footnote', also: 'note jiaozhu', run: askFootnote, can: inlineHere },
	{ key: 'embed', also: 'video shipin qianru', run: askEmbed },
	blockAction('rule', () => nodes.horizontal_rule.create(), 'hr fengexian'),
	{
		key: 'correction',
		also: 'correction gengzheng',
		run: askCorrection,
		on: (state) => around(state, nodes.correction_note) !== null,
	},
];

export const historyActions: Action[] = [
	{ key: 'undo', run: byCommand(undo), can: (state) => undoDepth(state) > 0 },
	{ key: 'redo', run: byCommand(redo), can: (state) => redoDepth(state) > 0 },
];

/** What the slash menu offers. */
export const slashActions: Action[] = [headingAction(2), headingAction(3), headingAction(4), ...blockActions];
