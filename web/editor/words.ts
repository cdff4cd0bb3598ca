// 字数: each Han character and each run of other letters or digits is one, as the server counts.
import type { Node } from 'prosemirror-model';

const PIECE = /(\p{Ideographic})|[\p{L}\p{Nd}\p{M}]/gu;
// 字 (or words) that people read in a minute.
const READING_SPEED = 400;

/** Counts a run of text that nothing interrupts. */
export function countText(text: string): number {
	let words = 0;
	let end = -1;
	for (const found of text.matchAll(PIECE)) {
		if (found[1]) words++;
		else {
			if (found.index !== end) words++;
			end = found.index + found[0].length;
		}
	}
	return words;
}

/** Counts a document.  Marks do not end a word; blocks, line breaks and footnotes do. */
export function countWords(doc: Node): number {
	let words = 0;
	doc.descendants((node) => {
		if (!node.isTextblock) return true;
		words += countText(node.textBetween(0, node.content.size, ' ', ' '));
		return false;
	});
	return words;
}

/** A part of a minute is a whole one, as the server reckons. */
export const readingMinutes = (words: number) => Math.max(1, Math.ceil(words / READING_SPEED));
