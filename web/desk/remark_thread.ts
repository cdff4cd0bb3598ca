// One thread of the panel: what it is about, what was said, and what can be done.  It is made once and brought up to
// date in place, so that nobody's hands are pushed away from what they write in.
import {button, make} from '../common/dom';
import type {Say} from '../common/words';
import type {Drafts} from './drafts';

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
}

export interface ThreadDeeds {
	go: (thread: Thread) => void;
	send: (thread: Thread, text: string) => Promise<void>;
	change: (remark: number, text: string) => Promise<void>;
	resolve: (thread: Thread) => Promise<void>;
	/** Gives up a thread that is only begun; back to the text. */
	cancel: (thread: Thread) => void;
	leave: (thread: Thread) => void;
}

export const changeOf = (remark: number): string => `change-${remark}`;

export class RemarkThread {
	readonly element = make('li', {className: 'thread'});
	/** Nothing is said in it yet. */
	readonly fresh: boolean;
	private readonly about = make('p', {className: 'thread-about'});
	private readonly list = make('ol', {className: 'remark-said'});
	private readonly resolved = make('p', {className: 'meta'});
	private readonly resolve = button('', () => void this.deeds.resolve(this.thread).catch((error: Error) => this.complain(this.element, error)));
	private readonly items = new Map<number, {of: string; item: HTMLElement}>();
	private aboutOf = '';

	constructor(
		private thread: Thread,
		private readonly deeds: ThreadDeeds,
		private readonly drafts: Drafts,
		private readonly say: Say,
	) {
		const row = make('div', {className: 'thread-acts'});
		this.fresh = thread.remarks.length === 0;
		this.element.id = `thread-${thread.id}`;
		const send = (text: string): Promise<void> => this.deeds.send(this.thread, text);
		if (this.fresh) row.append(this.writer(thread.id, 'remark_yours', 'remark_send', '', send));
		else row.append(this.fold(thread.id, 'remark_reply', this.writer(thread.id, 'remark_your_reply', 'remark_reply_send', '', send)), this.resolve);
		this.element.append(this.about, this.list, this.resolved, row);
	}

	/** Shows ${thread} as it is by now; ${gone}: its words are not in the text any more. */
	update(thread: Thread, gone: boolean): void {
		this.thread = thread;
		this.element.classList.toggle('is-resolved', thread.resolved);
		this.resolved.textContent = thread.resolved_text;
		this.resolved.hidden = !thread.resolved;
		this.resolve.textContent = this.say(thread.resolved ? 'remark_reopen' : 'remark_resolve');
		this.resolve.hidden = !thread.can_resolve;
		const about = JSON.stringify([thread.about, thread.block, gone]);
		if (about !== this.aboutOf) this.about.replaceChildren(...this.line(gone));
		this.aboutOf = about;
		for (const remark of thread.remarks) this.show(remark);
	}

	private line(gone: boolean): HTMLElement[] {
		const {about, block} = this.thread;
		if (!about && !block) return [make('b', {}, this.say('remark_article'))];
		if (gone) return [make('q', {}, about), make('span', {className: 'thread-note'}, this.say('remark_gone'))];
		const go = button('', () => this.deeds.go(this.thread), 'quiet');
		go.append(make('q', {}, about), make('span', {className: 'sr'}, this.say('remark_go')));
		return [go];
	}

	/** What is said stays said; only its words may change, and not while its writer has them in hand. */
	private show(remark: Remark): void {
		const of = JSON.stringify(remark);
		const shown = this.items.get(remark.id);
		if (shown && (shown.of === of || this.drafts.get(changeOf(remark.id)))) return;
		const item = this.said(remark);
		if (shown) shown.item.replaceWith(item);
		else this.list.append(item);
		this.items.set(remark.id, {of, item});
	}

	private said(remark: Remark): HTMLElement {
		const by = make('p', {className: 'said-by'}, make('b', {}, remark.by), ' ', make('span', {}, remark.at), remark.changed ? ` ${this.say('remark_changed')}` : '');
		const item = make('li', {}, by, make('p', {className: 'said-text'}, remark.text));
		const name = changeOf(remark.id);
		if (remark.can_change) item.append(this.fold(name, 'remark_change', this.writer(name, 'remark_yours', 'remark_change_save', remark.text, (text) => this.deeds.change(remark.id, text))));
		return item;
	}

	private fold(name: string, title: string, writer: HTMLElement): HTMLElement {
		return make('details', {open: this.drafts.get(name) !== undefined}, make('summary', {}, this.say(title)), writer);
	}

	/** A field with its button. */
	private writer(name: string, label: string, send: string, before: string, act: (text: string) => Promise<void>): HTMLElement {
		const area = make('textarea', {id: `write-${name}`, rows: 3, value: this.drafts.get(name)?.text ?? before});
		// No field of the article's form.
		area.setAttribute('form', 'no-form');
		area.addEventListener('input', (event) => {
			event.stopPropagation();
			this.drafts.put(name, area.value);
		});
		const go = async (): Promise<void> => {
			if (ok.getAttribute('aria-disabled') === 'true') return;
			ok.setAttribute('aria-disabled', 'true');
			try {
				await act(area.value);
				box.querySelector('.error')?.remove();
				// What was written meanwhile stays.
				if (this.drafts.get(name)) return;
				area.value = before;
				area.closest('details')?.removeAttribute('open');
			} catch (error) {
				this.complain(box, error as Error);
			} finally {
				ok.removeAttribute('aria-disabled');
			}
		};
		const ok = button(this.say(send), () => void go());
		area.addEventListener('keydown', (event) => {
			if (event.isComposing) return;
			if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void go();
			else if (event.key === 'Escape' && this.fresh) this.deeds.leave(this.thread);
			else return;
			event.preventDefault();
		});
		const row = make('div', {className: 'buttons-row'}, ok);
		if (this.fresh) row.append(button(this.say('remark_cancel'), () => this.deeds.cancel(this.thread)));
		const box = make('div', {className: 'remark-write'}, make('label', {htmlFor: area.id}, this.say(label)), area, row);
		return box;
	}

	private complain(box: HTMLElement, error: Error): void {
		const line = box.querySelector('.error') ?? box.appendChild(make('p', {className: 'error'}));
		line.setAttribute('role', 'alert');
		line.textContent = error.message;
	}
}
