// Elements, for the desk and the library.

/** An element with properties, of which "aria-..." and "data-..." become attributes, and children. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, properties: Record<string, unknown> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (key.includes('-') || key === 'role' || key === 'list') made.setAttribute(key, String(value));
		else Object.assign(made, {[key]: value});
	}
	made.append(...children);
	return made;
}

/** A button that sends no form. */
export function button(words: string, act: () => void, className = 'button'): HTMLButtonElement {
	const made = make('button', {type: 'button', className}, words);
	made.addEventListener('click', act);
	return made;
}
