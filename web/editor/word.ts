// A Word file becomes text.  What reads it is loaded when it is first wanted.
import { body } from 'gen/body_schema';
import { DOMParser as Reader } from 'prosemirror-model';
import { Selection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { late } from '../common/late';
import type { Lost, WordReader, WordText } from '../docx/main';
import { cleanHtml } from './clean';
import type { Incoming } from './clean_pictures';
import { say } from './lang';
import type { Note } from './note';
import { missingLines } from './pictures';
import { schema } from './schema';
import { keepSpot, takeSpot, whenFree } from './spot';
import { keepPasted, roomAt } from './uploads';

const MAX_BYTES = 25 * 1024 * 1024;
const faults = { encrypted: 'wordEncrypted', old: 'wordOld', large: 'wordLarge', bad: 'wordBad' } as const;
const lostWords = {
	comments: 'lostComments',
	changes: 'lostChanges',
	formulas: 'lostFormulas',
	charts: 'lostCharts',
	objects: 'lostObjects',
	headers: 'lostHeaders',
	hidden: 'lostHidden',
} as const satisfies Record<Lost, string>;

/** Fills the headline if it is empty and the title fits; true if it did. */
function giveHeadline(form: HTMLFormElement, title: string): boolean {
	const field = form.elements.namedItem('headline');
	if (!(field instanceof HTMLTextAreaElement) || field.value.trim() !== '' || title === '') return false;
	if (field.maxLength >= 0 && [...title].length > field.maxLength) return false;
	field.value = title;
	field.dispatchEvent(new Event('input', { bubbles: true }));
	return true;
}

/** Puts the text of ${html} at ${pos}, in place of an empty line there; with ${follow} the caret goes to its end. */
function put(view: EditorView, html: string, pos: number, incoming: Incoming, follow: boolean): number {
	const page = new DOMParser().parseFromString(
		cleanHtml(html, (text) => new DOMParser().parseFromString(text, 'text/html'), incoming),
		'text/html',
	);
	const { content } = Reader.fromSchema(schema).parse(page.body);
	const { from, to } = roomAt(view.state, Math.min(pos, view.state.doc.content.size));
	const tr = view.state.tr.replaceWith(from, to, content);
	const end = tr.mapping.map(to);
	if (follow) tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1)).scrollIntoView();
	view.dispatch(tr);
	return content.childCount;
}

/** What is in ${file}, or the words that say why nothing is. */
async function readWord(file: File): Promise<Exclude<WordText, { fault: unknown }> | string> {
	const { name } = file;
	if (file.size > MAX_BYTES) return say('wordLarge', { name });
	let reader: WordReader;
	try {
		reader = await late(say('wordScript'), 'copydeskWord');
	} catch {
		return say('wordUnloaded', { name });
	}
	const text = await reader.read(await file.arrayBuffer().catch(() => new ArrayBuffer(0)));
	return 'fault' in text ? say(faults[text.fault], { name }) : text;
}

/** Imports the Word file ${file} at ${pos}, and tells in ${note} what came of it. */
export async function importWord(view: EditorView, form: HTMLFormElement, file: File, pos: number, note: Note) {
	const { name } = file;
	note.show(say('wordReading', { name }));
	// Reading takes its time: people write on, with an input method too, and colleagues take over.
	const spot = keepSpot(view, pos);
	const { doc } = view.state;
	const text = await readWord(file);
	if (typeof text !== 'string') await whenFree(view, () => note.show(say('wordHeld', { name })));
	if (view.isDestroyed) return;
	const at = takeSpot(view, spot);
	if (typeof text === 'string') return note.show(text, [], true);
	const headline = giveHeadline(form, text.title);
	let long = 0;
	const keep = (picture: File, alt: string) => {
		if ([...alt].length > body.nodes.figure.attrs.alt.max) long++;
		return keepPasted(picture, alt);
	};
	const incoming: Incoming = { keep, missing: [], formulas: 0 };
	// Whoever wrote on meanwhile stays there.
	const follow = view.state.doc === doc;
	const blocks = put(view, headline ? text.rest : text.html, at, incoming, follow);
	const { missing } = incoming;
	note.show(say('wordRead', { name, n: blocks }), [
		...(headline ? [say('wordHeadline', { headline: text.title })] : []),
		...(Object.entries(text.lost) as [Lost, number][]).map(([what, n]) => say(lostWords[what], { n })),
		...(long > 0 ? [say('wordLong', { n: long })] : []),
		...(missing.length > 0 ? [say('missing', { n: missing.length }), ...missingLines(missing)] : []),
	]);
	if (follow) view.focus();
}
