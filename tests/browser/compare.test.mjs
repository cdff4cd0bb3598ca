// The versions of an article: how much each changed, two of them compared, one brought back.  By the keyboard.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { shown } from './lib/shown.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const text = {
	zh: {
		headline: '老码头的钟', later: '老码头的钟停了',
		body: ['老码头的钟走了九十年。', '守钟人每天上两次发条。', '第三段没有变。', '第四段没有变。', '第五段没有变。', '第六段没有变。'],
		changed: '据说',
	},
	en: {
		headline: 'The clock of the old pier', later: 'The clock of the old pier stands still',
		body: ['The clock of the old pier ran for ninety years.', 'Its keeper wound it twice a day.', 'The third stays.', 'The fourth stays.', 'The fifth stays.', 'The sixth stays.'],
		changed: 'It is told that ',
	},
};

for (const lang of ['zh', 'en']) {
	describe(`the versions of an article, ${lang}`, () => {
		const { headline, later, body, changed } = text[lang];
		let desk, id;
		after(async () => {
			await instance.sql(`UPDATE core.app_user SET lang_chosen = false WHERE login = 'reporter2'`);
			await desk?.close();
		});

		it('made in the editor', async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter2', { lang, javaScript: true });
			await desk.go('/articles/new');
			const writer = new Writer(desk);
			await desk.field('Headline').fill(headline);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Language').selectOption(lang);
			await writer.clear();
			await writer.keys.insertText(body[0]);
			for (const words of body.slice(1)) {
				await writer.keys.press('Enter');
				await writer.keys.insertText(words);
			}
			await desk.answer(() => desk.button('Save').click());
			id = desk.articleId();
			await desk.go(`/articles/${id}?edit=1`);
			await desk.field('Headline').fill(later);
			await writer.body.click();
			await writer.keys.press('Control+Home');
			await writer.selectLineEnd();
			await writer.keys.press('Control+B');
			await writer.keys.press('ArrowRight');
			await writer.keys.press('ArrowRight');
			await writer.keys.insertText(changed);
			await desk.answer(() => desk.button('Save').click());
		});

		it('tell how much each changed', async () => {
			await desk.go(`/articles/${id}/history`);
			const row = desk.page.locator('.versions .row').first();
			const [, added, removed] = /(\d+)\D+(\d+)/.exec(await row.locator('.row-meta .num').innerText());
			assert.ok(Number(added) > 0, 'words were added');
			assert.equal(Number(removed), 0);
			await shown(instance, desk.page, `history-${lang}`);
		});

		it('are compared, two of them chosen', async () => {
			await desk.button('Compare the chosen two').focus();
			await desk.answer(() => desk.page.keyboard.press('Enter'));
			const asked = new URL(desk.page.url()).searchParams;
			assert.deepEqual([asked.get('from'), asked.get('to')], ['1', '2']);
			const main = desk.page.locator('main');
			assert.ok((await main.locator('ins').allInnerTexts()).join('').includes(changed.trim()));
			assert.ok((await main.innerText()).includes(desk.t('Bold')), 'what became bold is said');
			const fold = main.locator('details.unchanged summary');
			await fold.focus();
			await desk.page.keyboard.press('Enter');
			assert.ok(await main.getByText(body[5]).isVisible(), 'what is folded opens');
			await shown(instance, desk.page, `compare-${lang}`);
		});

		it('come back as a new one', async () => {
			await desk.go(`/articles/${id}/revisions/1`);
			await shown(instance, desk.page, `version-${lang}`);
			await desk.button('Restore this version').focus();
			await desk.answer(() => desk.page.keyboard.press('Enter'));
			const said = await desk.page.locator('main').innerText();
			assert.ok(said.includes(desk.t('Restored: the earlier words are the latest version now.')));
			assert.equal(await instance.sql(`SELECT max(number) FROM core.revision WHERE article_id = ${id}`), '3');
			await desk.go(`/articles/${id}?edit=1`);
			assert.equal(await desk.field('Headline').inputValue(), headline);
		});

		it('asks first under review', async () => {
			const plain = await Desk.signedIn(browser, instance, 'reporter2', { lang });
			await plain.go(`/articles/${id}?edit=1`);
			await plain.field('Bylines').fill(`${desk.t('Reporter')} | 文海`);
			await plain.press('Submit for review');
			await plain.close();
			await desk.go(`/articles/${id}/revisions/2`);
			const answer = await desk.press('Restore this version');
			assert.equal(answer.status(), 422);
			await shown(instance, desk.page, `restore-asks-${lang}`);
			await desk.field('The article is under review: its reviews may begin again').check();
			await desk.press('Restore this version');
			assert.equal(await instance.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'draft');
		});
	});
}
