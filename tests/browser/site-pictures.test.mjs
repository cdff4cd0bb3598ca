// The sample newsroom's pictures as readers get them: loaded, light, and nothing moves when they come.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, newContext, picture } from './lib/browser.mjs';
import { openInstance } from './lib/instance.mjs';

let instance, browser, addresses;
before(async () => {
	instance = await openInstance();
	browser = await launch();
	const article = (where) => instance.sql(`SELECT '/a/' || article_id || '/' || slug FROM site.article WHERE ${where} ORDER BY article_id LIMIT 1`);
	addresses = {
		lead: await article("lead_key IS NOT NULL AND body_html LIKE '%figure-wide%'"),
		gallery: await article(`body_html LIKE '%class="gallery"%'`),
		small: await article("body_html LIKE '%figure-small%'"),
		front: '/',
		channel: '/c/news',
		topic: await instance.sql(
			"SELECT '/t/' || t.topic FROM site.topic t JOIN site.article a USING (article_id) WHERE a.lead_key IS NOT NULL ORDER BY 1 LIMIT 1",
		),
		byline: await instance.sql(
			"SELECT '/by/' || b.name FROM site.byline b JOIN site.article a USING (article_id) WHERE a.lead_key IS NOT NULL ORDER BY 1 LIMIT 1",
		),
	};
	for (const [name, at] of Object.entries(addresses)) assert.ok(at, `the sample has no page for ${name}`);
});
after(() => browser?.close());

/** Opens the page as a phone or a desktop does, and goes down to its end. */
async function read(at, { width, javaScript = true }) {
	const context = await newContext(browser, { lang: 'zh', javaScript });
	const page = await context.newPage();
	await page.setViewportSize({ width, height: 844 });
	const complaints = [];
	let bytes = 0;
	page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
	const network = await context.newCDPSession(page);
	await network.send('Network.enable');
	network.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
	const types = new Set();
	page.on('response', (answer) => {
		if (!new URL(answer.url()).pathname.startsWith('/m/')) return;
		types.add(answer.headers()['content-type']);
		if (answer.status() !== 200) complaints.push(`${answer.status()} ${answer.url()}`);
	});
	await page.goto(instance.site + at, { waitUntil: 'load' });
	for (let i = 0; i < 30; i++) {
		await page.mouse.wheel(0, 500);
		await page.waitForTimeout(60);
	}
	await page.waitForLoadState('networkidle');
	return { context, page, complaints, types, bytes: () => bytes };
}

for (const [name, most] of [['lead', 250_000], ['gallery', 350_000], ['small', 250_000], ['front', 500_000], ['channel', 500_000]]) {
	it(`${name}: every picture comes, without a complaint, within the budget of a phone`, async () => {
		const { context, page, complaints, types, bytes } = await read(addresses[name], { width: 390 });
		const broken = await page.evaluate(() =>
			[...document.images].filter((image) => image.checkVisibility() && !(image.complete && image.naturalWidth > 0)).map((image) => image.currentSrc || image.src),
		);
		assert.deepEqual(broken, []);
		assert.deepEqual(complaints, []);
		assert.deepEqual([...types], ['image/avif']);
		assert.ok(bytes() < most, `${bytes()} bytes`);
		await picture(instance, page, `site-pictures-${name}-390`);
		await context.close();
	});
}

describe('nothing moves', () => {
	for (const name of ['lead', 'gallery', 'front'])
		for (const width of [390, 1280])
			it(`${name} at ${width}`, async () => {
				const context = await newContext(browser, { lang: 'zh', javaScript: true });
				const page = await context.newPage();
				await page.setViewportSize({ width, height: 844 });
				await page.addInitScript(() => {
					globalThis.shifts = [];
					new PerformanceObserver((list) => {
						for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts.push(entry.value);
					}).observe({ type: 'layout-shift', buffered: true });
				});
				// Pictures come late: whatever has no place of its own moves what is below.
				await page.route('**/m/**', async (route) => {
					await new Promise((resolve) => setTimeout(resolve, 300));
					await route.continue();
				});
				await page.goto(instance.site + addresses[name], { waitUntil: 'load' });
				for (let i = 0; i < 12; i++) {
					await page.mouse.wheel(0, 600);
					await page.waitForTimeout(120);
				}
				await page.waitForTimeout(500);
				const moved = (await page.evaluate(() => globalThis.shifts)).reduce((sum, value) => sum + value, 0);
				assert.ok(moved <= 0.01, `${moved}`);
				await context.close();
			});
});

