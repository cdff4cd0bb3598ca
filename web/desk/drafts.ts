// What is being written beside the text and not yet said: kept in this tab until it is sent or given up.
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

export class Drafts {
	private all: Record<string, Draft> = {};

	/** ${where}: a name for the article and who writes. */
	constructor(private readonly where: string) {
		try {
			this.all = JSON.parse(sessionStorage.getItem(where) ?? '{}') as Record<string, Draft>;
		} catch {
			// A browser that keeps nothing has them as long as the page is there.
		}
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
		this.keep();
	}

	/** ${text} was said; what was written since is a draft still. */
	said(name: string, text: string): void {
		const draft = this.all[name];
		if (draft && draft.text !== text) delete draft.place;
		else delete this.all[name];
		this.keep();
	}

	drop(name: string): void {
		delete this.all[name];
		this.keep();
	}

	private keep(): void {
		try {
			sessionStorage.setItem(this.where, JSON.stringify(this.all));
		} catch {
			// As above.
		}
	}
}
