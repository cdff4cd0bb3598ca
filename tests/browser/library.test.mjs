// The media library in a browser: several uploads with their progress, finding, the focal point by pointer and by
// keys, rights; with and without script, in both languages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { shown as lookAt } from './lib/shown.mjs';

let instance, browser, folder;
before(async () => {
	instance = await openInstance();
	browser = await launch();
	folder = mkdtempSync(join(tmpdir(), 'copydesk-library-'));
});
after(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true, force: true });
});

let made = 0;
/** A picture that no other is: a sun over a sea, of the size that is asked for. */
function photo(name, width = 1200, height = 800) {
	const at = (60 * ++made + Date.now()) % width;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
		<defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="#${(0x204060 + made * 0x1111).toString(16)}"/><stop offset="1" stop-color="#f4b183"/></linearGradient></defs>
		<rect width="100%" height="100%" fill="url(#a)"/><circle cx="${at}" cy="${height / 3}" r="${height / 9}" fill="#ffe08a"/>
		<rect y="${height * 0.62}" width="100%" height="40%" fill="#12414f"/><path d="M${width / 3} ${height * 0.66}h${width / 4}l-40 60h-${width / 5}z" fill="#3b1f12"/></svg>`;
	const from = join(folder, `${made}.svg`);
	const to = join(folder, name);
	writeFileSync(from, svg);
	execFileSync('vips', ['copy', from, `${to}[Q=85]`]);
	return to;
}

const found = (desk) => desk.page.locator('.pictures > li');
const rows = (desk) => desk.page.locator('.uploads li');

const shown = (desk, name) => lookAt(instance, desk.page, name);

async function idOf(name) {
	return instance.sql(`SELECT id FROM core.media WHERE name = '${name}' ORDER BY id DESC LIMIT 1`);
}

for (const lang of ['zh', 'en']) {
	describe(`the media library, ${lang}`, () => {
		let desk;
		const mark = `${lang}${Date.now().toString(36)}`;
		before(async () => (desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true })));
		after(() => desk?.close());

		it('takes several pictures at once, tells of each, and of one that is none what to do', async () => {
			await desk.go('/media');
			const fold = desk.page.locator('summary', { hasText: desk.t('Upload pictures') });
			if (await fold.count()) await fold.click();
			const wrong = join(folder, `notes-${mark}.jpg`);
			writeFileSync(wrong, 'The ferry left at six.');
			await desk.page.locator('#file').setInputFiles([photo(`港口清晨-${mark}.jpg`), wrong, photo(`dusk-${mark}.jpg`, 800, 1000)]);
			await desk.page.locator('#upload-credit').fill(`受访者供图 ${mark}`);
			await desk.button('Upload').click();
			await desk.page.locator('.uploads .done').nth(1).waitFor({ timeout: 20000 });
			await desk.page.locator('.uploads .failed').waitFor();
			assert.equal(await rows(desk).count(), 3);
			const failed = await desk.page.locator('.uploads .failed').innerText();
			assert.ok(failed.includes(desk.t('not uploaded: {0}').split('{')[0]) && failed.length > 40, failed);
			await desk.page.getByRole('link', { name: desk.t('Show the new pictures') }).waitFor();
			await shown(desk, `library-uploads-${lang}`);
			await desk.page.locator('.uploads .failed').getByRole('button', { name: desk.t('Try again') }).click();
			await desk.page.locator('.uploads .failed').waitFor();
		});

		it('a connection that breaks in the middle is told of, and tried again without choosing again', async () => {
			await desk.go('/media');
			await desk.page.locator('summary', { hasText: desk.t('Upload pictures') }).click();
			await desk.page.locator('#file').setInputFiles(photo(`again-${mark}.jpg`));
			await desk.page.context().setOffline(true);
			await desk.button('Upload').click();
			await desk.page.locator('.uploads .failed').waitFor();
			assert.ok((await rows(desk).innerText()).includes(desk.t('The connection broke. Try again.')));
			await desk.page.context().setOffline(false);
			await rows(desk).getByRole('button', { name: desk.t('Try again') }).click();
			await desk.page.locator('.uploads .done').waitFor({ timeout: 20000 });
		});

		it('a line that stands still is told of after 30 seconds, and tried again', async () => {
			const { page } = desk;
			await page.clock.install();
			await desk.go('/media');
			await page.locator('summary', { hasText: desk.t('Upload pictures') }).click();
			await page.locator('#file').setInputFiles(photo(`still-${mark}.jpg`));
			// Neither an answer nor an end.
			const asked = new Promise((resolve) => void page.route('**/media', (route) => (route.request().method() === 'POST' ? resolve(route) : route.continue())));
			await desk.button('Upload').click();
			await asked;
			await page.clock.runFor(29000);
			assert.equal(await page.locator('.uploads .failed').count(), 0);
			await page.clock.runFor(32000);
			await page.locator('.uploads .failed').waitFor();
			await page.unroute('**/media');
			await page.clock.resume();
			await rows(desk).getByRole('button', { name: desk.t('Try again') }).click();
			await page.locator('.uploads .done').waitFor({ timeout: 20000 });
		});

		it('finds them by words and credit', async () => {
			await desk.go('/media');
			await desk.field('Words').fill(`清晨-${mark}`);
			await desk.answer(() => desk.page.keyboard.press('Enter'));
			assert.equal(await found(desk).count(), 1);
			await desk.go('/media');
			await desk.page.locator('select#credit').selectOption(`受访者供图 ${mark}`);
			await desk.press('Find');
			assert.equal(await found(desk).count(), 2);
			await shown(desk, `library-found-${lang}`);
			await desk.go('/media?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%BC%A0');
			await shown(desk, `library-nothing-${lang}`);
			await desk.go('/media?from=soon');
			await shown(desk, `library-day-${lang}`);
			await desk.go('/media');
			await shown(desk, `library-${lang}`);
		});

		it('a picture’s focal point follows the pointer and the arrow keys, and is stored', async () => {
			const id = await idOf(`港口清晨-${mark}.jpg`);
			await desk.go(`/media/${id}`);
			const whole = desk.page.locator('#whole img');
			const box = await whole.boundingBox();
			await whole.click({ position: { x: box.width * 0.25, y: box.height * 0.75 } });
			assert.equal(await desk.page.locator('#focal_x').inputValue(), '25');
			assert.equal(await desk.page.locator('#focal_y').inputValue(), '75');
			const point = desk.page.locator('.focal-point');
			assert.ok(await point.evaluate((e) => e === document.activeElement), 'the point has the focus');
			for (const key of ['ArrowLeft', 'Shift+ArrowUp']) await desk.page.keyboard.press(key);
			assert.equal(await desk.page.locator('#focal_x').inputValue(), '24');
			assert.equal(await desk.page.locator('#focal_y').inputValue(), '65');
			assert.ok((await point.getAttribute('aria-label')).includes('24'));
			const place = await desk.page.locator('.crop-1x1 img').evaluate((e) => getComputedStyle(e).objectPosition);
			assert.match(place, /^0(\.\d+)?% /, 'the square is cut at the left edge');
			await shown(desk, `picture-${lang}`);
			await desk.press('Save');
			assert.equal(await instance.sql(`SELECT focal_x || ' ' || focal_y FROM core.media WHERE id = ${id}`), '24 65');
		});

		it('a fault leads to its field, and what was typed stays', async () => {
			const id = await idOf(`dusk-${mark}.jpg`);
			await desk.go(`/media/${id}`);
			await desk.page.locator('#alt').fill('字'.repeat(301));
			await desk.page.locator('#caption').fill('写下的图注');
			await desk.press('Save');
			assert.ok(await desk.page.locator('#summary').evaluate((e) => e === document.activeElement), 'the summary has the focus');
			assert.equal(await desk.page.locator('#caption').inputValue(), '写下的图注');
			await shown(desk, `picture-fault-${lang}`);
			await desk.page.locator('#summary a').click();
			assert.ok(await desk.page.locator('#alt').evaluate((e) => e === document.activeElement));
			await desk.page.locator('#alt').fill('黄昏的海');
			await desk.page.locator('#licence').selectOption('agency');
			await desk.page.locator('#expires_on').fill('2020-01-31');
			await desk.press('Save');
			assert.ok((await desk.page.locator('main').innerText()).includes(desk.t('Rights ended')));
			await shown(desk, `picture-ended-${lang}`);
		});

		it('with the keyboard alone', async () => {
			await desk.go('/media');
			const { keyboard } = desk.page;
			let steps = 0;
			while (!(await desk.page.evaluate(() => document.activeElement?.matches('.pictures a')))) {
				await keyboard.press('Tab');
				assert.ok(++steps < 40, 'the first picture is not reached');
			}
			await desk.answer(() => keyboard.press('Enter'));
			assert.match(desk.page.url(), /\/media\/\d+$/);
			for (const name of ['focal-point', 'button primary']) {
				for (steps = 0; !(await desk.page.evaluate((c) => document.activeElement?.className === c, name)); steps++) {
					await keyboard.press('Tab');
					assert.ok(steps < 60, `${name} is not reached`);
				}
			}
		});

		it('without a script all of it works', async () => {
			const plain = await Desk.signedIn(browser, instance, 'reporter', { lang });
			await plain.go('/media');
			await plain.page.locator('summary').first().click();
			await plain.page.locator('#file').setInputFiles([photo(`one-${mark}.jpg`), photo(`two-${mark}.jpg`)]);
			await plain.press('Upload');
			assert.equal(new URL(plain.page.url()).pathname, '/media');
			await plain.field('Words').fill(`two-${mark}`);
			await plain.press('Find');
			await plain.answer(() => found(plain).getByRole('link').click());
			await plain.field('Focal point from the left, in percent').fill('10');
			await plain.field('Alt text').fill('无脚本');
			await plain.press('Save');
			assert.ok((await plain.page.locator('.notice').innerText()).includes(plain.t('Saved.')));
			assert.equal(await instance.sql(`SELECT alt || focal_x FROM core.media WHERE name = 'two-${mark}.jpg'`), '无脚本10');
			await plain.close();
		});

		it('without a script a refused upload leads to what is wrong, and from there back', async () => {
			const plain = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			// axe-core is a script itself, so only ours are kept away.
			await plain.page.route(/\.js\?/, (route) => route.abort());
			const wrong = join(folder, `refused-${mark}.jpg`);
			const large = join(folder, `large-${mark}.jpg`);
			writeFileSync(wrong, 'The ferry left at six.');
			writeFileSync(large, Buffer.alloc(28 * 1024 * 1024));
			for (const [name, file, status, says] of [
				['refused', wrong, 415, `refused-${mark}.jpg`],
				['too-large', large, 413, '25 MB'],
			]) {
				await plain.go('/media');
				await plain.page.locator('summary').first().click();
				await plain.page.locator('#file').setInputFiles(file);
				const answer = await plain.press('Upload');
				assert.equal(answer.status(), status);
				assert.ok((await plain.page.locator('main').innerText()).includes(says), says);
				assert.equal(await plain.page.locator('main p:empty').count(), 0);
				await shown(plain, `upload-${name}-${lang}`);
				if (status === 415) {
					const focused = await plain.page.evaluate(() => document.activeElement.textContent);
					assert.ok(focused.includes(says), `the focus is on “${focused}”`);
				}
				await plain.page.keyboard.press('Tab');
				await plain.answer(() => plain.page.keyboard.press('Enter'));
				assert.equal(new URL(plain.page.url()).pathname, '/media');
			}
			await plain.close();
		});
	});
}
