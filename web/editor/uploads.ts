// Places in the text for pictures that are still on their way: drawn beside the document, never in it.
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { newId } from './ids';
import type { Media } from './media';
import { schema, STAND_IN } from './schema';
import { Upload } from './upload';

const { nodes } = schema;
// How soon to look again whether the text may be changed.
const LATER_MS = 200;

interface Place {
	id: string;
	/** Between two blocks of the document itself. */
	pos: number;
	upload: Upload;
}

interface Change {
	add?: Place[];
	remove?: string;
}

interface Places {
	list: Place[];
	drawn: DecorationSet;
}

const key = new PluginKey<Places>('uploads');

// Pictures of what was just pasted, by the name of the figure that stands in for each.
const pasted = new Map<string, File>();

/** Keeps a picture of what is being pasted, and returns the name by which a figure stands in for it. */
export function keepPasted(file: File): string {
	const id = newId();
	pasted.set(id, file);
	return id;
}

/** The place between blocks of the document at or after ${pos}. */
function between(state: EditorState, pos: number): number {
	const $pos = state.doc.resolve(Math.min(pos, state.doc.content.size));
	return $pos.depth === 0 ? $pos.pos : $pos.after(1);
}

/** Where a picture goes that is put in now: after the block in hand, or before it if that is an empty line. */
function placeAt(state: EditorState, pos: number): number {
	const $pos = state.doc.resolve(pos);
	if ($pos.depth === 0) return $pos.pos;
	const block = $pos.node(1);
	return block.type === nodes.paragraph && block.content.size === 0 ? $pos.before(1) : $pos.after(1);
}

/** Where blocks go that come in at ${pos}: an empty line gives way to them. */
export function roomAt(state: EditorState, pos: number): { from: number; to: number } {
	const from = placeAt(state, pos);
	const next = state.doc.resolve(from).nodeAfter;
	return { from, to: next?.type === nodes.paragraph && next.content.size === 0 ? from + next.nodeSize : from };
}

function draw(state: { doc: EditorState['doc'] }, list: Place[]): DecorationSet {
	return DecorationSet.create(
		state.doc,
		list.map((place, i) =>
			Decoration.widget(place.pos, () => place.upload.element, {
				key: place.id,
				side: i - list.length,
				ignoreSelection: true,
				stopEvent: () => true,
			}),
		),
	);
}

function apply(tr: Transaction, was: Places): Places {
	const change = tr.getMeta(key) as Change | undefined;
	if (!change && (!tr.docChanged || was.list.length === 0)) return was;
	const gone = was.list.findIndex((place) => place.id === change?.remove);
	// A figure that comes in stands after the places before its own, and before those after it.
	const list = was.list
		.map((place, i) => ({ ...place, pos: tr.mapping.map(place.pos, gone >= 0 && i < gone ? -1 : 1) }))
		.filter((_, i) => i !== gone);
	if (change?.add) list.push(...change.add);
	return { list, drawn: draw(tr, list) };
}

/** The figure of a picture, with what the library knows of it. */
export function figureOf(media: Media) {
	const words = (media.caption ?? '').trim();
	const caption = nodes.caption.create(null, words === '' ? [] : schema.text(words));
	return nodes.figure.create({ media: media.id, alt: media.alt ?? '', credit: media.credit ?? '' }, caption);
}

/** Puts a picture of the library where the caret is, which then stands in its caption. */
export function insertPicture(view: EditorView, media: Media) {
	const { from, to } = roomAt(view.state, view.state.selection.to);
	const figure = figureOf(media);
	const tr = view.state.tr;
	tr.replaceWith(from, to, to === view.state.doc.content.size ? [figure, nodes.paragraph.create()] : [figure]);
	view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + figure.nodeSize - 2)).scrollIntoView());
}

/** Puts the picture where its place is by now; never under the hands of an input method, or of somebody else. */
function settle(view: EditorView, id: string, media: Media | null) {
	if (view.isDestroyed) return;
	if (view.composing || !view.editable) {
		setTimeout(() => settle(view, id, media), LATER_MS);
		return;
	}
	const { state } = view;
	const { list } = key.getState(state)!;
	const own = list.findIndex((other) => other.id === id);
	if (own < 0) return;
	const place = list[own];
	const tr = state.tr.setMeta(key, { remove: id } satisfies Change);
	if (media) {
		const at = between(state, place.pos);
		const last = at === state.doc.content.size && !list.some((other, i) => other.pos > place.pos || (other.pos === place.pos && i > own));
		// One can go on writing after it.
		tr.insert(at, last ? [figureOf(media), nodes.paragraph.create()] : [figureOf(media)]);
	}
	view.dispatch(tr);
}

function places(view: EditorView, files: { file: File; pos: number }[]): Place[] {
	return files.map(({ file, pos }) => {
		const id = newId();
		return { id, pos, upload: new Upload(file, (media) => settle(view, id, media)) };
	});
}

/** Uploads pictures to be put at ${pos}, or where the caret is. */
export function addFiles(view: EditorView, files: Iterable<File>, pos = view.state.selection.to) {
	const at = placeAt(view.state, pos);
	const added = places(view, Array.from(files, (file) => ({ file, pos: at })));
	if (added.length === 0) return;
	view.dispatch(view.state.tr.setMeta(key, { add: added } satisfies Change).setMeta('addToHistory', false));
	for (const { upload } of added) upload.start();
}

/** Takes the figures that stand in for pasted pictures out again, and makes places for these. */
function unpack(view: EditorView, state: EditorState): Transaction {
	const found: { pos: number; size: number; file: File }[] = [];
	state.doc.descendants((node, pos) => {
		const file = node.type === nodes.figure && node.attrs.media === STAND_IN ? pasted.get(node.attrs.id as string) : undefined;
		if (file) {
			found.push({ pos, size: node.nodeSize, file });
			pasted.delete(node.attrs.id as string);
		}
		return !node.isTextblock;
	});
	// Those for which there was no room, such as in a cell, come after all of it.
	const left = Array.from(pasted.values(), (file) => ({ file, pos: placeAt(state, state.selection.to) }));
	pasted.clear();
	const tr = state.tr;
	for (const { pos, size } of found.slice().reverse()) tr.delete(pos, pos + size);
	const at = (pos: number) => {
		const $pos = tr.doc.resolve(tr.mapping.map(pos));
		return $pos.depth === 0 ? $pos.pos : $pos.after(1);
	};
	const added = places(view, [...found, ...left].map(({ file, pos }) => ({ file, pos: at(pos) })));
	for (const { upload } of added) upload.start();
	return tr.setMeta(key, { add: added } satisfies Change);
}

export function uploads(): Plugin {
	let own: EditorView;
	return new Plugin<Places>({
		key,
		state: { init: () => ({ list: [], drawn: DecorationSet.empty }), apply },
		props: { decorations: (state) => key.getState(state)!.drawn },
		view: (view) => {
			own = view;
			return {};
		},
		// Part of the very step of pasting, so that undo takes back all of it.
		appendTransaction: (trs, _before, state) => (pasted.size > 0 && trs.some((tr) => tr.docChanged) ? unpack(own, state) : null),
	});
}
