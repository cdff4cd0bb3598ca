// What comes after the page where articles are written, and what is said where it does not come.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const [lang, words] of Object.entries({ zh: '潮水七点到 ,人已离开。', en: 'The tide came at seven.' })) {
	describe(`tools that are seldom wanted, ${lang}`, { timeout: 120000 }, () => {
		let desk, writer, page, cdp, id;
		const missing = () => page.getByRole('dialog', { name: desk.t('This tool could not be loaded') });
		const library = () => page.getByRole('dialog', { name: desk.t('Picture library') });
		const press = (dialog, name) => dialog.getByRole('button', { name: desk.t(name), exact: true }).click();
		const cut = (yes) => cdp.send('Network.setBlockedURLs', { urls: yes ? ['*/static/seldom.js*'] : [] });
		const come = () => page.waitForFunction(() => 'copydeskSeldom' in window);

		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			({ page } = desk);
			page.setDefaultTimeout(15000);
			writer = new Writer(desk);
			cdp = await page.context().newCDPSession(page);
			await cdp.send('Network.enable');
			await desk.go('/articles/new');
			await desk.field('Headline').fill(`${words} ${Date.now()}`);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Body').fill(words);
			await desk.press('Save');
			id = desk.articleId();
		});
		after(() => desk?.close());

		it('that cannot be loaded say so, can be tried again, and lose nothing', async () => {
			await cut(true);
			const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/static/seldom.js'));
			await desk.go(`/articles/${id}?edit=1`);
			await failed;
			assert.equal(await missing().count(), 0, 'nothing is said before something is wanted');
			assert.ok(await page.locator('.remarks .remark-new').isVisible(), 'the comments stand as the server made them');
			await writer.clear();
			await writer.keys.insertText(words);
			await writer.tool('Picture library').click();
			await missing().waitFor();
			await picture(instance, page, `seldom-${lang}`);
			assert.deepEqual(await violations(page), []);
			await press(missing(), 'Try again');
			await missing().waitFor();
			await press(missing(), 'Cancel');
			assert.equal(await missing().count(), 0);
			await writer.expectBlocks(`paragraph ${words}`);
			assert.ok(await writer.body.evaluate((body) => body === document.activeElement), 'one can write on');

			// A comment is neither begun nor marked before its panel is there.
			await writer.body.click();
			await writer.keys.press('Control+A');
			await writer.keys.press('Control+Alt+m');
			await missing().waitFor();
			await cut(false);
			await press(missing(), 'Try again');
			await page.getByRole('textbox', { name: desk.t('Your comment'), exact: true }).waitFor();
			assert.match(JSON.stringify(await writer.document()), /"comment"/);
			await writer.tool('Picture library').click();
			await library().waitFor();
			await press(library(), 'Cancel');
		});

		it('that were wanted twice while they come are there once', async () => {
			let go;
			const gate = new Promise((resolve) => (go = resolve));
			await page.route('**/static/seldom.js*', async (route) => {
				await gate;
				await route.continue();
			});
			await page.goto(`${instance.desk}/articles/${id}?edit=1`, { waitUntil: 'commit' });
			await writer.tool('Picture library').click();
			await writer.tool('Picture library').click();
			assert.equal(await library().count(), 0);
			go();
			await library().waitFor();
			await page.waitForTimeout(300);
			assert.equal(await page.locator('dialog[open]').count(), 1);
			await press(library(), 'Cancel');
			await page.unroute('**/static/seldom.js*');
		});

		it('are there without a network once the page had time for them', async () => {
			await desk.go(`/articles/${id}?edit=1`);
			await come();
			await page.context().setOffline(true);
			await writer.clear();
			await writer.keys.insertText('他 说 ,好');
			await writer.tool('Tidy').click();
			await until(async () => (await writer.blocks())[0] === 'paragraph 他说，好');
			assert.equal(await missing().count(), 0);
			await page.context().setOffline(false);
		});
	});
}
