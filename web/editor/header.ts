// A cell that heads a row or a column; one with no words in it heads nothing, and is said to be a cell.
import { DOMSerializer, type Node } from 'prosemirror-model';
import type { NodeView } from 'prosemirror-view';

export function header(node: Node): NodeView {
	const { dom, contentDOM } = DOMSerializer.renderSpec(document, node.type.spec.toDOM!(node));
	const update = (now: Node) => {
		if (!now.sameMarkup(node)) return false;
		if (now.textContent.trim() === '') (dom as Element).setAttribute('role', 'cell');
		else (dom as Element).removeAttribute('role');
		return true;
	};
	update(node);
	return { dom, contentDOM, update };
}
