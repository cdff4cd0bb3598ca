// What can be done to pictures in the text: moving them, galleries of them, and which one is in hand.
import { closeHistory } from 'prosemirror-history';
import type { Node } from 'prosemirror-model';
import { NodeSelection, Plugin, Selection, TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { body } from 'gen/body_schema';
import { around } from './actions';
import { schema, STAND_IN } from './schema';

const { nodes } = schema;
const MOST = Number(/\{\d+,(\d+)\}/.exec(body.nodes.gallery.content)![1]);

const parentAt = (state: EditorState, pos: number) => state.doc.resolve(pos);
export const inGallery = (state: EditorState, pos: number) => parentAt(state, pos).parent.type === nodes.gallery;

/** Puts the figure at ${pos} before the block in front of it (${by} -1) or after the next one (1). */
export function moveFigure(pos: number, by: -1 | 1): Command {
	return (state, dispatch) => {
		const $pos = parentAt(state, pos);
		const { parent } = $pos;
		const index = $pos.index();
		const figure = parent.maybeChild(index);
		const other = parent.maybeChild(index + by);
		if (figure?.type !== nodes.figure || !other || parent.type === nodes.list_item) return false;
		if (!dispatch) return true;
		const from = by < 0 ? pos - other.nodeSize : pos;
		const tr = state.tr.replaceWith(from, from + figure.nodeSize + other.nodeSize, by < 0 ? [figure, other] : [other, figure]);
		const at = by < 0 ? from : from + other.nodeSize;
		dispatch(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView());
		return true;
	};
}

/** The pictures that stand next to the one at ${pos}: from where to where, and they. */
function neighbours(state: EditorState, pos: number): { from: number; to: number; figures: Node[] } {
	const $pos = parentAt(state, pos);
	const { parent } = $pos;
	const picture = (i: number) => {
		const node = parent.maybeChild(i);
		return node?.type === nodes.figure || node?.type === nodes.gallery;
	};
	let first = $pos.index();
	let last = first;
	while (picture(first - 1)) first--;
	while (picture(last + 1)) last++;
	const figures: Node[] = [];
	for (let i = first; i <= last; i++) {
		const node = parent.child(i);
		if (node.type === nodes.figure) figures.push(node);
		else figures.push(...node.children);
	}
	return { from: $pos.posAtIndex(first), to: $pos.posAtIndex(last + 1), figures };
}

/** Makes a gallery of the figure at ${pos} and the pictures beside it. */
export function makeGallery(pos: number): Command {
	return (state, dispatch) => {
		if (inGallery(state, pos)) return false;
		const { from, to, figures } = neighbours(state, pos);
		if (figures.length < 2 || figures.length > MOST) return false;
		if (dispatch) {
			const tr = state.tr.replaceWith(from, to, nodes.gallery.create(null, figures));
			dispatch(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, from + 1)).scrollIntoView());
		}
		return true;
	};
}

/** Makes single pictures of the gallery around the figure at ${pos}. */
export function splitGallery(pos: number): Command {
	return (state, dispatch) => {
		const $pos = parentAt(state, pos);
		if ($pos.parent.type !== nodes.gallery) return false;
		if (dispatch) {
			const from = $pos.before();
			const tr = state.tr.replaceWith(from, $pos.after(), $pos.parent.content);
			dispatch(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, pos - 1)).scrollIntoView());
		}
		return true;
	};
}

export function removeFigure(pos: number): Command {
	return (state, dispatch) => {
		const figure = state.doc.nodeAt(pos);
		if (figure?.type !== nodes.figure) return false;
		if (dispatch) {
			const $pos = parentAt(state, pos);
			// The last block of all leaves a line to write in.
			const only = $pos.parent.childCount === 1 && $pos.parent.type !== nodes.gallery;
			const tr = only ? state.tr.replaceWith(pos, pos + figure.nodeSize, nodes.paragraph.create()) : state.tr.delete(pos, pos + figure.nodeSize);
			dispatch(closeHistory(tr).setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)))).scrollIntoView());
		}
		return true;
	};
}

/** Goes on in the text after the figure at ${pos}, in a new line if nothing follows that one can write in. */
export function leaveFigure(pos: number): Command {
	return (state, dispatch) => {
		const $pos = parentAt(state, pos);
		const after = $pos.parent.type === nodes.gallery ? $pos.after() : pos + state.doc.nodeAt(pos)!.nodeSize;
		if (!dispatch) return true;
		const tr = state.tr;
		if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, nodes.paragraph.create());
		dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
		return true;
	};
}

/** By key, for the figure in hand. */
export const moveInHand =
	(by: -1 | 1): Command =>
	(state, dispatch) => {
		const own = around(state, nodes.figure);
		return own !== null && moveFigure(own.pos, by)(state, dispatch);
	};

/** Enter in a caption goes on after the picture; on a picture, into its caption. */
export const enterFigure: Command = (state, dispatch) => {
	const own = around(state, nodes.figure);
	if (!own) return false;
	if (!(state.selection instanceof NodeSelection)) return leaveFigure(own.pos)(state, dispatch);
	dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, own.pos + own.node.nodeSize - 2)).scrollIntoView());
	return true;
};

/** What moving and deleting left behind: galleries of one picture or of too many, figures of no picture. */
export function mendPictures(state: EditorState): Transaction | null {
	const tr = state.tr;
	state.doc.descendants((node, pos) => {
		const at = tr.mapping.map(pos);
		if (node.type === nodes.figure && node.attrs.media === STAND_IN) tr.delete(at, at + node.nodeSize);
		if (node.type === nodes.gallery) {
			const kept = node.children.filter((child) => child.attrs.media !== STAND_IN);
			if (kept.length === node.childCount && kept.length >= 2 && kept.length <= MOST) return false;
			const blocks = kept.length < 2 ? kept : [node.type.create(node.attrs, kept.slice(0, MOST)), ...kept.slice(MOST)];
			tr.replaceWith(at, at + node.nodeSize, blocks);
			return false;
		}
		return !node.isTextblock && node.type !== nodes.figure;
	});
	return tr.docChanged ? tr : null;
}

/** Tells the picture in hand from the others. */
export function figures(): Plugin {
	return new Plugin({
		appendTransaction: (trs, _before, state) => (trs.some((tr) => tr.docChanged) ? mendPictures(state) : null),
		props: {
			decorations(state) {
				const own = around(state, nodes.figure);
				return own ? DecorationSet.create(state.doc, [Decoration.node(own.pos, own.pos + own.node.nodeSize, { class: 'is-in-hand' })]) : null;
			},
		},
	});
}
