// Every block has a name of its own that it keeps: two texts are merged, and remarks are pinned, by it.
import type { Node } from 'prosemirror-model';
import { Plugin, type Transaction } from 'prosemirror-state';

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 10;

export function newId(): string {
	// 36 does not divide 256; for names that only must differ the bias is no matter.
	return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SIGNS[byte % SIGNS.length]).join('');
}

/** Has it nothing in it but an empty line? */
const blank = (node: Node): boolean => (node.isTextblock ? node.content.size === 0 : node.childCount === 1 && blank(node.firstChild!));

/** Names the blocks of ${doc} that have no name, or that of another; what was put before a text as an empty line leaves it its own. */
export function nameBlocks(doc: Node, tr: Transaction): Transaction {
	const seen = new Map<string, { node: Node; pos: number }>();
	const give = (pos: number) => {
		const id = newId();
		tr.setNodeAttribute(pos, 'id', id);
		return id;
	};
	doc.descendants((node, pos) => {
		if (node.type.spec.attrs && 'id' in node.type.spec.attrs) {
			const id = node.attrs.id as string | null;
			const other = seen.get(id!);
			if (id === null || (other && !(blank(other.node) && !blank(node)))) seen.set(give(pos), { node, pos });
			else {
				if (other) seen.set(give(other.pos), other);
				seen.set(id, { node, pos });
			}
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
				// Browsers lose the end of a composition now and then.  A key that no input method has in hand
				// tells that it is over: everybody hears of the end, or would wait for it for ever.
				keydown(view, event) {
					if (view.composing && !event.isComposing && event.keyCode !== 229)
						view.dom.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
				},
			},
		},
	});
}
