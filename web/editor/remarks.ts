// Comments on words: a mark names the thread, and here the words of open threads are shown as such.  What is
// said is in the panel beside the text (web/desk/remarks.ts); the two speak by events of the form.  A mark whose
// thread nobody knows looks like any other text.
import { Plugin, PluginKey, TextSelection, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import type { Node } from 'prosemirror-model';
import { seldom } from '../desk/seldom';
import type { Action } from './actions';
import { schema } from './schema';

const key = new PluginKey<Shown>('remarks');
const type = schema.marks.comment;
const QUOTE_MAX = 200;

interface Open {
	threads: Set<string>;
	blocks: Set<string>;
	at: string;
}
interface Shown {
	open: Open;
	decorations: DecorationSet;
}

const threadOf = (node: Node) => type.isInSet(node.marks)?.attrs.thread as string | undefined;

function decorate(doc: Node, open: Open): DecorationSet {
	const found: Decoration[] = [];
	doc.descendants((node, pos) => {
		const thread = node.isText ? threadOf(node) : undefined;
		const block = node.attrs.id as string | null | undefined;
		if (thread && open.threads.has(thread))
			found.push(Decoration.inline(pos, pos + node.nodeSize, { class: thread === open.at ? 'commented-open commented-at' : 'commented-open' }));
		if (block && open.blocks.has(block)) found.push(Decoration.node(pos, pos + node.nodeSize, { class: 'commented-block' }));
	});
	return DecorationSet.create(doc, found);
}

/** The open thread at the caret. */
function threadAt(state: EditorState): string {
	const { $from } = state.selection;
	const open = key.getState(state)!.open.threads;
	for (const node of [$from.nodeBefore, $from.nodeAfter]) {
		const thread = node ? threadOf(node) : undefined;
		if (thread && open.has(thread)) return thread;
	}
	return '';
}

function freshThread(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const quoteOf = (text: string) => [...text.replace(/\s+/g, ' ').trim()].slice(0, QUOTE_MAX).join('');

export interface Remarks {
	plugin: Plugin;
	action: Action;
}

export function remarks(view: () => EditorView, form: HTMLFormElement): Remarks {
	const tell = (name: string, detail: Record<string, string>) => form.dispatchEvent(new CustomEvent(`copydesk:${name}`, { detail }));
	const show = (open: Partial<Open>) => {
		const { state } = view();
		view().dispatch(state.tr.setMeta(key, { ...key.getState(state)!.open, ...open }));
	};

	/** On the selected words; without any, on the block of the caret. */
	const add = async () => {
		const tools = await seldom();
		if (!tools) return;
		tools.remarksOf(form);
		const { state } = view();
		const { from, to, empty, $from } = state.selection;
		const there = threadAt(state);
		if (there) return tell('remark-open', { thread: there });
		const thread = freshThread();
		const tr = state.tr;
		if (!empty) tr.addMark(from, to, type.create({ thread }));
		if (tr.docChanged) {
			view().dispatch(tr);
			show({ threads: new Set([...key.getState(view().state)!.open.threads, thread]), at: thread });
			return tell('remark-new', { thread, block: '', quote: quoteOf(state.doc.textBetween(from, to, ' ', ' ')) });
		}
		const block = $from.depth > 0 ? $from.node(1) : $from.nodeAfter;
		tell('remark-new', { thread, block: (block?.attrs.id as string | null) ?? '', quote: quoteOf(block?.textContent ?? '') });
	};

	/** Selects where a thread begins. */
	const go = ({ thread, block }: Record<string, string>) => {
		const { state } = view();
		let at = -1;
		state.doc.descendants((node, pos) => {
			if (at < 0 && ((thread && threadOf(node) === thread) || (block && node.attrs.id === block))) at = pos;
			return at < 0;
		});
		if (at < 0) return view().focus();
		view().dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(at + (block ? 1 : 0)))).scrollIntoView());
		view().focus();
		if (thread) tell('remark-at', { thread });
	};

	/** What was not said after all leaves no mark. */
	const drop = (thread: string) => {
		const { state } = view();
		const tr = state.tr;
		state.doc.descendants((node, pos) => {
			const mark = node.isText ? type.isInSet(node.marks) : undefined;
			if (mark?.attrs.thread === thread) tr.removeMark(pos, pos + node.nodeSize, mark);
		});
		if (tr.docChanged) view().dispatch(tr);
	};

	const listen = (name: string, heard: (detail: never) => void) =>
		form.addEventListener(`copydesk:${name}`, (event) => heard((event as CustomEvent<never>).detail));
	listen('remarks-known', ({ threads, blocks }: Record<string, string[]>) => show({ threads: new Set(threads), blocks: new Set(blocks) }));
	listen('remark-go', go);
	listen('remark-drop', ({ thread }: Record<string, string>) => drop(thread));

	return {
		action: { key: 'comment', run: () => void add(), can: () => Boolean(form.dataset.article) },
		plugin: new Plugin<Shown>({
			key,
			state: {
				init: (_config, { doc }) => {
					const open = { threads: new Set<string>(), blocks: new Set<string>(), at: '' };
					return { open, decorations: decorate(doc, open) };
				},
				apply: (tr, { open, decorations }) => {
					const told = tr.getMeta(key) as Open | undefined;
					if (told) return { open: told, decorations: decorate(tr.doc, told) };
					return { open, decorations: decorations.map(tr.mapping, tr.doc) };
				},
			},
			props: {
				decorations: (state) => key.getState(state)!.decorations,
				handleKeyDown: (_view, event) => {
					if (event.isComposing || !(event.ctrlKey || event.metaKey) || !event.altKey || event.code !== 'KeyM') return false;
					if (form.dataset.article) void add();
					return true;
				},
			},
			view: () => ({
				update: (now, before) => {
					if (now.composing || before.selection.eq(now.state.selection)) return;
					const thread = threadAt(now.state);
					if (thread !== key.getState(now.state)!.open.at) {
						show({ at: thread });
						tell('remark-at', { thread });
					}
				},
			}),
		}),
	};
}
