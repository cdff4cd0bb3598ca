// What the parts of the panel share: its words, and the form's fields.
import {make} from '../common/dom';
import {blockOf, sayer, type Say} from '../common/words';
import {get} from './wire';

export interface Role {
	key: string;
	label: string;
}

export interface PanelWords {
	site: string;
	newsroom: string;
	roles: Role[];
	max: number;
	byline_max: number;
}

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Calls ${act} when nothing has called for it any more for ${wait} ms. */
export function settled(wait: number, act: () => void): () => void {
	let timer = 0;
	return () => {
		clearTimeout(timer);
		timer = window.setTimeout(act, wait);
	};
}

export class Panel {
	readonly data: PanelWords;
	readonly say: Say;
	private readonly spoken = make('p', {className: 'sr', role: 'status', 'aria-live': 'polite'});
	private dialogs = 0;

	constructor(readonly form: HTMLFormElement) {
		const page = blockOf<PanelWords & Record<string, string>>('panel-words');
		this.data = page;
		this.say = sayer(page);
		// Where it is heard in the sheet as well, which makes all else inert.
		(document.getElementById('parts') ?? form).append(this.spoken);
	}

	/** Says it to who hears the page. */
	speak(text: string): void {
		this.spoken.textContent = text;
	}

	/** By its name alone: another element may have it as its id. */
	field(name: string): Field {
		const found = this.form.querySelector<Field>(`[name="${name}"]`);
		if (!found) throw new Error(`the form has no field ${name}`);
		return found;
	}

	value(name: string): string {
		const field = this.field(name);
		const chosen = field.type === 'radio' ? this.form.querySelector<Field>(`[name="${name}"]:checked`) : field;
		return (chosen?.value ?? '').trim();
	}

	/** Puts a value into a field as if somebody had typed it. */
	put(name: string, value: string): void {
		const field = this.field(name);
		if (field.value === value) return;
		field.value = value;
		field.dispatchEvent(new Event('input', {bubbles: true}));
	}

	get locked(): boolean {
		return this.form.dataset.locked === '1';
	}

	/** Calls ${act} when fields were put back, and when others take or leave the form. */
	onRestore(act: () => void): void {
		this.form.addEventListener('copydesk:restore', act);
		this.form.addEventListener('copydesk:lock', () => window.setTimeout(act));
	}

	/** A name for an element that nothing else on the page has. */
	fresh(name: string): string {
		return `panel-${name}-${this.dialogs++}`;
	}
}

/** JSON from the desk; null if it does not come. */
export const fetched = <T>(address: string): Promise<T | null> => get<T>(address).catch(() => null);
