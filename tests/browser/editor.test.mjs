// Writing with the editor: keys, tools, input methods, pasting, saving; and without script as before.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { readArticle } from './lib/article.mjs';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance, top } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { said } from './lib/site.mjs';
import { Writer } from './lib/writer.mjs';

const fixture = (name) => readFileSync(join(top, 'tests/editor/fixtures', name), 'utf8');

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

/** A desk with script, in which nothing may go wrong unseen. */
async function open(lang, options = {}) {
	const desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true, ...options });
	desk.page.on('console', (message) => {
		if (message.type() === 'error' && !/status of (401|409|422)/.test(message.text())) desk.troubles.push(message.text());
	});
	return desk;
}

const channels = { zh: '体育', en: 'Sports' };

for (const lang of ['zh', 'en']) {
	describe(`the editor, ${lang}`, () => {
		let desk, writer;
		before(async () => {
			desk = await open(lang);
			await desk.go('/articles/new');
			writer = new Writer(desk);
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk.troubles, [], 'the console is silent');
			await desk.close();
		});

		/** The state of the page is kept as a picture, and axe finds nothing in it. */
		async function seen(name) {
			await picture(instance, desk.page, name);
			assert.deepEqual(await violations(desk.page), [], name);
		}

		it('has the name of the field, and tells how to use it', async () => {
			assert.equal(await writer.body.getAttribute('role'), 'textbox');
			assert.equal(await desk.page.locator('textarea#body').count(), 0);
			assert.ok((await said(desk.page.locator('#body-hint'))).includes('##'));
		});

		it('leaves a name alone that has signs of Markdown in it', async () => {
			await writer.keys.type('my_file_name 2*3*4');
			await writer.expectBlocks('paragraph my_file_name 2*3*4');
		});

		it('takes what is typed like Markdown', async () => {
			await writer.keys.type('## 潮水');
			await writer.keys.press('Enter');
			await writer.keys.type('这里 **要紧** 和 _强调_ 。');
			await writer.keys.press('Enter');
			await writer.keys.type('- 甲');
			await writer.keys.press('Enter');
			await writer.keys.type('乙');
			await writer.keys.press('Enter');
			await writer.keys.press('Enter');
			await writer.keys.type('3. 第三');
			await writer.keys.press('Enter');
			await writer.keys.press('Enter');
			await writer.keys.type('> 引文');
			await writer.expectBlocks(
				'heading 潮水',
				'paragraph 这里 要紧 和 强调 。',
				'bullet_list 甲|乙',
				'ordered_list 第三',
				'blockquote 引文',
			);
			const doc = await writer.document();
			assert.deepEqual(doc.content[1].content[1], { type: 'text', text: '要紧', marks: [{ type: 'strong' }] });
			assert.deepEqual(doc.content[1].content[3].marks, [{ type: 'em' }]);
			assert.deepEqual(doc.content[3].attrs, { order: 3 });
		});

		it('a rule of typing is taken back by undo, and all by more of it', async () => {
			await writer.keys.type('## x');
			await writer.expectBlocks('heading x');
			for (let i = 0; i < 4; i++) await writer.keys.press('Control+z');
			const blocks = await writer.blocks();
			assert.ok(!blocks.includes('heading x'), blocks.join());
			for (let i = 0; i < 6; i++) await writer.keys.press('Control+y');
			await writer.expectBlocks('heading x');
		});

		it('an address pasted over words links them, and takes the place of another address', async () => {
			const href = 'https://example.org/a?b=1';
			await writer.keys.type('见 原文');
			for (let i = 0; i < 2; i++) await writer.move('Shift+ArrowLeft');
			await writer.paste({ text: `${href}\n` });
			await writer.keys.type('。');
			assert.deepEqual((await writer.document()).content[0].content, [
				{ type: 'text', text: '见 ' },
				{ type: 'text', text: '原文', marks: [{ type: 'link', attrs: { href } }] },
				{ type: 'text', text: '。' },
			]);
			await writer.clear();
			await writer.keys.type('https://example.org/old');
			await writer.selectLine();
			await writer.paste({ text: href });
			await writer.expectBlocks(`paragraph ${href}`);
		});

		it('a link is changed alone, though another of the paragraph has its address', async () => {
			const linked = (href, text) => ({ type: 'text', text, marks: [{ type: 'link', attrs: { href } }] });
			await writer.paste({ html: '<p><a href="https://example.org/">one</a> and <a href="https://example.org/">two</a></p>', text: 'x' });
			await writer.move('Home');
			await writer.move('ArrowRight');
			await writer.keys.press('Control+k');
			const dialog = desk.page.locator('dialog.ask');
			await dialog.getByLabel(desk.t('Address'), { exact: true }).fill('https://example.com/');
			await writer.keys.press('Enter');
			await dialog.waitFor({ state: 'detached' });
			assert.deepEqual((await writer.document()).content[0].content, [
				linked('https://example.com/', 'one'),
				{ type: 'text', text: ' and ' },
				linked('https://example.org/', 'two'),
			]);
		});

		it('keys set marks, headings and lists', async () => {
			await writer.keys.type('word');
			await writer.selectLine();
			await writer.keys.press('Control+b');
			await writer.keys.press('Control+i');
			assert.deepEqual((await writer.document()).content[0].content[0].marks, [{ type: 'em' }, { type: 'strong' }]);
			await writer.keys.press('Control+Alt+3');
			await writer.expectBlocks('heading word');
			await writer.keys.press('Control+Alt+0');
			await writer.keys.press('Control+Shift+8');
			await writer.expectBlocks('bullet_list word');
		});

		it('the toolbar is one stop of Tab, and arrows go through it', async () => {
			await writer.keys.type('潮');
			await writer.selectLine();
			await writer.keys.press('Alt+F10');
			const names = new Set();
			for (let i = 0; i < 40; i++) {
				names.add(await desk.page.evaluate(() => document.activeElement.getAttribute('aria-label')));
				await writer.keys.press('ArrowRight');
			}
			for (const name of ['Paragraph style', 'Bold', 'Link', 'Table', 'Footnote', 'Undo', 'Tidy']) assert.ok(names.has(desk.t(name)), name);
			await writer.keys.press('Home');
			await writer.keys.press('ArrowRight');
			await writer.keys.press('Enter');
			assert.equal(await writer.tool('Bold').getAttribute('aria-pressed'), 'true');
			assert.deepEqual((await writer.document()).content[0].content[0].marks, [{ type: 'strong' }]);
			await writer.keys.press('Alt+F10');
			await writer.keys.press('Tab');
			assert.equal(await desk.page.evaluate(() => document.activeElement.id), 'body', 'Tab goes on to the text');
		});

		it('inserts by the slash menu, in either kind of slash', async () => {
			await writer.keys.type('/');
			const menu = desk.page.getByRole('listbox');
			await menu.waitFor();
			await picture(instance, desk.page, `editor-slash-${lang}`);
			await writer.keys.press('Escape');
			assert.ok(await menu.isHidden());
			await writer.keys.press('Backspace');
			await writer.keys.type('、biaoge');
			await writer.keys.press('Enter');
			await writer.keys.type('站名');
			await writer.keys.press('Tab');
			await writer.keys.type('客流');
			await writer.keys.press('Shift+Tab');
			const doc = await writer.document();
			assert.equal(doc.content[0].type, 'table');
			assert.equal(doc.content[0].content[0].content[0].type, 'table_header');
			assert.equal(doc.content[0].content[0].content[1].content[0].content[0].text, '客流');
			await writer.tool('Row below').click();
			await writer.tool('Delete column').click();
			const changed = (await writer.document()).content[0].content;
			assert.deepEqual([changed.length, changed[0].content.length], [4, 2]);
			await writer.tool('Delete table').click();
			await writer.expectBlocks('paragraph');
		});

		it('links, footnotes, cards and corrections are asked for, and wrong answers named', async () => {
			// By what it is: one that is closed and still there has no role any more.
			const dialog = desk.page.locator('dialog.ask');
			const answer = async (name, value) => {
				await dialog.getByLabel(desk.t(name), { exact: true }).fill(value);
				await writer.keys.press('Enter');
			};
			await writer.keys.type('潮城');
			await writer.selectLine();
			await writer.keys.press('Control+k');
			await answer('Address', 'javascript:alert(1)');
			assert.ok(await dialog.locator('.error').isVisible());
			await seen(`editor-ask-${lang}`);
			await answer('Address', 'example.org');
			await dialog.waitFor({ state: 'detached' });
			assert.deepEqual((await writer.document()).content[0].content[0].marks, [{ type: 'link', attrs: { href: 'https://example.org/' } }]);

			await writer.keys.press('End');
			await writer.tool('Footnote').click();
			await dialog.getByLabel(desk.t('Text of the note')).fill('据水利局');
			await dialog.getByRole('button', { name: desk.t('OK') }).click();
			await dialog.waitFor({ state: 'detached' });
			await writer.keys.type('。');
			await writer.tool('Embed').click();
			await dialog.getByLabel(desk.t('What is to be seen there')).fill('涨潮');
			await answer('Address of the video or post', 'https://bilibili.com.evil.example/');
			assert.ok((await said(dialog)).includes('哔哩哔哩'), 'who may be embedded is told');
			await answer('Address of the video or post', 'https://www.bilibili.com/video/BV1');
			await dialog.waitFor({ state: 'detached' });
			await writer.tool('Correction note').click();
			await answer('Date', '2026-02-30');
			assert.ok(await dialog.locator('.error').isVisible());
			await answer('Date', '2026-11-24');
			await dialog.waitFor({ state: 'detached' });
			await writer.keys.type('更正的话');
			const doc = await writer.document();
			assert.equal(doc.content.map((block) => block.type).join(), 'paragraph,embed,correction_note,paragraph');
			assert.equal(doc.content[0].content[1].attrs.text, '据水利局');
			assert.deepEqual(doc.content[1].attrs, { provider: 'bilibili', url: 'https://www.bilibili.com/video/BV1', title: '涨潮' });
			assert.deepEqual(doc.content[2].attrs, { date: '2026-11-24' });
			assert.equal(await desk.page.locator('#body .correction > time').textContent(), await desk.page.locator('#lang').inputValue() === 'en' ? '24 November 2026' : '2026年11月24日', 'as its readers will see it');
			await seen(`editor-blocks-${lang}`);
		});

		it('a pull quote has a place for who said it', async () => {
			await writer.keys.type('潮不等人。');
			await writer.tool('Pull quote').click();
			await writer.keys.press('Enter');
			await writer.keys.press('Enter');
			await writer.keys.type('王阿婆');
			await writer.keys.press('Enter');
			await writer.keys.type('后文');
			await writer.expectBlocks('pull_quote 潮不等人。|王阿婆', 'paragraph 后文');
			await seen(`editor-quote-${lang}`);
		});

		it('finds and replaces', async () => {
			await writer.keys.type('潮起潮落，潮声');
			await writer.keys.press('Control+f');
			const bar = desk.page.getByRole('search', { name: desk.t('Find and replace') });
			await bar.getByLabel(desk.t('Find'), { exact: true }).fill('潮');
			assert.ok((await said(bar.locator('.find-status'))).includes('3'));
			assert.equal(await desk.page.locator('.match').count(), 3);
			await seen(`editor-find-${lang}`);
			await bar.getByLabel(desk.t('Replace with')).fill('汐');
			await bar.getByRole('button', { name: desk.t('Replace all') }).click();
			await writer.expectBlocks('paragraph 汐起汐落，汐声');
			await writer.keys.press('Escape');
			assert.ok(await bar.isHidden());
			await writer.keys.press('Control+z');
			await writer.expectBlocks('paragraph 潮起潮落，潮声');
		});

		it('tidies visibly, and takes it back', async () => {
			await writer.keys.type('　　潮城晴, 风力 3 级.');
			await writer.tool('Tidy').click();
			await writer.expectBlocks('paragraph 潮城晴，风力3级。');
			assert.ok((await desk.page.locator('.tidied, .tidied-gone').count()) >= 3, 'the places are marked');
			await seen(`editor-tidy-${lang}`);
			await desk.button('Take it back').click();
			await writer.expectBlocks('paragraph 　　潮城晴, 风力 3 级.');
			assert.equal(await desk.page.locator('.tidied, .tidied-gone').count(), 0);
		});

		it('counts as the server does, and lists the headings', async () => {
			await writer.paste({ text: '## x' });
			await writer.clear();
			await writer.keys.type('## 小标题');
			await writer.keys.press('Enter');
			await writer.keys.type('如何冲向5000亿');
			await until(async () => /^(Words: )?9\D/.test(await said(desk.page.locator('.count-words'))));
			const line = desk.t('Words: {words}, about {minutes} min to read').replace('{words}', '9');
			assert.equal(await said(desk.page.locator('.count-words')), line.replace('{minutes}', '1'));
			await writer.tool('Outline').click();
			const outline = desk.page.getByRole('navigation', { name: desk.t('Outline') });
			await outline.waitFor();
			await seen(`editor-outline-${lang}`);
			await outline.getByRole('button', { name: '小标题' }).click();
			await writer.keys.press('End');
			await writer.keys.type('！');
			await writer.expectBlocks('heading 小标题！', 'paragraph 如何冲向5000亿');
			await writer.tool('Outline').click();
		});

		it('tells how many minutes it takes to read', async () => {
			for (const [text, words, minutes] of [['潮'.repeat(400), '400', 1], ['水', '401', 2], ['潮'.repeat(800), '1,201', 4]]) {
				await writer.keys.insertText(text);
				const line = desk.t('Words: {words}, about {minutes} min to read').replace('{words}', words).replace('{minutes}', minutes);
				await until(async () => (await said(desk.page.locator('.count-words'))) === line);
			}
		});

		it('axe finds nothing in it', async () => {
			await writer.keys.type('## 小标题');
			await writer.keys.press('Enter');
			await writer.keys.type('/biaoge');
			await writer.keys.press('Enter');
			for (const head of ['甲', '乙', '丙']) {
				await writer.keys.type(head);
				await writer.keys.press('Tab');
			}
			assert.deepEqual(await violations(desk.page), []);
			await writer.keys.press('Control+f');
			assert.deepEqual(await violations(desk.page), []);
			await writer.keys.press('Escape');
			await writer.keys.press('Control+k');
			assert.deepEqual(await violations(desk.page), []);
			await writer.keys.press('Escape');
			await writer.clear();
			await writer.keys.type('/');
			await desk.page.getByRole('listbox').waitFor();
			assert.deepEqual(await violations(desk.page), []);
			await writer.keys.press('Escape');
		});

		it('on a phone everything of the menu and of the search is wide enough for a thumb', async () => {
			const { page } = desk;
			const low = (parts) => parts.evaluateAll((all) => all.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML));
			await page.setViewportSize({ width: 390, height: 844 });
			await writer.keys.type('/');
			const items = page.locator('.slash li');
			await items.first().waitFor();
			assert.deepEqual(await low(items), []);
			await writer.keys.press('Escape');
			await writer.keys.press('Control+f');
			const parts = page.locator('.find button, .find input[type=text], .find .find-exact');
			assert.equal(await parts.count(), 8);
			assert.deepEqual(await low(parts), []);
			await writer.keys.press('Escape');
			await page.setViewportSize({ width: 1280, height: 800 });
		});
	});

	describe(`an input method, ${lang}`, () => {
		let desk, writer, ime;
		before(async () => {
			desk = await open(lang);
			await desk.go('/articles/new');
			writer = new Writer(desk);
			ime = await writer.inputMethod();
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk.troubles, []);
			await desk.close();
		});

		const type = async (steps, words) => {
			for (const step of steps) await ime.compose(step);
			await ime.commit(words);
			await writer.settle();
		};

		it('writes into an empty text, and goes on', async () => {
			await type(['c', 'ch', 'chao', 'chao cheng'], '潮城');
			await type(['q', 'qing'], '晴');
			await writer.expectBlocks('paragraph 潮城晴');
			assert.equal(await desk.page.locator('.is-empty').count(), 0);
		});

		it('writes over a selection', async () => {
			await writer.keys.type('潮城昨天晴');
			await writer.keys.press('ArrowLeft');
			await writer.keys.press('Shift+ArrowLeft');
			await writer.keys.press('Shift+ArrowLeft');
			await type(['j', 'jin', 'jin tian'], '今天');
			await writer.expectBlocks('paragraph 潮城今天晴');
		});

		it('writes at the ends of blocks, and over the border of two', async () => {
			await writer.keys.type('一');
			await writer.keys.press('Enter');
			await type(['er'], '二');
			await writer.keys.press('Home');
			await type(['q', 'qian'], '前');
			await writer.keys.press('ArrowUp');
			await writer.keys.press('End');
			await type(['h', 'hou'], '后');
			await writer.expectBlocks('paragraph 一后', 'paragraph 前二');
			await writer.keys.press('Control+Home');
			await writer.keys.press('ArrowRight');
			await writer.keys.press('Shift+ArrowDown');
			await type(['z', 'zhong'], '中');
			const [only, ...rest] = await writer.blocks();
			assert.match(only, /^paragraph 一中/);
			assert.deepEqual(rest, []);
		});

		it('is cancelled without a trace', async () => {
			await writer.keys.type('潮城');
			await ime.compose('ba');
			await ime.compose('ba shi');
			await ime.cancel();
			await writer.settle();
			await writer.expectBlocks('paragraph 潮城');
			await type(['q'], '晴');
			await writer.expectBlocks('paragraph 潮城晴');
		});

		it('nothing acts while it composes: no menu, no rule of typing, no new name', async () => {
			await writer.keys.type('潮');
			const name = () => desk.page.evaluate(() => document.querySelector('#body > *').getAttribute('data-id'));
			const before = await name();
			await writer.keys.press('Backspace');
			await ime.compose('/');
			assert.ok(await desk.page.locator('.slash').isHidden());
			await ime.compose('## ');
			assert.equal(await desk.page.locator('#body h2').count(), 0);
			await ime.commit('潮');
			await writer.settle();
			assert.equal(await name(), before);
			await writer.expectBlocks('paragraph 潮');
		});

		it('writes in bold, in a list, a table and who said a quote', async () => {
			await writer.keys.press('Control+b');
			await type(['cu'], '粗');
			await writer.keys.press('Control+b');
			await type(['xi'], '细');
			let doc = await writer.document();
			assert.deepEqual(doc.content[0].content, [
				{ type: 'text', text: '粗', marks: [{ type: 'strong' }] },
				{ type: 'text', text: '细' },
			]);
			await writer.keys.press('Enter');
			await writer.keys.type('- ');
			await type(['xiang'], '项');
			await writer.keys.press('Enter');
			await type(['xiang', 'xiang er'], '项二');
			await writer.keys.press('Enter');
			await writer.keys.press('Enter');
			await writer.keys.type('/biaoge');
			await writer.keys.press('Enter');
			await type(['zhan'], '站');
			await writer.keys.press('Tab');
			await type(['ke', 'ke liu'], '客流');
			doc = await writer.document();
			assert.equal(doc.content[1].type, 'bullet_list');
			assert.deepEqual(
				doc.content[2].content[0].content.map((cell) => cell.content[0].content?.[0].text ?? ''),
				['站', '客流', ''],
			);
		});
	});

	describe(`pasting, ${lang}`, () => {
		let desk, writer;
		before(async () => {
			desk = await open(lang);
			await desk.go('/articles/new');
			writer = new Writer(desk);
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk.troubles, [], 'no style is blocked, nothing fails');
			await desk.close();
		});

		it('from Word', async () => {
			await writer.paste({ html: fixture('word.html') });
			const doc = await writer.document();
			assert.equal(doc.content.map((block) => block.type).join(), 'heading,paragraph,paragraph,paragraph,bullet_list,ordered_list,heading,table,paragraph,paragraph');
			assert.deepEqual(doc.content.at(-1).content.at(-1), { type: 'footnote', attrs: { text: '脚注' } });
			assert.equal(doc.content[0].content[0].text, '海塘加固2026');
			assert.deepEqual(doc.content[1].content[1], { type: 'text', text: '昨天', marks: [{ type: 'strong' }] });
			assert.ok(!JSON.stringify(doc).includes('file:'));
		});

		it('from WPS, Google Docs, WeChat and a web page', async () => {
			for (const [name, blocks] of [
				['wps.html', 'heading,paragraph,ordered_list,paragraph'],
				['gdocs.html', 'heading,paragraph,bullet_list,ordered_list,table,heading,paragraph'],
				['wechat.html', 'paragraph,paragraph,paragraph,paragraph,paragraph,blockquote,paragraph,paragraph,paragraph,paragraph,paragraph,bullet_list'],
			]) {
				await writer.clear();
				await writer.paste({ html: fixture(name) });
				assert.equal((await writer.document()).content.map((block) => block.type).join(), blocks, name);
			}
			await writer.clear();
			await writer.paste({ html: fixture('web.html') });
			assert.ok(!/javascript|evil|alert|filled-in/i.test(JSON.stringify(await writer.document())));
		});

		it('within a line keeps words apart, and the line one', async () => {
			await writer.keys.type('a');
			await writer.paste({ html: '<span> in the </span><b>middle</b><span> </span>' });
			await writer.keys.type('b');
			await writer.expectBlocks('paragraph a in the middle b');
		});

		it('as plain text', async () => {
			await writer.paste({ html: '<h1>Bold</h1><p>text</p>', text: 'Bold\ntext', plain: true });
			await writer.expectBlocks('paragraph Bold', 'paragraph text');
		});
	});

	describe(`saving, ${lang}`, () => {
		const article = readArticle({ zh: '45-winter-swim.txt', en: '44-swallows-en.txt' }[lang]);
		let desk, writer;
		before(async () => {
			desk = await open(lang);
			writer = new Writer(desk);
		});
		after(async () => {
			assert.deepEqual(desk.troubles, []);
			await desk.close();
		});

		const fill = async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill(article.headline);
			await desk.field('Channel').selectOption({ label: channels[lang] });
			await desk.field('Language').selectOption(lang);
			await desk.field('Bylines').getByLabel(desk.t('Name'), { exact: true }).fill('林知夏');
		};

		it('keeps the document, its names and the way back over the save', async () => {
			await fill();
			await writer.clear();
			await writer.paste({ html: fixture('word.html') });
			await writer.keys.press('Control+End');
			await writer.keys.type('末');
			const written = await writer.document();
			const names = await desk.page.evaluate(() => [...document.querySelectorAll('#body > *')].map((e) => e.dataset.id));
			await Promise.all([desk.page.waitForURL(/\/articles\/\d+/), writer.keys.press('Control+s')]);
			assert.ok(await desk.page.locator('.notice').isVisible(), 'it is told');
			const id = desk.articleId();
			await writer.keys.press('Control+z');
			assert.notDeepEqual(await writer.document(), written, 'undo reaches over the save');
			await writer.keys.press('Control+y');
			await desk.go(`/articles/${id}`);
			assert.deepEqual(await writer.document(), written);
			assert.deepEqual(
				await desk.page.evaluate(() => [...document.querySelectorAll('#body > *')].map((e) => e.dataset.id)),
				names,
			);
			const stored = await instance.sql(`SELECT words FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`);
			// Counted alike.
			await until(async () => new RegExp(`^(Words: )?${stored}\\D`).test(await said(desk.page.locator('.count-words'))));
			// A second save of the page that was not left is one of the next version.
			await desk.field('Headline').fill(`${article.headline}2`);
			await writer.body.click();
			await Promise.all([desk.page.waitForResponse((r) => r.request().method() === 'POST'), writer.keys.press('Control+s')]);
			await desk.page.waitForFunction(() => !document.querySelector('.is-saving'));
			assert.equal(await instance.sql(`SELECT count(*) FROM core.revision WHERE article_id = ${id}`), '2');
			await desk.press('Submit for review');
			assert.equal(await instance.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'submitted');
		});

		it('a page with a fault is answered with the fault, and the text is there', async () => {
			await fill();
			await desk.field('Headline').fill('');
			await writer.clear();
			await writer.keys.type('- 一');
			const written = await writer.document();
			await Promise.all([desk.page.waitForEvent('load'), writer.keys.press('Control+s')]);
			assert.equal(await desk.field('Headline').getAttribute('aria-invalid'), 'true');
			assert.deepEqual(await writer.document(), written);
		});

		it('a document that the schema does not know is refused, and its words are kept', async () => {
			await fill();
			const answer = await desk.answer(() =>
				desk.page.evaluate(() => {
					const form = document.getElementById('form');
					// As an outdated editor would send it.
					form.addEventListener('formdata', (event) =>
						event.formData.set(
							'body_json',
							'{"schema":1,"doc":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"不能丢的话"}]},{"type":"hologram"}]}}',
						),
					);
					form.requestSubmit(form.querySelector('[value=save]'));
				}),
			);
			assert.equal(answer.status(), 422);
			const error = await said(desk.page.locator('#body-error'));
			assert.ok(error.includes('doc.content[1]'), error);
			assert.equal(await writer.body.getAttribute('aria-invalid'), 'true');
			await writer.expectBlocks('paragraph 不能丢的话');
			await picture(instance, desk.page, `editor-refused-${lang}`);
		});

		it('JSON that is none is refused the same way, also without script', async () => {
			const plain = await Desk.signedIn(browser, instance, 'reporter', { lang });
			await plain.go('/articles/new');
			const csrf = await plain.page.locator('#form input[name=csrf]').getAttribute('value');
			const key = await plain.page.locator('#form input[name=key]').getAttribute('value');
			const answer = await plain.page.request.post(`${instance.desk}/articles`, {
				form: { csrf, key, base: '', headline: 'x', channel: '1', lang, source_kind: 'original', source_name: 'x', body: '', body_json: '{"broken 不能丢' },
				headers: { origin: instance.desk },
				maxRedirects: 0,
			});
			assert.equal(answer.status(), 422);
			assert.ok((await answer.text()).includes('{&quot;broken 不能丢'), 'what was sent is on the page');
			await plain.close();
		});

		it('what was written survives the end of the session', async () => {
			await fill();
			await writer.clear();
			await writer.keys.type('## 标题');
			await writer.keys.press('Enter');
			await writer.keys.type('**粗** 的话');
			const written = await writer.document();
			await instance.sql(
				`UPDATE auth.session SET seen_at = now() - interval '2 hours' WHERE user_id = (SELECT id FROM core.app_user WHERE login = 'reporter')`,
			);
			const answer = await desk.press('Save');
			assert.equal(answer.status(), 401);
			await desk.signIn('reporter', instance.account('reporter').password);
			await desk.press('Send again');
			assert.deepEqual(await writer.document(), written);
		});
	});
}

