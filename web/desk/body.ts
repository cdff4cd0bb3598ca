// A stored document in words, as src/html/body_text.c says it, and what of it the words do not show.
import {longDay} from '../common/words';

type Attrs = Record<string, string | number | null>;

export interface Mark {
	type: string;
	attrs?: Attrs;
}

export interface Item {
	type: string;
	text?: string;
	attrs?: Attrs;
	marks?: Mark[];
	content?: Item[];
}

/** A run of words and the marks on it. */
interface Run {
	text: string;
	marks: Mark[];
}

/** Equal but for the names of blocks; whoever stored it may have put its attributes in another order. */
export function canonical(it: unknown): string {
	return JSON.stringify(it, (key, value: unknown) => {
		if (key === 'id') return undefined;
		return value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
	});
}

const linkOf = (item?: Item): string => String(item?.marks?.find(({type}) => type === 'link')?.attrs?.href ?? '');

/** What ${item} says; ${lang}: with days as people read them. */
export function runsOf(item: Item, lang = ''): Run[] {
	const runs: Run[] = [];
	let sign = '';
	const put = (text: string, marks: Mark[] = []) => {
		if (text) runs.push({text, marks});
	};
	const begin = (text = '') => {
		put((runs.length > 0 ? '\n\n' : '') + sign + text);
		sign = '';
	};
	const all = (from: Item) =>
		from.content?.forEach((child, i, beside) => {
			write(child);
			const link = linkOf(child);
			if (link && link !== linkOf(beside[i + 1])) put(` <${link}>`);
		});
	const write = (it: Item) => {
		const {type, attrs = {}, content = [], marks} = it;
		const say = (name: string) => String(attrs[name] ?? '');
		if (type === 'text') put(it.text ?? '', marks);
		else if (type === 'hard_break') put('\n', marks);
		else if (type === 'footnote') put(` [${say('text')}]`, marks);
		else if (type === 'horizontal_rule') begin('* * *');
		else if (type === 'embed') begin(`${say('title')} <${say('url')}>`);
		else if (type === 'figure') {
			begin('▣ ');
			const caption = content[0]?.content ?? [];
			for (const part of caption) put(part.text ?? ' ', part.marks);
			const alt = say('alt') && `[${say('alt')}] `;
			const credit = say('credit') && `(${say('credit')}) `;
			put(`${caption.length > 0 ? ' ' : ''}${alt}${credit}</media/${say('media')}>`);
		} else if (type === 'table_row') {
			begin();
			content.forEach((cell, i) => {
				if (i > 0) put(' | ');
				cell.content?.forEach((line, k) => {
					if (k > 0) put(' ');
					all(line);
				});
			});
		} else if (type.endsWith('_list')) {
			content.forEach((one, i) => {
				sign = type === 'bullet_list' ? '- ' : `${Number(attrs.order ?? 1) + i}. `;
				all(one);
			});
		} else {
			if (type === 'heading') begin(`${'#'.repeat(Number(attrs.level))} `);
			else if (type === 'correction_note') begin(`${lang ? longDay(say('date'), lang) : say('date')} `);
			else if (type === 'paragraph') begin();
			else if (type === 'attribution' && content.length > 0) begin('—— ');
			all(it);
		}
	};
	write(item);
	return runs;
}

/** The same as one text. */
export const textOf = (item: Item, lang = ''): string => runsOf(item, lang).map(({text}) => text).join('');

/** Its first words, without signs. */
export const plainOf = ({type, text, content = []}: Item): string => text ?? (type === 'hard_break' ? ' ' : `${content.map(plainOf).join('')} `);

/** The document of ${json}; null if that is none. */
export function docOf(json: string): Item | null {
	try {
		return (JSON.parse(json) as {doc?: Item}).doc ?? null;
	} catch {
		return null;
	}
}

/** The blocks of a form's text: the editor's document, else what stands in the plain field. */
export function blocksOf({body_json, body}: Record<string, string>): Item[] {
	const blocks = body_json ? docOf(body_json)?.content : undefined;
	if (blocks) return blocks;
	const texts = (body_json || body || '').split(/\n\s*\n/).filter((text) => text);
	return texts.map((text) => ({type: 'paragraph', content: [{type: 'text', text}]}));
}
