// Pictures in what is pasted: those that came along are kept, of the others it is told where they were.
import type { Block, Run } from './clean_html';

export interface Missing {
	/** What its page calls it. */
	alt: string;
	/** Where it is, if that is an address of the web. */
	address: string;
	/** The words before it. */
	after: string;
}

export interface Incoming {
	/** Keeps a picture and what it shows, and returns the name of the figure that stands in for it. */
	keep: (file: File, alt: string) => string;
	/** Pictures that a person has to add. */
	missing: Missing[];
	/** How many formulas became their text. */
	formulas: number;
}

const TYPES: Record<string, string> = { jpeg: 'jpg', jpg: 'jpg', png: 'png', webp: 'webp', avif: 'avif' };
// Less is a page's means of counting its readers, or a picture that is yet to come.
const LEAST_BYTES = 128;
const CONTEXT = 20;

/** The picture in a "data:" address; null if it is none that the desk takes. */
export function fileOfData(address: string, name: string): File | null {
	const found = /^data:image\/(\w+);base64,([A-Za-z0-9+/=\s]+)$/i.exec(address);
	const ending = found && TYPES[found[1].toLowerCase()];
	if (!ending) return null;
	try {
		const bytes = Uint8Array.from(atob(found[2].replace(/\s+/g, '')), (sign) => sign.charCodeAt(0));
		const type = `image/${ending === 'jpg' ? 'jpeg' : ending}`;
		return bytes.length < LEAST_BYTES ? null : new File([bytes], `${name || 'picture'}.${ending}`, { type });
	} catch {
		return null;
	}
}

const wordsOf = (runs: Run[]) => runs.map((run) => (run !== 'break' && 'text' in run ? run.text : ' ')).join('');

/** The end of what a line, or the runs of one, say. */
export function lastWords(of: Run[] | Block | undefined): string {
	const text = !of ? '' : Array.isArray(of) ? wordsOf(of) : of.kind === 'line' ? wordsOf(of.runs) : '';
	return [...text.replace(/\s+/g, ' ').trim()].slice(-CONTEXT).join('');
}

const isDot = (element: Element) => ['width', 'height'].some((side) => /^[01](px)?$/.test(element.getAttribute(side) ?? ''));

/** The name of the figure that stands in for the picture ${element}; null if it did not come along. */
export function pictureOf(element: Element, incoming: Incoming, after: string): string | null {
	const shown = element.getAttribute('src') ?? '';
	// WeChat and others load their pictures late, and keep the address until then.
	const late = ['data-src', 'data-original'].map((name) => element.getAttribute(name)).find((value) => value);
	const alt = (element.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim();
	const source = late ?? shown;
	if (isDot(element)) return null;
	if (!late && /^data:/i.test(shown)) {
		const file = fileOfData(shown, alt);
		// (Some programs write the name of the file there.)
		if (file) return incoming.keep(file, /\.\w{2,5}$/.test(alt) ? '' : alt);
		if (shown.length < LEAST_BYTES * 2) return null;
	}
	incoming.missing.push({ alt, address: /^https?:\/\//i.test(source) ? source : '', after });
	return null;
}
