// "/" in an empty paragraph offers what can be inserted; "、" as well, which Chinese keyboards give in its place.
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { slashActions, type Action } from './actions';
import { make } from './dom';
import { icon } from './icons';
import { say } from './lang';
import { pictureActions } from './pictures';
import { schema } from './schema';

const key = new PluginKey<{ closed: boolean }>('slash');

/** What was typed after the sign; null if the caret does not stand behind one. */
function typed(state: EditorState): string | null {
	const { $from, empty } = state.selection;
	if (!empty || $from.parent.type !== schema.nodes.paragraph || $from.parentOffset !== $from.parent.content.size) return null;
	const found = /^[/、]([^\s/、]{0,20})$/.exec($from.parent.textContent);
	return found && $from.parent.childCount === 1 && $from.parent.firstChild!.isText ? found[1].toLowerCase() : null;
}

const fitting = (query: string) =>
	[...slashActions, ...pictureActions()].filter((action) => say(action.key).toLowerCase().includes(query) || (action.also ?? '').includes(query));

class Menu {
	private list = make('ul', { class: 'slash', id: 'slash', role: 'listbox', tabindex: '0', 'aria-label': say('insert'), hidden: '' });
	private shown: Action[] = [];
	private at = 0;
	/** What was gone to by the arrow keys. */
	private wanted = '';

	constructor(private view: EditorView) {
		view.dom.parentElement!.append(this.list);
		view.dom.setAttribute('aria-haspopup', 'listbox');
		this.list.addEventListener('mousedown', (event) => {
			event.preventDefault();
			const item = (event.target as Element).closest<HTMLElement>('[data-at]');
			if (item) this.choose(Number(item.dataset.at));
		});
	}

	get open() {
		return !this.list.hidden;
	}

	update(view: EditorView) {
		if (view.composing) return;
		const query = key.getState(view.state)!.closed || !view.hasFocus() ? null : typed(view.state);
		this.shown = query === null ? [] : fitting(query);
		if (query === null) {
			this.hide();
			return;
		}
		this.at = Math.max(this.shown.findIndex((action) => action.key === this.wanted), 0);
		this.draw();
		this.list.hidden = false;
		this.place();
	}

	private draw() {
		this.list.replaceChildren(
			...this.shown.map((action, i) =>
				make(
					'li',
					{ id: `slash-${i}`, role: 'option', 'data-at': String(i), 'aria-selected': String(i === this.at) },
					icon(action.key),
					` ${say(action.key)}`,
				),
			),
			...(this.shown.length === 0 ? [make('li', { class: 'slash-none' }, say('noMatch'))] : []),
		);
		if (this.shown.length > 0) {
			this.view.dom.setAttribute('aria-activedescendant', `slash-${this.at}`);
			this.list.children[this.at].scrollIntoView({ block: 'nearest' });
		} else this.view.dom.removeAttribute('aria-activedescendant');
		this.view.dom.setAttribute('aria-controls', 'slash');
	}

	private place() {
		const caret = this.view.coordsAtPos(this.view.state.selection.from);
		const box = this.list.parentElement!.getBoundingClientRect();
		const below = innerHeight - caret.bottom > this.list.offsetHeight + 8;
		this.list.style.top = `${(below ? caret.bottom + 4 : Math.max(caret.top - this.list.offsetHeight - 4, 0)) - box.top}px`;
		this.list.style.left = `${Math.max(Math.min(caret.left - box.left, box.width - this.list.offsetWidth), 0)}px`;
	}

	hide() {
		this.wanted = '';
		this.list.hidden = true;
		this.view.dom.removeAttribute('aria-activedescendant');
		this.view.dom.removeAttribute('aria-controls');
	}

	/** Acts on a key; true if it was for the menu. */
	key(event: KeyboardEvent): boolean {
		if (!this.open) return false;
		if (event.key === 'Escape') {
			this.view.dispatch(this.view.state.tr.setMeta(key, true));
			return true;
		}
		if (this.shown.length === 0) return false;
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			this.at = (this.at + (event.key === 'ArrowDown' ? 1 : this.shown.length - 1)) % this.shown.length;
			this.wanted = this.shown[this.at].key;
			this.draw();
			return true;
		}
		if (event.key !== 'Enter' && event.key !== 'Tab') return false;
		this.choose(this.at);
		return true;
	}

	private choose(at: number) {
		const action = this.shown[at];
		const { $from } = this.view.state.selection;
		this.view.dispatch(this.view.state.tr.delete($from.start(), $from.pos));
		this.hide();
		action.run(this.view);
	}

	destroy() {
		this.list.remove();
	}
}

export function slash(): Plugin {
	let menu: Menu;
	return new Plugin<{ closed: boolean }>({
		key,
		state: {
			init: () => ({ closed: false }),
			// Closed by Escape, until what was typed is gone.
			apply: (tr, was, _before, state) =>
				tr.getMeta(key) ? { closed: true } : was.closed && typed(state) !== null ? was : { closed: false },
		},
		view: (view) => (menu = new Menu(view)),
		props: {
			handleKeyDown: (_view, event) => menu.key(event),
			handleDOMEvents: {
				blur: () => {
					menu.hide();
				},
				compositionend: (view) => {
					setTimeout(() => {
						if (!view.isDestroyed && !view.composing) menu.update(view);
					}, 60);
				},
			},
		},
	});
}
