// What was not saved comes back: by itself to the window that wrote it, else in offers that leave the form in sight.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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
				await one.crash();
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

		it('that another window has is offered when that window is gone, not before', async () => {
			const one = await tab();
			await one.page.route('**/working', (route) => route.abort());
			await one.writer.body.click();
			await one.writer.keys.insertText('The tide turned at two.');
			await isPaused(one);
			const other = await tab();
			await other.page.waitForSelector('.others', { state: 'attached' });
			await other.writer.body.click();
			await other.writer.keys.insertText('Another story.');
			await other.page.waitForSelector('#working[data-kind=saved]');
			assert.equal(await offers(other).count(), 0);
			await one.crash();
			await offers(other).waitFor();
			assert.match(await offers(other).innerText(), /The tide turned at two\./);
			await offers(other).getByRole('button', { name: desk.t('Drop it') }).click();
			await other.page.close();
		});

		it('that is saved before the script has begun is not kept as unsaved', async () => {
			const one = await tab();
			await one.field('Headline').fill('Saved early');
			await one.field('Channel').selectOption({ index: 1 });
			await one.writer.body.click();
			await one.writer.keys.insertText('The ferry left at six.');
			await one.page.waitForSelector('#working[data-kind=saved]');
			await one.page.close();
			const copies = () => instance.sql('SELECT count(*) FROM core.working_copy');
			assert.equal(await copies(), '1');
			const two = await tab();
			await two.page.locator('.offer').getByRole('link', { name: desk.t('Take it') }).waitFor();
			// A browser that is slow to tell whose name the page has.
			await two.page.addInitScript(() => {
				const request = navigator.locks.request.bind(navigator.locks);
				navigator.locks.request = async (...all) => {
					await new Promise((done) => setTimeout(done, 3000));
					return request(...all);
				};
			});
			await desk.answer.call(two, () => two.page.locator('.offer').getByRole('link', { name: desk.t('Take it') }).click());
			await two.writer.body.click({ noWaitAfter: true });
			await two.writer.keys.insertText('More. ');
			let save;
			const saveGoes = new Promise((go) => (save = go));
			let sent = 0;
			two.page.on('request', (request) => (sent += /working$/.test(request.url())));
			await two.page.route('**/articles', (route) => saveGoes.then(() => route.continue()));
			const asked = two.page.waitForRequest((request) => request.method() === 'POST' && /articles$/.test(request.url()));
			await two.button('Save').click({ noWaitAfter: true });
			await asked;
			await two.page.waitForRequest(/presence/);
			await sleep(3000);
			save();
			await two.page.waitForURL(/articles\/\d+/);
			assert.equal(sent, 0);
			assert.equal(await copies(), '0');
			await two.page.close();
		});
	});
}
