// A state of a page with script: its picture, and nothing that axe-core finds in it, light or dark, wide or narrow.
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { picture } from './browser.mjs';

export async function shown(instance, page, name) {
	const size = page.viewportSize();
	const found = [];
	await picture(instance, page, name);
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme });
		for (const width of [320, 390, 1280]) {
			await page.setViewportSize({ width, height: 800 });
			found.push(...(await violations(page)).map((v) => `${colorScheme} ${width}: ${v}`));
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			if (wide > 0) found.push(`${width}: ${wide} px too wide`);
		}
	}
	// Between a phone and a desk, where one layout gives way to the other.
	for (const width of [600, 768]) {
		await page.setViewportSize({ width, height: 800 });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (wide > 0) found.push(`${width}: ${wide} px too wide`);
	}
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(size);
	assert.deepEqual(found, [], name);
}
