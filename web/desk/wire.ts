// Talking to the desk: JSON to and fro, and one word for everything that can go wrong.
export type Trouble = 'offline' | 'down' | 'session' | 'csrf' | 'user' | 'refused' | 'large' | 'gone' | 'full';

export interface Stored {
	outcome: 'stored' | 'stored_aside' | 'elsewhere' | 'late';
	seq: number;
	at?: string;
	holder?: string;
	since?: string;
}

export interface Person {
	name: string;
	mine: boolean;
	here: boolean;
	writes: boolean;
	since: string;
}

/** What others saved after the version of this form. */
export interface NewerVersion {
	number: number;
	names: string;
	at: string;
	compare: string;
}

export interface Around {
	newer?: NewerVersion;
	user: number;
	csrf: string;
	saved: number;
	people: Person[];
}

export class Failure extends Error {
	/** ${words}: the desk's own, in the language of the page; may be empty. */
	constructor(
		readonly trouble: Trouble,
		readonly words = '',
	) {
		super(trouble);
	}

	/** Will it do better by itself, sooner or later? */
	get passes(): boolean {
		return this.trouble === 'offline' || this.trouble === 'down' || this.trouble === 'full';
	}
}

const TIMEOUT = 15000;
// What a page that is being left may still send.
const KEEPALIVE_MAX = 60000;

function troubleOf(status: number, error: unknown): Trouble {
	if (status === 401) return 'session';
	if (status === 403) return error === 'csrf' ? 'csrf' : 'refused';
	if (status === 404) return 'gone';
	if (status === 413) return 'large';
	if (status === 507) return 'full';
	return status >= 500 || status === 429 ? 'down' : 'refused';
}

async function ask<T>(address: string, init: RequestInit): Promise<T> {
	const stop = new AbortController();
	const timer = setTimeout(() => stop.abort(), TIMEOUT);
	try {
		const answer = await fetch(address, {...init, signal: stop.signal, credentials: 'same-origin', redirect: 'error', cache: 'no-store'});
		if (answer.ok) return (await answer.json()) as T;
		const body = (await answer.json().catch(() => ({}))) as {error?: unknown; message?: unknown};
		throw new Failure(troubleOf(answer.status, body.error), typeof body.message === 'string' ? body.message : '');
	} catch (error) {
		if (error instanceof Failure) throw error;
		throw new Failure(navigator.onLine ? 'down' : 'offline');
	} finally {
		clearTimeout(timer);
	}
}

export function post<T>(address: string, fields: Record<string, string>, leaving = false): Promise<T> {
	const body = JSON.stringify(fields);
	const keepalive = leaving && new Blob([body]).size < KEEPALIVE_MAX;
	return ask<T>(address, {method: 'POST', body, keepalive, headers: {'content-type': 'application/json'}});
}

/** As a form is sent, to be answered in JSON. */
export function postForm<T>(address: string, fields: Record<string, string>): Promise<T> {
	return ask<T>(address, {method: 'POST', body: new URLSearchParams(fields), headers: {accept: 'application/json'}});
}

export function get<T>(address: string): Promise<T> {
	return ask<T>(address, {headers: {accept: 'application/json'}});
}

/** Tells the desk what the address says. */
export function tell<T>(address: string, leaving = false): Promise<T> {
	return ask<T>(address, {method: 'POST', keepalive: leaving});
}
