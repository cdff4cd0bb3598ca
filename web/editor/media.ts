// Pictures as the desk has them: what it tells of one, where their files are, what it is told.
import { say } from './lang';

export interface Media {
	id: number;
	key: string;
	width: number;
	height: number;
	state: 'pending' | 'ready' | 'failed';
	name: string;
	alt?: string;
	caption?: string;
	credit?: string;
	focal_x?: number;
	focal_y?: number;
	failure?: string;
	uploaded_at?: string;
	uploaded_by?: string;
	uses?: number;
}

export interface Library {
	items: Media[];
	/** Where the rest begins; empty if this is all. */
	next: string;
}

/** The address of a picture's file; until its renditions are made the desk sends the original. */
export const fileOf = (id: number, variant = 'w-640.webp') => `/media/${id}/file/${variant}`;

/** What proves that a request comes from this page; a save or a new session may have changed it. */
export const csrf = () => document.querySelector<HTMLInputElement>('#form input[name="csrf"]')!.value;

const JSON_ONLY = { Accept: 'application/json' };

/** What the desk knows of a picture; null if it cannot be asked now. */
export async function stateOf(id: number): Promise<Media | null> {
	try {
		const answer = await fetch(`/media/${id}/state`, { headers: JSON_ONLY });
		return answer.ok ? ((await answer.json()) as Media) : null;
	} catch {
		return null;
	}
}

/** Looks for pictures in the library; null if it cannot be asked now. */
export async function search(query: Record<string, string>, signal: AbortSignal): Promise<Library | null> {
	const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
	try {
		const answer = await fetch(`/media?${asked}`, { headers: JSON_ONLY, signal });
		return answer.ok ? ((await answer.json()) as Library) : null;
	} catch {
		return null;
	}
}

/** Tells where the middle of what matters in a picture is, in percent; what is wrong if that was not stored, or ''. */
export async function setFocus(id: number, x: number, y: number): Promise<string> {
	const body = new URLSearchParams({ csrf: csrf(), focal_x: String(x), focal_y: String(y) });
	try {
		const answer = await fetch(`/media/${id}`, { method: 'POST', headers: JSON_ONLY, body });
		if (answer.ok) return '';
		return ((await answer.json()) as { message?: string }).message ?? say('focalFailed');
	} catch {
		return say('focalFailed');
	}
}
