// What is seen while one writes: the tools after an input method, the menu, new tables, copying, long words of pictures.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';
import { said } from './lib/site.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const lang of ['zh', 'en']) {
	describe(`writing, ${lang}`, () => {
		let desk, writer, page;
		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			page = desk.page;
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk?.troubles, []);
			await desk?.close();
		});

		it('the tools tell what an input method did', async () => {
			// Another page: what was written on this one can be undone.
			await desk.go('/articles/new');
			await writer.body.focus();
			const undo = writer.tool('Undo');
			assert.equal(await undo.getAttribute('aria-disabled'), 'true', 'nothing was written yet');
			const ime = await writer.inputMethod();
			await ime.compose('chao');
			await ime.commit('潮');
			await page.locator('[data-tool="undo"]:not([aria-disabled])').waitFor();
			assert.equal(await undo.getAttribute('aria-disabled'), null);
		});

		it('the menu keeps what was gone to while what fits becomes less', async () => {
			await writer.keys.type('/');
			const chosen = page.locator('.slash [aria-selected="true"]');
			await chosen.waitFor();
			await writer.keys.press('ArrowDown');
			await writer.keys.press('ArrowDown');
			const third = await said(chosen);
			await writer.keys.type('biao');
			await page.waitForFunction(() => document.querySelectorAll('.slash li').length < 6);
			assert.equal(await said(chosen), third);
			await writer.keys.type('ge');
			await page.waitForFunction(() => document.querySelectorAll('.slash li').length === 1);
			assert.equal(await said(chosen), desk.t('Table'), 'what does not fit any more is not kept');
			await writer.keys.press('Escape');
		});

		it('an address becomes a link when it ends, which one step takes back', async () => {
			const linked = (href) => ({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] });
			await writer.keys.type('见 https://example.org/a_b?c=1.');
			await writer.expectBlocks('paragraph 见 https://example.org/a_b?c=1.');
			await writer.keys.type(' 与');
			const line = (await writer.document()).content[0].content;
			assert.deepEqual(line, [{ type: 'text', text: '见 ' }, linked('https://example.org/a_b?c=1'), { type: 'text', text: '. 与' }]);
			await writer.keys.press('Control+z');
			await writer.keys.press('Control+z');
			assert.deepEqual((await writer.document()).content[0].content, [{ type: 'text', text: '见 https://example.org/a_b?c=1. ' }]);
			await writer.clear();
			await writer.paste({ text: 'https://example.com/x' });
			await writer.keys.insertText('。');
			assert.deepEqual((await writer.document()).content[0].content, [linked('https://example.com/x'), { type: 'text', text: '。' }]);
		});

		it('what is selected is counted beside the whole', async () => {
			await writer.keys.type('潮城 two words');
			const count = page.locator('.count-words');
			const selected = async (n) => {
				const words = desk.t('; selected: {words}').replace('{words}', n);
				await page.waitForFunction((words) => document.querySelector('.count-words').textContent.endsWith(words), words);
			};
			await writer.keys.press('Control+A');
			await selected(4);
			assert.match(await said(count), /\b4\b/);
			await writer.move('ArrowLeft');
			await page.waitForFunction(() => !document.querySelector('.count-words').textContent.includes(document.documentElement.lang.startsWith('zh') ? '选中' : 'selected'));
			for (let i = 0; i < 2; i++) await writer.move('Shift+ArrowRight');
			await selected(2);
		});

		it('axe finds nothing in a new table, nor after its heads have words', async () => {
			await writer.keys.type('/biaoge');
			await writer.keys.press('Enter');
			await page.locator('.ProseMirror table').waitFor();
			assert.deepEqual(await violations(page), []);
			const roles = () => page.locator('.ProseMirror th').evaluateAll((all) => all.map((th) => th.getAttribute('role')));
			assert.deepEqual(await roles(), ['cell', 'cell', 'cell']);
			await writer.keys.type('站名');
			assert.deepEqual(await roles(), [null, 'cell', 'cell']);
			assert.deepEqual(await violations(page), []);
			await writer.keys.press('Backspace');
			await writer.keys.press('Backspace');
			assert.deepEqual(await roles(), ['cell', 'cell', 'cell']);
		});

		it('what is copied here comes in again as it was; what another page with ProseMirror copied is cleaned', async () => {
			await writer.paste({ html: '<ol start="3"><li>甲</li><li>乙</li></ol><h3>题</h3>', text: 'x' });
			const want = await writer.document();
			await writer.keys.press('Control+A');
			await page.waitForFunction(() => getSelection().toString().includes('题'));
			const html = await writer.body.evaluate((body) => {
				const data = new DataTransfer();
				body.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
				return data.getData('text/html');
			});
			assert.match(html, /data-pm-slice/);
			await writer.clear();
			await writer.paste({ html, text: 'x' });
			assert.deepEqual((await writer.document()).content.slice(0, 2), want.content.slice(0, 2));
			await writer.clear();
			const foreign = '[&quot;table&quot;,null,&quot;table_row&quot;,null,&quot;table_cell&quot;,null]';
			await writer.paste({ html: `<p data-pm-slice="0 0 ${foreign}">一</p><p>二</p>`, text: 'x' });
			await writer.expectBlocks('paragraph 一', 'paragraph 二');
		});

		it('a description or credit that is too long is told of beside it, is kept whole, and cannot be saved', async () => {
			await writer.pick('Picture', [file('long.png', png(320, 200, randomBytes(3)))]);
			await writer.figures(1);
			await writer.intoCaption();
			const message = (n, max) =>
				desk.t('{n} characters; with more than {max} the article cannot be saved. Shorten it.').replace('{n}', n).replace('{max}', max);
			for (const [name, max] of [
				['credit', 200],
				['alt', 300],
			]) {
				const box = writer.figure().locator(`.figure-${name}`);
				const input = box.locator('input');
				const error = box.locator('.error');
				const stored = async () => (await writer.attributes())[0][name];
				await input.fill('潮'.repeat(max));
				assert.ok(await error.isHidden());
				await input.fill(`${'潮'.repeat(max)}水长`);
				assert.equal(await said(error), message(max + 2, max));
				assert.equal(await input.getAttribute('aria-invalid'), 'true');
				assert.deepEqual(await violations(page), []);
				await input.press('Tab');
				assert.equal([...(await input.inputValue())].length, max + 2, 'what was typed stays');
				assert.equal(await stored(), `${'潮'.repeat(max)}水长`);
				// What the form holds comes back with the words, and draws the picture anew.
				await page.evaluate(() => {
					const body_json = new FormData(document.getElementById('form')).get('body_json');
					document.getElementById('form').dispatchEvent(new CustomEvent('copydesk:restore', { detail: { body_json } }));
				});
				assert.equal([...(await input.inputValue())].length, max + 2, 'nor is it cut when the picture is drawn anew');
				const answer = await page.evaluate(async () => {
					const form = document.getElementById('form');
					const fields = new URLSearchParams(new FormData(form));
					fields.set('action', 'save');
					return (await fetch(form.getAttribute('action'), { method: 'POST', body: fields })).text();
				});
				const refused = desk.t('“%s” cannot be saved yet: a text of a picture is longer than %lld characters. Shorten it; it begins: “%.*s…”. Your text is kept.');
				assert.ok(answer.includes(refused.replace('%s', desk.t('Body')).replace('%lld', max).replace('%.*s', '潮'.repeat(20))), answer.match(/id="faults"[^]*?<\/ul>/)?.[0]);
				await input.fill('短');
				assert.ok(await error.isHidden());
				assert.equal(await stored(), '短');
			}
		});

		it('a focal point that is asked for twice has one cross, and the crops are those that the desk cuts', async () => {
			await writer.pick('Picture', [file('focal.png', png(320, 200, randomBytes(3)))]);
			await writer.figures(1);
			await writer.intoCaption();
			// The desk answers when both have been pressed.
			let answer;
			const pressed = new Promise((resolve) => (answer = resolve));
			await page.route('**/media/*/state', async (route) => {
				await pressed;
				await route.continue();
			});
			const tool = writer.tools()('Focal point');
			await tool.press('Enter');
			await tool.press('Enter');
			answer();
			const cross = page.getByRole('slider', { name: desk.t('Focal point') });
			await cross.first().waitFor();
			await page.unroute('**/media/*/state');
			assert.equal(await cross.count(), 1);
			// At the lower edge of a picture of 8:5 the crop of 16:9 ends with it, as wide as it is.
			for (let i = 0; i < 3; i++) await writer.keys.press('Shift+ArrowDown');
			await writer.keys.press('Shift+ArrowLeft');
			const shown = await page.locator('.focal-crop.crop-16x9').evaluate((crop) => getComputedStyle(crop).objectPosition);
			assert.equal(shown, '50% 100%');
			await writer.keys.press('Escape');
			await cross.waitFor({ state: 'detached' });
		});
	});
}
