// Two people at one article, with and without script: both texts come together and nothing is lost.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, picture } from './lib/browser.mjs';
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
		headline: '末班渡轮改点',
		body: ['渡轮每天六点从东岸开出，九点返回。', '船上可载两百名乘客。', '票价仍是两元。'],
		theirs: { headline: '末班渡轮提前开航', body: ['渡轮每天七点从东岸开出，九点返回。', '船上可载两百名乘客。', '票价仍是两元，学生免费。'] },
		mine: { headline: '末班渡轮推迟开航', body: ['渡轮每天八点从东岸开出，九点返回。', '船上可载三百名乘客。', '票价仍是两元。'] },
	},
	en: {
		headline: 'The last ferry changes its hour',
		body: ['The ferry leaves the east bank at six and is back at nine.', 'It carries two hundred people.', 'The fare is still two yuan.'],
		theirs: {
			headline: 'The last ferry leaves early',
			body: ['The ferry leaves the east bank at seven and is back at nine.', 'It carries two hundred people.', 'The fare is still two yuan, and nothing for students.'],
		},
		mine: {
			headline: 'The last ferry leaves late',
			body: ['The ferry leaves the east bank at eight and is back at nine.', 'It carries three hundred people.', 'The fare is still two yuan.'],
		},
	},
};

for (const lang of ['zh', 'en']) {
	describe(`two at one article, ${lang}`, () => {
		const { headline, body, theirs, mine } = text[lang];
		let author, id;

		/** An article under review, so that the editor sees it. */
		async function submitted(options) {
			author = await Desk.signedIn(browser, instance, 'reporter', { lang, ...options });
			await author.go('/articles/new');
			await author.field('Headline').fill(headline);
			await author.field('Channel').selectOption({ index: 1 });
			await author.field('Language').selectOption(lang);
			await author.field('Bylines').fill(`${author.t('Reporter')} | 文海`);
			await author.field('Body').fill(body.join('\n\n'));
			await author.press('Submit for review');
			id = author.articleId();
		}
		async function saveTheirs() {
			const editor = await Desk.signedIn(browser, instance, 'editor', { lang });
			await editor.go(`/articles/${id}?edit=1`);
			await editor.field('Headline').fill(theirs.headline);
			await editor.field('Body').fill(theirs.body.join('\n\n'));
			await editor.press('Save');
			await editor.close();
		}
		const choose = async (fieldset, word) => {
			const group = author.page.getByRole('group', { name: fieldset });
			await group.getByRole('radio', { name: author.t(word), exact: true }).check();
		};
		after(() => instance.sql(`UPDATE core.app_user SET lang_chosen = false WHERE login IN ('reporter', 'editor')`));

		it('without script, on a phone', async () => {
			await submitted({ width: 390, height: 844 });
			await author.go(`/articles/${id}?edit=1`);
			await saveTheirs();
			await author.field('Headline').fill(mine.headline);
			await author.field('Body').fill(mine.body.join('\n\n'));
			assert.equal((await author.press('Save')).status(), 409);
			await picture(instance, author.page, `conflict-${lang}`);
			await choose(`1. ${author.t('Headline')}`, 'Take theirs');
			await choose(/^2\. /, 'Take both, theirs first');
			await author.press('Bring together');
			await picture(instance, author.page, `conflict-together-${lang}`);
			assert.equal(await author.field('Headline').inputValue(), theirs.headline);
			const want = [theirs.body[0], mine.body[0], mine.body[1], theirs.body[2]];
			assert.equal(await author.field('Body').inputValue(), want.join('\n\n'));
			assert.ok((await author.page.content()).includes(mine.headline), 'what was left out is offered');
			await author.press('Save');
			await author.go(`/articles/${id}?edit=1`);
			assert.equal(await author.field('Body').inputValue(), want.join('\n\n'));
			assert.ok((await author.page.content()).includes(mine.headline), 'and still after the save');
			await author.close();
		});

		it('from the editor, whose save is no page, by the keyboard alone', async () => {
			await submitted({});
			const script = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			await author.close();
			author = script;
			await author.go(`/articles/${id}?edit=1`);
			const writer = new Writer(author);
			await saveTheirs();
			await writer.body.click();
			await writer.keys.press('Control+Home');
			await writer.keys.press('End');
			await writer.keys.type(lang === 'zh' ? '我加的。' : ' Words of mine.');
			const answer = await author.answer(() => writer.keys.press('Control+s'));
			assert.equal(answer.status(), 409, 'the save by fetch becomes a page');
			await shown(instance, author.page, `conflict-script-${lang}`);
			// The first choice is theirs or mine: one press of an arrow changes it.
			const radio = author.page.getByRole('radio', { name: author.t('Take yours'), exact: true }).first();
			await radio.focus();
			await author.page.keyboard.press('ArrowDown');
			assert.ok(await author.page.getByRole('radio', { name: author.t('Take both, theirs first') }).first().isChecked());
			await author.button('Bring together').focus();
			await author.answer(() => author.page.keyboard.press('Enter'));
			const blocks = (await writer.blocks()).map((b) => b.replace(/^paragraph /, ''));
			assert.equal(blocks.length, 4);
			assert.equal(blocks[0], theirs.body[0]);
			assert.ok(blocks[1].startsWith(body[0]) && blocks[1] !== body[0], 'typed words are there');
			assert.equal(blocks[3], theirs.body[2]);
			await author.answer(() => author.button('Save').click());
			assert.equal(await instance.sql(`SELECT count(*) FROM core.working_copy WHERE article_id = ${id}`), '0', 'nothing is left unsaved');
			await author.close();
		});
	});
}
