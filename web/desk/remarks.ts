// What colleagues say, beside the text: threads in the order of the text, answered and resolved in place.  The list
// with forms that the server made stands until this runs, and where it does not.
import {RemarkThread, type Thread, type ThreadDeeds} from './remark_thread';
import {freshName} from './tab';
import {Failure, get, postForm, type Trouble} from './wire';
import type {Say} from './words';

interface Known {
	open: Thread[];
	resolved: Thread[];
}

/** What a thread hangs on. */
interface Place {
	thread: string;
	block: string;
	quote: string;
}

const why: Partial<Record<Trouble, string>> = {offline: 'why_offline', down: 'why_down', session: 'why_session', csrf: 'why_session', gone: 'why_gone'};

export class Remarks {
	private readonly title = document.createElement('h2');
	private readonly list = document.createElement('ol');
	private readonly closed = document.createElement('details');
	private readonly closedTitle = document.createElement('summary');
	private readonly closedList = document.createElement('ol');
	private readonly told = document.createElement('p');
	private readonly typed = new Map<string, string>();
	private known: Known = {open: [], resolved: []};
	private fresh: Thread | null = null;
	private at = '';

	constructor(
		private readonly form: HTMLFormElement,
		private readonly section: HTMLElement,
		private readonly say: Say,
	) {
		this.title.id = 'remarks-title';
		// Until they are here, the list is called as the server called it.
		this.title.textContent = section.querySelector('h2')?.textContent ?? '';
		this.closed.hidden = true;
		this.list.className = this.closedList.className = 'threads';
		this.closed.append(this.closedTitle, this.closedList);
		this.told.className = 'hint';
		this.told.setAttribute('role', 'status');
		const whole = document.createElement('button');
		whole.type = 'button';
		whole.className = 'button';
		whole.textContent = say('remark_whole');
		whole.addEventListener('click', () => this.begin({thread: freshName(), block: '', quote: ''}));
		section.replaceChildren(this.title, this.told, this.list, whole, this.closed);
		form.querySelector('.saved-state')?.after(section);
		this.listen('remark-new', (detail) => this.begin(detail));
		this.listen('remark-open', ({thread}) => this.focus(thread));
		this.listen('remark-at', ({thread}) => this.mark(thread));
		this.listen('remarks-changed', () => void this.load());
	}

	async load(): Promise<void> {
		try {
			this.known = await get<Known>(this.action);
		} catch (error) {
			this.complain(error);
			return;
		}
		this.told.textContent = '';
		const threads = this.known.open.filter((thread) => !thread.block).map((thread) => thread.id);
		if (this.fresh && !this.fresh.block) threads.push(this.fresh.id);
		const blocks = this.known.open.map((thread) => thread.block).filter(Boolean);
		this.form.dispatchEvent(new CustomEvent('copydesk:remarks-known', {detail: {threads, blocks}}));
		this.show();
	}

	private get action(): string {
		return this.section.dataset.action ?? '';
	}

	private listen(name: string, heard: (detail: Place) => void): void {
		this.form.addEventListener(`copydesk:${name}`, (event) => heard((event as CustomEvent<Place>).detail));
	}

	/** Where the thread stands in the text as it is now; null if its words are gone. */
	private placeOf(thread: Thread): Element | null {
		const text = this.form.querySelector('.ProseMirror');
		return text?.querySelector(thread.block ? `[data-id="${CSS.escape(thread.block)}"]` : `[data-thread="${CSS.escape(thread.id)}"]`) ?? null;
	}

	/** By the text; what hangs on nothing of it comes last. */
	private ordered(threads: Thread[]): Thread[] {
		const placed = threads.map((thread) => ({thread, place: this.placeOf(thread)}));
		placed.sort((a, b) => {
			if (!a.place || !b.place) return Number(!a.place) - Number(!b.place);
			return a.place.compareDocumentPosition(b.place) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
		});
		return placed.map(({thread}) => thread);
	}

