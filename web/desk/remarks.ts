// What colleagues say, beside the text: threads in the order of the text, answered and resolved in place.  The list
// with forms that the server made stands until this runs, and where it does not.
import {button, make} from '../common/dom';
import {blockOf, sayer, type Say} from '../common/words';
import {Drafts, type Place} from './drafts';
import {changeOf, RemarkThread, type Thread, type ThreadDeeds} from './remark_thread';
import {freshName} from './tab';
import {Failure, get, postForm, type Trouble} from './wire';

interface Known {
	open: Thread[];
	resolved: Thread[];
}

const why: Partial<Record<Trouble, string>> = {offline: 'why_offline', down: 'why_down', session: 'why_session', csrf: 'why_session', gone: 'why_gone'};

/** Puts ${items} into ${list} in their order, around the one that has the focus, which moving would take away. */
function arrange(list: HTMLElement, items: HTMLElement[]): void {
	for (const gone of [...list.children]) if (!items.includes(gone as HTMLElement)) gone.remove();
	if (items.every((item, i) => item === list.children[i])) return;
	const held = items.findIndex((item) => item.contains(document.activeElement));
	if (held < 0 || items[held]!.parentElement !== list) return list.replaceChildren(...items);
	items[held]!.before(...items.slice(0, held));
	items[held]!.after(...items.slice(held + 1));
}

export class Remarks {
	private readonly title = make('h2', {id: 'remarks-title'});
	private readonly list = make('ol', {className: 'threads'});
	private readonly closedTitle = make('summary');
	private readonly closedList = make('ol', {className: 'threads'});
	private readonly closed = make('details', {hidden: true}, this.closedTitle, this.closedList);
	private readonly told = make('p', {className: 'hint', role: 'status'});
	private readonly threads = new Map<string, RemarkThread>();
	private readonly drafts: Drafts;
	private readonly deeds: ThreadDeeds = {
		go: ({id, block}) => this.tell('remark-go', {thread: block ? '' : id, block}),
		send: (thread, text) => this.send(thread, text),
		change: (remark, text) => this.post(`/${remark}/change`, {text}, changeOf(remark)),
		resolve: ({id, resolved}) => this.post(`/${id}/resolve`, {resolved: resolved ? '0' : '1'}),
		cancel: (thread) => {
			this.drop(thread);
			this.leave(thread);
		},
		leave: (thread) => {
			if (!this.drafts.get(thread.id)?.text.trim()) this.drop(thread);
			this.leave(thread);
		},
	};
	private known: Known = {open: [], resolved: []};
	private asked = 0; // how often for the comments
	private shown = 0; // which answer stands here
	private at = '';

	constructor(
		private readonly form: HTMLFormElement,
		private readonly section: HTMLElement,
		private readonly say: Say,
	) {
		this.drafts = new Drafts(`copydesk-remarks/${form.dataset.user}/${form.dataset.article}`);
		// Until they are here, the list is called as the server called it.
		this.title.textContent = section.querySelector('h2')?.textContent ?? '';
		section.replaceChildren(this.title, this.told, this.list, button(say('remark_whole'), () => this.begin(freshName(), {block: '', quote: ''})), this.closed);
		form.querySelector('.saved-state')?.after(section);
		this.listen('remark-new', ({thread, ...place}) => this.begin(thread, place));
		this.listen('remark-open', ({thread}) => this.focus(thread));
		this.listen('remark-at', ({thread}) => this.mark(thread, true));
		this.listen('remarks-changed', () => void this.load());
	}

	/** What is there by now; of answers that overtake each other the one that was asked for last. */
	async load(): Promise<void> {
		const turn = ++this.asked;
		let known: Known;
		try {
			known = await get<Known>(this.action);
		} catch (error) {
			this.told.textContent = this.say('remarks_failed', this.words(error));
			return;
		}
		await this.drafts.ready;
		if (turn < this.shown) return;
		this.shown = turn;
		this.known = known;
		this.told.textContent = '';
		for (const thread of [...known.open, ...known.resolved]) this.settle(thread);
		this.show();
	}

	/** What was stored though its answer was lost is said; a change that a page before began too late is a reply. */
	private settle({id, remarks}: Thread): void {
		for (const {text, can_change} of remarks) {
			const draft = this.drafts.get(id);
			if (draft && (draft.place || (can_change && draft.text === text))) this.drafts.said(id, text);
		}
		for (const remark of remarks) {
			const name = changeOf(remark.id);
			if (this.drafts.get(name)?.text === remark.text) this.drafts.drop(name);
			else if (!remark.can_change && !this.threads.has(id)) this.drafts.move(name, id);
		}
	}

	/** Threads that are begun, and not yet there. */
	private get begun(): Thread[] {
		const there = new Set([...this.known.open, ...this.known.resolved].map(({id}) => id));
		return this.drafts.begun().filter(([id]) => !there.has(id)).map(([id, {block, quote}]) =>
			({id, block, about: quote, note: '', resolved: false, can_resolve: false, resolved_text: '', remarks: []}));
	}

	private get action(): string {
		return this.section.dataset.action ?? '';
	}

	private listen(name: string, heard: (detail: Place & {thread: string}) => void): void {
		this.form.addEventListener(`copydesk:${name}`, (event) => heard((event as CustomEvent<Place & {thread: string}>).detail));
	}

