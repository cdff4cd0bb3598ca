// The desk by keyboard alone: every stop of the Tab key is seen, and all can be done.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readArticle } from './lib/article.mjs';
import { launch, whole } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';
import { Site } from './lib/site.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch(whole);
});
after(() => browser?.close());

/** What marks the element in focus, and whether it is within the window. */
const focusMark = () => {
	const e = document.activeElement;
	const style = getComputedStyle(e);
	const box = e.getBoundingClientRect();
	return {
		name: `${e.localName}${e.id ? `#${e.id}` : ''} “${(e.textContent || e.name || '').trim().slice(0, 30)}”`,
		outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
		within: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
	};
};

/** Presses Tab until ${target} has the focus; every stop on the way must be visible. */
async function tabTo(page, target) {
	for (let i = 0; i < 120; i++) {
		await page.keyboard.press('Tab');
		// After the last stop the focus leaves the page, and comes back at its top.
		if (await page.evaluate(() => document.activeElement === document.body)) continue;
		const mark = await page.evaluate(focusMark);
		assert.ok(mark.outlined, `no mark of focus on ${mark.name}`);
		assert.ok(mark.within, `the focus is out of sight on ${mark.name}`);
		if (await target.evaluate((e) => e === document.activeElement)) return;
	}
	assert.fail(`the Tab key does not reach ${target}`);
}

