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
		const own = '<p data-id="abcdefgh" data-copydesk="" data-pm-slice="1 1 []">x</p>';
		assert.equal(cleanHtml(own, parse), own);
	});

	it('what another page with ProseMirror copied is cleaned as any', () => {
		const foreign = '<li data-pm-slice="3 3 [&quot;doc&quot;,null,&quot;taskList&quot;,null]" data-id="abcdefgh"><p>one</p></li><p>two</p>';
		assert.equal(cleanHtml(foreign, parse), '<p>one</p><p>two</p>');
	});

	it('notes of Word become footnotes, where their texts came along and are short enough', () => {
		const sign = (n: number) =>
			`<a style='mso-footnote-id:ftn${n}' href="#_ftn${n}" name="_ftnref${n}" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[${n}]<![endif]></span></span></a>`;
		const note = (n: number, text: string) =>
			`<div style='mso-element:footnote' id=ftn${n}><p class=MsoFootnoteText><a style='mso-footnote-id:ftn${n}' href="#_ftnref${n}" name="_ftn${n}" title=""><span class=MsoFootnoteReference>[${n}]</span></a> ${text}</p></div>`;
		const list = (...notes: string[]) => `<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>${notes.join('\n')}</div>`;
		assert.equal(
			cleanHtml(`<p class=MsoNormal>清淤${sign(1)}。</p><p>二${sign(2)}</p>${list(note(1, '据港务局\n通报 &amp; 气象台。'), note(2, '又一条'))}`, parse),
			'<p>清淤<sup data-text="据港务局通报 &amp; 气象台。"></sup>。</p><p>二<sup data-text="又一条"></sup></p>',
		);
		const long = '长'.repeat(1001);
		assert.ok(cleanHtml(`<p>文${sign(1)}</p>${list(note(1, long))}`, parse).includes(`${long}</p>`), 'no word of it is lost');
		assert.equal(cleanHtml(`<p>文${sign(1)}</p>`, parse), '文[1]');
	});

	it('a formula leaves its text, once, and is told of', () => {
		const incoming = { keep: () => '', missing: [], formulas: 0 };
		const math = '<math><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow><annotation encoding="application/x-tex">E=m</annotation></semantics></math>';
		assert.equal(cleanHtml(`<p>one ${math} two</p>`, parse, incoming), 'one E=m two');
		assert.equal(incoming.formulas, 1);
		assert.equal(cleanHtml(`<p>one <span class="katex"><span>${math}</span><span aria-hidden="true">E=m</span></span> two</p>`, parse), 'one E=m two');
	});
});
