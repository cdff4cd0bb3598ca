// Pasted HTML (Word, WPS, Google Docs, WeChat, web pages) becomes the little that the schema has.
import { blocksHtml, runsHtml, type Block, type Marks, type Run } from './clean_html';
import { lastWords, pictureOf, type Incoming } from './clean_pictures';
import { formulaText, wordNotes } from './clean_notes';
import { hidden, marksWithin, same, styleOf, tagOf, withoutStyle, WRAPPED } from './clean_style';

// A paragraph that Word calls an item of a list.
interface WordItem {
	level: number;
	ordered: boolean;
	start: number;
	runs: Run[];
}

const DROPPED = new Set(
	'script style head title meta link base noscript template object embed iframe svg canvas video audio map area button input select textarea option del rt rp'.split(' '),
);
const LINES = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const BLOCKS = new Set(
	'address article aside center dd div dl dt fieldset figcaption figure footer form header hgroup main nav p pre section details summary caption'.split(' '),
);
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u2028\u2029]/g;
const INVISIBLE = /[\u200b\u2060\ufeff]/g;

/** Collapses white space as a browser does, over the borders of runs as well. */
function settle(runs: Run[]): Run[] {
	const out: Run[] = [];
	let space = true; // at the beginning of a line none is shown
	for (const run of runs) {
		if (run === 'break') {
			trimEnd(out);
			out.push(run);
			space = true;
			continue;
		}
		if ('note' in run) {
			out.push(run);
			space = false;
			continue;
		}
		let text = run.text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
		if (space) text = text.replace(/^ /, '');
		if (text === '') continue;
		space = text.endsWith(' ');
		const last = out.at(-1);
		if (last && last !== 'break' && 'text' in last && same(last.marks, run.marks)) last.text += text;
		else out.push({ text, marks: run.marks });
	}
	trimEnd(out);
	while (out.at(-1) === 'break') out.pop();
	while (out[0] === 'break') out.shift();
	return out;
}

function trimEnd(runs: Run[]) {
	const last = runs.at(-1);
	if (!last || last === 'break' || 'note' in last) return;
	last.text = last.text.replace(/ $/, '');
	if (last.text === '') runs.pop();
}

class Reader {
	blocks: Block[] = [];
	private runs: Run[] = [];
	private items: WordItem[] = [];
	private pre = 0; // where a new line is one
	private pictures: Block[] = []; // of the line in hand, after which they come

	constructor(private incoming: Incoming | null) {}

	/** Ends the line in hand; two line breaks are a new paragraph. */
	close(tag: Extract<Block, { kind: 'line' }>['tag'] = 'p') {
		const lines: Run[][] = [[]];
		this.runs.forEach((run, i) => {
			const blank = (other: Run | undefined) => other === 'break';
			if (run === 'break' && (blank(this.runs[i - 1]) || blank(this.runs[i + 1]))) {
				if (lines.at(-1)!.length > 0) lines.push([]);
			} else lines.at(-1)!.push(run);
		});
		this.runs = [];
		for (const line of lines.map(settle)) {
			if (line.length === 0) continue;
			this.closeItems();
			this.blocks.push({ kind: 'line', tag, runs: line });
		}
		if (this.pictures.length > 0) this.closeItems();
		this.blocks.push(...this.pictures.splice(0));
	}

	private push(block: Block) {
		this.close();
		this.closeItems();
		this.blocks.push(block);
	}

	/** What Word wrote as paragraphs becomes the list that it showed. */
	private closeItems() {
		if (this.items.length === 0) return;
		const items = this.items;
		this.items = [];
		const build = (from: number, to: number): Block[] => {
			const lists: Block[] = [];
			let i = from;
			while (i < to) {
				const first = items[i];
				const list: Extract<Block, { kind: 'list' }> = {
					kind: 'list',
					ordered: first.ordered,
					start: first.start,
					items: [],
				};
				while (i < to && (items[i].level > first.level || items[i].ordered === first.ordered)) {
					const own: Block[] = [{ kind: 'line', tag: 'p', runs: items[i].runs }];
					let end = i + 1;
					while (end < to && items[end].level > items[i].level) end++;
					list.items.push([...own, ...build(i + 1, end)]);
					i = end;
				}
				lists.push(list);
			}
			return lists;
		};
		this.blocks.push(...build(0, items.length));
	}