for (const lang of ['zh', 'en']) {
	describe(`by keyboard, ${lang}`, () => {
		const article = readArticle({ zh: '47-balcony-garden.txt', en: '54-ferry-en.txt' }[lang]);
		let desk, editor, channel, id;

		const type = async (name, value) => {
			await tabTo(desk.page, desk.field(name));
			await desk.page.keyboard.insertText(value);
		};
		const enter = async (one, target) => {
			await tabTo(one.page, target);
			await one.answer(() => one.page.keyboard.press('Enter'));
		};

		after(async () => {
			await desk?.close();
			await editor?.close();
		});

		it('signs in', async () => {
			desk = await Desk.open(browser, instance, { lang });
			await desk.go('/login');
			await type('Login', 'reporter');
			await type('Password', instance.account('reporter').password);
			await desk.answer(() => desk.page.keyboard.press('Enter'));
			await desk.at('/');
			channel = await instance.sql(`SELECT id FROM core.channel WHERE slug = 'life'`);
		});

		it('skips to the content', async () => {
			await desk.go('/articles');
			await desk.page.keyboard.press('Tab');
			const target = await desk.page.evaluate(() => document.activeElement.getAttribute('href'));
			assert.match(target, /^#/);
			await desk.page.keyboard.press('Enter');
			assert.equal(new URL(desk.page.url()).hash, target);
			assert.equal(await desk.page.locator(target).count(), 1);
		});

		it('writes an article and hands it in', async () => {
			const { t, page } = desk;
			await desk.go('/articles/new');
			await type('Headline', article.headline);
			await type('Summary', article.summary);
			await type('Body', article.body);
			await type('Bylines', article.bylines.map((b) => `${t('Reporter')} | ${b.name} | ${b.outlet}`).join('\n'));
			await type('Source', article['source-name']);
			await tabTo(page, desk.field('Channel'));
			await page.keyboard.press('Home');
			for (let i = 0; i < 20 && (await desk.field('Channel').inputValue()) !== channel; i++)
				await page.keyboard.press('ArrowDown');
			assert.equal(await desk.field('Channel').inputValue(), channel);
			await enter(desk, desk.button('Submit for review'));
			id = desk.articleId();
		});

		it('reviews it', async () => {
			editor = await Desk.signedIn(browser, instance, 'editor', { lang });
			await editor.go(`/articles/${id}/review`);
			await enter(editor, editor.button('Approve'));
			assert.equal(await editor.button('Approve').count(), 0);
		});

		it('writes in the editor, with all that a text can hold', async () => {
			await desk.close();
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			const { page } = desk;
			await desk.go('/articles/new');
			const writer = new PictureWriter(desk);
			const { keys } = writer;
			const slash = async (words) => {
				await keys.type(`/${words}`);
				await page.locator('.slash li').first().waitFor();
				await keys.press('Enter');
			};
			const dialog = page.locator('dialog.ask');
			const answer = async (...answers) => {
				await dialog.waitFor();
				for (const [i, words] of answers.entries()) {
					if (i > 0) await keys.press('Tab');
					await keys.insertText(words);
				}
				// By the button: in a field of several lines Enter is one more.
				await tabTo(page, dialog.locator('button[value=ok]'));
				await keys.press('Enter');
				await dialog.waitFor({ state: 'detached' });
			};
			await type('Headline', article.headline);
			await tabTo(page, writer.body);
			await keys.type('一段');
			await writer.selectLine();
			await keys.press('Control+k');
			await answer('example.org');
			await keys.press('End');
			await keys.press('Alt+F10');
			const note = writer.tool('Footnote');
			for (let i = 0; i < 40 && !(await note.evaluate((e) => e === document.activeElement)); i++) await keys.press('ArrowRight');
			await keys.press('Enter');
			await answer('据水利局');
			await keys.press('Enter');
			await keys.type('- 甲');
			await keys.press('Enter');
			await keys.type('乙');
			await keys.press('Enter');
			await keys.press('Enter');
			await slash('biaoge');
			await keys.type('年');
			for (let i = 0; i < 8; i++) await keys.press('Tab');
			await keys.type('末');
			await keys.press('ArrowDown');
			const [chooser] = await Promise.all([page.waitForEvent('filechooser'), slash('tupian')]);
			await chooser.setFiles([file('tide.png', png(320, 240, Buffer.from([200, 40, 90])))]);
			await writer.figures(1);
			assert.deepEqual((await writer.blocks()).map((block) => block.split(' ')[0]), ['paragraph', 'bullet_list', 'table', 'figure', 'paragraph']);
			await keys.press('ArrowUp');
			await keys.type('涨潮');
			await keys.press('Tab');
			await keys.insertText('受访者供图');
			await keys.press('Tab');
			await keys.insertText('潮水');
			assert.deepEqual((await writer.attributes()).map(({ alt, credit }) => [alt, credit]), [['潮水', '受访者供图']]);
		});

		it('fills in the panel, and hands it in', async () => {
			const { page } = desk;
			await tabTo(page, desk.field('Channel'));
			await page.keyboard.press('Home');
			for (let i = 0; i < 20 && (await desk.field('Channel').inputValue()) !== channel; i++) await page.keyboard.press('ArrowDown');
			await tabTo(page, page.locator('.person-name').first());
			await page.keyboard.insertText(article.bylines[0].name);
			await enter(desk, desk.button('Submit for review'));
			id = desk.articleId();
			assert.equal(await instance.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'submitted');
		});

		it('publishes it and takes it back', async () => {
			const site = await Site.open(browser, instance, { lang });
			await editor.close();
			editor = await Desk.signedIn(browser, instance, 'editor', { lang, javaScript: true });
			await editor.go(`/articles/${id}/review`);
			await enter(editor, editor.button('Approve'));
			await enter(editor, editor.button('Publish'));
			await until(async () => (await site.go(`/a/${id}`)).status() === 200);
			await editor.go(`/articles/${id}/review`);
			const form = editor.page.locator(`form[action="/articles/${id}/withdraw"]`);
			await tabTo(editor.page, form.getByLabel(editor.t('Reason'), { exact: true }));
			await editor.page.keyboard.insertText('数字有误');
			await tabTo(editor.page, form.getByLabel(editor.t('Reason for readers'), { exact: true }));
			await editor.page.keyboard.insertText('数字有误');
			await enter(editor, editor.button('Withdraw'));
			await until(async () => (await site.go(`/a/${id}`)).status() === 410);
			await site.page.context().close();
		});
	});
}
