// Clean blocks, as clean.ts reads them out of what is pasted, and the HTML of them.

export interface Marks {
	href?: string;
	em?: boolean;
	strong?: boolean;
	sub?: boolean;
	sup?: boolean;
}
export type Words = { text: string; marks: Marks };
export type Run = Words | { note: string } | 'break';
export type Block =
	| { kind: 'line'; tag: 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6'; runs: Run[] }
	| { kind: 'quote'; blocks: Block[] }
	| { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
	| { kind: 'table'; rows: Cell[][] }
	| { kind: 'picture'; id: string }
	| { kind: 'rule' };
export interface Cell {
	head: boolean;
	colspan: number;
	rowspan: number;
	blocks: Block[];
}

const escape = (text: string) =>
	text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

export function runsHtml(runs: Run[]): string {
	return runs
		.map((run) => {
			if (run === 'break') return '<br>';
			if ('note' in run) return `<sup data-text="${escape(run.note)}"></sup>`;
			let html = escape(run.text);
			if (run.text.trim() === '') return html;
			for (const mark of ['sup', 'sub', 'strong', 'em'] as const) if (run.marks[mark]) html = `<${mark}>${html}</${mark}>`;
			return run.marks.href ? `<a href="${escape(run.marks.href)}">${html}</a>` : html;
		})
		.join('');
}

/** Only lines stand in a cell: the rest of what is in it is taken apart into them. */
function linesOf(blocks: Block[]): Run[][] {
	return blocks.flatMap((block) => {
		if (block.kind === 'line') return [block.runs];
		if (block.kind === 'quote') return linesOf(block.blocks);
		if (block.kind === 'list') return block.items.flatMap(linesOf);
		if (block.kind === 'table') return block.rows.flatMap((row) => row.flatMap((cell) => linesOf(cell.blocks)));
		return [];
	});
}

function cellHtml(cell: Cell): string {
	const tag = cell.head ? 'th' : 'td';
	const spans =
		(cell.colspan > 1 ? ` colspan="${cell.colspan}"` : '') + (cell.rowspan > 1 ? ` rowspan="${cell.rowspan}"` : '');
	const lines = linesOf(cell.blocks).map((runs) => `<p>${runsHtml(runs)}</p>`);
	return `<${tag}${spans}>${lines.join('') || '<p></p>'}</${tag}>`;
}

function blockHtml(block: Block, shift: number): string {
	if (block.kind === 'line') {
		if (block.tag === 'p') return `<p>${runsHtml(block.runs)}</p>`;
		const level = Math.min(Math.max(Number(block.tag[1]) + shift, 2), 4);
		return `<h${level}>${runsHtml(block.runs)}</h${level}>`;
	}
	if (block.kind === 'rule') return '<hr>';
	if (block.kind === 'picture') return `<figure data-upload="${block.id}"></figure>`;
	if (block.kind === 'quote') return `<blockquote>${blocksHtml(block.blocks, shift)}</blockquote>`;
	if (block.kind === 'table')
		return `<table>${block.rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('')}</table>`;
	const start = block.ordered && block.start > 1 ? ` start="${block.start}"` : '';
	const items = block.items.map((item) => {
		// An item begins with a paragraph.
		const first = item[0]?.kind === 'line' ? '' : '<p></p>';
		const lines = item.map((b, i) => (i === 0 && b.kind === 'line' ? { ...b, tag: 'p' as const } : b));
		return `<li>${first}${blocksHtml(lines, shift)}</li>`;
	});
	const tag = block.ordered ? 'ol' : 'ul';
	return `<${tag}${start}>${items.join('')}</${tag}>`;
}

export const blocksHtml = (blocks: Block[], shift: number) => blocks.map((block) => blockHtml(block, shift)).join('');
