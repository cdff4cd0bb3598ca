// The editor and what keeps its text: crashes, locks, two windows, input methods, saves that do not leave the page.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const RICH = '<p>潮水<b>两小时</b>后退去。</p><table><tr><td>站</td><td>水位</td></tr><tr><td>北门</td><td>3.1</td></tr></table><p>末段</p>';
const offer = (desk) => desk.page.locator('.offer');
const acknowledged = (desk) =>
	desk.page.waitForResponse(async (r) => r.url().endsWith('/working') && r.ok() && (await r.json()).outcome.startsWith('stored'), { timeout: 20000 });
const forget = () => instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');

async function signedIn(login, lang) {
	const desk = await Desk.signedIn(browser, instance, login, { lang, javaScript: true });
	desk.context = desk.page.context();
	desk.writer = new Writer(desk);
	return desk;
}

/** A saved draft, opened again. */
async function draft(desk, headline) {
	await desk.go('/articles/new');
	await desk.field('Headline').fill(headline);
	await desk.field('Channel').selectOption({ index: 1 });
	await desk.field('Body').fill('原文。');
	await desk.press('Save');
	await desk.page.waitForFunction(() => document.querySelector('.others'), null, { timeout: 10000 });
	return desk.articleId();
}

async function end(desk) {
	await desk.writer.body.click();
	await desk.writer.keys.press('Control+End');
}

/** The page's process dies as it does when it runs out of memory. */
async function crash(desk) {
	const cdp = await desk.page.context().newCDPSession(desk.page);
	// What died does not answer.
	cdp.send('Page.crash').catch(() => {});
	await desk.page.waitForEvent('crash');
	await desk.page.close();
}

async function newPage(desk, path) {
	desk.page = await desk.context.newPage();
	desk.writer = new Writer(desk);
	await desk.go(path);
}

async function shown(desk, name) {
	await picture(instance, desk.page, name);
	assert.deepEqual(await violations(desk.page), [], name);
}

