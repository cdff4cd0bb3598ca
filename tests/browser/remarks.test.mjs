// Comments beside the text: what is half-written outlives whatever comes in, with two people at one article.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
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

for (const [lang, [one, two, said, more]] of Object.entries({
	zh: [['轮渡六点开出。', '潮水七点到。'], '请核对时间。', '已经核对。'].flat(),
	en: [['The ferry left at six.', 'The tide came at seven.'], 'Please check the time.', 'It is checked.'].flat(),
})) {
	describe(`comments, ${lang}`, { timeout: 240000 }, () => {
		let desk, editor, id, writer;
		const field = (name) => desk.page.getByRole('textbox', { name: desk.t(name), exact: true });
		const texts = async () => (await instance.sql(`SELECT r.text FROM core.remark r JOIN core.remark_thread t ON t.id = r.thread_id WHERE t.article_id = ${id} ORDER BY r.id`)).split('\n');

		/** What a colleague says in the first thread, by the desk's own page. */
		async function answer(words) {
			await editor.go(`/articles/${id}/remarks`);
			await editor.page.locator('.thread summary').first().click();
			await editor.page.locator('.thread textarea').first().fill(words);
			await editor.answer(() => editor.page.locator('.thread form button').first().click());
		}
		/** The comments are asked for again, as when somebody told of them. */
		async function told() {
			const loaded = desk.page.waitForResponse((r) => r.url().endsWith('/remarks') && r.request().method() === 'GET');
			await desk.page.evaluate(() => document.getElementById('form').dispatchEvent(new CustomEvent('copydesk:remarks-changed')));
			await loaded;
			await desk.page.waitForTimeout(100);
		}
		async function comment(paragraph) {
			await writer.body.locator('p').nth(paragraph).click();
			await writer.keys.press('End');
			await writer.selectLine();
			await writer.keys.press('Control+Alt+m');
		}

		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			editor = await Desk.signedIn(browser, instance, 'editor', { lang });
			writer = new Writer(desk);
		});
		after(async () => {
			await desk?.close();
			await editor?.close();
		});
		beforeEach(async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill(`${one} ${Date.now()}`);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Body').fill('x');
			await desk.press('Save');
			id = desk.articleId();
			await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
			await desk.go(`/articles/${id}?edit=1`);
			await writer.clear();
			await writer.keys.insertText(one);
			await writer.keys.press('Enter');
			await writer.keys.insertText(two);
			await comment(0);
			await field('Your comment').fill(said);
			await writer.keys.press('Control+Enter');
			await desk.page.getByText(desk.t('Reply'), { exact: true }).waitFor();
		});
		afterEach(() => desk.page.unrouteAll({ behavior: 'ignoreErrors' }));

		it('a reply that is composed is not cut by what comes in', async () => {
			await desk.page.getByText(desk.t('Reply'), { exact: true }).click();
			const reply = field('Your reply');
			await reply.fill('甲乙');
			await writer.keys.press('ArrowLeft');
			const was = await reply.elementHandle();
			const method = await writer.inputMethod();
			await method.compose('ceshi');
			await answer(more);
			await told();
			await desk.page.getByText(more, { exact: true }).waitFor();
			assert.ok(await was.evaluate((e) => e === document.activeElement), 'the same field has the focus');
			await method.compose('测试');
			await method.commit('测试');
			assert.equal(await reply.inputValue(), '甲测试乙');
			assert.equal(await reply.evaluate((e) => e.selectionStart), 3, 'and its caret');
			await writer.keys.press('Control+Enter');
			await until(async () => (await texts()).length === 3);
			assert.deepEqual(await texts(), [said, more, '甲测试乙']);
			assert.equal(await field('Your reply').isVisible(), false, 'what is said leaves an empty, closed field');
		});

		it('a half-written comment is kept when another is begun, and over a reload', async () => {
			await comment(1);
			await field('Your comment').fill(more);
			await desk.page.getByRole('button', { name: desk.t('Comment on the whole article'), exact: true }).click();
			await field('Your comment').nth(1).waitFor();
			assert.deepEqual((await field('Your comment').evaluateAll((all) => all.map((e) => e.value))).sort(), ['', more].sort());
			await desk.page.waitForSelector('#working[data-kind=saved]');
			await desk.page.reload();
			await desk.page.locator('.thread-acts > .remark-write textarea').waitFor();
			assert.equal(await field('Your comment').inputValue(), more, 'the empty one is forgotten, the other is not');
			await field('Your comment').focus();
			await writer.keys.press('Escape');
			assert.equal(await field('Your comment').inputValue(), more, 'Escape leaves what is written');
			await field('Your comment').press('Control+Enter');
			await until(async () => (await texts()).length === 2);
			assert.deepEqual(await texts(), [said, more]);
			assert.equal(await field('Your comment').count(), 0);
		});

		it('what is half-written outlives its window, and goes to the next one, not to one beside it', async () => {
			const written = async (page) => {
				const all = page.getByRole('textbox', { name: desk.t('Your comment'), exact: true });
				await page.locator('.thread-acts .remark-write').first().waitFor({ state: 'attached' });
				return [await all.count(), await page.getByRole('textbox', { name: desk.t('Your reply'), exact: true }).evaluateAll((fields) => fields.map((field) => field.value))];
			};
			const gone = await desk.tab();
			await gone.go(`/articles/${id}?edit=1`);
			await written(gone.page);
			await gone.page.getByText(desk.t('Reply'), { exact: true }).click();
			await gone.page.getByRole('textbox', { name: desk.t('Your reply'), exact: true }).fill(more);
			await gone.page.getByRole('button', { name: desk.t('Comment on the whole article'), exact: true }).click();
			await gone.page.getByRole('textbox', { name: desk.t('Your comment'), exact: true }).fill(one);
			await desk.page.reload();
			assert.deepEqual(await written(desk.page), [0, []], 'its window is still there');
			await gone.crash();
			const next = await desk.tab();
			await next.go(`/articles/${id}?edit=1`);
			assert.deepEqual(await written(next.page), [1, [more]]);
			await next.page.getByRole('textbox', { name: desk.t('Your reply'), exact: true }).press('Control+Enter');
			await until(async () => (await texts()).length === 2);
			assert.deepEqual(await texts(), [said, more]);
			await next.page.locator('.said-text', { hasText: more }).waitFor();
			await next.page.close();
			await desk.page.reload();
			assert.deepEqual(await written(desk.page), [1, []], 'what was said is said, the rest is here now');
			assert.equal(await field('Your comment').inputValue(), one);
		});

		it('what was stored though its answer was lost is said, and a change that comes too late is a reply', async () => {
			const gone = await desk.tab();
			const words = `${more} ${said}`;
			await gone.go(`/articles/${id}?edit=1`);
			await gone.page.locator('.thread-acts .remark-write').first().waitFor({ state: 'attached' });
			await gone.page.getByText(desk.t('Change'), { exact: true }).click();
			await gone.page.locator('.remark-said textarea').fill(words);
			await gone.page.getByText(desk.t('Reply'), { exact: true }).click();
			await gone.page.route('**/remarks', async (route) => {
				await route.fetch();
				await route.abort();
			});
			const reply = gone.page.getByRole('textbox', { name: desk.t('Your reply'), exact: true });
			await reply.fill(more);
			await reply.press('Control+Enter');
			await gone.page.locator('.remark-write .error').waitFor();
			await gone.crash();
			assert.deepEqual(await texts(), [said, more]);
			await instance.sql(`UPDATE core.remark SET at = at - interval '20 minutes' WHERE text = '${said}'`);
			await desk.page.reload();
			await desk.page.locator('.thread-acts .remark-write').first().waitFor();
			assert.equal(await field('Your reply').inputValue(), words);
			await field('Your reply').press('Control+Enter');
			await until(async () => (await texts()).length === 3);
			assert.deepEqual(await texts(), [said, more, words]);
		});

		it('what is sent twice is said once; other words are other words', async () => {
			await desk.page.getByText(desk.t('Reply'), { exact: true }).click();
			await field('Your reply').fill(more);
			// The desk stores it, and its answer is lost on the way.
			let lost = 0;
			await desk.page.route('**/remarks', async (route) => {
				if (route.request().method() === 'GET') return route.abort();
				await route.fetch();
				lost++;
				return route.abort();
			});
			await writer.keys.press('Control+Enter');
			await desk.page.locator('.thread .error').waitFor();
			await writer.keys.press('Control+Enter');
			await until(async () => lost === 2);
			await desk.page.waitForTimeout(200);
			assert.deepEqual(await texts(), [said, more], 'sent again as it was');
			await desk.page.unrouteAll({ behavior: 'wait' });
			await desk.page.route('**/remarks', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
			for (const words of ['3', '4']) {
				const before = (await texts()).length;
				await field('Your reply').fill(words);
				await writer.keys.press('Control+Enter');
				await until(async () => (await texts()).length === before + 1);
				await until(async () => (await desk.page.locator('.thread-acts textarea').inputValue()) === '');
				if (!(await field('Your reply').isVisible())) await desk.page.getByText(desk.t('Reply'), { exact: true }).click();
			}
			assert.deepEqual(await texts(), [said, more, '3', '4']);
		});

		it('an answer that comes late does not take back a newer one', async () => {
			let first = true;
			await desk.page.route('**/remarks', async (route) => {
				const late = first;
				first = false;
				const response = await route.fetch();
				if (late) await new Promise((done) => setTimeout(done, 1500));
				await route.fulfill({ response });
			});
			await desk.page.evaluate(() => document.getElementById('form').dispatchEvent(new CustomEvent('copydesk:remarks-changed')));
			await desk.page.waitForTimeout(300);
			await answer(more);
			await told();
			await desk.page.getByText(more, { exact: true }).waitFor();
			await desk.page.waitForTimeout(1500);
			assert.equal(await desk.page.getByText(more, { exact: true }).count(), 1);
		});
	});
}