	private tell(name: string, detail: Record<string, string | string[]>): void {
		this.form.dispatchEvent(new CustomEvent(`copydesk:${name}`, {detail}));
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
		const held = document.activeElement as HTMLElement | null;
		// A reply that is in hand stays where it is, whatever became of its thread.
		const stays = ({id}: Thread): boolean => held instanceof HTMLTextAreaElement && held.closest('.threads') === this.list && held.closest('.thread')!.id === `thread-${id}`;
		const open = [...this.known.open, ...this.begun];
		const resolved = this.known.resolved.filter((thread) => !stays(thread));
		this.tell('remarks-known', {
			threads: open.filter(({block}) => !block).map(({id}) => id),
			blocks: this.known.open.map(({block}) => block).filter(Boolean),
		});
		this.title.textContent = this.say('remarks', String(this.known.open.length));
		this.closed.hidden = resolved.length === 0;
		this.closedTitle.textContent = this.say('remarks_resolved', String(resolved.length));
		const here = this.ordered([...open, ...this.known.resolved.filter(stays)]);
		for (const id of this.threads.keys()) if (![...here, ...resolved].some((thread) => thread.id === id)) this.threads.delete(id);
		arrange(this.list, here.map((thread) => this.shownOf(thread)));
		arrange(this.closedList, resolved.map((thread) => this.shownOf(thread)));
		const none = this.say('remarks_none');
		if (here.length > 0 && this.told.textContent === none) this.told.textContent = '';
		else if (here.length === 0 && !this.told.textContent) this.told.textContent = none;
		this.mark(this.at);
		if (!held?.closest('.thread') || held === document.activeElement) return;
		held.focus();
		if (held !== document.activeElement) this.focus(held.closest('.thread')!.id.replace('thread-', ''));
	}

	private shownOf(thread: Thread): HTMLElement {
		const inEditor = this.form.querySelector('.ProseMirror') !== null;
		let shown = this.threads.get(thread.id);
		if (!shown || shown.fresh !== (thread.remarks.length === 0)) {
			shown = new RemarkThread(thread, this.deeds, this.drafts, this.say);
			this.threads.set(thread.id, shown);
		}
		shown.update(thread, inEditor ? Boolean(thread.about) && !this.placeOf(thread) : Boolean(thread.note));
		return shown.element;
	}

	/** What is half-written stays beside it; the same place is begun once. */
	private begin(thread: string, place: Place): void {
		for (const begun of this.begun) {
			const {id, block, about} = begun;
			if (!this.drafts.get(id)!.text.trim()) this.drop(begun);
			else if (!place.quote && block === place.block && !about) return this.focus(id);
		}
		this.drafts.put(thread, '', place);
		this.show();
		this.focus(thread);
	}

	private drop({id}: Thread): void {
		this.drafts.drop(id);
		this.tell('remark-drop', {thread: id});
		this.show();
	}

	private leave({id, block}: Thread): void {
		this.tell('remark-go', {thread: block ? '' : id, block});
	}

	private async send({id, block, about}: Thread, text: string): Promise<void> {
		// The words stay until they are stored; sent again they are said once.
		if (!this.drafts.get(id)) this.drafts.put(id, text);
		await this.post('', {thread: id, key: this.drafts.get(id)!.key, block, quote: about, text}, id);
		if (!this.drafts.get(id)) this.focus(id);
	}

	private async post(at: string, fields: Record<string, string>, draft = ''): Promise<void> {
		const csrf = document.querySelector<HTMLInputElement>('input[name=csrf]')?.value ?? '';
		await postForm(`${this.action}${at}`, {csrf, ...fields}).catch((error: unknown) => {
			throw new Error(this.words(error));
		});
		if (draft) this.drafts.said(draft, fields.text!);
		await this.load();
	}

	/** What went wrong, to be read by who typed. */
	private words(error: unknown): string {
		if (!(error instanceof Failure)) return this.say('why_down');
		return error.words || this.say(why[error.trouble] ?? 'why_refused');
	}

	private focus(thread: string): void {
		const item = this.section.querySelector<HTMLElement>(`#thread-${CSS.escape(thread)}`);
		item?.querySelector<HTMLElement>(this.threads.get(thread)?.fresh ? 'textarea' : 'button, summary')?.focus();
		// It may be among those that are resolved, which are folded.
		if (item && !item.contains(document.activeElement)) this.closedTitle.focus();
		item?.scrollIntoView({block: 'nearest'});
	}

	private mark(thread: string, show = false): void {
		this.at = thread;
		for (const item of this.section.querySelectorAll('.thread')) {
			const is = item.id === `thread-${thread}`;
			item.classList.toggle('is-at', is);
			if (is) item.setAttribute('aria-current', 'true');
			else item.removeAttribute('aria-current');
			if (is && show) item.scrollIntoView({block: 'nearest'});
		}
	}
}

let begun = false;

/** On a form of a saved article, once. */
export function remarksOf(form: HTMLFormElement): void {
	const section = document.querySelector<HTMLElement>('.remarks');
	if (begun || !form.dataset.article || !section) return;
	begun = true;
	void new Remarks(form, section, sayer(blockOf('desk-words'))).load();
}
