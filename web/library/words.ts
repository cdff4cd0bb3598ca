// What the scripts of the library say, out of the page's JSON block.
export type Say = (key: string, ...values: (string | number)[]) => string;

export function pageWords(page: Document): Say {
	const words = JSON.parse(page.getElementById('library-words')?.textContent ?? '{}') as Record<string, string>;
	return (key, ...values) => (words[key] ?? key).replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ''));
}
