// What is told while a page is open, and what colleagues say beside the text; with nginx, copydesk-events and two browsers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { shown as lookAt } from './lib/shown.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

async function signedIn(login, lang) {
	const desk = await Desk.signedIn(browser, instance, login, { lang, javaScript: true });
	desk.writer = new Writer(desk);
	return desk;
}

const shown = (desk, name) => lookAt(instance, desk.page, name);

/** Goes there and waits until the stream of events is open. */
async function watching(desk, path) {
	const stream = desk.page.waitForResponse((r) => r.url().endsWith('/events'), { timeout: 20000 });
	await desk.go(path);
	const { status } = await stream.then((r) => ({ status: r.status() }));
	assert.equal(status, 200, 'nginx has nchan');
	await desk.page.waitForTimeout(300);
}

for (const lang of ['zh', 'en']) {
	describe(`live, ${lang}`, { timeout: 300000 }, () => {
		const headline = { zh: `轮渡晚点 ${Date.now()}`, en: `The ferry is late ${Date.now()}` }[lang];
		const text = { zh: '轮渡早上六点开出。', en: 'The ferry left at six.' }[lang];
		let desk, editor, id;
		const thread = (one) => one.page.locator('.thread');
		const banner = (one) => one.page.locator('.others');
		const resolves = (one) => one.page.getByRole('button', { name: one.t('Resolve'), exact: true });

		before(async () => {
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			desk = await signedIn('reporter', lang);
			editor = await signedIn('editor', lang);
			await desk.go('/articles/new');
			await desk.field('Headline').fill(headline);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Body').fill(text);
			await desk.press('Save');
			id = desk.articleId();
			// As after a submission that came back.
			await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
		});
		after(async () => {
			await desk?.close();
			await editor?.close();
		});

		it('a take-over shows on the other page within a second', async () => {
			await watching(desk, `/articles/${id}?edit=1`);
			await desk.writer.body.click();
			await desk.writer.keys.press('Control+End');
			await desk.writer.keys.type('甲');
			await desk.page.waitForSelector('#working[data-kind=saved]');
			await watching(editor, `/articles/${id}?edit=1`);
			await banner(editor).waitFor();
			await editor.page.getByRole('button', { name: editor.t('Take over'), exact: true }).click();
			const begun = Date.now();
			await banner(desk).waitFor({ timeout: 5000 });
			assert.ok(Date.now() - begun < 1000, `${Date.now() - begun} ms`);
			assert.ok((await banner(desk).innerText()).includes(instance.account('editor').name));
		});

		it('a newer version is told with the name of who saved it', async () => {
			await editor.writer.body.click();
			await editor.writer.keys.press('Control+End');
			await editor.writer.keys.type('乙');
			await editor.writer.keys.press('Control+s');
			const newer = desk.page.locator('.newer');
			await newer.waitFor({ timeout: 5000 });
			assert.ok((await newer.innerText()).includes(instance.account('editor').name));
			assert.match(await newer.getByRole('link').getAttribute('href'), new RegExp(`^/articles/${id}/compare\\?from=1&to=2$`));
			await shown(desk, `live-newer-${lang}`);
			assert.equal(await editor.page.locator('.newer').isVisible(), false, 'who saved it hears nothing');
		});

		it('without a stream the page asks, and finds out all the same', async () => {
			await editor.page.goto('about:blank');
			await instance.sql(`DELETE FROM core.presence; DELETE FROM core.working_copy`);
			await desk.page.route('**/events', (route) => route.abort());
			await desk.go(`/articles/${id}?edit=1`);
			await desk.page.waitForFunction(() => document.querySelector('.others'));
			await watching(editor, `/articles/${id}?edit=1`);
			await desk.page.mouse.move(10, 10);
			await desk.page.locator('.here li').waitFor({ timeout: 15000 });
			await desk.page.unroute('**/events');
		});

		it('words are commented by keyboard, seen by a colleague at once, answered and resolved', async () => {
			await editor.page.goto('about:blank');
			await instance.sql('DELETE FROM core.presence; DELETE FROM core.working_copy');
			await watching(desk, `/articles/${id}?edit=1`);
			await desk.writer.body.click();
			await desk.writer.keys.press('Control+End');
			await desk.writer.selectLine();
			await desk.writer.keys.press('Control+Alt+m');
			const field = desk.page.getByRole('textbox', { name: desk.t('Your comment'), exact: true });
			await field.waitFor();
			assert.ok(await field.evaluate((e) => e === document.activeElement), 'the field has the focus');
			await shown(desk, `remarks-write-${lang}`);
			await desk.writer.keys.type({ zh: '几点？请核对。', en: 'When? Please check.' }[lang]);
			await desk.writer.keys.press('Control+Enter');
			await resolves(desk).waitFor();
			assert.equal(await desk.page.locator('.commented-open').count(), 1, 'the words are highlighted');
			await desk.writer.body.click();
			await desk.writer.keys.press('Control+s');
			await until(async () => (await instance.sql(`SELECT body::text LIKE '%"comment"%' FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`)) === 't');
			const html = await instance.sql(`SELECT string_agg(body_html, '') FROM core.revision WHERE article_id = ${id}`);
			assert.ok(!/thread|comment|核对|check/.test(html), 'nothing of it is in what readers get');

			await watching(editor, `/articles/${id}?edit=1`);
			await thread(editor).waitFor();
			await shown(editor, `remarks-${lang}`);
			await editor.page.getByText(editor.t('Reply'), { exact: true }).click();
			await editor.page.getByLabel(editor.t('Your reply'), { exact: true }).fill({ zh: '六点，已核对。', en: 'At six, checked.' }[lang]);
			await editor.page.getByRole('button', { name: editor.t('Send the reply'), exact: true }).click();
			const begun = Date.now();
			await desk.page.locator('.said-text').nth(1).waitFor({ timeout: 5000 });
			assert.ok(Date.now() - begun < 3000, `${Date.now() - begun} ms`);

			// From the panel into the text, and back.
			await thread(desk).locator('.thread-about button').click();
			assert.ok(await desk.writer.body.evaluate((e) => e === document.activeElement));
			await desk.page.locator('.thread.is-at').waitFor();
			await resolves(desk).click();
			await desk.page.locator('.remarks details:has(.is-resolved) > summary').waitFor();
			assert.equal(await desk.page.locator('.commented-open').count(), 0, 'resolved, its words are like any others');
			await editor.page.locator('.is-resolved').waitFor({ state: 'attached', timeout: 5000 });
		});

		it('words that go leave their thread, which says so; what is not said leaves no mark', async () => {
			await desk.page.locator('.remarks details:has(.is-resolved) > summary').click();
			await desk.page.getByRole('button', { name: desk.t('Open again'), exact: true }).click();
			await desk.page.locator('.commented-open').waitFor();
			await desk.writer.body.click();
			await desk.writer.keys.press('Control+a');
			await desk.writer.keys.press('Backspace');
			await desk.writer.keys.type({ zh: '全新的一段。', en: 'All new words.' }[lang]);
			await instance.sql(`SELECT pg_notify('events', 'a${id} remarks')`);
			await desk.page.getByText(desk.t('Its text was removed from the article.')).waitFor();
			await shown(desk, `remarks-gone-${lang}`);
			await desk.writer.body.click();
			await desk.writer.keys.press('Control+a');
			await desk.writer.keys.press('Control+Alt+m');
			await desk.page.getByRole('textbox', { name: desk.t('Your comment'), exact: true }).waitFor();
			assert.ok(JSON.stringify(await desk.writer.document()).includes('"comment"'));
			await desk.writer.keys.press('Escape');
			assert.ok(!JSON.stringify(await desk.writer.document()).includes('"comment"'));
			assert.ok(await desk.writer.body.evaluate((e) => e === document.activeElement), 'back in the text');
		});

		it('reviewers hear of new work, and comment without touching the version', async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill(`${headline} 2`);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Body').fill(text);
			await desk.press('Save');
			id = desk.articleId();
			await watching(editor, '/review');
			const before = await instance.sql(`SELECT head_revision FROM core.article WHERE id = ${id}`);
			await instance.sql(`UPDATE core.article SET state = 'submitted', first_submitted_at = now() WHERE id = ${id} AND state = 'draft'`);
			const fresh = editor.page.locator('.fresh a');
			await fresh.waitFor({ timeout: 5000 });
			assert.equal((await fresh.innerText()).trim(), editor.t('{0} new for review. Show').replace('{0}', '1'));
			await shown(editor, `live-queue-${lang}`);
			await editor.go(`/articles/${id}/review`);
			await editor.page.locator('#remark-block').selectOption({ index: 0 });
			await editor.page.locator('#remark-text').fill({ zh: '标题可以更短。', en: 'A shorter headline?' }[lang]);
			await editor.answer(() => editor.page.locator('.remark-new button').click());
			await editor.page.getByText({ zh: '标题可以更短。', en: 'A shorter headline?' }[lang]).first().waitFor();
			await shown(editor, `remarks-review-${lang}`);
			assert.equal(await instance.sql(`SELECT head_revision FROM core.article WHERE id = ${id}`), before);
		});
	});
}
