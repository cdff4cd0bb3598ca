// The editor's schema is the renderer's: what one takes, the other takes.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EditorState } from 'prosemirror-state';
import { providerOf, safeAddress, typedAddress } from '../../web/editor/address';
import { ids, nameBlocks } from '../../web/editor/ids';
import { ID, isDay, read, schema, write } from '../../web/editor/schema';
import { fromText, pastedText, salvage } from '../../web/editor/text';
import { upgrade, type StoredNode } from '../../web/editor/upgrade';
import { countText, countWords, readingMinutes } from '../../web/editor/words';

// Browsers have it; Debian 12's Node has it not.
globalThis.crypto ??= webcrypto as Crypto;

const golden = join(process.env.COPYDESK_SRCDIR!, 'tests/golden');
const stored = (name: string) => readFileSync(join(golden, 'body', name), 'utf8');

// Refused by the server for a reason that does not concern a document made in the editor: its JSON as
// such, and what ProseMirror sets right by itself.
const leftToTheServer = new Set(
	('attr-unknown attr-on-paragraph content-in-rule duplicate-key embed-content embed-other-host embed-host-end embed-user ' +
		'embed-user-behind embed-http extra-in-envelope id-on-item id-twice mark-attr mark-key mark-order mark-twice marks-empty marks-many ' +
		'marks-on-block text-control text-newline text-on-break text-separator unknown-key footnote-control nul id-null ' +
		'attrs-array content-not-array level-real surrogate comment-first figure-unknown figure-in-gallery-unknown figure-credit-control ' +
		'gallery-of-one gallery-of-21 figure-alt-long').split(' '),
);

describe('the schema', () => {
	for (const file of readdirSync(join(golden, 'body')).filter((name) => name.endsWith('.html'))) {
		const name = file.replace('.html', '.json');
		it(`${name} is read, and written as the same document`, () => {
			const doc = read(stored(name));
			const again = read(write(doc));
			assert.ok(again.eq(doc));
			assert.equal(write(again), write(doc));
		});
	}
	for (const file of readdirSync(join(golden, 'body')).filter((name) => name.endsWith('.error'))) {
		const name = file.replace('.error', '');
		if (!leftToTheServer.has(name)) it(`${name} is refused`, () => assert.throws(() => read(stored(`${name}.json`))));
	}
	it('words of a picture that are too many to be saved are kept whole', () => {
		const { attrs } = JSON.parse(write(read(stored('figure-alt-long.json')))).doc.content[0];
		assert.ok([...attrs.alt].length > 300);
	});
	it('names and defaults are left out where they say nothing', () => {
		const { doc, ordered_list, list_item, paragraph } = schema.nodes;
		const list = doc.create(null, ordered_list.create(null, list_item.create(null, paragraph.create())));
		assert.equal(
			write(list),
			'{"schema":2,"doc":{"type":"doc","content":[{"type":"ordered_list","content":[{"type":"list_item","content":[{"type":"paragraph"}]}]}]}}',
		);
	});
	it('a gallery of one is a figure, an empty one nothing', () => {
		const { doc, gallery, figure, caption } = schema.nodes;
		const one = figure.create({ media: 1 }, caption.create());
		const made = write(doc.create(null, [gallery.create(null, one), gallery.create(), gallery.create(null, [one, one])]));
		const shown = '{"type":"figure","attrs":{"media":1},"content":[{"type":"caption"}]}';
		assert.equal(
			made,
			`{"schema":2,"doc":{"type":"doc","content":[${shown},{"type":"paragraph"},{"type":"gallery","content":[${shown},${shown}]}]}}`,
		);
		assert.equal(write(read(made)), made);
	});
	it('texts of older schemas are brought to the present one, step by step', () => {
		const text = (words: string) => ({ type: 'doc', content: [{ type: 'text', text: words }] });
		const step = (by: string) => (doc: StoredNode) => text(doc.content![0].text! + by);
		const steps = [step('b'), step('c')];
		assert.deepEqual(upgrade(text('a'), 1, 3, steps), text('abc'));
		assert.deepEqual(upgrade(text('a'), 2, 3, steps), text('ac'));
		assert.deepEqual(upgrade(text('a'), 3, 3, steps), text('a'));
		for (const from of [0, 4, '1', null, 1.5]) assert.throws(() => upgrade(text('a'), from, 3, steps), RangeError);
	});
	it('days are days of the calendar', () => {
		for (const day of ['2026-11-24', '2028-02-29', '1900-01-01']) assert.ok(isDay(day), day);
		for (const day of ['2026-02-29', '2026-13-01', '2026-1-1', '', '2200-01-01', '2026-00-10']) assert.ok(!isDay(day), day);
	});
});

