// What is pasted comes out as the schema has it: fixtures/NAME.html as fixtures/NAME.want.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseHTML } from 'linkedom';
import { DOMParser as Reader } from 'prosemirror-model';
import { cleanHtml } from '../../web/editor/clean';
import { schema, write } from '../../web/editor/schema';

const folder = join(process.env.COPYDESK_SRCDIR!, 'tests/editor/fixtures');
const parse = (html: string) =>
	parseHTML(/<html/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`).document as unknown as Document;

// A line for each block, so that a difference is seen.
const laidOut = (html: string) => html.replace(/<(p|h\d|ul|ol|li|table|tr|blockquote|hr)\b/g, '\n<$1').trim() + '\n';

describe('paste', () => {
	for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
		const html = cleanHtml(readFileSync(join(folder, name), 'utf8'), parse);
		it(`${name} is cleaned`, () => {
			const want = join(folder, name.replace('.html', '.want'));
			if (process.env.COPYDESK_WRITE_WANTED || !existsSync(want)) writeFileSync(want, laidOut(html));
			assert.equal(laidOut(html), readFileSync(want, 'utf8'));
		});
		it(`${name} becomes a document without loss of what is left of it`, () => {
			const dom = parse(html).body;
			const doc = Reader.fromSchema(schema).parse(dom);
			doc.check();
			assert.equal(doc.textContent.replace(/\s/g, ''), (dom.textContent ?? '').replace(/\s/g, ''));
			for (const bad of ['javascript:', 'file:', 'data:', 'evil'])
				assert.ok(!write(doc).toLowerCase().includes(`"${bad}`), `${bad} in the document`);
		});
		it(`${name} has no link without words`, () => assert.doesNotMatch(html, /<a [^>]*>\s*<\/a>/));
	}

	it('words keep the space that parts them from the words around', () => {
		assert.equal(cleanHtml('<span> in the </span><b>middle</b>&nbsp;', parse), '\u00a0in the <strong>middle</strong>\u00a0');
		assert.equal(cleanHtml('<p> a line </p>\n', parse), 'a line');
	});

	it('what the editor itself copied is left to ProseMirror', () => {
		const own = '<p data-pm-slice="1 1 []" data-id="abcdefgh">x</p>';
		assert.equal(cleanHtml(own, parse), own);
	});
});
