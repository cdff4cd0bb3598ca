// What is being written beside the text and not yet said: kept in this browser until it is sent or given up.  Each page
// has a record of its own; those of pages that are gone go over to the one that comes next.
import {freshName} from './tab';

/** What a new comment hangs on. */
export interface Place {
	block: string;
	quote: string;
}

interface Draft {
	text: string;
	/** Belongs to these very words: sent again they are said once, and others are other words. */
	key: string;
	/** Of a thread that is begun by it. */
	place?: Place;
}

type Written = Record<string, Draft>;

/** What is damaged, or of a Copydesk to come, is none. */
function read(record: string): Written {
	try {
		const entries = Object.entries(JSON.parse(localStorage.getItem(record) ?? '{}') as Written);
		return Object.fromEntries(entries.filter(([, draft]) => typeof draft.text === 'string'));
	} catch {
		return {};
	}
}

/** False where this browser keeps nothing, or no more: then the page has them as long as it is there. */
function write(record: string, drafts: Written): boolean {
	const entries = Object.entries(drafts).filter(([, {text}]) => text.trim());
	try {
		if (entries.length > 0) localStorage.setItem(record, JSON.stringify(Object.fromEntries(entries)));
		else localStorage.removeItem(record);
		return true;
	} catch {
		return false;
	}
}

export class Drafts {
	private readonly all: Written = {};
	private readonly record: string;
	/** Resolves when those of pages that are gone are here; never rejects. */
	readonly ready: Promise<void>;

	/** ${where}: a name for the article and who writes. */
	constructor(where: string) {
		this.record = `${where}/${freshName()}`;
		this.ready = this.takeOver(`${where}/`).catch(() => {});
	}

	get(name: string): Draft | undefined {
		return this.all[name];
	}

	/** Those that begin a thread. */
	begun(): [string, Place][] {
		return Object.entries(this.all).flatMap(([name, {place}]) => (place ? [[name, place]] : []));
	}

	put(name: string, text: string, place = this.all[name]?.place): void {
		this.all[name] = {text, key: freshName(), place};
		write(this.record, this.all);
	}

	/** ${text} was said; what was written since is a draft still. */
	said(name: string, text: string): void {
		const draft = this.all[name];
		if (draft && draft.text !== text) delete draft.place;
		else delete this.all[name];
		write(this.record, this.all);
	}

	drop(name: string): void {
		delete this.all[name];
		write(this.record, this.all);
	}

	/** ${name} cannot be said any more: its words go on as ${other}. */
	move(name: string, other: string): void {
		const {[name]: draft} = this.all;
		if (draft) this.add(other, {text: draft.text, key: draft.key});
		this.drop(name);
	}

	/** A page holds the lock of its record as long as it lives: who gets it has the record of one that is gone. */
	private async takeOver(prefix: string): Promise<void> {
		const records = Object.keys(localStorage).filter((record) => record.startsWith(prefix));
		if (!('locks' in navigator)) return records.forEach((record) => this.take(record));
		navigator.locks.request(this.record, () => new Promise(() => {})).catch(() => {});
		for (const record of records)
			await navigator.locks.request(record, {ifAvailable: true}, (lock) => {
				if (lock) this.take(record);
			});
	}

	private take(record: string): void {
		if (record === this.record) return;
		for (const [name, draft] of Object.entries(read(record))) this.add(name, draft);
		if (write(this.record, this.all)) localStorage.removeItem(record);
	}

	private add(name: string, draft: Draft): void {
		const mine = this.all[name];
		if (!mine) this.all[name] = draft;
		else if (mine.text !== draft.text) this.all[name] = {...draft, ...mine, text: `${mine.text}\n\n${draft.text}`, key: freshName()};
	}
}
