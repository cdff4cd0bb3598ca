// An article of sample/articles as the form takes it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from './instance.mjs';

export function readArticle(name) {
	const text = readFileSync(join(top, 'sample', 'articles', name), 'utf8');
	const end = text.indexOf('\n\n');
	const article = { bylines: [], body: text.slice(end + 2).trim() };
	for (const line of text.slice(0, end).split('\n')) {
		const colon = line.indexOf(':');
		const key = line.slice(0, colon).trim();
		const value = line.slice(colon + 1).trim();
		if (key === 'byline') {
			const [role, person, outlet] = value.split('|').map((part) => part.trim());
			article.bylines.push({ role, name: person, outlet });
		} else article[key] = value;
	}
	article.blocks = article.body.split(/\n\n+/).map((block) =>
		block.startsWith('## ') ? { tag: 'h2', text: block.slice(3) } : { tag: 'p', text: block },
	);
	return article;
}
