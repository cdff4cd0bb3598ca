// The headings, to go to them.
import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { button, make } from './dom';
import { say } from './lang';
import { schema } from './schema';

export interface Outline {
	element: HTMLElement;
	toggle: () => void;
	update: () => void;
}

export function outline(view: () => EditorView): Outline {
	const list = make('ol');
	const none = make('p', { class: 'hint' }, say('outlineNone'));
	const element = make('nav', { class: 'outline', 'aria-label': say('outline'), hidden: '' }, list, none);
	const go = (pos: number) => {
		const { state } = view();
		view().dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(pos + 1))).scrollIntoView());
		view().focus();
	};
	const update = () => {
		if (element.hidden) return;
		const items: HTMLElement[] = [];
		view().state.doc.descendants((node, pos) => {
			if (node.type === schema.nodes.heading && node.content.size > 0)
				items.push(make('li', { class: `level-${node.attrs.level}` }, button(node.textContent, () => go(pos), { class: 'quiet' })));
			return !node.isTextblock;
		});
		list.replaceChildren(...items);
		none.hidden = items.length > 0;
	};
	return {
		element,
		update,
		toggle() {
			element.hidden = !element.hidden;
			update();
		},
	};
}
