// The interface's words in both languages, out of the very catalogue that the programs use.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { top } from './instance.mjs';

const unquote = (line) => JSON.parse(line.slice(line.indexOf('"')));

/** Reads msgid -> msgstr of one catalogue; entries with a plural or still fuzzy are left out. */
export function catalogue(text) {
	const words = new Map();
	for (const entry of text.split(/\n\s*\n/)) {
		let id, value, into;
		if (/^#,.*\bfuzzy\b/m.test(entry) || /^msgid_plural/m.test(entry)) continue;
		for (const line of entry.split('\n')) {
			if (line.startsWith('msgid ')) (id = unquote(line)), (into = 'id');
			else if (line.startsWith('msgstr ')) (value = unquote(line)), (into = 'value');
			else if (line.startsWith('"') && into === 'id') id += unquote(line);
			else if (line.startsWith('"') && into === 'value') value += unquote(line);
		}
		if (id && value) words.set(id, value);
	}
	return words;
}

const folder = join(top, 'po', 'zh_CN');
const chinese = new Map(
	readdirSync(folder)
		.filter((name) => name.endsWith('.po'))
		.flatMap((name) => [...catalogue(readFileSync(join(folder, name), 'utf8'))]),
);

/** Returns the function that says an English word in ${lang}; a word without Chinese is an error. */
export function speaker(lang) {
	return (english) => {
		if (lang === 'en') return english;
		const word = chinese.get(english);
		if (!word) throw new Error(`the Chinese catalogue has no “${english}”`);
		return word;
	};
}
