// The page's words, in the language of who reads it: the server wrote them into data blocks.
export type Say = (name: string, ...values: (string | number)[]) => string;

/** What the block ${id} of the page holds. */
export function blockOf<T>(id: string): T {
	return JSON.parse(document.getElementById(id)?.textContent ?? '{}') as T;
}

/** Says ${words} by their names, with {0}, {1} ... replaced by values. */
export const sayer = (words: Record<string, string>): Say => (name, ...values) =>
	(words[name] ?? name).replace(/\{(\d)\}/g, (_, n: string) => String(values[Number(n)] ?? ''));
