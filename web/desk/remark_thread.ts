// One thread of the panel: what it is about, what was said, and what can be done.
import type {Say} from './words';

export interface Remark {
	id: number;
	by: string;
	at: string;
	text: string;
	changed: boolean;
	can_change: boolean;
}

export interface Thread {
	id: string;
	block: string;
	about: string;
	note: string;
	resolved: boolean;
	can_resolve: boolean;
	resolved_text: string;
	remarks: Remark[];
	key?: string;
}

export interface ThreadDeeds {
	go: () => void;
	send: (text: string) => Promise<void>;
	change: (remark: number, text: string) => Promise<void>;
	resolve: () => Promise<void>;
	cancel?: () => void;
}

function made<K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	if (className) element.className = className;
	element.textContent = text;
	return element;
}

export class RemarkThread {
	readonly element = made('li', 'thread');

	constructor(
		private readonly thread: Thread,
		gone: boolean,
		private readonly deeds: ThreadDeeds,
		private readonly typed: Map<string, string>,
		private readonly say: Say,
	) {
		this.element.id = `thread-${thread.id}`;
		this.element.classList.toggle('is-resolved', thread.resolved);
		this.element.append(this.about(gone), this.said());
		if (thread.resolved) this.element.append(made('p', 'meta', thread.resolved_text));
		this.element.append(this.acts());
	}

	private about(gone: boolean): HTMLElement {
		const line = made('p', 'thread-about');
		if (!this.thread.about && !this.thread.block) {
			line.append(made('b', '', this.say('remark_article')));
		} else if (gone) {
			line.append(made('q', '', this.thread.about), made('span', 'thread-note', this.say('remark_gone')));
		} else {
			const go = made('button', 'quiet');
			go.type = 'button';
			go.dataset.remark = `go-${this.thread.id}`;
			go.append(made('q', '', this.thread.about), made('span', 'sr', this.say('remark_go')));
			go.addEventListener('click', this.deeds.go);
			line.append(go);
		}
		return line;
	}

	private said(): HTMLElement {
		const list = made('ol', 'remark-said');
		for (const remark of this.thread.remarks) {
			const item = made('li');
			const by = made('p', 'said-by');
			by.append(made('b', '', remark.by), ' ', made('span', '', remark.at), remark.changed ? ` ${this.say('remark_changed')}` : '');
			item.append(by, made('p', 'said-text', remark.text));
			if (remark.can_change) item.append(this.change(remark));
			list.append(item);
		}
		return list;
	}

	private change(remark: Remark): HTMLElement {
		const box = made('details');
		const name = `change-${remark.id}`;
		box.open = this.typed.has(name);
		box.append(made('summary', '', this.say('remark_change')));
		box.append(this.writer(name, this.say('remark_yours'), this.say('remark_change_save'), remark.text, async (text) => {
			await this.deeds.change(remark.id, text);
		}));
		return box;
	}

	private acts(): HTMLElement {
		const row = made('div', 'thread-acts');
		const {thread} = this;
		if (thread.remarks.length === 0) {
			row.append(this.writer(thread.id, this.say('remark_yours'), this.say('remark_send'), '', this.deeds.send));
			return row;
		}
		const box = made('details');
		box.open = this.typed.has(thread.id);
		box.append(made('summary', '', this.say('remark_reply')));
		box.append(this.writer(thread.id, this.say('remark_your_reply'), this.say('remark_reply_send'), '', this.deeds.send));
		row.append(box);
		if (thread.can_resolve) {
			const resolve = made('button', 'button', this.say(thread.resolved ? 'remark_reopen' : 'remark_resolve'));
			resolve.type = 'button';
			resolve.dataset.remark = `resolve-${thread.id}`;
			resolve.addEventListener('click', () => void this.deeds.resolve().catch((error: Error) => this.complain(row, error)));
			row.append(resolve);
		}
		return row;
	}

	/** A field with its button; what is typed outlives a redrawing. */
	private writer(name: string, label: string, send: string, before: string, act: (text: string) => Promise<void>): HTMLElement {
		const box = made('div', 'remark-write');
		const title = made('label', '', label);
		const area = made('textarea');
		const button = made('button', 'button', send);
		title.htmlFor = area.id = `write-${name}`;
		area.rows = 3;
		area.dataset.remark = name;
		// No field of the article's form.
		area.setAttribute('form', 'no-form');
		area.value = this.typed.get(name) ?? before;
		area.addEventListener('input', (event) => {
			event.stopPropagation();
			this.typed.set(name, area.value);
		});
		button.type = 'button';
		const go = async (): Promise<void> => {
			if (button.getAttribute('aria-disabled') === 'true') return;
			button.setAttribute('aria-disabled', 'true');
			try {
				await act(area.value);
				this.typed.delete(name);
			} catch (error) {
				this.complain(box, error as Error);
			} finally {
				button.removeAttribute('aria-disabled');
			}
		};
		button.addEventListener('click', () => void go());
		area.addEventListener('keydown', (event) => {
			if (event.isComposing) return;
			if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void go();
			else if (event.key === 'Escape' && this.deeds.cancel) this.deeds.cancel();
			else return;
			event.preventDefault();
		});
		const row = made('div', 'buttons-row');
		row.append(button);
		if (this.deeds.cancel) {
			const cancel = made('button', 'button', this.say('remark_cancel'));
			cancel.type = 'button';
			cancel.addEventListener('click', this.deeds.cancel);
			row.append(cancel);
		}
		box.append(title, area, row);
		return box;
	}

	private complain(box: HTMLElement, error: Error): void {
		const line = box.querySelector('.error') ?? box.appendChild(made('p', 'error'));
		line.setAttribute('role', 'alert');
		line.textContent = error.message;
	}
}
