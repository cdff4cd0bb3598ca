// The page's words, in the language of who reads it: the server wrote them into data blocks.
export type Say = (name: string, ...values: (string | number)[]) => string;

/** What the block ${id} of the page holds. */
export function blockOf<T>(id: string): T {
	return JSON.parse(document.getElementById(id)?.textContent ?? '{}') as T;
}

/** Says ${words} by their names, with {0}, {1} ..., or the places that the C programs know, replaced by values. */
export const sayer =
	(words: Record<string, string>): Say =>
	(name, ...values) => {
		let next = 0;
		return (words[name] ?? name).replace(/\{(\d)\}|%(?:\.\*)?(?:zu|lld|s)/g, (_, n?: string) => String(values[n === undefined ? next++ : Number(n)] ?? ''));
	};

export const isEnglish = (lang = document.documentElement.lang): boolean => lang === 'en';

/** A day of the calendar as people read it. */
export const longDay = (day: string, lang: string): string => new Date(day).toLocaleDateString(isEnglish(lang) ? 'en-GB' : 'zh-CN', {dateStyle: 'long', timeZone: 'UTC'});
