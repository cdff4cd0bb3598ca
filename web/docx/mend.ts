// What Word writes and mammoth does not know, in words that it does.
import { markNumbers, spellNumbers } from './numbers';

const KNOWN = /<(w:(ruby|cr|vanish|numId|pStyle)|m:oMath)[\s/>]/;
const named = (within: Document | Element, name: string) => Array.from(within.getElementsByTagNameNS('*', name));
const isOn = (switched: Element) => !/^(0|false|off)$/.test(switched.getAttribute('w:val') ?? '');

/** The runs that Word itself does not show. */
function hiddenRuns(page: Document): Element[] {
	return named(page, 'vanish')
		.filter(isOn)
		.flatMap((vanish) => vanish.parentElement?.parentElement ?? [])
		.filter((element) => element.localName === 'r');
}

/** Formulas become their text, in the line in which they stand; returns how many there were. */
function formulas(page: Document): number {
	const all = named(page, 'oMath');
	const ns = page.documentElement.namespaceURI;
	for (const formula of all) {
		const run = page.createElementNS(ns, 'w:r');
		const text = page.createElementNS(ns, 'w:t');
		text.setAttribute('xml:space', 'preserve');
		text.textContent = named(formula, 't').map((part) => part.textContent).join('');
		run.append(text);
		formula.replaceWith(run);
	}
	for (const line of named(page, 'oMathPara')) line.replaceWith(...Array.from(line.children).filter((child) => child.localName === 'r'));
	return all.length;
}

/**
 * Words under their reading (拼音指南) stay without it, old line breaks become line breaks, hidden text goes, formulas
 * become text, and what has a number is marked with it.
 * ${xml}: of word/document.xml, returned as it is if there is nothing of that; ${numbering}, ${styles}: of word/numbering.xml
 * and word/styles.xml.
 * ${hidden}: how many runs went.
 */
export function mend(xml: string, numbering: string, styles: string): { xml: string; hidden: number; formulas: number } {
	if (!KNOWN.test(xml)) return { xml, hidden: 0, formulas: 0 };
	const page = new DOMParser().parseFromString(xml, 'application/xml');
	const hidden = hiddenRuns(page);
	for (const run of hidden) run.remove();
	for (const ruby of named(page, 'ruby')) ruby.replaceWith(...named(ruby, 'rubyBase').flatMap((base) => Array.from(base.childNodes)));
	for (const end of named(page, 'cr')) end.replaceWith(page.createElementNS(end.namespaceURI, 'w:br'));
	spellNumbers(page, styles);
	markNumbers(page, numbering);
	const n = formulas(page);
	return { xml: new XMLSerializer().serializeToString(page), hidden: hidden.length, formulas: n };
}