	finish(): Block[] {
		this.close();
		this.closeItems();
		return this.blocks;
	}

	read(parent: Node, marks: Marks) {
		for (const child of Array.from(parent.childNodes)) this.node(child, marks);
	}

	private node(node: Node, marks: Marks) {
		if (node.nodeType === 3) {
			const text = (node.nodeValue ?? '').replace(CONTROL, '').replace(INVISIBLE, '');
			if (this.pre === 0) this.runs.push({ text: text.replace(WRAPPED, ''), marks });
			else
				text.split(/\r?\n/).forEach((line, i) => {
					if (i > 0) this.runs.push('break');
					this.runs.push({ text: line, marks });
				});
			return;
		}
		if (node.nodeType === 1) this.element(node as Element, marks);
	}

	private element(element: Element, outer: Marks) {
		const tag = tagOf(element);
		const style = styleOf(element);
		if (hidden(element, style)) return;
		if (tag === 'img' || tag === 'v:imagedata') return this.picture(element);
		if (DROPPED.has(tag)) return;
		const marks = marksWithin(element, style, outer);
		const pre = Number(tag === 'pre' || /^(pre|break)/.test(style.get('white-space') ?? ''));
		this.pre += pre;
		if (tag === 'math') {
			this.formula(element, marks);
		} else if (tag === 'br') {
			this.runs.push('break');
		} else if (tag === 'sup' && element.hasAttribute('data-text')) {
			this.runs.push({ note: element.getAttribute('data-text')! });
		} else if (tag === 'hr') {
			this.push({ kind: 'rule' });
		} else if (tag === 'ul' || tag === 'ol') {
			this.list(element, marks);
		} else if (tag === 'table') {
			this.table(element, marks);
		} else if (tag === 'blockquote') {
			const blocks = this.inside(element, marks);
			if (blocks.length > 0) this.push({ kind: 'quote', blocks });
		} else if (LINES.has(tag)) {
			this.close();
			// A heading is bold by what it is.
			this.read(element, { ...outer, strong: false });
			this.runs = this.runs.map((run) => (run === 'break' || 'note' in run ? run : { ...run, marks: { ...run.marks, strong: false } }));
			this.close(tag as 'h1');
		} else if (/\blevel\d/.test(style.get('mso-list') ?? '')) {
			this.wordItem(element, marks, style.get('mso-list')!);
		} else if (BLOCKS.has(tag) || tag === 'li' || /^(block|flex|grid)/.test(style.get('display') ?? '')) {
			this.close();
			this.read(element, marks);
			this.close();
		} else {
			this.read(element, marks);
		}
		this.pre -= pre;
	}

	/** A picture comes after the line in which it is, or before it if that has only begun. */
	private picture(element: Element) {
		if (!this.incoming) return;
		const id = pictureOf(element, this.incoming, lastWords(this.runs) || lastWords(this.blocks.at(-1)));
		if (id === null) return;
		this.pictures.push({ kind: 'picture', id });
		if (lastWords(this.runs) === '') this.close();
	}

	/** A formula leaves its text, and is told of. */
	private formula(element: Element, marks: Marks) {
		const text = formulaText(element);
		if (text === '') return;
		this.runs.push({ text, marks });
		if (this.incoming) this.incoming.formulas++;
	}

	private inside(element: Node, marks: Marks): Block[] {
		return inside(element, marks, this.incoming);
	}

	private wordItem(element: Element, marks: Marks, list: string) {
		this.close();
		const sign = Array.from(element.querySelectorAll('span'))
			.filter((span) => styleOf(span).get('mso-list') === 'ignore')
			.map((span) => span.textContent ?? '')
			.join('')
			.trim();
		const number = /^[(（]?(\d+|[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十]+)[.．、)）]/.exec(sign);
		const within = new Reader(this.incoming);
		within.read(element, marks);
		const runs = settle(within.runs);
		if (runs.length > 0)
			this.items.push({
				level: Number(/level(\d)/.exec(list)![1]),
				ordered: number !== null,
				start: number ? Math.min(Math.max(Number(number[1]) || 1, 1), 9999) : 1,
				runs,
			});
	}

