// Nothing typed gets lost: into this browser at once, to the desk when typing pauses.
import type {Say} from '../common/words';
import {composing} from './composing';
import {SessionDialog, signIn} from './dialog';
import {hidden, readFields, sameFields, type Fields} from './fields';
import type {Keep, Kept} from './keep';
import type {Line} from './line';
import {freshName, Tab} from './tab';
import {Failure, post, type Stored, type Trouble} from './wire';

const KEEP_AFTER = 150;
const IDLE = 1000;
const AT_LEAST_EVERY = 10000;
const BACKOFF_MAX = 30000;

interface Text {
	seq: number;
	fields: Fields;
}

const why: Record<Exclude<Trouble, 'csrf'>, string> = {
	offline: 'why_offline',
	down: 'why_down',
	session: 'why_session',
	user: 'why_user',
	refused: 'why_refused',
	large: 'why_large',
	gone: 'why_gone',
	full: 'why_full',
};

export class Autosave {
	/** Whether the desk has told that other hands hold the article: see presence.ts. */
	onHeld: (stored: Stored) => void = () => {};
	/** Looks at the session anew; false if there is none. */
	renew: () => Promise<boolean> = () => Promise.resolve(false);

	private readonly dialog: SessionDialog;
	private taken: {key: string; seq: number}[] = []; // kept texts that this page goes on from, and where they came in
	private saving = 0; // the number of what is being saved without leaving the page
	private signed: Fields; // and its words
	private text: Text; // the latest
	private sent: number; // what of it the desk has
	private kept: number; // what of it this browser has
	private keepsWell = true;
	private writing: Promise<void> | null = null;
	private sending = false;
	private leaving = false;
	private held = false; // another window of this person writes
	private trouble: Trouble | null = null;
	private heard: Trouble | null = null; // from elsewhere, while something is sent
	private failures = 0;
	private keepTimer = 0;
	private idleTimer = 0;
	private lateTimer = 0;
	private retryTimer = 0;

