// Debian's Chromium, driven by playwright-core: most tests see it without its own windows and menus, which costs half as
// much; the CHROMIUM of the environment is what all of them see.
import { chromium } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

export const whole = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shell = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

export const launchOptions = {
	executablePath: shell,
	args: [
		'--no-sandbox',
		'--disable-gpu',
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
	],
};

export function launch(executablePath = shell) {
	return chromium.launch({ ...launchOptions, executablePath });
}

const locales = { zh: 'zh-CN', en: 'en-GB' };

/** A reader's or an editor's own browser: nothing is shared with another one. */
export function newContext(browser, { lang, javaScript = false, scheme = 'light', width = 1280, height = 800, touch = false }) {
	return browser.newContext({
		locale: locales[lang],
		timezoneId: 'Asia/Shanghai',
		javaScriptEnabled: javaScript,
		colorScheme: scheme,
		reducedMotion: 'reduce',
		viewport: { width, height },
		hasTouch: touch,
		isMobile: touch,
	});
}

/**
 * Keeps a picture of the whole page as it stands, at a phone's and a desk's width, light and dark, where pictures
 * are wanted: they prove nothing by themselves, and take long.
 */
export async function picture(instance, page, name) {
	const folder = instance.screenshots;
	if (!folder) return;
	const before = page.viewportSize();
	await mkdir(folder, { recursive: true });
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme });
		for (const width of [390, 1280]) {
			await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
			await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
		}
	}
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(before);
}

/** Likewise of what is to be seen in the window, as it is. */
export async function view(instance, page, name) {
	if (instance.screenshots) await page.screenshot({ path: join(instance.screenshots, `${name}.png`) });
}
