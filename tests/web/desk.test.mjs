// The parts of the form's script that need no page.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const builddir = resolve(process.env.COPYDESK_BUILDDIR ?? 'build');
const { buildSync } = createRequire(join(builddir, 'web/package.json'))('esbuild');
const folder = mkdtempSync(join(tmpdir(), 'copydesk-web-'));
let diff, fields, body;
before(async () => {
	const load = (name) => {
		const outfile = join(folder, `${name}.mjs`);
		buildSync({ entryPoints: [fileURLToPath(new URL(`../../web/desk/${name}.ts`, import.meta.url))], bundle: true, format: 'esm', outfile });
		return import(pathToFileURL(outfile));
	};
	({ diff } = await load('diff'));
	fields = await load('fields');
	body = await load('body');
});
after(() => rmSync(folder, { recursive: true }));

const shown = (runs) => runs.map(({ op, text }) => ({ same: text, added: `[+${text}]`, removed: `[-${text}]` })[op]).join('');
const side = (runs, other) => runs.filter((run) => run.op !== other).map((run) => run.text).join('');

describe('a difference', () => {
	const cases = [
		['', '', ''],
		['same', 'same', 'same'],
		['', 'new', '[+new]'],
		['old', '', '[-old]'],
		['The ferry left at six.', 'The ferry left at seven.', 'The ferry left at [-six][+seven].'],
		['渡轮六点开出', '渡轮七点开出', '渡轮[-六][+七]点开出'],
		['one\n\ntwo', 'one\n\nand\n\ntwo', 'one\n\n[+and\n\n]two'],
		['a b c d', 'b c x d', '[-a ]b c[+ x] d'],
	];
	for (const [from, to, want] of cases)
		it(`${JSON.stringify(from)} to ${JSON.stringify(to)}`, () => assert.equal(shown(diff(from, to)), want));

	it('has both texts in it, whatever they are', () => {
		let state = 7;
		const random = (n) => (state = (state * 48271) % 2147483647) % n;
		const letters = ['渡', '轮', 'a', 'b', ' ', '\n', '。', '😀', 'é', '12'];
		for (let i = 0; i < 500; i++) {
			const [from, to] = [0, 0].map(() => Array.from({ length: random(30) }, () => letters[random(letters.length)]).join(''));
			const runs = diff(from, to);
			assert.equal(side(runs, 'added'), from);
			assert.equal(side(runs, 'removed'), to);
		}
	});

	it('of two long texts with nothing in common takes no time', () => {
		const [from, to] = ['春', '秋'].map((c) => c.repeat(60000));
		const begun = Date.now();
		assert.equal(diff(from, to).length, 2);
		assert.ok(Date.now() - begun < 2000, `${Date.now() - begun} ms`);
	});
});

describe('fields', () => {
	it('are the same if each is; one that is missing is empty', () => {
		assert.ok(fields.sameFields({ a: 'x', b: '' }, { a: 'x' }));
		assert.ok(!fields.sameFields({ a: 'x' }, { a: 'x', b: 'y' }));
	});

	it('of an editor are read as words', () => {
		const text = (t) => ({ type: 'text', text: t });
		const doc = { type: 'doc', content: [
			{ type: 'heading', content: [text('Title')] },
			{ type: 'bullet_list', content: [{ type: 'list_item', content: [{ type: 'paragraph', content: [text('one '), text('item'), { type: 'hard_break' }, text('more')] }] }] },
			{ type: 'horizontal_rule' },
			{ type: 'paragraph' },
			{ type: 'paragraph', content: [text('end')] },
		] };
		doc.content[0].attrs = { level: 2 };
		assert.equal(fields.readable(JSON.stringify({ schema: 1, doc })), '## Title\n\n- one item\nmore\n\n* * *\n\n\n\nend');
		assert.equal(fields.readable('not JSON'), 'not JSON');
	});
});

describe('a document in words', () => {
	const text = (t, ...marks) => ({ type: 'text', text: t, marks });
	const line = (...content) => ({ type: 'paragraph', content });
	const said = (...content) => body.textOf({ type: 'doc', content });

	it('says what the plain field says: addresses, notes, signs, pictures, cells, cards, days', () => {
		const link = { type: 'link', attrs: { href: 'https://a.example/' } };
		assert.equal(said(line(text('see ', link), text('here', link), text('.'))), 'see here <https://a.example/>.');
		assert.equal(said(line(text('a'), { type: 'footnote', attrs: { text: 'note' } })), 'a [note]');
		const items = ['x', 'y'].map((t) => ({ type: 'list_item', content: [line(text(t))] }));
		assert.equal(said({ type: 'ordered_list', attrs: { order: 9 }, content: items }), '9. x\n\n10. y');
		const figure = { type: 'figure', attrs: { media: 7, alt: 'a ferry', credit: 'Li Lei' }, content: [{ type: 'caption', content: [text('At six')] }] };
		assert.equal(said(figure), '▣ At six [a ferry] (Li Lei) </media/7>');
		const cells = ['1', '2'].map((t) => ({ type: 'table_cell', content: [line(text(t))] }));
		assert.equal(said({ type: 'table', content: [{ type: 'table_row', content: cells }] }), '1 | 2');
		assert.equal(said({ type: 'embed', attrs: { title: 'Film', url: 'https://v.qq.com/1' } }), 'Film <https://v.qq.com/1>');
		const note = { type: 'correction_note', attrs: { date: '2026-11-24' }, content: [text('Six, not seven.')] };
		assert.equal(said(note), '2026-11-24 Six, not seven.');
		assert.equal(body.textOf(note, 'zh-Hans'), '2026年11月24日 Six, not seven.');
	});

	it('is equal in another order of attributes and with other names, and not with other marks', () => {
		const one = { type: 'figure', attrs: { id: 'aaaaaaaa', media: 7, alt: 'x' } };
		assert.equal(body.canonical(one), body.canonical({ attrs: { alt: 'x', media: 7, id: 'bbbbbbbb' }, type: 'figure' }));
		assert.notEqual(body.canonical(text('a')), body.canonical(text('a', { type: 'em' })));
	});
});
