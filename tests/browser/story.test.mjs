// From draft to published page and to withdrawal, by hand in a browser, without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readArticle } from './lib/article.mjs';
import { launch, picture, whole } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { Site, said } from './lib/site.mjs';
import { speaker } from './lib/words.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch(whole);
});
after(() => browser?.close());

/** The path that a link leads to, without the language that it may carry. */
const leadsTo = async (link) => decodeURIComponent(new URL(await link.getAttribute('href'), instance.site).pathname);

const roles = {
	zh: { reporter: '记者', correspondent: '通讯员', photographer: '摄影', editor: '编辑' },
	en: { reporter: 'Reporter', correspondent: 'Correspondent', photographer: 'Photographer', editor: 'Editor' },
};

/** The byline as a newspaper sets it: outlet and role are said where they change. */
function byline(article) {
	let outlet, role;
	const parts = [];
	for (const b of article.bylines) {
		const newOutlet = b.outlet !== outlet;
		if (newOutlet && b.outlet) parts.push(b.outlet);
		if (newOutlet || b.role !== role) parts.push(roles[article.lang][b.role]);
		parts.push(b.name);
		({ outlet, role } = b);
	}
	return parts.join(' ');
}

const stories = [
	{ lang: 'zh', file: '01-qiantang.txt', channel: { slug: 'founders', zh: '创始人', en: 'Founders' } },
	{ lang: 'en', file: '20-net-menders-en.txt', channel: { slug: 'city', zh: '城事', en: 'City' } },
];

