// Find and replace, within paragraphs, over the borders of marks.
import { closeHistory } from 'prosemirror-history';
import { Plugin, PluginKey, TextSelection, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { button, make } from './dom';
import { say } from './lang';
import { tidyBlocks } from './tidy';

interface Query {
	text: string;
	exact: boolean;
}
interface Match {
	from: number;
	to: number;
}
interface Found {
	query: Query | null;
	matches: Match[];
}

const key = new PluginKey<Found>('find');

// A letter and the signs that may become one with it, Korean ones too.
const LETTER = /(?:[\u1100-\u1112][\u1161-\u1175]|.)[\u11a8-\u11c2]?\p{M}*/gsu;

/** ${text} with its letters composed, and where in ${text} each of its signs begins: nowhere within one that was composed. */
function compose(text: string): { signs: string; at: (sign: number) => number | undefined } {
	// As most texts are.
	if (text.normalize() === text) return { signs: text, at: (sign) => sign };
	let signs = '';
	const at: (number | undefined)[] = [];
	for (const { 0: letter, index } of text.matchAll(LETTER)) {
		const one = letter.normalize();
		at[signs.length] = index;
		if (one === letter) for (let i = 1; i < one.length; i++) at[signs.length + i] = index + i;
		signs += one;
	}
	at[signs.length] = text.length;
	return { signs, at: (sign) => at[sign] };
}

/** All places of ${query} in the document: letters are equal however their parts are written. */
export function search(state: Pick<EditorState, 'doc'>, query: Query): Match[] {
	if (query.text === '') return [];
	const find = new RegExp(query.text.normalize().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), query.exact ? 'gu' : 'giu');
	return tidyBlocks(state.doc).flatMap(({ start, text }) => {
		const { signs, at } = compose(text);
		return [...signs.matchAll(find)].flatMap(({ 0: found, index }) => {
			const [from, to] = [at(index), at(index + found.length)];
			return from === undefined || to === undefined ? [] : [{ from: start + from, to: start + to }];
		});
	});
}

export const findPlugin = () =>
	new Plugin<Found>({
		key,
		state: {
			init: () => ({ query: null, matches: [] }),
			apply(tr, was, _before, state) {
				const query = tr.getMeta(key) as Query | null | undefined;
				const now = query === undefined ? was.query : query;
				if (query === undefined && !tr.docChanged) return was;
				return { query: now, matches: now ? search(state, now) : [] };
			},
		},
		props: {
			decorations(state) {
				const { matches } = key.getState(state)!;
				if (matches.length === 0) return null;
				const { from, to } = state.selection;
				return DecorationSet.create(
					state.doc,
					matches.map((m) =>
						Decoration.inline(m.from, m.to, { class: m.from === from && m.to === to ? 'match match-now' : 'match' }),
					),
				);
			},
		},
	});

export interface Finder {
	element: HTMLElement;
	open: () => void;
}

export function finder(view: () => EditorView): Finder {
	const query = make('input', { type: 'text', id: 'find-query', autocomplete: 'off' }) as HTMLInputElement;
	const other = make('input', { type: 'text', id: 'find-other', autocomplete: 'off' }) as HTMLInputElement;
	const exact = make('input', { type: 'checkbox', id: 'find-exact' }) as HTMLInputElement;
	const status = make('p', { class: 'find-status', role: 'status' });
	const matches = () => key.getState(view().state)!.matches;

	const look = () => {
		const asked = query.value === '' ? null : { text: query.value, exact: exact.checked };
		view().dispatch(view().state.tr.setMeta(key, asked));
		const n = matches().length;
		status.textContent = asked === null ? '' : n === 0 ? say('foundNone') : say('foundMany', { n });
	};
	const select = (match: Match) => {
		const { state } = view();
		view().dispatch(state.tr.setSelection(TextSelection.create(state.doc, match.from, match.to)).scrollIntoView());
		status.textContent = say('found', { at: matches().indexOf(match) + 1, n: matches().length });
	};
	const step = (back: boolean) => {
		const all = matches();
		if (all.length === 0) return;
		const { from, to } = view().state.selection;
		const next = back ? all.filter((m) => m.to <= from).at(-1) : all.find((m) => m.from >= to);
		select(next ?? (back ? all.at(-1)! : all[0]));
	};
	const put = (list: Match[]) => {
		const tr = view().state.tr;
		// From the end, so that the places before stay where they are.
		for (const match of [...list].reverse()) {
			if (other.value === '') tr.delete(match.from, match.to);
			else tr.insertText(other.value, match.from, match.to);
		}
		// An undo of its own, however quickly it followed on what was typed.
		view().dispatch(closeHistory(tr));
	};
	const replaceOne = () => {
		const { from, to } = view().state.selection;
		const now = matches().find((m) => m.from === from && m.to === to);
		if (now) put([now]);
		step(false);
	};
	const replaceAll = () => {
		const all = matches();
		if (all.length > 0) put(all);
		status.textContent = say('replaced', { n: all.length });
	};
	const close = () => {
		element.hidden = true;
		view().dispatch(view().state.tr.setMeta(key, null));
		view().focus();
	};
	const small = (word: Parameters<typeof say>[0], act: () => void) => button(say(word), act, { class: 'button small' });
	const element = make(
		'div',
		{ class: 'find', role: 'search', 'aria-label': say('find'), hidden: '' },
		make('div', { class: 'find-row' }, make('label', { for: query.id }, say('query')), query, small('previous', () => step(true)), small('next', () => step(false))),
		make('div', { class: 'find-row' }, make('label', { for: other.id }, say('replacement')), other, small('replace', replaceOne), small('replaceAll', replaceAll)),
		make('div', { class: 'find-row' }, make('label', { class: 'find-exact' }, exact, ` ${say('matchCase')}`), status, small('close', close)),
	);
	query.addEventListener('input', (event) => {
		if (!(event as InputEvent).isComposing) look();
	});
	query.addEventListener('compositionend', look);
	exact.addEventListener('change', look);
	element.addEventListener('keydown', (event) => {
		if (event.isComposing) return;
		if (event.key === 'Escape') close();
		else if (event.key === 'Enter' && event.target === query) step(event.shiftKey);
		else if (event.key === 'Enter' && event.target === other) replaceOne();
		else return;
		event.preventDefault();
	});
	return {
		element,
		open() {
			const { from, to } = view().state.selection;
			const chosen = view().state.doc.textBetween(from, to, '\n');
			if (chosen !== '' && !chosen.includes('\n') && chosen.length <= 100) query.value = chosen;
			element.hidden = false;
			look();
			query.focus();
			query.select();
		},
	};
}