describe('what readers see', () => {
	it('is the same blocks, and no script works as before', async () => {
		const desk = await open('zh');
		const writer = new Writer(desk);
		await desk.go('/articles/new');
		await desk.field('Headline').fill('海塘加固完工');
		await desk.field('Channel').selectOption({ label: channels.zh });
		await writer.clear();
		await writer.paste({ html: fixture('word.html') });
		const [beside] = await Promise.all([desk.page.context().waitForEvent('page'), desk.button('Preview').click()]);
		const preview = beside.frameLocator('iframe').locator('.body');
		assert.equal(await preview.locator('table tr').count(), 2);
		assert.equal(await preview.locator('ol[start="3"] li').count(), 2);
		assert.ok(await writer.body.isVisible(), 'the editor is there again, with the text');
		await picture(instance, beside, 'editor-preview');
		await beside.close();
		await desk.press('Save');
		const id = desk.articleId();
		await desk.close();

		const plain = await Desk.signedIn(browser, instance, 'reporter', { lang: 'zh' });
		await plain.go(`/articles/${id}`);
		assert.equal(await plain.field('Body').evaluate((e) => e.localName), 'textarea');
		const text = await plain.field('Body').inputValue();
		assert.ok(text.includes('## 海塘加固2026') && text.includes('- 第一项'), text);
		assert.ok(await plain.page.locator('#lossy').isVisible(), 'it is told what is lost');
		await plain.field('Body').fill(`${text}\n\n补一段`);
		await plain.press('Save');
		const kept = await instance.sql(`SELECT body_html FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`);
		assert.ok(kept.includes('<strong>昨天</strong>') && kept.includes('<td colspan="2">') && kept.includes('<p>补一段</p>\n<ol class="footnotes">'), kept);
		await plain.go(`/articles/${id}`);
		await plain.field('Body').fill('## 一\n\n二');
		await plain.press('Save');
		assert.equal(await instance.sql(`SELECT body_html FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`), '<h2>一</h2>\n<p>二</p>');
		await plain.close();
	});
});
