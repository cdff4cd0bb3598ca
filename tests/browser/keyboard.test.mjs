// The desk by keyboard alone: every stop of the Tab key is seen, and all can be done.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readArticle } from './lib/article.mjs';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
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
	});
}
