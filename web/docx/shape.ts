// What mammoth made of a Word file, in the shape that the editor reads.

const spoken = (node: Element) => (node.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Puts the text of each note into its sign, as the editor's footnotes have it; their list at the end goes. */
export function footnotes(root: Element) {
	for (const sign of Array.from(root.querySelectorAll('sup'))) {
		const link = sign.querySelector('a[href^="#footnote-"], a[href^="#endnote-"]');
		const id = link?.getAttribute('href')?.slice(1);
		const note = id ? Array.from(root.querySelectorAll('li')).find((item) => item.id === id) : undefined;
		if (!note) continue;
		for (const back of Array.from(note.querySelectorAll('a[href*="note-ref-"]'))) back.remove();
		// Its paragraphs become one line; no space follows a Chinese full stop.
		const text = (Array.from(note.children, spoken).join(' ').trim() || spoken(note)).replace(/(?<=[。！？；…”]) /g, '');
		sign.replaceChildren();
		if (text !== '') sign.setAttribute('data-text', text);
		note.remove();
	}
	for (const list of Array.from(root.querySelectorAll('ol'))) if (list.children.length === 0) list.remove();
}

/** The title of the text, taken out of it: by its style, a heading at its beginning, or the only one of the first level. */
export function takeTitle(root: Element): { title: string; rest: string } {
	const filled = (list: Element[]) => list.filter((element) => spoken(element) !== '');
	const [first] = filled(Array.from(root.children));
	const tops = filled(Array.from(root.querySelectorAll('h1')));
	const [styled] = filled(Array.from(root.querySelectorAll('.title')));
	const found = styled ?? (first && /^h[1-6]$/i.test(first.localName) ? first : tops.length === 1 ? tops[0] : undefined);
	if (!found || found.querySelector('img, sup')) return { title: '', rest: root.innerHTML };
	const title = spoken(found);
	found.remove();
	return { title, rest: root.innerHTML };
}
