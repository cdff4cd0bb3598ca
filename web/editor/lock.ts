// Read-only while other hands hold the article: the text can be read, selected and copied, and saved as it is.
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { make } from './dom';

const key = new PluginKey('lock');
// How soon to look again whether an input method is done.
const COMPOSING_MS = 50;

/** Marks a transaction that loads a document, which a lock lets through. */
export const loading = (tr: Transaction) => tr.setMeta(key, true);

export interface Lock {
	/** Says why nothing can be changed. */
	element: HTMLElement;
	plugin: Plugin;
	readonly locked: boolean;
	/** Attributes of the text: still reached by the keyboard, and said to be read-only. */
	attributes: () => Record<string, string>;
	set: (locked: boolean, reason: string) => void;
}

/** Makes the lock of a view; ${changed} hears when it closes or opens. */
export function lock(view: () => EditorView, changed: (locked: boolean) => void): Lock {
	const element = make('p', { class: 'writer-locked', hidden: '' });
	let locked = false;
	let wanted = false;
	let timer = 0;

	const apply = () => {
		clearTimeout(timer);
		// What is being composed gets into the text first.
		if (wanted && view().composing) {
			timer = window.setTimeout(apply, COMPOSING_MS);
			return;
		}
		if (locked === wanted) return;
		locked = wanted;
		element.hidden = !locked;
		view().setProps({ editable: () => !locked });
		changed(locked);
	};
	return {
		element,
		get locked() {
			return locked;
		},
		// Tools, dialogs and find change the text by transactions: here they all pass.
		plugin: new Plugin({ key, filterTransaction: (tr) => !locked || !tr.docChanged || tr.getMeta(key) === true }),
		attributes: (): Record<string, string> => (locked ? { 'aria-readonly': 'true', tabindex: '0' } : {}),
		set(lock, reason) {
			wanted = lock;
			if (lock) element.textContent = reason;
			apply();
		},
	};
}
