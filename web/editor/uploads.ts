// Places in the text for pictures that are still on their way: drawn beside the document, never in it.
import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, Selection, TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { Step, StepResult, type Mappable } from 'prosemirror-transform';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { newId } from './ids';
import type { Media } from './media';
import { schema, STAND_IN } from './schema';
import { Upload } from './upload';

const { nodes } = schema;
// How soon to look again whether the text may be changed.
const LATER_MS = 200;

interface Place {
	/** The name of its figure, once that is there. */
	id: string;
	/** The name of the line after it, if one is made. */
	tail: string;
	/** Between two blocks of the document itself. */
	pos: number;
	/** What the figure shows, where the source said it. */
	alt: string;
	upload: Upload;
}

interface Places {
	list: Place[];
	drawn: DecorationSet;
}

/** Makes a place, or takes it out.  The document stays as it is, but undo and redo take places along with what came with them. */
class PlaceStep extends Step {
	constructor(
		readonly place: Place,
		readonly out = false,
	) {
		super();
	}
	apply(doc: Node) {
		return StepResult.ok(doc);
	}
	invert() {
		return new PlaceStep(this.place, !this.out);
	}
	map(mapping: Mappable) {
		return new PlaceStep({ ...this.place, pos: mapping.map(this.place.pos) }, this.out);
	}
	toJSON() {
		return {};
	}
}

const key = new PluginKey<Places>('uploads');

interface Kept {
	file: File;
	alt: string;
}

// Pictures of what was just pasted, by the name of the figure that stands in for each.
const pasted = new Map<string, Kept>();

/** Keeps a picture of what is being pasted, and returns the name by which a figure stands in for it. */
export function keepPasted(file: File, alt: string): string {
	const id = newId();
	pasted.set(id, { file, alt });
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
	const settled = tr.getMeta(key) as string | undefined;
	const steps = tr.steps.map((step) => (step instanceof PlaceStep ? step : null));
	if (!settled && (!tr.docChanged || (was.list.length === 0 && !steps.some((step) => step)))) return was;
	const gone = was.list.findIndex((place) => place.id === settled);
	// A figure that comes in stands after the places before its own, and before those after it.
	let list = was.list
		.map((place, i) => ({ ...place, pos: tr.mapping.map(place.pos, gone >= 0 && i < gone ? -1 : 1) }))
		.filter((_, i) => i !== gone);
	steps.forEach((step, i) => {
		if (!step) return;
		const { place, out } = step;
		list = list.filter((other) => other.id !== place.id);
		if (!out && !place.upload.givenUp) list.push({ ...place, pos: tr.mapping.slice(i + 1).map(place.pos) });
	});
	return { list, drawn: draw(tr, list) };
}

/** The figure of a picture, with what the library knows of it. */
function figureOf(media: Media, id: string | null = null, alt = '') {
	const words = (media.caption ?? '').trim();
	const caption = nodes.caption.create(null, words === '' ? [] : schema.text(words));
	return nodes.figure.create({ id, media: media.id, alt: media.alt || alt, credit: media.credit ?? '' }, caption);
}

/** Puts a picture of the library where the caret is, which then stands in its caption. */
export function insertPicture(view: EditorView, media: Media) {
	const { from, to } = roomAt(view.state, view.state.selection.to);
	const figure = figureOf(media);
	const tr = view.state.tr;
	tr.replaceWith(from, to, to === view.state.doc.content.size ? [figure, nodes.paragraph.create()] : [figure]);
	view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + figure.nodeSize - 2)).scrollIntoView());
}

/** The blocks of the document that have one of these names, from the last to the first. */
function blocksNamed(doc: Node, names: string[]): { node: Node; pos: number }[] {
	const found: { node: Node; pos: number }[] = [];
	doc.descendants((node, pos) => {
		if (names.includes(node.attrs.id as string)) found.unshift({ node, pos });
		return !node.isTextblock;
	});
	return found;
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
	// It belongs to the step in which it was asked for: undo of that takes it out, see takeBack().
	const tr = state.tr.setMeta(key, id).setMeta('addToHistory', false);
	// (What was done again may have brought it along.)
	if (media && blocksNamed(state.doc, [id]).length === 0) {
		const at = between(state, place.pos);
		const last = at === state.doc.content.size && !list.some((other, i) => other.pos > place.pos || (other.pos === place.pos && i > own));
		const figure = figureOf(media, id, place.alt);
		// One can go on writing after it.
		tr.insert(at, last ? [figure, nodes.paragraph.create({ id: place.tail })] : [figure]);
	}
	view.dispatch(tr);
}

