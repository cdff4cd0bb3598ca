// Footnotes and formulas of what is pasted.
import { styleOf, WRAPPED } from './clean_style';
import { FOOTNOTE_MAX } from './schema';

const all = (within: Element, selector: string) => Array.from(within.querySelectorAll(selector));

/** Word writes its notes after the text, each under the name to which its sign leads: their texts go into the signs. */
export function wordNotes(root: Element) {
	for (const sign of all(root, 'a[href^="#_ftn"], a[href^="#_edn"]')) {
		const id = sign.getAttribute('href')!.slice(2);
		const note = all(root, '[id]').find((one) => one.id === id);
		if (!note || note.contains(sign)) continue;
		for (const back of all(note, `a[href^="#_${id.slice(0, 3)}ref"]`)) back.remove();
		const text = (note.textContent ?? '').replace(WRAPPED, '').replace(/\s+/g, ' ').trim();
		// A longer one stays where it stands.
		if (text === '' || [...text].length > FOOTNOTE_MAX) continue;
		const made = root.ownerDocument.createElement('sup');
		made.setAttribute('data-text', text);
		sign.replaceWith(made);
		note.remove();
	}
	for (const list of all(root, 'div'))
		if (/^(foot|end)note-list$/.test(styleOf(list).get('mso-element') ?? '') && list.textContent!.trim() === '') list.remove();
}

/** What a formula (MathML) says; nothing where the page shows the same once more, as KaTeX does. */
export function formulaText(math: Element): string {
	if (math.parentElement?.nextElementSibling?.getAttribute('aria-hidden') === 'true') return '';
	const copy = math.cloneNode(true) as Element;
	for (const note of all(copy, 'annotation, annotation-xml')) note.remove();
	return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
