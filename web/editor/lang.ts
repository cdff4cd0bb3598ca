// The interface's words: the page hands them over in the user's language.
import type { Words } from './words_of_page';

let known: Words;

export function learn(words: Words) {
	known = words;
}

/** The words for ${key}, with {name} replaced by ${values}. */
export function say(key: keyof Words, values: Record<string, string | number> = {}): string {
	return known[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
