// The page's words, in the language of who reads it: the server wrote them into a data block.
export type Say = (name: string, ...values: string[]) => string;

export function pageWords(page: Document): Say {
	const words = JSON.parse(page.getElementById('desk-words')?.textContent ?? '{}') as Record<string, string>;
	return (name, ...values) => (words[name] ?? name).replace(/\{(\d)\}/g, (_, n: string) => values[Number(n)] ?? '');
}
