// Texts in this browser, before and until the desk has them: IndexedDB.
import type {Fields} from './fields';

export interface Kept {
	key: string;
	user: string;
	subject: string; // "a17", or "new"
	draft: string;
	tab: string;
	seq: number;
	saving: number; // what of it the page was about to save
	acked: number; // up to which number the desk has it
	base: string;
	fields: Fields;
	at: number; // by this machine's clock, to be shown
}

const STORE = 'texts';
// A disk that does not answer keeps nothing: whoever waits for it is told so.
const PATIENCE = 5000;

function within<T>(work: Promise<T>): Promise<T> {
	return Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), PATIENCE))]);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
	return within(
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		}),
	);
}

/** ${gone}: the connection is none any more. */
function open(gone: () => void): Promise<IDBDatabase> {
	const request = indexedDB.open('copydesk', 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore(STORE, {keyPath: 'key'}).createIndex('place', ['user', 'subject']);
	};
	request.addEventListener('success', () => {
		// Whoever removes the texts, or has a newer Copydesk in another tab, does not wait for this page to go.
		request.result.onversionchange = () => {
			request.result.close();
			gone();
		};
	});
	return done(request);
}

export class Keep {
	private db: Promise<IDBDatabase> | null = null;

	private async store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
		this.db ??= open(() => (this.db = null));
		try {
			return (await this.db).transaction(STORE, mode, {durability: 'strict'}).objectStore(STORE);
		} catch (error) {
			// Closed by the browser, or never opened: the next try begins anew.
			this.db = null;
			throw error;
		}
	}

	/** Resolves when the text is on the disk; rejects if this browser cannot keep it. */
	async put(text: Kept): Promise<void> {
		const store = await this.store('readwrite');
		await within(
			new Promise<void>((resolve, reject) => {
				store.transaction.oncomplete = () => resolve();
				store.transaction.onabort = () => reject(store.transaction.error);
				store.put(text);
			}),
		);
	}

	async remove(key: string): Promise<void> {
		await done((await this.store('readwrite')).delete(key));
	}

	async list(user: string, subject: string): Promise<Kept[]> {
		const place = IDBKeyRange.only([user, subject]);
		return done((await this.store('readonly')).index('place').getAll(place) as IDBRequest<Kept[]>);
	}

	/** The keys of what list() gives: for looks that are often. */
	async keys(user: string, subject: string): Promise<string[]> {
		const place = IDBKeyRange.only([user, subject]);
		return done((await this.store('readonly')).index('place').getAllKeys(place) as IDBRequest<string[]>);
	}
}
