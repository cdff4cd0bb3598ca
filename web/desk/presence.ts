// Who is at this article, and who of them writes.
import {button, make} from '../common/dom';
import type {Say} from '../common/words';
import type {Autosave} from './autosave';
import {composing} from './composing';
import {hidden} from './fields';
import {guardChecks, setReadOnly} from './lock';
import {Newer} from './newer';
import {Stream, type What} from './stream';
import type {Tab} from './tab';
import {Failure, post, tell, type Around, type Person, type Stored} from './wire';

const EVERY = 10000;
// Where nginx tells of changes, only to be seen here, and to find what was not told.
const EVERY_TOLD = 30000;
// Who does nothing for a quarter of an hour is not here, and the session ends when it should.
const IDLE = 15 * 60000;

export class Presence {
	private readonly text = make('p');
	private readonly banner = make('div', {className: 'others', hidden: true, role: 'status'}, this.text);
	private readonly list = make('ul', {className: 'here', hidden: true});
	private active = Date.now();
	private timer = 0;
	private wrote = false;
	private looked = 0;
	private looking: Promise<boolean> | null = null;
	private stream: Stream | null = null;
	private readonly newer: Newer;

	constructor(
		private readonly form: HTMLFormElement,
		private readonly tab: Tab,
		private readonly autosave: Autosave,
		private readonly say: Say,
	) {
		this.banner.append(button(say('take_over'), () => void this.takeOver()));
		form.before(this.banner, this.list);
		this.newer = new Newer(form, say);
		guardChecks(form);
		form.addEventListener('copydesk:restore', () => this.lock());
		form.addEventListener('compositionend', () => this.lock());
		autosave.onHeld = (stored) => this.heldBy(stored);
		autosave.renew = () => this.look();
		for (const event of ['pointerdown', 'keydown', 'input', 'focus']) addEventListener(event, () => this.awake(), {capture: true, passive: true});
		addEventListener('pagehide', () => void tell<Around>(this.address('&leaves=1'), true).catch(() => {}));
	}

	/** Looks once, then when something is told, and every ten seconds where nothing is. */
	async begin(): Promise<void> {
		// What a page says on leaving may not have come through.
		if (this.tab.before) await this.savedOf(this.tab.before, hidden(this.form, 'draft').value).catch(() => 0);
		await this.look();
		if (this.form.dataset.article) this.stream = new Stream(`${this.autosave.address}/events`, (what) => this.told(what));
		this.timer = window.setInterval(() => {
			if (Date.now() - this.looked >= (this.stream?.open ? EVERY_TOLD : EVERY) && this.isAwake) void this.look();
		}, EVERY);
	}

	private get isAwake(): boolean {
		return Date.now() - this.active < IDLE;
	}

	/** Who sleeps looks on waking: being told must not keep the session alive. */
	private told(what: ReadonlySet<What>): void {
		if (!this.isAwake) return;
		if (what.has('remarks')) this.form.dispatchEvent(new CustomEvent('copydesk:remarks-changed'));
		if (what.size === 1 && what.has('remarks')) return;
		if (this.looking) void this.looking.then(() => this.look());
		else void this.look();
	}

	/** Asks for another tab of this browser, without being there, what of it is saved. */
	async savedOf(tab: string, draft: string): Promise<number> {
		return (await tell<Around>(`${this.autosave.address}/presence?tab=${tab}&draft=${draft}&leaves=1`)).saved;
	}

	private awake(): void {
		const slept = !this.isAwake;
		this.active = Date.now();
		if (slept && this.timer) void this.look();
	}

	private address(more = ''): string {
		return `${this.autosave.address}/presence?tab=${this.tab.name}&draft=${hidden(this.form, 'draft').value}&base=${hidden(this.form, 'base').value}${more}`;
	}

	/** True if this person's session is well.  Two that are asked for at once are one. */
	look(): Promise<boolean> {
		this.looking ??= this.lookNow().finally(() => (this.looking = null));
		return this.looking;
	}

	private async lookNow(): Promise<boolean> {
		this.looked = Date.now();
		const {value: base} = hidden(this.form, 'base');
		let around: Around;
		try {
			around = await tell<Around>(this.address());
		} catch (error) {
			if (error instanceof Failure && !error.passes) this.autosave.met(error.trouble);
			return false;
		}
		if (String(around.user) !== this.form.dataset.user) {
			this.autosave.met('user');
			return false;
		}
		for (const field of document.querySelectorAll<HTMLInputElement>('input[name=csrf]')) field.value = around.csrf;
		this.show(around.people);
		// An own save that is on its way makes a version newer than the form knows of.
		const known = hidden(this.form, 'base').value === base && !this.form.classList.contains('is-saving');
		if (known || !around.newer) this.newer.show(around.newer);
		// Where nothing is told, this asks for remarks too.
		if (this.stream && !this.stream.open) this.form.dispatchEvent(new CustomEvent('copydesk:remarks-changed'));
		this.autosave.recovered();
		return true;
	}

	private show(people: Person[]): void {
		const writer = people.find((person) => person.writes);
		const others = people.filter((person) => !person.mine && !person.writes);
		this.list.replaceChildren(...others.map(({name, since}) => make('li', {}, this.say('here', name, since))));
		this.list.hidden = others.length === 0;
		if (!writer || writer.here) {
			this.wrote ||= writer !== undefined;
			this.release();
		} else {
			this.hold(writer.mine ? this.say('elsewhere', writer.since) : this.say(this.wrote ? 'lost' : 'writes', writer.name, writer.since));
		}
	}

	private heldBy(stored: Stored): void {
		const {outcome, holder = '', since = ''} = stored;
		this.hold(outcome === 'elsewhere' ? this.say('elsewhere', since) : this.say(this.wrote ? 'lost' : 'writes', holder, since));
	}

	private hold(text: string): void {
		if (this.text.textContent !== text) this.text.textContent = text;
		this.banner.hidden = false;
		this.lock();
	}

	private release(): void {
		this.banner.hidden = true;
		this.lock();
		this.autosave.free();
	}

	/** Text can be read and copied, not changed; to save is never refused, the version check stands. */
	private lock(): void {
		const locked = !this.banner.hidden;
		// A field that becomes read-only under an input method drops what is being composed.
		if (locked && composing()) return;
		const changes = (this.form.dataset.locked === '1') !== locked;
		this.form.dataset.locked = locked ? '1' : '';
		// Again while it lasts: there may be new controls.
		if (changes || locked) setReadOnly(this.form, locked);
		if (!changes) return;
		this.form.dispatchEvent(new CustomEvent('copydesk:lock', {detail: {locked, reason: this.text.textContent}}));
	}

	private async takeOver(): Promise<void> {
		const fields = {csrf: hidden(this.form, 'csrf').value, tab: this.tab.name, draft: hidden(this.form, 'draft').value};
		try {
			await post(`${this.autosave.address}/lock`, fields);
			this.wrote = true;
			this.release();
		} catch (error) {
			this.autosave.met(error instanceof Failure ? error.trouble : 'down');
		}
	}
}
