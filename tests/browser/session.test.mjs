// The session ends while somebody writes: asked once, beside the text, and never under an input method.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { shown } from './lib/shown.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const lang of ['zh', 'en']) {
	describe(`a session that ends, ${lang}`, { timeout: 240000 }, () => {
		let desk, writer, dialog, line;
		const paused = () => desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });
		const end = () => instance.sql(`UPDATE auth.session SET seen_at = now() - interval '2 hours' WHERE user_id = (SELECT id FROM core.app_user WHERE login = 'reporter')`);
		/** Types a line, and waits until the desk was asked to keep it. */
		async function type(text) {
			const asked = desk.page.waitForResponse((r) => r.url().endsWith('/working'));
			await writer.keys.insertText(text);
			return (await asked).status();
		}

		beforeEach(async () => {
			await desk?.close();
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			writer = new Writer(desk);
			await desk.go('/articles/new');
			await desk.field('Headline').fill('x');
			await writer.clear();
			await desk.page.waitForSelector('#working[data-kind=saved]');
			dialog = desk.page.getByRole('dialog', { name: desk.t('Sign in again') });
			line = desk.page.locator('#working');
			await end();
		});
		after(() => desk?.close());

		it('“Later” holds: the line says it, with a way to sign in, and all goes on after it', async () => {
			assert.equal(await type('甲'), 401);
			await dialog.waitFor();
			await desk.button('Later').click();
			assert.equal(await type('乙'), 401);
			await desk.page.waitForTimeout(500);
			assert.equal(await dialog.isVisible(), false);
			await shown(instance, desk.page, `session-later-${lang}`);
			await writer.keys.press('Escape');
			const [tab] = await Promise.all([desk.page.context().waitForEvent('page'), line.getByRole('link', { name: desk.t('Sign in in a new tab') }).click()]);
			const other = new Desk(tab, lang, instance);
			await other.signIn('reporter', instance.account('reporter').password);
			await tab.close();
			await desk.page.bringToFront();
			await desk.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
			await desk.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
			assert.equal(await line.getByRole('link').count(), 0);
			// The next end of a session is another one.
			await end();
			await writer.body.focus();
			await type('丙');
			await dialog.waitFor();
		});

		it('Escape is “Later” too; what this browser cannot keep is asked for again, once', async () => {
			await type('甲');
			await dialog.waitFor();
			await writer.keys.press('Escape');
			await type('乙');
			await desk.page.waitForTimeout(300);
			assert.equal(await dialog.isVisible(), false);
			await desk.page.evaluate(() => {
				IDBObjectStore.prototype.put = () => {
					throw new DOMException('', 'QuotaExceededError');
				};
			});
			await writer.keys.insertText('丙');
			await dialog.waitFor();
			await until(async () => (await line.innerText()).includes(desk.t('This browser cannot keep your text: do not close the page.')));
			await desk.button('Later').click();
			await type('丁');
			await desk.page.waitForTimeout(500);
			assert.equal(await dialog.isVisible(), false);
		});

		it('never opens under an input method', async () => {
			const method = await writer.inputMethod();
			let answer = () => {};
			const held = new Promise((done) => (answer = done));
			await desk.page.route('**/working', async (route) => {
				await held;
				await route.continue();
			});
			const asked = desk.page.waitForRequest('**/working');
			await writer.keys.insertText('甲');
			await asked;
			await method.compose('ceshi');
			answer();
			await paused();
			await desk.page.waitForTimeout(500);
			assert.equal(await dialog.isVisible(), false);
			await method.compose('测试');
			await method.commit('测试');
			await dialog.waitFor();
			assert.equal(await writer.body.innerText(), '甲测试');
		});
	});
}
