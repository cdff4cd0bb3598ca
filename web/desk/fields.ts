// A form's fields as texts, and back.
import {docOf, textOf} from './body';

export type Fields = Record<string, string>;

/** What every form carries and no working copy holds. */
export const carried = new Set(['csrf', 'key', 'base', 'draft', 'tab', 'seq', 'copy', 'action']);

export function readFields(form: HTMLFormElement): Fields {
	const fields: Fields = {};
	for (const [name, value] of new FormData(form)) {
		if (!carried.has(name) && typeof value === 'string') fields[name] = value.replace(/\r\n?/g, '\n');
	}
	return fields;
}

/** Whether a person, or the browser that put back what was there before, was faster than the script. */
export function typedAlready(form: HTMLFormElement): boolean {
	return Array.from(form.elements).some((control) => {
		// What has no name is no field of the form: the editor fills in those of its pictures by itself.
		if (!control.getAttribute('name')) return false;
		if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
		if (control instanceof HTMLSelectElement) {
			const first = Math.max(0, Array.from(control.options).findIndex((option) => option.defaultSelected));
			return !control.multiple && control.options.length > 0 && control.selectedIndex !== first;
		}
		if (!(control instanceof HTMLInputElement)) return false;
		return control.type === 'radio' || control.type === 'checkbox' ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
	});
}

/** Equal in every field; one that is not there is empty. */
export function sameFields(a: Fields, b: Fields): boolean {
	return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => (a[name] ?? '') === (b[name] ?? ''));
}

/** Puts texts back where they came from; whoever shows one of them otherwise hears "copydesk:restore". */
export function writeFields(form: HTMLFormElement, fields: Fields): void {
	for (const control of form.elements) {
		if (control instanceof HTMLInputElement && !carried.has(control.name)) {
			const value = fields[control.name];
			if (value === undefined) continue;
			if (control.type === 'radio' || control.type === 'checkbox') control.checked = control.value === value;
			else control.value = value;
		} else if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
			// A document that was kept, where the editor does not run: its words.
			const value = fields[control.name] ?? (control.name === 'body' && fields.body_json ? readable(fields.body_json) : undefined);
			if (value !== undefined) control.value = value;
		}
	}
	form.dispatchEvent(new CustomEvent('copydesk:restore', {detail: fields}));
}

/** The hidden field of that name, which every form of an article has. */
export function hidden(form: HTMLFormElement, name: string): HTMLInputElement {
	const control = form.elements.namedItem(name);
	if (!(control instanceof HTMLInputElement)) throw new Error(`the form has no field ${name}`);
	return control;
}

/** The words of the editor's document, as the plain field has them. */
export function readable(json: string): string {
	const doc = docOf(json);
	return doc ? textOf(doc) : json;
}