describe('names of blocks', () => {
	const start = (text: string) =>
		EditorState.create({ doc: nameBlocks(fromText(text), EditorState.create({ doc: fromText(text) }).tr).doc, plugins: [ids()] });
	const names = (state: EditorState) => state.doc.children.map((child) => child.attrs.id as string);

	it('every block has one, and keeps it', () => {
		const state = start('一\n\n二');
		const before = names(state);
		for (const id of before) assert.match(id, ID);
		const after = state.apply(state.tr.insertText('x', 1));
		assert.deepEqual(names(after), before);
	});
	it('of a block that is split the first part keeps the name', () => {
		const state = start('一二');
		const [before] = names(state);
		const after = names(state.apply(state.tr.split(2)));
		assert.equal(after[0], before);
		assert.match(after[1], ID);
		assert.notEqual(after[1], before);
	});
});

describe('addresses', () => {
	it('are judged as the server judges them', () => {
		for (const good of ['https://example.org/a?b=c#d', 'HTTP://x', 'mailto:a@example.org', 'tel:+86', '/a/1', '#x', 'a/b', '?q=:'])
			assert.ok(safeAddress(good), good);
		for (const bad of ['', 'javascript:x', 'JAVASCRIPT:x', 'data:x', 'file:///x', '//host', 'java\tscript:x', 'a\\b', ' /x', `/${'x'.repeat(2048)}`])
			assert.ok(!safeAddress(bad), bad);
	});
	it('are completed when typed', () => {
		assert.equal(typedAddress(' example.org/潮 '), 'https://example.org/%E6%BD%AE');
		assert.equal(typedAddress('jin@example.org'), 'mailto:jin@example.org');
		assert.equal(typedAddress('/a/1'), '/a/1');
		assert.equal(typedAddress('javascript:alert(1)'), null);
		assert.equal(typedAddress('file:///etc/passwd'), null);
		assert.equal(typedAddress(''), null);
	});
	it('of embeds are on a host of the provider', () => {
		assert.equal(providerOf('https://www.bilibili.com/video/BV1'), 'bilibili');
		assert.equal(providerOf('https://youtu.be/x'), 'youtube');
		for (const bad of ['http://x.com/1', 'https://notx.com/', 'https://x.com.evil.example/', 'https://x.com@evil.example/', 'https://a@x.com/', 'https://x.com:444/', 'https://X.com/', 'x'])
			assert.equal(providerOf(bad), null, bad);
	});
});

describe('字数', () => {
	for (const [text, words] of JSON.parse(readFileSync(join(golden, 'words.json'), 'utf8')) as [string, number][])
		it(`${JSON.stringify(text)} has ${words}`, () => assert.equal(countText(text), words));
	it('a word goes on over a mark, and ends at a break, a footnote and a block', () => {
		const { doc, paragraph, hard_break, footnote } = schema.nodes;
		const em = [schema.marks.em.create()];
		const count = (...inside: Parameters<typeof paragraph.create>[1][]) =>
			countWords(doc.create(null, paragraph.create(null, inside.flat() as never)));
		assert.equal(count(schema.text('wo'), schema.text('rd', em)), 1);
		assert.equal(count(schema.text('wo'), hard_break.create(), schema.text('rd')), 2);
		assert.equal(count(schema.text('wo'), footnote.create({ text: 'three more words' }), schema.text('rd')), 2);
		assert.equal(countWords(fromText('wo\n\nrd')), 2);
	});
});

describe('the time to read', () => {
	it('is told in whole minutes, of which there is one at least', () => {
		assert.deepEqual([0, 1, 400, 401, 800, 801].map(readingMinutes), [1, 1, 1, 2, 2, 3]);
	});
});

describe('plain text', () => {
	it('becomes the document that the server makes of it', () => {
		const doc = fromText('## 一\n二\r\n三\n\n　四  \n\n\n#五');
		assert.equal(doc.toString(), 'doc(heading("一"), paragraph("二", hard_break, "三"), paragraph("四"), paragraph("#五"))');
		assert.equal(fromText(' \n ').toString(), 'doc(paragraph)');
	});
	it('is pasted a paragraph a line, and within a line as it is', () => {
		assert.equal(pastedText('一\n\n二').content.toString(), '<paragraph("一"), paragraph("二")>');
		const words = pastedText(' a ');
		assert.equal(words.content.toString(), '<paragraph(" a ")>');
		assert.equal(words.openStart, 1);
		assert.equal(pastedText('a\u0000b\u2028c').content.toString(), '<paragraph("abc")>');
	});
	it('is saved from a document that nothing else can be made of', () => {
		assert.equal(
			salvage('{"doc":{"content":[{"type":"x","content":[{"text":"一"},{"type":"hard_break"},{"text":"二"}]},{"content":[{"content":[{"text":"三"}]}]}]}}'),
			'一\n二\n\n三',
		);
		assert.equal(salvage('{broken'), '{broken');
	});
});