	constructor(
		private readonly form: HTMLFormElement,
		private readonly tab: Tab,
		private readonly keep: Keep,
		private readonly line: Line,
		private readonly say: Say,
		private shown: Fields, // what nobody wrote here, or what is saved
		private readonly ready: Promise<unknown>, // before it nothing is written over here
	) {
		this.dialog = new SessionDialog(say, () => this.goOn());
		this.text = {seq: tab.next(), fields: shown};
		this.signed = shown;
		this.sent = this.kept = this.text.seq;
		if (form.dataset.unsaved) this.sent = this.kept = 0;
		for (const event of ['input', 'change', 'copydesk:change', 'compositionend']) form.addEventListener(event, () => this.touched());
		form.addEventListener('submit', (event) => this.submitted(event));
		form.addEventListener('copydesk:saving', () => this.sign());
		form.addEventListener('copydesk:unsaved', () => this.met(navigator.onLine ? 'down' : 'offline'));
		form.addEventListener('copydesk:saved', (event) => void this.saved((event as CustomEvent<Fields>).detail));
		addEventListener('online', () => this.retry());
		addEventListener('offline', () => {
			if (this.look()) void this.store();
		});
		addEventListener('beforeunload', (event) => {
			this.look();
			if (!this.leaving && this.unsent && (this.kept < this.text.seq || !this.keepsWell)) event.preventDefault();
		});
		addEventListener('pagehide', () => this.left());
		addEventListener('pageshow', () => (this.leaving = false));
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'hidden') this.left();
			else if (this.trouble === 'session' || this.trouble === 'user') void this.goOn();
		});
		if (!this.look() && !this.unsent) return;
		// What is being saved since before this script came is sent only if the page stays.
		this.leaving = form.dataset.leaving === '1';
		if (this.leaving) this.lateTimer = window.setTimeout(() => void this.send(), AT_LEAST_EVERY);
		else this.touched();
	}

	get unsent(): boolean {
		return this.sent < this.text.seq;
	}

	/** The address of this article, or of a new one. */
	get address(): string {
		return `/articles/${this.form.dataset.article || 'new'}`;
	}

	/** Under what this browser keeps the words of the form. */
	get key(): string {
		return this.record().key;
	}

	/** What somebody wrote into the form, under a key that the words do not take which now come in its place; null where nobody did. */
	apart(): Kept | null {
		this.look();
		if (sameFields(this.text.fields, this.shown)) return null;
		const record = this.record();
		// What is put into the form of a new article has another draft, and so another key.
		// (Under no tab that the desk knows: what it has of this one is written over.)
		return this.form.dataset.article ? {...record, key: `${record.key}/${record.seq}`, tab: freshName(), acked: 0} : record;
	}

	/** The words of the kept text ${key} were put back into the form: they are unsaved, and kept until the desk has them. */
	restored(key: string): void {
		this.look();
		this.taken.push({key, seq: this.text.seq});
		this.sent = this.kept = 0;
		this.touched();
	}

	/** What was put back was taken back: the form is as it was. */
	unrestored(key: string): void {
		this.taken = this.taken.filter((one) => one.key !== key);
		this.touched();
	}

	/** Go on after another window, or a colleague, held the article. */
	free(): void {
		if (!this.held) return;
		this.held = false;
		this.touched();
	}

	/** The session is well again: with what stopped for it. */
	recovered(): void {
		this.dialog.close();
		if (this.trouble === 'session' || this.trouble === 'user') this.retry();
	}

	/** A trouble that was met elsewhere. */
	met(trouble: Trouble): void {
		if (this.sending) this.heard = trouble;
		else this.paused(trouble);
	}

	private touched(): void {
		if (composing()) return;
		this.keepTimer ||= window.setTimeout(() => {
			this.keepTimer = 0;
			if (this.look()) void this.store();
		}, KEEP_AFTER);
		clearTimeout(this.idleTimer);
		this.idleTimer = window.setTimeout(() => void this.send(), IDLE);
		this.lateTimer ||= window.setTimeout(() => void this.send(), AT_LEAST_EVERY);
	}

	/** Looks at the form; true if there is something that this browser has not kept. */
	private look(): boolean {
		const fields = readFields(this.form);
		if (!sameFields(fields, this.text.fields)) this.text = {seq: this.tab.next(), fields};
		return this.kept < this.text.seq;
	}

	/** The article of the form, or "new": saving makes one of the other. */
	private get subject(): string {
		return this.form.dataset.article ? `a${this.form.dataset.article}` : 'new';
	}

	private record(): Kept {
		const user = this.form.dataset.user ?? '';
		const draft = hidden(this.form, 'draft').value;
		return {
			key: `${user}/${draft || this.subject}/${this.tab.name}`,
			user,
			subject: this.subject,
			draft,
			tab: this.tab.name,
			seq: this.text.seq,
			saving: this.saving,
			acked: this.sent,
			base: hidden(this.form, 'base').value,
			fields: this.text.fields,
			at: Date.now(),
		};
	}

	/** Into this browser, one after the other, the latest last. */
	private async store(): Promise<void> {
		await this.ready;
		while (this.writing) await this.writing;
		const record = this.record();
		this.writing = this.keep
			.put(record)
			.then(() => {
				this.kept = Math.max(this.kept, record.seq);
				this.keeps(true);
			})
			.catch(() => {
				if (this.keepsWell) this.dialog.urge();
				this.keeps(false);
			})
			.finally(() => (this.writing = null));
		await this.writing;
	}

	private keeps(well: boolean): void {
		if (this.keepsWell === well) return;
		this.keepsWell = well;
		if (this.trouble !== null) this.tellTrouble(this.trouble);
	}

	private async send(leaving = false): Promise<void> {
		clearTimeout(this.idleTimer);
		clearTimeout(this.lateTimer);
		clearTimeout(this.retryTimer);
		this.lateTimer = 0;
		if (this.look()) void this.store();
		if (this.sending || !this.unsent || this.held || (composing() && !leaving)) return;
		// What is being saved may become an article by it: until then it is not known whose words these are.
		if (this.form.classList.contains('is-saving') && !leaving) return;
		this.sending = true;
		this.heard = null;
		const text = this.text;
		try {
			if (this.failures === 0) this.line.say('saving', this.say('saving'));
			const stored = await post<Stored>(`${this.address}/working`, this.request(text), leaving);
			this.acknowledged(text, stored);
		} catch (error) {
			await this.failed(error instanceof Failure ? error.trouble : 'down');
		} finally {
			this.sending = false;
		}
		if (this.unsent && this.trouble === null && !this.held) this.touched();
	}

	private request(text: Text): Fields {
		const carried: Fields = {};
		for (const name of ['csrf', 'base', 'draft', 'copy']) carried[name] = hidden(this.form, name).value;
		return {...text.fields, ...carried, tab: this.tab.name, seq: String(text.seq)};
	}

	private acknowledged(text: Text, stored: Stored): void {
		this.trouble = null;
		this.failures = 0;
		this.dialog.close();
		if (stored.outcome === 'elsewhere') {
			this.held = true;
			this.onHeld(stored);
			return;
		}
		this.sent = Math.max(this.sent, text.seq);
		this.forget(this.takenUpTo(text.seq));
		void this.store();
		if (stored.outcome === 'stored_aside') {
			this.onHeld(stored);
			this.line.say('saved', this.say('saved_aside', stored.at ?? '', stored.holder ?? ''));
		} else {
			this.line.say('saved', this.say('saved', stored.at ?? ''));
		}
	}

	private async failed(trouble: Trouble): Promise<void> {
		this.failures++;
		// The page is older than the sign-in of this browser: it may go on if it is the same person.
		if (trouble === 'csrf' && (await this.renew())) {
			this.retryTimer = window.setTimeout(() => void this.send(), IDLE);
			return;
		}
		this.paused(trouble === 'csrf' ? (this.heard ?? 'session') : trouble);
	}

	/** Says why the words do not reach the desk, and whether they are kept here. */
	private tellTrouble(trouble: Trouble): void {
		const reason = this.say(why[trouble === 'csrf' ? 'session' : trouble]);
		const place = this.say(this.keepsWell ? 'kept' : 'not_kept');
		const stop = document.documentElement.lang.startsWith('zh') ? ['：', '。'] : [': ', '. '];
		const session = trouble === 'session' ? [' ', signIn(this.say, '')] : [];
		this.line.say('paused', `${this.say('paused')}${stop[0]}${reason}${stop[1]}${place}`, ...session);
	}

	private paused(trouble: Trouble): void {
		this.trouble = trouble;
		this.tellTrouble(trouble);
		if (trouble === 'session') this.dialog.show();
		if (trouble === 'offline' || trouble === 'down' || trouble === 'full') {
			const wait = Math.min(BACKOFF_MAX, IDLE * 2 ** Math.min(this.failures, 5));
			clearTimeout(this.retryTimer);
			this.retryTimer = window.setTimeout(() => void this.send(), wait * (0.75 + Math.random() / 2));
		}
	}

	private retry(): void {
		this.trouble = null;
		this.failures = 0;
		void this.send();
	}

	/** After signing in elsewhere. */
	private async goOn(): Promise<boolean> {
		if (!(await this.renew())) return false;
		this.recovered();
		return true;
	}

	/** Says with the form which words these are. */
	private sign(): void {
		this.look();
		hidden(this.form, 'tab').value = this.tab.name;
		hidden(this.form, 'seq').value = String(this.text.seq);
		this.saving = this.text.seq;
		this.signed = this.text.fields;
		void this.store();
	}

	/** The form was saved, and the page stayed: it is that of an article now, what came later is unsaved, and the desk wrote ${filled}. */
	private async saved(filled: Fields): Promise<void> {
		const old = this.record().key;
		const gone = this.takenUpTo(this.saving);
		for (const name of ['draft', 'copy']) hidden(this.form, name).value = '';
		this.sent = Math.max(this.sent, this.saving);
		this.shown = {...this.signed, ...filled};
		this.text = {...this.text, fields: {...this.text.fields, ...filled}};
		this.trouble = null;
		this.failures = 0;
		await this.store();
		if (this.record().key !== old && (this.keepsWell || !this.unsent)) gone.push(old);
		this.forget(gone);
		if (this.unsent) this.touched();
	}

	/** The kept texts that are in number ${seq}, which the desk has: no longer those of this page alone. */
	private takenUpTo(seq: number): string[] {
		const gone = this.taken.filter((one) => one.seq <= seq);
		this.taken = this.taken.filter((one) => one.seq > seq);
		return gone.map(({key}) => key);
	}

	private forget(keys: string[]): void {
		for (const key of keys) void this.keep.remove(key).catch(() => {});
	}

	private submitted(event: SubmitEvent): void {
		// A preview opens beside: this page stays.
		if (event.submitter instanceof HTMLButtonElement && event.submitter.formTarget) return;
		this.sign();
		if (!navigator.onLine) {
			event.preventDefault();
			this.paused('offline');
			return;
		}
		this.leaving = true;
		for (const timer of [this.idleTimer, this.lateTimer, this.retryTimer]) clearTimeout(timer);
	}

	private left(): void {
		if (this.look()) void this.store();
		Tab.leave(this.subject, this.unsent ? this.record() : null);
		if (!this.leaving) void this.send(true);
	}
}
