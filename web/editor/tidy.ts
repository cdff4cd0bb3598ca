// "Tidy": what a Chinese copy desk mends by hand.  Every change is one that can be shown and taken back.
import type { Node } from 'prosemirror-model';

export interface Change {
	from: number;
	to: number;
	text: string;
}

const HAN = '\\p{Script=Han}';
const WIDE_MARK = '，。！？；：、（）《》〈〉「」『』“”‘’…—';
const WIDE: Record<string, string> = { ',': '，', '.': '。', '?': '？', '!': '！', ';': '；', ':': '：' };
// Addresses, and what is written like one, are left alone, with the spaces that set them off.
const ADDRESS = /(?:https?:\/\/|www\.)[\x21-\x7e]+|[\w.+-]+@[\w-]+\.[\w.-]+/giu;

interface Rule {
	find: RegExp;
	change: (found: RegExpMatchArray) => string;
}

const rules: Rule[] = [
	// Indents, and spaces at the end: the style sheet sets the first line.
	{ find: /^[ \t\u00a0\u3000]+|[ \t\u00a0\u3000]+$/gu, change: () => '' },
	// Full-width letters and digits.
	{
		find: /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+/gu,
		change: (f) => [...f[0]].map((c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).join(''),
	},
	{ find: new RegExp(`(?<=[${HAN}])(?:\\.{3,}|。{3,})`, 'gu'), change: () => '……' },
	{ find: new RegExp(`(?<=[${HAN}])-{2,}|(?<=[${HAN}])—(?!—)(?=[${HAN}])`, 'gu'), change: () => '——' },
	// A half-width mark after a Han character, with the space that followed it.
	{
		find: new RegExp(`(?<=[${HAN}”’）》」』]) *([,.?!;:])(?![,.?!;:\\w]) *`, 'gu'),
		change: (f) => WIDE[f[1]],
	},
	{ find: new RegExp(`(?<=[${HAN}”’）》」』])([,?!;:])(?=\\w)`, 'gu'), change: (f) => WIDE[f[1]] },
	// Brackets and quotation marks around, or right after, Han characters.
	{ find: new RegExp(`\\(([^()（）]*[${HAN}][^()（）]*)\\)`, 'gu'), change: (f) => `（${f[1]}）` },
	{ find: new RegExp(`(?<=[${HAN}])\\(([^()（）]*)\\)`, 'gu'), change: (f) => `（${f[1]}）` },
	{ find: new RegExp(`"([^"“”]*[${HAN}][^"“”]*)"`, 'gu'), change: (f) => `“${f[1]}”` },
	{ find: new RegExp(`(?<=[${HAN}])"([^"“”]+)"`, 'gu'), change: (f) => `“${f[1]}”` },
	// Spaces between Han and Latin, between Han and Han, beside full-width marks.
	{ find: new RegExp(`(?<=[${HAN}])[ \\u00a0]+(?=[${HAN}\\p{Script=Latin}\\d])`, 'gu'), change: () => '' },
	{ find: new RegExp(`(?<=[\\p{Script=Latin}\\d%])[ \\u00a0]+(?=[${HAN}])`, 'gu'), change: () => '' },
	{ find: new RegExp(`(?<=[${WIDE_MARK}])[ \\u00a0]+(?=\\S)|(?<=\\S)[ \\u00a0]+(?=[，。！？；：、）》〉」』…])|(?<=[${HAN}])[ \\u00a0]+(?=[（《〈“‘「『])`, 'gu'), change: () => '' },
];

/** Narrows a change to what differs, so that it shows just that. */
function narrow(from: number, was: string, is: string): Change {
	let head = 0;
	while (head < was.length && head < is.length && was[head] === is[head]) head++;
	let tail = 0;
	while (tail < was.length - head && tail < is.length - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
	return { from: from + head, to: from + was.length - tail, text: is.slice(head, is.length - tail) };
}

/** The changes of one pass of one rule; a pair of brackets is two of them. */
function pass(text: string, rule: Rule): Change[] {
	const kept = [...text.matchAll(ADDRESS)].map((found) => [found.index, found.index + found[0].length]);
	const changes: Change[] = [];
	for (const found of text.matchAll(rule.find)) {
		const from = found.index;
		const to = from + found[0].length;
		const is = rule.change(found);
		if (is === found[0] || kept.some(([a, b]) => from <= b && to >= a)) continue;
		if (found[1] !== undefined && found[1].length > 1 && is.length === found[0].length) {
			changes.push({ from, to: from + 1, text: is[0] }, { from: to - 1, to, text: is.at(-1)! });
		} else changes.push(narrow(from, found[0], is));
	}
	return changes;
}

export function apply(text: string, changes: Change[]): string {
	let out = '';
	let at = 0;
	for (const change of changes) {
		out += text.slice(at, change.from) + change.text;
		at = change.to;
	}
	return out + text.slice(at);
}

/** What to change in a paragraph; each pass is to be applied before the next one. */
export function tidyPasses(text: string): Change[][] {
	if (!new RegExp(HAN, 'u').test(text)) return [];
	const passes: Change[][] = [];
	for (const rule of rules) {
		const changes = pass(text, rule);
		if (changes.length === 0) continue;
		passes.push(changes);
		text = apply(text, changes);
	}
	return passes;
}

export const tidyText = (text: string) => tidyPasses(text).reduce(apply, text);

/** The paragraphs of a document that tidy looks at, with their text by position. */
export function tidyBlocks(doc: Node): { start: number; text: string }[] {
	const blocks: { start: number; text: string }[] = [];
	doc.descendants((node, pos) => {
		if (!node.isTextblock) return true;
		// One sign stands for every node that is no text, so that places in the text are places in the document.
		blocks.push({ start: pos + 1, text: node.textBetween(0, node.content.size, undefined, '\ufffc') });
		return false;
	});
	return blocks;
}