for (const { lang, file, channel } of stories) {
	describe(`the story, ${lang}`, () => {
		const t = speaker(lang);
		const article = readArticle(file);
		const reason = { zh: '导语与正文的数字对不上', en: 'The figures in the lead and the body differ' }[lang];
		const publicReason = { zh: '本文数字有误，现予撤下', en: 'Some figures in this article were wrong' }[lang];
		let reporter, editor, site, id, revision, sha, address;

		before(async () => {
			reporter = await Desk.open(browser, instance, { lang });
			site = await Site.open(browser, instance, { lang });
		});
		after(async () => {
			for (const one of [reporter, editor, site]) await one?.close();
		});

		it('the reporter meets the sign-in page in the language of the browser', async () => {
			await reporter.go('/');
			assert.equal(await reporter.page.locator('html').getAttribute('lang'), { zh: 'zh-Hans', en: 'en' }[lang]);
			await picture(instance, reporter.page, `desk-sign-in-${lang}`);
		});

		it('a wrong password is refused and the login kept', async () => {
			const answer = await reporter.signIn('reporter', 'this is not the password');
			assert.equal(answer.status(), 401);
			assert.equal(await reporter.field('Login').inputValue(), 'reporter');
			assert.equal(await reporter.field('Password').inputValue(), '');
			assert.ok(await reporter.page.getByRole('alert').isVisible());
			await picture(instance, reporter.page, `desk-sign-in-wrong-${lang}`);
		});

		it('the right one opens the desk', async () => {
			await reporter.signIn('reporter', instance.account('reporter').password);
			await reporter.at('/');
			const cookie = (await reporter.page.context().cookies()).find((c) => c.name === '__Host-copydesk');
			assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === 'Lax');
			await picture(instance, reporter.page, `desk-home-reporter-${lang}`);
		});

		it('the reporter writes and saves the article', async () => {
			await reporter.go('/articles/new');
			await picture(instance, reporter.page, `desk-new-${lang}`);
			await reporter.type(article, channel[lang]);
			await reporter.press('Save');
			id = reporter.articleId();
			await reporter.go(`/articles/${id}`);
			assert.equal(await reporter.field('Headline').inputValue(), article.headline);
			assert.equal(await reporter.field('Body').inputValue(), article.body);
			assert.match(await reporter.field('Slug').inputValue(), /^[a-z0-9]+(-[a-z0-9]+)*$/);
			await picture(instance, reporter.page, `desk-edit-${lang}`);
		});

		it('a preview shows it as readers will see it', async () => {
			const answer = await reporter.go(`/articles/${id}/preview`);
			assert.equal(answer.status(), 200);
			for (const block of article.blocks)
				assert.ok(await reporter.page.frameLocator('iframe').locator(block.tag, { hasText: block.text }).first().isVisible());
			await picture(instance, reporter.page, `desk-preview-${lang}`);
		});

		it('and hands it in', async () => {
			await reporter.go(`/articles/${id}`);
			await reporter.press('Submit for review');
			await reporter.go('/');
			assert.ok(await reporter.page.locator(`a[href^="/articles/${id}"]`).first().isVisible());
			await reporter.go(`/articles/${id}/review`);
			assert.equal(await reporter.button('Approve').count(), 0, 'an author must not review');
			assert.equal(await reporter.button('Publish').count(), 0);
		});

		for (const [login, level] of [
			['editor', 1],
			['deputy', 2],
			['chief', 3],
		]) {
			it(`${login} approves exactly that revision at level ${level}`, async () => {
				const desk = await Desk.signedIn(browser, instance, login, { lang });
				await desk.go('/review');
				await picture(instance, desk.page, `desk-queue-${login}-${lang}`);
				await desk.answer(() => desk.page.locator(`a[href^="/articles/${id}/review"]`).first().click());
				assert.ok(await desk.page.getByRole('heading', { name: article.headline }).first().isVisible());
				const form = desk.page.locator(`form[action="/articles/${id}/approve"]`);
				const shown = await form.locator('input[name=revision]').inputValue();
				const seen = await form.locator('input[name=sha]').inputValue();
				revision ??= shown;
				sha ??= seen;
				assert.equal(shown, revision);
				assert.equal(seen, sha);
				assert.match(sha, /^[0-9a-f]{64}$/);
				if (level < 3) assert.equal(await desk.button('Publish').count(), 0, 'approvals are missing');
				await picture(instance, desk.page, `desk-review-${login}-${lang}`);
				await desk.press('Approve');
				assert.equal(await desk.button('Approve').count(), 0, 'nobody approves twice');
				if (login === 'editor') editor = desk;
				else await desk.close();
			});
		}

		it('nobody reads it on the site yet', async () => {
			const answer = await site.go(`/a/${id}`);
			assert.equal(answer.status(), 404);
			await picture(instance, site.page, `site-404-${lang}`);
		});

		it('the editor publishes it', async () => {
			await editor.go(`/articles/${id}/review`);
			await picture(instance, editor.page, `desk-approved-${lang}`);
			await editor.press('Publish');
			await editor.go(`/articles/${id}/review`);
			await picture(instance, editor.page, `desk-published-${lang}`);
			await site.eventually('the article is public', async () => (await site.go(`/a/${id}`)).status() === 200);
			address = new URL(site.page.url()).pathname;
			assert.match(address, new RegExp(`^/a/${id}/[a-z0-9-]+$`));
		});

		it('the public page shows every element', async () => {
			const { page } = site;
			const story = page.locator('article').first();
			assert.equal(
				await page.locator('html').getAttribute('lang'),
				{ zh: 'zh-Hans', en: 'en' }[article.lang],
			);
			assert.equal(await said(page.locator('h1')), article.headline);
			const label = story.getByRole('link', { name: channel[article.lang], exact: true });
			assert.equal(await leadsTo(label), `/c/${channel.slug}`);
			const shown = await story.innerText();
			for (const key of ['shoulder', 'subhead', 'summary', 'source-name', 'reprint-notice'])
				if (article[key]) assert.ok(shown.includes(article[key]), `${key} is missing`);
			assert.ok(shown.includes(speaker(article.lang)('Original')));
			const line = await said(story.locator('.byline'));
			assert.equal(line.replace(/[·,]/g, ' ').replace(/\s+/g, ' '), byline(article));
			for (const b of article.bylines)
				assert.equal(await leadsTo(story.getByRole('link', { name: b.name, exact: true })), `/by/${b.name}`);
			const time = story.locator('time').first();
			const iso = await time.getAttribute('datetime');
			assert.match(iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
			assert.ok(Math.abs(Date.parse(iso) - Date.now()) < 10 * 60_000);
			const blocks = await page.locator('.body > *').evaluateAll((all) =>
				all.map((e) => ({ tag: e.localName, text: e.textContent })),
			);
			assert.deepEqual(blocks, article.blocks);
			assert.ok((await page.locator('aside a[href^="/a/"]').count()) > 0, 'the latest of the channel');
			const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
			assert.equal(data['@type'], 'NewsArticle');
			assert.equal(data.headline, article.headline);
			assert.deepEqual(
				data.author.map((a) => a.name),
				article.bylines.map((b) => b.name),
			);
			assert.deepEqual(await page.context().cookies(), [], 'public pages set no cookie');
			await picture(instance, page, `site-article-${lang}`);
		});

		it('a wrong address of it leads to the right one', async () => {
			const answer = await site.page.request.get(`${instance.site}/a/${id}/nonsense`, { maxRedirects: 0 });
			assert.equal(answer.status(), 301);
			assert.equal(new URL(answer.headers().location, instance.site).pathname, address);
		});

		const lists = [
			'/',
			'/?lang=zh',
			'/?lang=en',
			`/c/${channel.slug}`,
			...article.bylines.map((b) => `/by/${encodeURIComponent(b.name)}`),
		];
		it('every list has it', async () => {
			for (const path of lists) assert.ok(await site.lists(path, id), `${path} lacks it`);
		});

		it('the editor withdraws it', async () => {
			await editor.go(`/articles/${id}/review`);
			const form = editor.page.locator(`form[action="/articles/${id}/withdraw"]`);
			await form.getByLabel(t('Reason'), { exact: true }).fill(reason);
			await form.getByLabel(t('Reason for readers'), { exact: true }).fill(publicReason);
			await editor.press('Withdraw');
			await site.eventually('the article is gone', async () => (await site.go(address)).status() === 410);
			const gone = await site.page.locator('main').innerText();
			assert.ok(gone.includes(speaker(article.lang)('This article has been withdrawn')));
			assert.ok(gone.includes(publicReason));
			assert.ok(!gone.includes(reason), 'the newsroom’s own reason is not for readers');
			await picture(instance, site.page, `site-410-${lang}`);
		});

		it('no list has it any more', async () => {
			for (const path of lists.slice(0, 4))
				await site.eventually(`${path} is without it`, async () => !(await site.lists(path, id)));
			for (const b of article.bylines) {
				const path = `/by/${encodeURIComponent(b.name)}`;
				await site.eventually(`${path} is without it`, async () => {
					const answer = await site.go(path);
					return (
						answer.status() === 404 ||
						(await site.page.locator(`a[href^="/a/${id}/"]`).count()) === 0
					);
				});
			}
		});

		it('the history tells who did what', async () => {
			await editor.go(`/articles/${id}/history`);
			const told = await editor.page.locator('main').innerText();
			for (const login of ['reporter', 'editor', 'deputy', 'chief'])
				assert.ok(told.includes(instance.account(login).name), `${login} is missing`);
			await picture(instance, editor.page, `desk-history-${lang}`);
		});

		it('and signs out', async () => {
			await editor.go('/');
			await editor.press('Sign out');
			const answer = await editor.go(`/articles/${id}/history`);
			assert.ok(answer.status() === 401 || new URL(editor.page.url()).pathname === '/login');
			assert.ok(await editor.field('Password').isVisible());
		});
	});
}
