// This page in this browser: a name of its own, and numbers that only grow.  Not the window's name: after a reload or
// "Back" the form does not hold what the page before it sent, and what one name sends replaces what it sent before.
const NAME = 'copydesk-tab';
const NUMBER = 'copydesk-seq';
const LEFT = 'copydesk-left-';

function fresh(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export {fresh as freshName};

const lockOf = (tab: string) => `copydesk-tab-${tab}`;

/** Holds ${name} as long as this page lives; false if another page has it, as after "duplicate tab". */
function hold(name: string): Promise<boolean> {
	return new Promise((resolve) => {
		navigator.locks
			.request(lockOf(name), {ifAvailable: true}, (lock) => {
				resolve(lock !== null);
				return lock === null ? undefined : new Promise(() => {});
			})
			.catch(() => resolve(true));
	});
}

export class Tab {
	/** ${before}: the page that was in this window before and is gone, or empty. */
	private constructor(
		readonly name: string,
		readonly before: string,
	) {}

	/** ${named}: the page whose words the form goes on from, after a refused save or a reload; or empty. */
	static async ofPage(named: string): Promise<Tab> {
		let name = named || fresh();
		if ('locks' in navigator && !(await hold(name))) {
			name = fresh();
			await hold(name);
		}
		const before = sessionStorage.getItem(NAME) ?? name;
		sessionStorage.setItem(NAME, name);
		// That of a duplicated window is still there.
		return new Tab(name, before === name || (await Tab.isOpen(before)) ? '' : before);
	}

	/** The name of the page that was in this window last. */
	static last(): string {
		return sessionStorage.getItem(NAME) ?? '';
	}

	/** Leaves ${record}, or nothing, to the page about ${subject} that follows in this window: at once, for nothing else is sure to finish now. */
	static leave(subject: string, record: unknown): void {
		try {
			if (record !== null) return sessionStorage.setItem(LEFT + subject, JSON.stringify(record));
		} catch {
			// Too much for it: then what was kept before.
		}
		sessionStorage.removeItem(LEFT + subject);
	}

	/** What the page before this one left, or null. */
	static left<T>(subject: string): T | null {
		return JSON.parse(sessionStorage.getItem(LEFT + subject) ?? 'null') as T | null;
	}

	/** ${record} was left, and is kept elsewhere. */
	static taken(subject: string, record: unknown): void {
		if (sessionStorage.getItem(LEFT + subject) === JSON.stringify(record)) sessionStorage.removeItem(LEFT + subject);
	}

	/** Milliseconds, but never the same twice and never backwards. */
	next(): number {
		const number = Math.max(Date.now(), Number(sessionStorage.getItem(NUMBER) ?? 0) + 1);
		sessionStorage.setItem(NUMBER, String(number));
		return number;
	}

	/** Is a page with that name open in this browser now? */
	static async isOpen(name: string): Promise<boolean> {
		if (!('locks' in navigator)) return false;
		const held = (await navigator.locks.query()).held ?? [];
		return held.some((lock) => lock.name === lockOf(name));
	}

	/** Waits until that page is gone: not while the page that follows it, with its words, is on its way. */
	static async closed(name: string): Promise<void> {
		do {
			await navigator.locks.request(lockOf(name), () => {});
			await new Promise((done) => setTimeout(done, 1000));
		} while (await Tab.isOpen(name));
	}
}
