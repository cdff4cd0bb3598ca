// "Tidy" as a command: all its changes are one step of the history, are marked, and can be taken back.
import { closeHistory, undo } from 'prosemirror-history';
import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { seldom } from '../desk/seldom';
import { button, make } from './dom';
import { say } from './lang';
import { tidyBlocks, type tidyPasses } from './tidy';

const key = new PluginKey<DecorationSet>('tidy');

/** Marks what was tidied, until it is kept, taken back or written in. */
export const tidyPlugin = () =>
	new Plugin<DecorationSet>({
		key,
		state: {
			init: () => DecorationSet.empty,
			apply(tr, was) {
				const places = tr.getMeta(key) as { from: number; to: number }[] | undefined;
				if (!places) return tr.docChanged ? DecorationSet.empty : was;
				return DecorationSet.create(
					tr.doc,
					places.map(({ from, to }) =>
						from === to
							? Decoration.widget(from, () => make('span', { class: 'tidied-gone', 'aria-hidden': 'true' }), { key: `gone-${from}` })
							: Decoration.inline(from, to, { class: 'tidied' }),
					),
				);
			},
		},
		props: { decorations: (state) => key.getState(state) },
	});

/** The changes that ${passes} finds as one transaction, and where they are afterwards. */
export function tidyTransaction(view: Pick<EditorView, 'state'>, passes: typeof tidyPasses): { tr: Transaction; n: number } {
	const tr = view.state.tr;
	const steps: { from: number; to: number; mapped: number }[] = [];
	for (const { start, text } of tidyBlocks(view.state.doc)) {
		for (const changes of passes(text)) {
			const at = tr.mapping.map(start, -1);
			for (const change of [...changes].reverse()) {
				const from = at + change.from;
				// The marks of what it replaces, else of what stands before it.
				if (change.text === '') tr.delete(from, at + change.to);
				else tr.insertText(change.text, from, at + change.to);
				steps.push({ from, to: from + change.text.length, mapped: tr.mapping.maps.length });
			}
		}
	}
	const places = steps.map(({ from, to, mapped }) => {
		const after = tr.mapping.slice(mapped);
		return { from: after.map(from, 1), to: after.map(to, -1) };
	});
	return { tr: tr.setMeta(key, places.filter((place) => place.from <= place.to)), n: steps.length };
}

export interface Tidier {
	element: HTMLElement;
	run: () => Promise<void>;
	/** Looks whether the text is still the tidied one: once written in, it is taken back by undo alone. */
	update: (doc: Node) => void;
}

export function tidier(view: () => EditorView): Tidier {
	const words = make('p', { role: 'status' });
	const choice = make('span', { class: 'tidy-choice', hidden: '' });
	const element = make('div', { class: 'tidy', hidden: '' }, words, choice);
	let tidied: Node | null = null;
	const done = () => {
		element.hidden = true;
		view().dispatch(view().state.tr.setMeta(key, []));
		view().focus();
	};
	choice.append(
		button(
			say('tidyUndo'),
			() => {
				undo(view().state, view().dispatch);
				done();
			},
			{ class: 'button small' },
		),
		button(say('tidyKeep'), done, { class: 'button small' }),
	);
	return {
		element,
		async run() {
			const tools = await seldom();
			// Somebody else may have taken the article meanwhile.
			if (!tools || !view().editable) return;
			const { tr, n } = tidyTransaction(view(), tools.tidyPasses);
			if (n > 0) view().dispatch(closeHistory(tr));
			tidied = view().state.doc;
			element.hidden = false;
			choice.hidden = n === 0;
			words.textContent = n > 0 ? say('tidied', { n }) : say('tidyNone');
		},
		update(doc) {
			if (doc !== tidied) element.hidden = true;
		},
	};
}
