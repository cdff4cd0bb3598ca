// Every page in both languages, light and dark: nothing that axe-core finds, and no sideways scroll.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, newContext, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { faults, overflow } from './lib/shown.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

async function look(page, address, name) {
	await page.goto(address);
	const found = await faults(page, [390, 1280]);
	for (const width of [320, 768, 1024]) {
		await page.setViewportSize({ width, height: 800 });
		found.push(...(await overflow(page, width)).map((e) => `wider than ${width}: ${e}`));
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await picture(instance, page, name);
	assert.deepEqual(found, [], address);
}

// A test of the tests: a page known to be bad must be found bad.
it('axe-core and the overflow check find what is wrong', async () => {
	const context = await newContext(browser, { lang: 'en', javaScript: true });
	const page = await context.newPage();
	await page.setContent('<html><body><input><p style="width:500px">wide</p><style>@media (prefers-color-scheme: dark) { body { color: #eee; } }</style></body></html>');
	const found = (await faults(page, [390])).join('\n');
	assert.match(found, /^light 390: html-has-lang/m);
	assert.match(found, /^light 390: label/m);
	assert.match(found, /^dark 390: color-contrast/m);
	assert.doesNotMatch(found, /^light 390: color-contrast/m);
	assert.match(found, /^390: \d+ px too wide: p/m);
	await context.close();
});

const one = (text) => instance.sql(text);

for (const lang of ['zh', 'en']) {
	describe(`the site, ${lang}`, () => {
		let context, page;
		before(async () => {
			context = await newContext(browser, { lang, javaScript: true });
			page = await context.newPage();
		});
		after(() => context?.close());

		const pages = {
			front: async () => `/?lang=${lang}`,
			channel: async () => `/c/news?lang=${lang}`,
			byline: async () =>
				`/by/${encodeURIComponent(await one(`SELECT name FROM site.byline GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`))}?lang=${lang}`,
			article: async () =>
				`/a/${await one(`SELECT article_id FROM site.article WHERE lang = '${lang}' ORDER BY length(body_html) DESC LIMIT 1`)}`,
			pictures: async () =>
				`/a/${await one(`SELECT article_id FROM site.article WHERE lang = '${lang}' AND body_html LIKE '%<figure%' ORDER BY length(body_html) - length(replace(body_html, '<figure', '')) DESC LIMIT 1`)}`,
			'long-headline': async () =>
				`/a/${await one(`SELECT article_id FROM site.article WHERE lang = '${lang}' ORDER BY length(headline) DESC LIMIT 1`)}`,
			reprint: async () =>
				`/a/${await one(`SELECT article_id FROM site.article WHERE source_kind = 'reprint' LIMIT 1`)}`,
			missing: async () => `/a/999999999?lang=${lang}`,
			gone: async () => `/a/${await one(`SELECT article_id FROM site.tombstone LIMIT 1`)}`,
		};
		for (const [name, path] of Object.entries(pages))
			it(name, async () => look(page, instance.site + (await path()), `site-${name}-${lang}`));
	});

	describe(`the desk, ${lang}`, () => {
		const mine = (state) =>
			one(`SELECT a.id FROM core.article a JOIN core.app_user u ON u.id = a.created_by
				WHERE a.state = '${state}' AND u.login = 'reporter' ORDER BY a.id LIMIT 1`);
		const pages = {
			reporter: {
				home: async () => '/',
				articles: async () => '/articles',
				new: async () => '/articles/new',
				draft: async () => `/articles/${await mine('draft')}`,
				returned: async () => `/articles/${await mine('returned')}`,
				preview: async () => `/articles/${await mine('draft')}/preview`,
				history: async () => `/articles/${await mine('published')}/history`,
				missing: async () => '/articles/999999999',
			},
			editor: {
				'home-editor': async () => '/',
				queue: async () => '/review',
				review: async () => `/articles/${await mine('submitted')}/review`,
				publish: async () => `/articles/${await mine('approved')}/review`,
				published: async () => `/articles/${await mine('published')}/review`,
				withdrawn: async () =>
					`/articles/${await one(`SELECT id FROM core.article WHERE state = 'withdrawn' LIMIT 1`)}/review`,
			},
			chief: { audit: async () => '/audit' },
			admin: { 'home-admin': async () => '/' },
		};

		it('sign-in', async () => {
			const desk = await Desk.open(browser, instance, { lang, javaScript: true });
			await look(desk.page, `${instance.desk}/login`, `desk-sign-in-${lang}`);
			await desk.close();
		});

		for (const [login, list] of Object.entries(pages))
			describe(login, () => {
				let desk;
				before(async () => (desk = await Desk.signedIn(browser, instance, login, { lang, javaScript: true })));
				after(() => desk?.close());
				for (const [name, path] of Object.entries(list))
					it(name, async () => look(desk.page, instance.desk + (await path()), `desk-${name}-${lang}`));
			});
	});
}