for (const lang of ['zh', 'en']) {
	describe(`the editor and its keeper, ${lang}`, { timeout: 180000 }, () => {
		let desk;
		before(async () => {
			desk = await signedIn('reporter', lang);
		});
		beforeEach(forget);
		after(() => desk?.close());

		it('a crash without a network: the text is offered with what differs, taken back into the editor, and saved', async () => {
			const id = await draft(desk, `渡轮 ${lang}`);
			await desk.context.setOffline(true);
			await end(desk);
			await desk.writer.keys.press('Enter');
			await desk.writer.paste({ html: RICH });
			await desk.page.waitForSelector('#working[data-kind=paused]');
			const written = await desk.writer.document();
			await crash(desk);
			await desk.context.setOffline(false);
			await newPage(desk, `/articles/${id}`);
			await desk.writer.expectBlocks('paragraph 原文。');
			await offer(desk).getByRole('button', { name: desk.t('Compare') }).click();
			assert.ok((await offer(desk).locator('ins').allInnerTexts()).join('').includes('两小时'));
			await shown(desk, `bridge-offer-${lang}`);
			await offer(desk).getByRole('button', { name: desk.t('Take it') }).click();
			assert.deepEqual(await desk.writer.document(), written, 'bold and table are in the editor');
			assert.ok((await desk.writer.body.locator('table td').count()) >= 4, 'and to be seen');
			await shown(desk, `bridge-restored-${lang}`);

			await desk.writer.body.focus();
			await desk.writer.keys.press('Control+z');
			await desk.writer.expectBlocks('paragraph 原文。');
			await desk.writer.keys.press('Control+y');
			assert.deepEqual(await desk.writer.document(), written, 'the keys lead back and forth');
			await offer(desk).getByRole('button', { name: desk.t('Undo') }).click();
			await desk.writer.expectBlocks('paragraph 原文。');
			await offer(desk).getByRole('button', { name: desk.t('Take it') }).click();
			assert.deepEqual(await desk.writer.document(), written, 'and so does the offer');

			await desk.press('Save');
			const html = await instance.sql(`SELECT body_html FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`);
			assert.ok(html.includes('<strong>两小时</strong>') && html.includes('<td><p>北门</p>'), html);
			await desk.page.waitForTimeout(1500);
			assert.equal(await offer(desk).count(), 0, 'what is saved is not offered');
		});

		it('text of an input method is kept when it is committed, and outlives the page', async () => {
			const id = await draft(desk, `输入法 ${lang}`);
			await end(desk);
			const sent = [];
			desk.page.on('request', (r) => r.url().endsWith('/working') && sent.push(r.postDataJSON().body_json));
			const ime = await desk.writer.inputMethod();
			await ime.compose('n');
			await ime.compose('ni h');
			await desk.page.waitForTimeout(1500);
			assert.deepEqual(sent, [], 'what is underlined is nobody’s word yet');
			const told = acknowledged(desk);
			await ime.commit('你好');
			await told;
			await crash(desk);
			await newPage(desk, `/articles/${id}`);
			await desk.answer(() => offer(desk).getByRole('link', { name: desk.t('Take it') }).first().click());
			await desk.writer.expectBlocks('paragraph 原文。你好');
		});

		it('a lock makes the editor read-only and says why; a composition under way is not lost', async () => {
			const id = await draft(desk, `两个人 ${lang}`);
			await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
			await end(desk);
			const told = acknowledged(desk);
			await desk.writer.keys.type('甲');
			await told;
			const ime = await desk.writer.inputMethod();
			await ime.compose('shui');
			const other = await signedIn('editor', lang);
			await other.go(`/articles/${id}?edit=1`);
			await other.page.locator('.writer-locked').waitFor();
			assert.equal(await other.writer.body.getAttribute('contenteditable'), 'false');
			assert.equal(await other.writer.body.getAttribute('aria-readonly'), 'true');
			const name = instance.account('reporter').name;
			assert.ok((await other.page.locator('.writer-locked').innerText()).includes(name), 'the reason is beside the text');
			assert.ok(!(await other.page.getByRole('toolbar').isVisible()));
			const before = await other.writer.document();
			await other.writer.body.focus();
			await other.writer.keys.type('乱');
			await other.writer.paste({ text: '贴' });
			assert.deepEqual(await other.writer.document(), before, 'nothing changes it');
			await shown(other, `bridge-locked-${lang}`);

			await other.button('Take over').click();
			await other.page.locator('.writer-locked').waitFor({ state: 'hidden' });
			assert.equal(await other.writer.body.getAttribute('contenteditable'), 'true');
			await end(other);
			await other.writer.keys.type('乙');
			await desk.page.locator('.others').waitFor({ timeout: 15000 });
			assert.equal(await desk.writer.body.getAttribute('contenteditable'), 'true', 'not in mid-composition');
			await ime.commit('水');
			await desk.page.locator('.writer-locked').waitFor();
			assert.equal(await desk.writer.body.getAttribute('contenteditable'), 'false');
			await desk.writer.expectBlocks('paragraph 原文。甲水');
			await desk.page.waitForTimeout(2000);
			const own = await instance.sql(
				`SELECT string_agg(w.fields ->> 'body_json', ' ') FROM core.working_copy w JOIN core.app_user u ON u.id = w.user_id WHERE u.login = 'reporter'`,
			);
			assert.ok(own.includes('原文。甲水'), own);
			await other.close();
		});

		it('of two windows one writes, and neither overwrites the other', async () => {
			const id = await draft(desk, `两个窗口 ${lang}`);
			await end(desk);
			let told = acknowledged(desk);
			await desk.writer.keys.type('一');
			await told;
			const second = await desk.tab();
			second.writer = new Writer(second);
			await second.go(`/articles/${id}`);
			await second.page.locator('.writer-locked').waitFor();
			await second.button('Take over').click();
			await second.page.locator('.writer-locked').waitFor({ state: 'hidden' });
			await end(second);
			told = acknowledged(second);
			await second.writer.keys.type('二');
			await told;
			await desk.page.locator('.writer-locked').waitFor({ timeout: 15000 });
			await desk.writer.expectBlocks('paragraph 原文。一');
			const all = await instance.sql(`SELECT string_agg(fields ->> 'body_json', ' ') FROM core.working_copy WHERE article_id = ${id}`);
			assert.ok(all.includes('原文。一') && all.includes('原文。二'), all);
			await second.page.close();
		});

		it('a save that does not leave the page ends the working copy; undo reaches back over two of them', async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill(`不离开页面 ${lang}`);
			await desk.field('Channel').selectOption({ index: 1 });
			const told = acknowledged(desk);
			await desk.writer.body.click();
			await desk.writer.keys.type('第一句。');
			await told;
			const save = async () => {
				await desk.writer.keys.press('Control+s');
				await desk.page.waitForFunction(() => document.querySelector('.is-saving'), null, { timeout: 2000 }).catch(() => {});
				await desk.page.waitForFunction(() => !document.querySelector('.is-saving'));
			};
			await save();
			const id = desk.articleId();
			const copies = () => instance.sql(`SELECT count(*) FROM core.working_copy`);
			assert.equal(await copies(), '0', 'saved, it is no working copy any more');
			// What is typed later than half a second is a step of undo of its own.
			await desk.page.waitForTimeout(600);
			await desk.writer.keys.type('第二句。');
			// Of the article that it became.
			await until(async () => (await instance.sql(`SELECT count(*) FROM core.working_copy WHERE article_id = ${id} AND fields ->> 'body_json' LIKE '%第二句。%'`)) === '1');
			await desk.page.waitForSelector('#working[data-kind=saved]');
			await save();
			assert.equal(await copies(), '0');
			assert.equal(await instance.sql(`SELECT count(*) FROM core.revision WHERE article_id = ${id}`), '2');
			await desk.writer.keys.press('Control+z');
			await desk.writer.expectBlocks('paragraph 第一句。');
			await desk.writer.keys.press('Control+z');
			assert.ok(!JSON.stringify(await desk.writer.document()).includes('第一句'), 'over both saves');
			await desk.writer.keys.press('Control+y');
			await desk.writer.keys.press('Control+y');
			await until(async () => (await desk.writer.blocks())[0] === 'paragraph 第一句。第二句。');
			await save();
			await newPage(desk, '/articles/new');
			await desk.page.waitForTimeout(1000);
			assert.equal(await offer(desk).count(), 0, 'nothing is offered to a new article');
			await desk.go(`/articles/${id}`);
			await desk.page.waitForTimeout(1000);
			assert.equal(await offer(desk).count(), 0, 'nor to this one');
		});
	});
}
