// What Word writes and mammoth does not know, in words that it does.

const KNOWN = /<w:(ruby|cr|vanish)[\s/>]/;
const named = (within: Document | Element, name: string) => Array.from(within.getElementsByTagNameNS('*', name));
const isOn = (switched: Element) => !/^(0|false|off)$/.test(switched.getAttribute('w:val') ?? '');

/** The runs that Word itself does not show. */
function hiddenRuns(page: Document): Element[] {
	return named(page, 'vanish')
		.filter(isOn)
		.flatMap((vanish) => vanish.parentElement?.parentElement ?? [])
		.filter((element) => element.localName === 'r');
}

/**
 * Words under their reading (拼音指南) stay without it, old line breaks become line breaks, hidden text goes.
 * ${xml}: of word/document.xml; returned as it is if there is nothing of that. ${hidden}: how many runs went.
 */
export function mend(xml: string): { xml: string; hidden: number } {
	if (!KNOWN.test(xml)) return { xml, hidden: 0 };
	const page = new DOMParser().parseFromString(xml, 'application/xml');
	const hidden = hiddenRuns(page);
	for (const run of hidden) run.remove();
	for (const ruby of named(page, 'ruby')) ruby.replaceWith(...named(ruby, 'rubyBase').flatMap((base) => Array.from(base.childNodes)));
	for (const end of named(page, 'cr')) end.replaceWith(page.createElementNS(end.namespaceURI, 'w:br'));
	return { xml: new XMLSerializer().serializeToString(page), hidden: hidden.length };
}
