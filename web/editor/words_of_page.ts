// What templates/desk/editor.html hands over.
import type { PictureWords } from './picture_words';

export interface Words extends PictureWords {
	icons: string;
	tools: string;
	style: string;
	paragraph: string;
	heading2: string;
	heading3: string;
	heading4: string;
	strong: string;
	em: string;
	link: string;
	sub: string;
	sup: string;
	bullet_list: string;
	ordered_list: string;
	blockquote: string;
	pull_quote: string;
	table: string;
	footnote: string;
	embed: string;
	rule: string;
	correction: string;
	undo: string;
	redo: string;
	find: string;
	tidy: string;
	outline: string;
	comment: string;
	insert: string;
	noMatch: string;
	placeholder: string;
	attribution: string;
	hint: string;
	count: string;
	address: string;
	badAddress: string;
	remove: string;
	ok: string;
	cancel: string;
	noteText: string;
	noteEmpty: string;
	embedAddress: string;
	embedTitle: string;
	badEmbed: string;
	date: string;
	badDate: string;
	rowBefore: string;
	rowAfter: string;
	columnBefore: string;
	columnAfter: string;
	rowDelete: string;
	columnDelete: string;
	headerRow: string;
	headerColumn: string;
	merge: string;
	split: string;
	tableDelete: string;
	tableTools: string;
	query: string;
	replacement: string;
	matchCase: string;
	next: string;
	previous: string;
	replace: string;
	replaceAll: string;
	close: string;
	found: string;
	foundNone: string;
	foundMany: string;
	replaced: string;
	tidied: string;
	tidyNone: string;
	tidyUndo: string;
	tidyKeep: string;
	outlineNone: string;
	unreadable: string;
	saving: string;
	saved: string;
}

/** Reads the page's blocks of words. */
export function wordsOfPage(page: Document): Words & { max: number } {
	const block = (id: string) => JSON.parse(page.getElementById(id)!.textContent!) as object;
	return { ...block('editor-words'), ...block('picture-words') } as Words & { max: number };
}
