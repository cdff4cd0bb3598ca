/** An element with attributes and children; text is never markup. */
export function make(tag: string, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.append(...children);
	return element;
}

/** A button that sends no form. */
export function button(words: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
	const made = make('button', { type: 'button', ...attributes }, words) as HTMLButtonElement;
	made.addEventListener('click', act);
	return made;
}
