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
let diff, fields;
before(async () => {
	const load = (name) => {
		const outfile = join(folder, `${name}.mjs`);
		buildSync({ entryPoints: [fileURLToPath(new URL(`../../web/desk/${name}.ts`, import.meta.url))], bundle: true, format: 'esm', outfile });
		return import(pathToFileURL(outfile));
	};
	({ diff } = await load('diff'));
	fields = await load('fields');
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
		assert.equal(fields.readable('body_json', JSON.stringify({ schema: 1, doc })), 'Title\n\none item\nmore\n\nend');
		assert.equal(fields.readable('body_json', 'not JSON'), 'not JSON');
		assert.equal(fields.readable('body', '{"a":1}'), '{"a":1}');
	});
});