	private list(element: Element, marks: Marks) {
		const items: Block[][] = [];
		for (const child of Array.from(element.children)) {
			const tag = tagOf(child);
			if (DROPPED.has(tag) || hidden(child, styleOf(child))) continue;
			const blocks = tag === 'li' ? this.inside(child, marksWithin(child, styleOf(child), marks)) : this.inside(wrap(child), marks);
			// A list straight in a list belongs to the item before it: Google Docs and old pages write so.
			if (tag !== 'li' && items.length > 0) items.at(-1)!.push(...blocks);
			else if (blocks.length > 0) items.push(blocks);
		}
		const start = Number(element.getAttribute('start') ?? 1);
		if (items.length > 0)
			this.push({
				kind: 'list',
				ordered: tagOf(element) === 'ol',
				start: Number.isInteger(start) && start >= 1 && start <= 9999 ? start : 1,
				items,
			});
	}

	private table(element: Element, marks: Marks) {
		const rows = ownRows(element).map((row) =>
			Array.from(row.children)
				.filter((cell) => /^t[dh]$/.test(tagOf(cell)))
				.map((cell) => ({
					head: tagOf(cell) === 'th',
					colspan: span(cell, 'colspan', 20),
					rowspan: span(cell, 'rowspan', 99),
					blocks: this.inside(cell, marksWithin(cell, styleOf(cell), marks)),
				})),
		);
		const full = rows.filter((row) => row.length > 0);
		const cells = full.flat();
		// One cell, or one column, is somebody's way to draw a box, not a table.
		if (cells.length === 0) return;
		if (full.every((row) => row.length === 1)) {
			this.close();
			this.closeItems();
			this.blocks.push(...cells.flatMap((cell) => cell.blocks));
		} else {
			this.push({ kind: 'table', rows: full });
			this.blocks.push(...cells.flatMap((cell) => picturesIn(cell.blocks)));
		}
	}
}

function ownRows(table: Element): Element[] {
	return Array.from(table.children).flatMap((child) => {
		const tag = tagOf(child);
		if (tag === 'tr') return [child];
		return /^t(head|body|foot)$/.test(tag) ? Array.from(child.children).filter((row) => tagOf(row) === 'tr') : [];
	});
}

function span(cell: Element, name: string, max: number): number {
	const value = Number(cell.getAttribute(name) ?? 1);
	return Number.isInteger(value) && value >= 1 ? Math.min(value, max) : 1;
}

/** The pictures in blocks that become lines of a cell, where none can be. */
function picturesIn(blocks: Block[]): Block[] {
	return blocks.flatMap((block) => {
		if (block.kind === 'picture') return [block];
		if (block.kind === 'quote') return picturesIn(block.blocks);
		return block.kind === 'list' ? block.items.flatMap(picturesIn) : [];
	});
}

function inside(element: Node, marks: Marks, incoming: Incoming | null): Block[] {
	const reader = new Reader(incoming);
	reader.read(element, marks);
	return reader.finish();
}

/** Something of which only ${child} is read. */
const wrap = (child: Node) => ({ childNodes: [child] }) as unknown as Node;

/** Returns clean HTML of what is in ${root}, the body of a parsed page; pictures in it go to ${incoming}. */
export function cleanTree(root: Node, incoming: Incoming | null = null): string {
	const blocks = inside(root, {}, incoming);
	const only = blocks[0];
	// A few words within a line stay that.
	if (blocks.length === 1 && only.kind === 'line' && only.tag === 'p') {
		// With the spaces at their ends, which keep them from the words around; they stay because they do not break.
		const inline = !Array.from((root as Element).querySelectorAll('*')).some((e) => BLOCKS.has(tagOf(e)));
		const text = (root.textContent ?? '').replace(/^[\r\n]+|[\r\n]+$/g, '');
		const space = (at: RegExp) => (inline && at.test(text) ? '\u00a0' : '');
		return space(/^[ \u00a0]/) + runsHtml(only.runs) + space(/[ \u00a0]$/);
	}
	const top = blocks.some((block) => block.kind === 'line' && block.tag === 'h1');
	return blocksHtml(blocks, top ? 1 : 0);
}

// What this editor puts on the clipboard has this attribute.
export const OWN = 'data-copydesk';

/** Cleans pasted HTML; what this editor itself put on the clipboard is returned as it is.  (Other pages have ProseMirror too.) */
export function cleanHtml(html: string, parse: (html: string) => Document, incoming: Incoming | null = null): string {
	if (html.includes(` ${OWN}=""`)) return html;
	const { body } = parse(withoutStyle(html));
	wordNotes(body);
	return cleanTree(body, incoming);
}
