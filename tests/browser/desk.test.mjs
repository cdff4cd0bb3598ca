// What goes wrong at a desk: sent back, saved twice, signed out while typing.  Without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readArticle } from './lib/article.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { said } from './lib/site.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const text = {
	zh: { file: '45-winter-swim.txt', channel: '体育', reason: '请补上两位队员的说法，再核对人数。' },
	en: { file: '44-swallows-en.txt', channel: 'Sports', reason: 'Please name the referee and check the minute.' },
};

for (const lang of ['zh', 'en']) {
	describe(`the desk, ${lang}`, () => {
		const { file, channel, reason } = text[lang];
		const article = readArticle(file);
		let desk, id;

		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter2', { lang });
			await desk.go('/articles/new');
			await desk.type(article, channel);
			await desk.press('Save');
			id = desk.articleId();
		});
		after(async () => {
			// What was chosen here must not decide for the next ones.
			await instance.sql(`UPDATE core.app_user SET lang_chosen = false WHERE login = 'reporter2'`);
			await desk?.close();
		});

		it('an article without a headline is not saved, and says so beside the field', async () => {
			await desk.go('/articles/new');
			await desk.type({ ...article, headline: '' }, channel);
			const answer = await desk.press('Save');
			assert.equal(answer.status(), 422);
			assert.equal(await desk.field('Headline').getAttribute('aria-invalid'), 'true');
			const described = await desk.field('Headline').getAttribute('aria-describedby');
			const error = described.split(' ').find((word) => word.endsWith('-error'));
			assert.ok(await desk.page.locator(`#${error}`).isVisible());
			const link = desk.page.getByRole('alert').getByRole('link').first();
			assert.equal(await link.getAttribute('href'), `#${await desk.field('Headline').getAttribute('id')}`);
			assert.equal(await desk.field('Body').inputValue(), article.body, 'the typed text is kept');
			await picture(instance, desk.page, `desk-faults-${lang}`);
		});

		it('an article comes back with a reason, is mended and handed in again', async () => {
			await desk.go(`/articles/${id}`);
			await desk.press('Submit for review');
			const editor = await Desk.signedIn(browser, instance, 'editor', { lang });
			await editor.go(`/articles/${id}/review`);
			await editor.press('Return');
			assert.ok(await editor.field('Reason').isVisible(), 'a return without a reason asks for one');
			await editor.field('Reason').fill(reason);
			await editor.press('Return');
			await editor.close();

			await desk.go('/');
			assert.ok((await said(desk.page.locator('main'))).includes(reason), 'the desk tells of the return');
			await desk.go(`/articles/${id}`);
			assert.ok((await said(desk.page.locator('main'))).includes(reason));
			await picture(instance, desk.page, `desk-returned-${lang}`);
			await desk.field('Body').fill(`${article.body}\n\n${reason}`);
			await desk.press('Save');
			await desk.go(`/articles/${id}`);
			await desk.press('Submit for review');

			const second = await Desk.signedIn(browser, instance, 'editor', { lang });
			await second.go(`/articles/${id}/review`);
			assert.ok(
				(await second.page.locator('ins').allInnerTexts()).join('').includes(reason),
				'the review shows what was added since',
			);
			await picture(instance, second.page, `desk-review-changes-${lang}`);
			await second.close();
		});

		it('of two saves from one version the second is shown both texts and loses nothing', async () => {
			await desk.go('/articles/new');
			await desk.type(article, channel);
			await desk.press('Save');
			const two = desk.articleId();
			const [here, there] = [await desk.tab(), await desk.tab()];
			await here.go(`/articles/${two}`);
			await there.go(`/articles/${two}`);
			await here.field('Headline').fill('The first tab’s headline');
			await here.press('Save');
			const mine = `${article.body}\n\nThe second tab’s last paragraph.`;
			await there.field('Body').fill(mine);
			const answer = await there.press('Save');
			assert.equal(answer.status(), 409);
			const told = await there.page.content();
			assert.ok(told.includes('The first tab’s headline'), 'theirs is shown');
			assert.ok((await there.page.locator('ins').allInnerTexts()).join('').includes('second tab'), 'and mine');
			await picture(instance, there.page, `desk-stale-${lang}`);
			await there.press('Bring together');
			assert.equal(await there.field('Headline').inputValue(), 'The first tab’s headline');
			assert.equal(await there.field('Body').inputValue(), mine, 'both are brought together');
			await there.press('Save');
			await there.go(`/articles/${two}`);
			assert.equal(await there.field('Body').inputValue(), mine);
			assert.equal(await there.field('Headline').inputValue(), 'The first tab’s headline');
			await here.page.close();
			await there.page.close();
		});

		it('the end of a session keeps what was typed through signing in again', async () => {
			await desk.go('/articles/new');
			await desk.type(article, channel);
			await instance.sql(
				`UPDATE auth.session SET seen_at = now() - interval '2 hours'
				WHERE user_id = (SELECT id FROM core.app_user WHERE login = 'reporter2')`,
			);
			const answer = await desk.press('Save');
			assert.equal(answer.status(), 401);
			await picture(instance, desk.page, `desk-expired-${lang}`);
			await desk.signIn('reporter2', instance.account('reporter2').password);
			assert.equal(await desk.field('Headline').inputValue(), article.headline, 'the text is shown');
			assert.equal(await desk.field('Body').inputValue(), article.body);
			await picture(instance, desk.page, `desk-kept-${lang}`);
			await desk.press('Send again');
			const kept = desk.articleId();
			await desk.go(`/articles/${kept}`);
			assert.equal(await desk.field('Headline').inputValue(), article.headline);
			assert.equal(await desk.field('Body').inputValue(), article.body);
		});

		it('somebody else’s draft is not there', async () => {
			const other = await Desk.signedIn(browser, instance, 'reporter', { lang });
			await desk.go('/articles/new');
			await desk.type(article, channel);
			await desk.press('Save');
			const answer = await other.go(`/articles/${desk.articleId()}`);
			assert.equal(answer.status(), 404);
			await picture(instance, other.page, `desk-404-${lang}`);
			await other.close();
		});

		it('the language can be chosen, and the choice stays', async () => {
			const other = lang === 'zh' ? 'en' : 'zh';
			const html = desk.page.locator('html');
			await desk.go('/articles');
			await desk.answer(() =>
				desk.page.getByRole('button', { name: { zh: '中文', en: 'English' }[other] }).click(),
			);
			assert.equal(await html.getAttribute('lang'), { zh: 'zh-Hans', en: 'en' }[other]);
			await desk.at('/articles');
			await desk.answer(() =>
				desk.page.getByRole('button', { name: { zh: '中文', en: 'English' }[lang] }).click(),
			);
			assert.equal(await html.getAttribute('lang'), { zh: 'zh-Hans', en: 'en' }[lang]);
		});
	});
}
