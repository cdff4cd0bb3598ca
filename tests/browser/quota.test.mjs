// This browser's own disk is full while somebody writes without a network: it really is, by what it may use.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

// Room for the database itself and some words, not for so many, each of two bytes.
const ROOM = 110000;
const LETTERS = 30000;

describe('the disk of a browser is full', { timeout: 120000 }, () => {
	for (const lang of ['zh', 'en'])
		it(`is said beside the text, which is kept again when there is room, ${lang}`, async () => {
			const desk = await Desk.withNothingUnsaved(browser, instance, 'reporter', { lang, javaScript: true });
			const { page } = desk;
			const line = page.locator('#working');
			const storage = await page.context().newCDPSession(page);
			const quota = (bytes) => storage.send('Storage.overrideQuotaForOrigin', { origin: new URL(instance.desk).origin, quotaSize: bytes });
			const mayGo = () => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));
			// From the beginning: for a while the browser trusts what it last heard of the room that there is.
			await quota(ROOM);
			await desk.go('/articles/new');
			await page.waitForSelector('#form:not([data-locked="1"])');
			await page.context().setOffline(true);
			await desk.field('Headline').fill('A');
			await line.getByText(desk.t('Your text is kept in this browser.')).waitFor();
			await until(mayGo);

			const text = Array.from({ length: LETTERS }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20000))).join('');
			await desk.field('Body').focus();
			await page.keyboard.insertText(text);
			await line.getByText(desk.t('This browser cannot keep your text: do not close the page.')).waitFor();
			assert.ok(!(await mayGo()), 'it asks before it goes');

			await storage.send('Storage.overrideQuotaForOrigin', { origin: new URL(instance.desk).origin });
			await page.keyboard.insertText('。');
			await line.getByText(desk.t('Your text is kept in this browser.')).waitFor();
			await until(mayGo);

			await desk.crash();
			await page.context().setOffline(false);
			desk.page = await page.context().newPage();
			await desk.go('/articles/new');
			await desk.page.locator('.offer').first().getByRole('button', { name: desk.t('Take it') }).click();
			const sent = await desk.page.evaluate(() => new FormData(document.getElementById('form')).get('body_json'));
			assert.ok(sent.includes(`${text}。`), 'all of it');
			await desk.close();
		});
});