	private show(): void {
		const focused = (document.activeElement as HTMLElement | null)?.dataset.remark;
		const open = this.fresh ? [...this.known.open, this.fresh] : this.known.open;
		this.title.textContent = this.say('remarks', String(this.known.open.length));
		this.list.replaceChildren(...this.ordered(open).map((thread) => this.made(thread)));
		this.closed.hidden = this.known.resolved.length === 0;
		this.closedTitle.textContent = this.say('remarks_resolved', String(this.known.resolved.length));
		this.closedList.replaceChildren(...this.known.resolved.map((thread) => this.made(thread)));
		const none = this.say('remarks_none');
		if (open.length > 0 && this.told.textContent === none) this.told.textContent = '';
		else if (open.length === 0 && !this.told.textContent) this.told.textContent = none;
		this.mark(this.at);
		if (focused) this.section.querySelector<HTMLElement>(`[data-remark="${CSS.escape(focused)}"]`)?.focus();
	}

	private made(thread: Thread): HTMLElement {
		const inEditor = this.form.querySelector('.ProseMirror') !== null;
		const gone = inEditor ? Boolean(thread.about) && !this.placeOf(thread) : Boolean(thread.note);
		const deeds: ThreadDeeds = {
			go: () => this.form.dispatchEvent(new CustomEvent('copydesk:remark-go', {detail: {thread: thread.block ? '' : thread.id, block: thread.block}})),
			send: (text) => this.send(thread, text),
			change: (remark, text) => this.post(`/${remark}/change`, {text}),
			resolve: () => this.post(`/${thread.id}/resolve`, {resolved: thread.resolved ? '0' : '1'}),
			cancel: thread === this.fresh ? () => this.cancel() : undefined,
		};
		return new RemarkThread(thread, gone, deeds, this.typed, this.say).element;
	}

	private begin({thread, block, quote}: Place): void {
		if (this.fresh) this.cancel();
		this.fresh = {id: thread, block, about: quote, note: '', resolved: false, can_resolve: false, resolved_text: '', remarks: []};
		this.show();
		this.focus(thread);
	}

	private cancel(): void {
		if (!this.fresh) return;
		const {id, block} = this.fresh;
		this.typed.delete(id);
		this.fresh = null;
		this.form.dispatchEvent(new CustomEvent('copydesk:remark-drop', {detail: {thread: id}}));
		this.form.dispatchEvent(new CustomEvent('copydesk:remark-go', {detail: {thread: '', block}}));
		this.show();
	}

	private async send(thread: Thread, text: string): Promise<void> {
		// The words stay until they are stored; sent again they are said once.
		const key = (thread.key ??= freshName());
		await this.post('', {thread: thread.id, key, block: thread.block, quote: thread.about, text});
		this.typed.delete(thread.id);
		if (thread === this.fresh) this.fresh = null;
		await this.load();
		this.focus(thread.id);
	}

	private async post(at: string, fields: Record<string, string>): Promise<void> {
		const csrf = document.querySelector<HTMLInputElement>('input[name=csrf]')?.value ?? '';
		await postForm(`${this.action}${at}`, {csrf, ...fields}).catch((error: unknown) => {
			throw new Error(this.words(error));
		});
		await this.load();
	}

	/** What went wrong, to be read by who typed. */
	private words(error: unknown): string {
		if (!(error instanceof Failure)) return this.say('why_down');
		return error.words || this.say(why[error.trouble] ?? 'why_refused');
	}

	private complain(error: unknown): void {
		this.told.textContent = this.say('remarks_failed', this.words(error));
	}

	private focus(thread: string): void {
		const item = this.section.querySelector<HTMLElement>(`#thread-${CSS.escape(thread)}`);
		item?.querySelector<HTMLElement>(thread === this.fresh?.id ? 'textarea' : 'button, summary')?.focus();
		item?.scrollIntoView({block: 'nearest'});
	}

	private mark(thread: string): void {
		this.at = thread;
		for (const item of this.section.querySelectorAll('.thread')) {
			const is = item.id === `thread-${thread}`;
			item.classList.toggle('is-at', is);
			if (is) item.setAttribute('aria-current', 'true');
			else item.removeAttribute('aria-current');
			if (is) item.scrollIntoView({block: 'nearest'});
		}
	}
}

/** On a form of a saved article. */
export function remarksOf(form: HTMLFormElement, say: Say): void {
	const section = document.querySelector<HTMLElement>('.remarks');
	if (form.dataset.article && section) void new Remarks(form, section, say).load();
}