describe('where it stands', () => {
	it('on a phone the words of the front page come before its picture, on a desktop the picture is above', async () => {
		for (const [width, wordsFirst] of [[390, true], [1280, false]]) {
			const { context, page } = await read('/', { width });
			const top = async (selector) => (await page.locator(selector).first().boundingBox()).y;
			assert.equal((await top('.lead h2')) < (await top('.lead .picture')), wordsFirst, String(width));
			await picture(instance, page, `site-pictures-front-${width}`);
			await context.close();
		}
	});

	it('its tiny copy lies under it, of the same size', async () => {
		const { context, page } = await read(addresses.lead, { width: 1280 });
		const boxes = await page.evaluate(() =>
			[...document.querySelectorAll('.figure .frame')].map((frame) => {
				const whole = frame.querySelector('picture img').getBoundingClientRect();
				const box = frame.getBoundingClientRect();
				return [Math.round(whole.width - box.width), Math.round(whole.height - box.height)];
			}),
		);
		assert.ok(boxes.length > 1);
		for (const box of boxes) assert.deepEqual(box, [0, 0]);
		await context.close();
	});

	it('every picture of every page has its tiny copy under it until it comes', async () => {
		for (const [name, at] of Object.entries(addresses)) {
			const { context, page } = await read(at, { width: 390 });
			const frames = await page.evaluate(() =>
				[...document.querySelectorAll('.frame')].map((frame) => frame.querySelectorAll(':scope > img.blur[src^="data:image/webp"]').length),
			);
			assert.ok(frames.length > 0, name);
			assert.deepEqual(new Set(frames), new Set([1]), name);
			await context.close();
		}
	});

	it('no page is wider than its window, whatever its tables hold', async () => {
		const table = await instance.sql(
			"SELECT '/a/' || article_id || '/' || slug FROM site.article WHERE lang = 'en' AND body_html LIKE '%<table>%' ORDER BY article_id LIMIT 1",
		);
		assert.ok(table, 'the sample has no English table');
		for (const at of [...Object.values(addresses), table])
			for (const width of [320, 390, 768, 1024]) {
				const context = await newContext(browser, { lang: 'zh', javaScript: true, width });
				const page = await context.newPage();
				await page.goto(instance.site + at);
				assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${at} at ${width}`);
				await context.close();
			}
	});

	it('a gallery is cut about the focal point of each picture', async () => {
		const { context, page } = await read(addresses.gallery, { width: 1280 });
		const shown = await page.evaluate(() => [...document.querySelectorAll('.gallery picture img')].map((image) => image.currentSrc));
		assert.ok(shown.length > 1);
		for (const address of shown) {
			const [, key, x, y] = /\/m\/([0-9a-f]{32})\/4x3-\d+-(\d+)-(\d+)\.avif$/.exec(address) ?? assert.fail(address);
			assert.equal(await instance.sql(`SELECT crop_x || ' ' || crop_y FROM core.media WHERE key = '${key}'`), `${x} ${y}`);
		}
		await context.close();
	});

	it('comes without script as well, and each is described', async () => {
		const { context, page } = await read(addresses.gallery, { width: 390, javaScript: false });
		const images = page.locator('.figure picture img');
		assert.ok((await images.count()) > 2);
		for (const image of await images.all()) assert.notEqual(await image.getAttribute('alt'), '');
		await context.close();
	});
});
