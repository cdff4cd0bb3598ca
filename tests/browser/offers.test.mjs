// What was not saved comes back: by itself to the window that wrote it, else in offers that leave the form in sight.
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

const offers = (desk) => desk.page.locator('.offer');
const isPaused = (desk) => desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });

for (const lang of ['zh', 'en']) {
	describe(`unsaved text, ${lang}`, () => {
		let desk;
		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
		});
		beforeEach(() => instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence'));
		after(() => desk?.close());

		async function tab(path = '/articles/new') {
			const one = await desk.tab();
			one.writer = new Writer(one);
			await one.go(path);
			return one;
		}

		it('that this browser alone has says how it begins, and is folded from the third on', async () => {
			const texts = ['潮水两点退去。', 'The ferry left at six.', '渡轮六点开走，比平日早了两个小时，码头上的人说是因为大雾将至，也有人说船长只是想早点回家吃饭。', '末段。'];
			for (const text of texts) {
				const one = await tab();
				await one.page.waitForSelector('.others', { state: 'attached' });
				await one.page.context().setOffline(true);
				await one.writer.body.click();
				await one.writer.keys.insertText(text);
				await isPaused(one);
				await one.page.close();
				await desk.page.context().setOffline(false);
			}
			const one = await tab();
			await until(async () => (await offers(one).count()) === texts.length);
			const begins = (await offers(one).locator('b').allTextContents()).sort();
			assert.deepEqual(begins, texts.map((text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)).sort());
			assert.equal(await one.page.locator('.offer:visible').count(), 2);
			await shown(instance, one.page, `offers-folded-${lang}`);
			await one.page.locator('.offers summary').press('Enter');
			assert.equal(await one.page.locator('.offer:visible').count(), texts.length);
			await shown(instance, one.page, `offers-unfolded-${lang}`);
			while ((await offers(one).count()) > 2) await offers(one).last().getByRole('button', { name: desk.t('Drop it') }).click();
			assert.ok(await one.page.locator('.offers').isHidden(), 'a fold of nothing is not shown');
			while ((await offers(one).count()) > 0) await offers(one).last().getByRole('button', { name: desk.t('Drop it') }).click();
			await one.page.close();
		});
	});
}
