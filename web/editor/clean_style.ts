// What an element of pasted HTML says by its tag and its style.  Styles are read
// from the attribute itself: under our content security policy they have no effect.
import { safeAddress } from './address';
import type { Marks } from './clean_html';

// These attributes are renamed before anything is parsed, or the browser would complain of each that it blocks.
const STYLE = 'data-style-of-source';
export const withoutStyle = (html: string) =>
	html
		.replace(/<!\[[^>]*\]>/g, '')
		.replace(/<style\b[\s\S]*?<\/style\s*>/gi, '')
		.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, ` ${STYLE}`).replace(/\son(?=\w+\s*=)/gi, ' data-on'));

// Between these no browser's line break stands for a space: Word breaks its lines anywhere.
const WIDE = '[\\p{Ideographic}\\u3000-\\u303f\\u3040-\\u30ff\\uff00-\\uffef\\u2014\\u2018-\\u201d\\u2026]';
export const WRAPPED = new RegExp(`(?<=${WIDE})[ \\t]*\\r?\\n[ \\t\\r\\n]*(?=${WIDE})`, 'gu');

export const tagOf = (node: Node) => (node as Element).localName?.toLowerCase() ?? '';

export function styleOf(element: Element): Map<string, string> {
	const style = new Map<string, string>();
	for (const part of (element.getAttribute(STYLE) ?? '').split(';')) {
		const colon = part.indexOf(':');
		if (colon > 0) style.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim().toLowerCase());
	}
	return style;
}

export function hidden(element: Element, style: Map<string, string>): boolean {
	return (
		element.hasAttribute('hidden') ||
		style.get('display') === 'none' ||
		style.get('mso-hide') === 'all' ||
		// What Word draws as the sign of an item.
		style.get('mso-list') === 'ignore' ||
		// Its comments, and the signs that lead to them.
		style.get('mso-element') === 'comment-list' ||
		/^MsoCommentReference/.test(element.className)
	);
}

/** Marks of what stands in ${element}, by its tag and by its style, which has the last word. */
export function marksWithin(element: Element, style: Map<string, string>, outer: Marks): Marks {
	const marks = { ...outer };
	const tag = tagOf(element);
	if (tag === 'b' || tag === 'strong') marks.strong = true;
	if (tag === 'i' || tag === 'em') marks.em = true;
	if (tag === 'sub' || tag === 'sup') {
		marks.sub = tag === 'sub';
		marks.sup = tag === 'sup';
	}
	const weight = style.get('font-weight');
	if (weight) marks.strong = /^(bold|bolder|[6-9]00)/.test(weight);
	else if (/\bbold/.test(style.get('font') ?? '')) marks.strong = true;
	const slant = style.get('font-style');
	if (slant) marks.em = /^(italic|oblique)/.test(slant);
	const align = style.get('vertical-align');
	if (align === 'sub' || align === 'super' || align === 'baseline') {
		marks.sub = align === 'sub';
		marks.sup = align === 'super';
	}
	if (tag === 'a') {
		const href = address(element.getAttribute('href'));
		if (href) marks.href = href;
		else delete marks.href;
	}
	return marks;
}

/** An absolute address that may be linked; what leads into the source's own page is none. */
function address(href: string | null): string | undefined {
	let text = (href ?? '').trim();
	// Google Docs sends its readers by way of a page of its own.
	const wrapped = /^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/.exec(text);
	if (wrapped) {
		try {
			text = decodeURIComponent(wrapped[1]);
		} catch {
			return undefined;
		}
	}
	return /^(https?:\/\/[^/]|mailto:|tel:)/i.test(text) && safeAddress(text) ? text : undefined;
}

export const same = (a: Marks, b: Marks) =>
	a.href === b.href && !a.em === !b.em && !a.strong === !b.strong && !a.sub === !b.sub && !a.sup === !b.sup;
