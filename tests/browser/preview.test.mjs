// Previews: the public page of a form and of a version, at two widths, and links for readers without an account.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, newContext, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const RICH = '<p>潮水<b>两小时</b>后退去。</p><table><tr><td>站</td><td>水位</td></tr></table>';
const frameOf = (page) => page.frameLocator('iframe.previewer-page');

async function shown(page, name) {
	await picture(instance, page, name);
	assert.deepEqual(await violations(page), [], name);
	for (const width of [320, 390]) {
		await page.setViewportSize({ width, height: 800 });
		assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${name} fits ${width} px`);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
}

/** Presses Preview; the page that opens beside. */
async function preview(desk) {
	const [page] = await Promise.all([desk.page.context().waitForEvent('page'), desk.button('Preview').click()]);
	await page.waitForLoadState();
	return page;
}

for (const lang of ['zh', 'en']) {
	describe(`preview, ${lang}`, { timeout: 120000 }, () => {
		let desk, writer;
		const troubles = [];
		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			writer = new Writer(desk);
			desk.page.context().on('console', (message) => {
				// The test's own looks into the frame are scripts there.
				if (message.type() === 'error' && !message.text().startsWith('Blocked script execution')) troubles.push(message.text());
			});
		});
		after(async () => {
			await desk?.close();
			assert.deepEqual(troubles, [], 'the console is silent');
		});

		it('shows what is in the form now, in the public page, and stores no version', async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill('海塘加固完工');
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Language').selectOption(lang);
			await writer.clear();
			await writer.paste({ html: RICH });
			const articles = await instance.sql('SELECT count(*) FROM core.article');
			const page = await preview(desk);
			const frame = frameOf(page);
			assert.equal(await frame.locator('h1').innerText(), '海塘加固完工');
			assert.equal(await frame.locator('.body strong').innerText(), '两小时');
			assert.equal(await frame.locator('.body td').count(), 2);
			assert.ok(await frame.locator('nav.bar').isVisible(), 'in the frame of the site');
			assert.ok(await frame.locator('.story').evaluate((e) => getComputedStyle(e).display !== ''), 'and its style sheet');
			assert.equal(await frame.locator('html').getAttribute('lang'), lang === 'zh' ? 'zh-Hans' : 'en');
			assert.equal(await instance.sql('SELECT count(*) FROM core.article'), articles);
			await shown(page, `preview-form-${lang}`);

			for (const width of [1440, 768, 390]) {
				await page.setViewportSize({ width, height: 800 });
				const whole = await page.locator('iframe.previewer-page').boundingBox();
				assert.deepEqual([Math.round(whole.x), Math.round(whole.width)], [0, width], 'the page of a desk is shown whole');
				assert.ok(Math.abs(whole.y + whole.height - 800) <= 1, 'as high as there is room');
				assert.equal(await frame.locator('html').evaluate(() => innerWidth), Math.max(width, 1024));
			}
			await shown(page, `preview-tablet-${lang}`);

			await page.getByRole('link', { name: desk.t('Phone'), exact: true }).click();
			await page.waitForLoadState();
			const box = await page.locator('iframe.previewer-page').boundingBox();
			assert.equal(Math.round(box.width), 392, '390 and its border');
			assert.equal(await frame.locator('html').evaluate(() => innerWidth), 390);
			assert.equal(await page.getByRole('link', { name: desk.t('Phone'), exact: true }).getAttribute('aria-current'), 'true');
			await shown(page, `preview-phone-${lang}`);

			await desk.page.bringToFront();
			await writer.body.click();
			await writer.keys.press('Control+End');
			await writer.keys.type('又一句');
			await desk.button('Preview').click();
			await page.waitForURL((url) => url.searchParams.get('width') === null);
			await frame.getByText('又一句').waitFor();
			assert.equal(desk.page.context().pages().length, 2, 'in the page that was opened before');
			await page.close();
			const later = desk.page.waitForResponse((r) => r.url().endsWith('/working') && r.ok());
			await writer.keys.type('。');
			await later;
		});

		it('its links lead to the public site, beside the preview', async () => {
			const page = await preview(desk);
			const frame = frameOf(page);
			const hrefs = await frame.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
			assert.ok(hrefs.length > 5);
			assert.deepEqual(hrefs.filter((href) => !href.startsWith(instance.site) && !href.startsWith('#')), []);
			const [other] = await Promise.all([page.context().waitForEvent('page'), frame.locator('nav.bar a').nth(1).click()]);
			await other.waitForLoadState();
			assert.equal(new URL(other.url()).origin, instance.site);
			await other.close();
			await page.close();
		});

		it('what cannot be shown is told, with what to do', async () => {
			// Without script bylines are lines of text, in which more can be wrong.
			const plain = await Desk.signedIn(browser, instance, 'reporter', { lang });
			await plain.go('/articles/new');
			await plain.field('Headline').fill('署名有误');
			await plain.field('Bylines').fill('nobody | at | all | here');
			const page = await preview(plain);
			assert.ok(await page.getByRole('alert').isVisible());
			assert.equal(await page.locator('iframe').count(), 0);
			const beside = await desk.page.context().newPage();
			await beside.goto(page.url());
			await shown(beside, `preview-fault-${lang}`);
			await beside.close();
			await plain.close();
		});

		it('without script too, in a page of its own', async () => {
			const plain = await Desk.signedIn(browser, instance, 'reporter', { lang });
			await plain.go('/articles/new');
			await plain.field('Headline').fill('无脚本');
			await plain.field('Body').fill('## 小标题\n\n一段');
			const page = await preview(plain);
			assert.equal(await frameOf(page).locator('.body h2').innerText(), '小标题');
			await page.getByRole('link', { name: plain.t('Phone'), exact: true }).click();
			await page.waitForLoadState();
			assert.equal(await frameOf(page).locator('.body h2').innerText(), '小标题');
			await plain.close();
		});

		it('a version is shared by a link, read without an account, and ended', async () => {
			await desk.press('Save');
			const id = desk.articleId();
			await desk.go(`/articles/${id}/preview`);
			assert.equal(await frameOf(desk.page).locator('h1').innerText(), '海塘加固完工');
			await desk.answer(() => desk.link('Share preview').click());
			await shown(desk.page, `share-empty-${lang}`);
			await desk.press('Make a link');
			const address = await desk.page.locator('#made-link').inputValue();
			assert.match(address, new RegExp(`^${instance.desk}/preview/[0-9a-f]{64}$`));
			await shown(desk.page, `share-made-${lang}`);

			const context = await newContext(browser, { lang, javaScript: true });
			const reader = await context.newPage();
			const answer = await reader.goto(address);
			assert.equal(answer.status(), 200);
			assert.match(reader.url(), new RegExp(`^${instance.desk}/preview/v/[1-9][0-9]*$`), 'the secret is in no history');
			assert.equal(answer.headers()['referrer-policy'], 'no-referrer');
			assert.equal(answer.headers()['cache-control'], 'no-store');
			assert.match(answer.headers()['x-robots-tag'], /noindex/);
			assert.equal(await reader.locator('h1').innerText(), '海塘加固完工');
			assert.ok(await reader.locator('.body strong').isVisible());
			const hrefs = await reader.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
			assert.deepEqual(hrefs.filter((href) => href.startsWith(instance.desk) && !href.includes('#')), [], 'nothing of the desk');
			assert.deepEqual(await violations(reader), []);
			await picture(instance, reader, `share-reader-${lang}`);
			const elsewhere = await newContext(browser, { lang, javaScript: true });
			const colleague = await elsewhere.newPage();
			assert.equal((await colleague.goto(reader.url())).status(), 404);
			assert.equal(await colleague.locator('h1').innerText(), desk.t('This preview is not open in this browser'));
			await shown(colleague, `share-elsewhere-${lang}`);
			await elsewhere.close();

			await desk.go(`/articles/${id}/preview/links`);
			assert.ok((await desk.page.locator('.link-row').innerText()).includes(desk.t('opened: %lld').replace('%lld', '1')));
			await desk.answer(() => desk.page.locator('.link-row button').click());
			assert.ok((await desk.page.locator('.link-row').innerText()).includes(desk.t('Revoked')));
			await shown(desk.page, `share-revoked-${lang}`);
			assert.equal((await reader.goto(address)).status(), 404);
			assert.ok((await reader.locator('h1').innerText()).includes(desk.t('This preview link does not work')));
			assert.deepEqual(await violations(reader), []);
			await picture(instance, reader, `share-gone-${lang}`);
			await context.close();
		});
	});
}
