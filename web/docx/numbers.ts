// The numbers of Word's lists: mammoth begins each list with 1, and takes two that follow each other for one.

const NUMBERED = 'copydesk-number-';
const APART = 'copydesk-list-';

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

type Styles = Map<string, { numPr?: Element; outline: boolean; basedOn: string | null }>;

/** The styles of paragraphs in word/styles.xml, by their ids. */
function stylesOf(styles: string): Styles {
	if (styles === '') return new Map();
	const page = new DOMParser().parseFromString(styles, 'application/xml');
	const paragraphs = within(page, 'style').filter((style) => style.getAttribute('w:type') === 'paragraph');
	return new Map(
		paragraphs.map((style) => [
			style.getAttribute('w:styleId') ?? '',
			{ numPr: within(style, 'numPr')[0], outline: within(style, 'outlineLvl').length > 0, basedOn: valueOf(within(style, 'basedOn')[0]) },
		]),
	);
}

/** The numbering of style ${id} or of what it is based on; headings have theirs in their words. */
function numbersOf(id: string | null, styles: Styles): Element | undefined {
	for (const seen = new Set<string>(); id !== null && !seen.has(id); ) {
		const style = styles.get(id);
		seen.add(id);
		if (!style || style.outline || style.numPr) return style?.outline ? undefined : style?.numPr;
		id = style.basedOn;
	}
	return undefined;
}

/** Gives the paragraphs of ${page} that are numbered by their style that numbering as their own. */
export function spellNumbers(page: Document, styles: string) {
	const known = stylesOf(styles);
	for (const style of within(page, 'pStyle')) {
		const properties = style.parentElement;
		if (!properties || Array.from(properties.children).some((child) => child.localName === 'numPr')) continue;
		const numPr = numbersOf(valueOf(style), known);
		if (!numPr) continue;
		const own = page.importNode(numPr, true);
		if (within(own, 'ilvl').length === 0) {
			const level = page.createElementNS(own.namespaceURI, 'w:ilvl');
			level.setAttributeNS(own.namespaceURI, 'w:val', '0');
			own.prepend(level);
		}
		style.after(own);
	}
}

/** Counts as Word does, and marks with their numbers, as bookmarks, the items of ${page} that mammoth would count wrongly. */
export function markNumbers(page: Document, numbering: string) {
	const lists = listsOf(numbering);
	const counts = new Map<string, number[]>();
	const begun = new Set<string>();
	// What is counted at each level, since the last paragraph that is no item.
	let open: string[] = [];
	for (const paragraph of within(page, 'p')) {
		const properties = Array.from(paragraph.children).find((child) => child.localName === 'pPr');
		const numPr = properties && Array.from(properties.children).find((child) => child.localName === 'numPr');
		const id = numPr ? (valueOf(within(numPr, 'numId')[0]) ?? '') : '';
		const list = lists.get(id);
		if (!numPr || !list) {
			open = [];
			continue;
		}
		const at = valueOf(within(numPr, 'ilvl')[0]) ?? '0';
		const level = Number(at);
		const count = counts.get(list.counted) ?? [];
		counts.set(list.counted, count);
		const anew = begun.has(`${id} ${at}`) ? undefined : list.anew.get(at);
		begun.add(`${id} ${at}`);
		const apart = open[level] !== undefined && (open[level] !== list.counted || anew !== undefined);
		open.length = level;
		open[level] = list.counted;
		count[level] = anew ?? (count[level] === undefined ? (list.starts.get(at) ?? 1) : count[level] + 1);
		// What is within the next item counts from its beginning.
		count.length = level + 1;
		if ((count[level] === 1 && !apart) || list.ordered.get(at) !== true) continue;
		const mark = page.createElementNS(paragraph.namespaceURI, 'w:bookmarkStart');
		mark.setAttributeNS(paragraph.namespaceURI, 'w:name', (apart ? APART : NUMBERED) + count[level]);
		properties!.after(mark);
	}
}

/** Lets each list of ${root} begin with the number that its first item was marked with, and parts it where another begins. */
export function takeNumbers(root: Element) {
	for (const mark of Array.from(root.querySelectorAll(`a[id^="${NUMBERED}"], a[id^="${APART}"]`))) {
		const item = mark.closest('li');
		const number = Number(mark.id.slice(mark.id.lastIndexOf('-') + 1));
		const apart = mark.id.startsWith(APART);
		mark.remove();
		let list = item?.parentElement;
		if (!item || list?.localName !== 'ol' || (item.previousElementSibling && !apart)) continue;
		if (item.previousElementSibling) {
			const rest = root.ownerDocument.createElement('ol');
			while (item.nextSibling) rest.append(item.nextSibling);
			rest.prepend(item);
			list.after(rest);
			list = rest;
		}
		if (number > 1) list.setAttribute('start', String(number));
	}
}
