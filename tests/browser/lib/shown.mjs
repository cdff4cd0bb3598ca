// A state of a page with script: its picture, and nothing that axe-core finds in it, light or dark, wide or narrow.
import assert from 'node:assert/strict';
import { colours, everyRule } from './axe.mjs';
import { picture } from './browser.mjs';

/** What is wrong with the page as it stands, at each of the ${widths}; the window has its size again afterwards. */
export async function faults(page, widths) {
	const size = page.viewportSize();
	const found = [];
	for (const width of widths) {
		await page.setViewportSize({ width, height: 800 });
		found.push(...(await everyRule(page)).map((v) => `light ${width}: ${v}`), ...(await overflow(page, width)));
		await page.emulateMedia({ colorScheme: 'dark' });
		found.push(...(await colours(page)).map((v) => `dark ${width}: ${v}`), ...(await overflow(page, width)));
		await page.emulateMedia({ colorScheme: 'light' });
	}
	await page.setViewportSize(size);
	return found;
}

/** The parts of a page that stick out at the side of its window, which is ${width} wide. */
export function overflow(page, width) {
	return page.evaluate((at) => {
		const wide = document.documentElement.scrollWidth - innerWidth;
		if (wide <= 0) return [];
		const parts = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
		return [`${at}: ${wide} px too wide: ${parts.slice(0, 5).map((e) => `${e.localName}.${e.className}`)}`];
	}, width);
}

export async function shown(instance, page, name) {
	const size = page.viewportSize();
	await picture(instance, page, name);
	const found = await faults(page, [320, 390, 1280]);
	// Between a phone and a desk, where one layout gives way to the other.
	for (const width of [600, 768]) {
		await page.setViewportSize({ width, height: 800 });
		found.push(...(await overflow(page, width)));
	}
	await page.setViewportSize(size);
	assert.deepEqual(found, [], name);
}
