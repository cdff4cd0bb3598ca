// The plain-text form, which the page has where no script runs, as a document.
import { Fragment, Slice, type Node } from 'prosemirror-model';
import { schema } from './schema';

const { doc, heading, paragraph, hard_break } = schema.nodes;

function lines(rows: string[]): Node[] {
	return rows.flatMap((row, i) => [...(i > 0 ? [hard_break.create()] : []), schema.text(row)]);
}

/** A blank line parts paragraphs, "## " begins a heading, a single newline is a line break. */
export function fromText(text: string): Node {
	const blocks: Node[] = [];
	let open: string[] = [];
	const close = () => {
		if (open.length > 0) blocks.push(paragraph.create(null, lines(open)));
		open = [];
	};
	for (const raw of text.split(/\r\n?|\n/)) {
		const row = raw.trim();
		const head = /^(#{2,4}) +(.+)$/.exec(row);
		if (row === '' || head) close();
		if (head) blocks.push(heading.create({ level: head[1].length }, schema.text(head[2])));
		else if (row !== '') open.push(row);
	}
	close();
	return doc.create(null, blocks.length > 0 ? blocks : [paragraph.create()]);
}

/** Pasted plain text: every line is a paragraph, as Chinese text is mostly laid out. */
export function pastedText(text: string): Slice {
	const rows = text.split(/\r\n?|\n/).map((row) => row.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ''));
	const kept = rows.length > 1 ? rows.filter((row) => row.trim() !== '') : rows;
	return Slice.maxOpen(
		Fragment.from(kept.map((row) => paragraph.create(null, row === '' ? [] : [schema.text(row)]))),
	);
}

/** The words of a stored document that the schema does not know, so that nobody loses them. */
export function salvage(json: string): string {
	const blocks: string[] = [];
	const words = (node: unknown): string => {
		const { type, text, content } = (node ?? {}) as { type?: unknown; text?: unknown; content?: unknown };
		if (typeof text === 'string') return text;
		if (type === 'hard_break') return '\n';
		return Array.isArray(content) ? content.map(words).join('') : '';
	};
	const walk = (node: unknown) => {
		const content = ((node ?? {}) as { content?: unknown }).content;
		if (!Array.isArray(content)) return;
		if (content.some((child) => typeof child?.text === 'string')) blocks.push(words(node));
		else content.forEach(walk);
	};
	try {
		walk(JSON.parse(json).doc);
	} catch {
		return json;
	}
	return blocks.length > 0 ? blocks.join('\n\n') : json;
}
