// What the parts of the panel share: its words, the form's fields, and elements.
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

type Child = Node | string;

/** An element with properties, of which "aria-..." and "data-..." become attributes, and children. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, properties: Record<string, unknown> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (key.includes('-') || key === 'role' || key === 'list') made.setAttribute(key, String(value));
		else Object.assign(made, {[key]: value});
	}
	made.append(...children);
	return made;
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
	private readonly words: Record<string, string>;
	private readonly spoken = make('p', {className: 'sr', role: 'status', 'aria-live': 'polite'});
	private dialogs = 0;

	constructor(readonly form: HTMLFormElement) {
		const page = JSON.parse(document.getElementById('panel-words')?.textContent ?? '{}') as PanelWords & Record<string, string>;
		this.data = page;
		this.words = page;
		// Where it is heard in the sheet as well, which makes all else inert.
		(document.getElementById('parts') ?? form).append(this.spoken);
	}

	say(name: string, ...values: (string | number)[]): string {
		return (this.words[name] ?? name).replace(/\{(\d)\}/g, (_, n: string) => String(values[Number(n)] ?? ''));
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
export async function fetched<T>(address: string): Promise<T | null> {
	try {
		const answer = await fetch(address, {headers: {accept: 'application/json'}, credentials: 'same-origin', redirect: 'error'});
		return answer.ok ? ((await answer.json()) as T) : null;
	} catch {
		return null;
	}
}
