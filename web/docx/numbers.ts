// Lists whose numbers go on after something else stood between: mammoth begins each of them with 1.

export const NUMBERED = 'copydesk-number-';

const within = (of: Document | Element, name: string) => Array.from(of.getElementsByTagNameNS('*', name));
const valueOf = (of: Element | undefined) => of?.getAttribute('w:val') ?? null;

/** A list of word/numbering.xml. */
interface List {
	/** The numbers of lists with the same one are counted together. */
	counted: string;
	ordered: Map<string, boolean>;
	starts: Map<string, number>;
	/** Where this list begins anew. */
	anew: Map<string, number>;
}

function listsOf(numbering: string): Map<string, List> {
	const lists = new Map<string, List>();
	if (numbering === '') return lists;
	const page = new DOMParser().parseFromString(numbering, 'application/xml');
	const kinds = new Map(within(page, 'abstractNum').map((kind) => [kind.getAttribute('w:abstractNumId'), kind]));
	for (const num of within(page, 'num')) {
		const counted = valueOf(within(num, 'abstractNumId')[0]) ?? '';
		const levels = (kinds.has(counted) ? within(kinds.get(counted)!, 'lvl') : []).map((level) => [level.getAttribute('w:ilvl') ?? '0', level] as const);
		lists.set(num.getAttribute('w:numId') ?? '', {
			counted,
			ordered: new Map(levels.map(([at, level]) => [at, valueOf(within(level, 'numFmt')[0]) !== 'bullet'])),
			starts: new Map(levels.map(([at, level]) => [at, Number(valueOf(within(level, 'start')[0]) ?? 1)])),
			anew: new Map(
				within(num, 'lvlOverride').flatMap((level) => {
					const start = valueOf(within(level, 'startOverride')[0]);
					return start === null ? [] : [[level.getAttribute('w:ilvl') ?? '0', Number(start)] as const];
				}),
			),
		});
	}
	return lists;
}

/** Counts as Word does, and marks the paragraphs of ${page} that have another number than 1 with it, as bookmarks. */
export function markNumbers(page: Document, numbering: string) {
	const lists = listsOf(numbering);
	const counts = new Map<string, number[]>();
	const begun = new Set<string>();
	for (const paragraph of within(page, 'p')) {
		const properties = Array.from(paragraph.children).find((child) => child.localName === 'pPr');
		const numPr = properties && Array.from(properties.children).find((child) => child.localName === 'numPr');
		const id = numPr ? (valueOf(within(numPr, 'numId')[0]) ?? '') : '';
		const list = lists.get(id);
		if (!numPr || !list) continue;
		const at = valueOf(within(numPr, 'ilvl')[0]) ?? '0';
		const level = Number(at);
		const count = counts.get(list.counted) ?? [];
		counts.set(list.counted, count);
		const anew = begun.has(`${id} ${at}`) ? undefined : list.anew.get(at);
		begun.add(`${id} ${at}`);
		count[level] = anew ?? (count[level] === undefined ? (list.starts.get(at) ?? 1) : count[level] + 1);
		// What is within the next item counts from its beginning.
		count.length = level + 1;
		if (count[level] === 1 || list.ordered.get(at) !== true) continue;
		const mark = page.createElementNS(paragraph.namespaceURI, 'w:bookmarkStart');
		mark.setAttributeNS(paragraph.namespaceURI, 'w:name', NUMBERED + count[level]);
		properties!.after(mark);
	}
}

/** Lets each list of ${root} begin with the number that its first item was marked with. */
export function takeNumbers(root: Element) {
	for (const mark of Array.from(root.querySelectorAll(`a[id^="${NUMBERED}"]`))) {
		const item = mark.closest('li');
		const number = Number(mark.id.slice(NUMBERED.length));
		mark.remove();
		if (item && item.parentElement?.localName === 'ol' && !item.previousElementSibling && number > 0) item.parentElement.setAttribute('start', String(number));
	}
}
