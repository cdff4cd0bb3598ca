// Every block has a name of its own that it keeps: two texts are merged, and remarks are pinned, by it.
import type { Node } from 'prosemirror-model';
import { Plugin, type Transaction } from 'prosemirror-state';

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 10;

export function newId(): string {
	// 36 does not divide 256; for names that only must differ the bias is no matter.
	return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SIGNS[byte % SIGNS.length]).join('');
}

/** Names the blocks of ${doc} that have no name, or that of one before them. */
export function nameBlocks(doc: Node, tr: Transaction): Transaction {
	const seen = new Set<string>();
	doc.descendants((node, pos) => {
		if (node.type.spec.attrs && 'id' in node.type.spec.attrs) {
			let id = node.attrs.id as string | null;
			if (id === null || seen.has(id)) {
				id = newId();
				tr.setNodeAttribute(pos, 'id', id);
			}
			seen.add(id);
		}
		return !node.isTextblock;
	});
	return tr;
}

/**
 * Names new blocks.  A block that is renamed is drawn anew, which an input method in the middle of a
 * composition would not survive: then it waits for its end.
 */
export function ids(): Plugin {
	let composing = false;
	return new Plugin({
		appendTransaction(trs, _before, state) {
			if (composing || !trs.some((tr) => tr.docChanged || tr.getMeta('name-blocks'))) return null;
			const tr = nameBlocks(state.doc, state.tr);
			return tr.docChanged ? tr : null;
		},
		props: {
			handleDOMEvents: {
				compositionstart() {
					composing = true;
				},
				compositionend(view) {
					composing = false;
					// After ProseMirror has read what was composed.
					setTimeout(() => {
						if (!composing && !view.isDestroyed) view.dispatch(view.state.tr.setMeta('name-blocks', true));
					}, 50);
				},
			},
		},
	});
}