/** Where a step was undone that had asked for pictures, those that had come go too, and the empty lines after them. */
function takeBack(trs: readonly Transaction[], state: EditorState): Transaction | null {
	const out = trs.flatMap((tr) => tr.steps.flatMap((step) => (step instanceof PlaceStep && step.out ? [step.place] : [])));
	const tr = state.tr;
	for (const { node, pos } of blocksNamed(state.doc, out.flatMap(({ id, tail }) => [id, tail])))
		if (node.type === nodes.figure || node.content.size === 0) tr.delete(pos, pos + node.nodeSize);
	return tr.docChanged ? tr : null;
}

function addPlaces(view: EditorView, tr: Transaction, wanted: (Kept & { pos: number })[]): Transaction {
	for (const { file, alt, pos } of wanted) {
		const id = newId();
		tr.step(new PlaceStep({ id, tail: newId(), pos, alt, upload: new Upload(file, (media) => settle(view, id, media)) }));
	}
	return tr;
}

/** Uploads pictures to be put at ${pos}, or where the caret is. */
export function addFiles(view: EditorView, files: File[], pos = view.state.selection.to) {
	if (files.length === 0) return;
	const { doc, selection, tr } = view.state;
	const at = placeAt(view.state, pos);
	// At the end of the text one goes on after the picture, at once.
	if (pos === selection.to && pos === Selection.atEnd(doc).to && at === doc.content.size)
		tr.insert(at, nodes.paragraph.create()).setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView();
	view.dispatch(addPlaces(view, tr, files.map((file) => ({ file, alt: '', pos: at }))).setMeta('uiEvent', 'paste'));
}

/** Takes the figures that stand in for pasted pictures out again, and makes places for these. */
function unpack(view: EditorView, state: EditorState): Transaction {
	const found: (Kept & { pos: number; size: number })[] = [];
	state.doc.descendants((node, pos) => {
		const kept = node.type === nodes.figure && node.attrs.media === STAND_IN ? pasted.get(node.attrs.id as string) : undefined;
		if (kept) {
			found.push({ pos, size: node.nodeSize, ...kept });
			pasted.delete(node.attrs.id as string);
		}
		return !node.isTextblock;
	});
	// Those for which there was no room, such as in a cell, come after all of it.
	const left = Array.from(pasted.values(), (kept) => ({ ...kept, pos: placeAt(state, state.selection.to) }));
	pasted.clear();
	const tr = state.tr;
	for (const { pos, size } of found.slice().reverse()) tr.delete(pos, pos + size);
	const at = (pos: number) => {
		const $pos = tr.doc.resolve(tr.mapping.map(pos));
		return $pos.depth === 0 ? $pos.pos : $pos.after(1);
	};
	return addPlaces(view, tr, [...found, ...left].map((kept) => ({ ...kept, pos: at(kept.pos) })));
}

/** What has a place is sent, what has none any more is not. */
function follow(was: Place[], is: Place[]) {
	const within = (list: Place[], { id }: Place) => list.some((other) => other.id === id);
	for (const place of was) if (!within(is, place)) place.upload.hold();
	for (const place of is) if (!within(was, place)) place.upload.start();
}

export function uploads(): Plugin {
	let own: EditorView;
	return new Plugin<Places>({
		key,
		state: { init: () => ({ list: [], drawn: DecorationSet.empty }), apply },
		props: { decorations: (state) => key.getState(state)!.drawn },
		view: (view) => {
			own = view;
			return { update: (now, before) => follow(key.getState(before)!.list, key.getState(now.state)!.list) };
		},
		// Part of the very step of pasting, so that undo takes back all of it.
		appendTransaction: (trs, _before, state) =>
			pasted.size > 0 && trs.some((tr) => tr.docChanged) ? unpack(own, state) : takeBack(trs, state),
	});
}
