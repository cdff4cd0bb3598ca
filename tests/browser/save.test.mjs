// Ctrl+S whatever happens on the way: no word is lost, and none saved twice.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { Writer, words } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const lang of ['zh', 'en']) {
	describe(`saving without leaving the page, ${lang}`, () => {
		let desk, writer;
		const versions = (id) => instance.sql(`SELECT count(*) FROM core.revision WHERE article_id = ${id}`);
		const articles = () => instance.sql('SELECT count(*) FROM core.article');
		const stored = async (id) => words(JSON.parse(await instance.sql(`SELECT body FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`)).doc);
		const save = () => writer.keys.press('Control+s');
		const done = () => desk.page.waitForFunction(() => !document.querySelector('.is-saving') && document.querySelector('.notice'));
		const note = () => desk.page.locator('.note');

		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { javaScript: true, lang });
		});
		after(() => desk?.close());
		afterEach(() => desk.page.context().setOffline(false));

		async function fresh(text) {
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			await desk.go('/articles/new');
			writer = new Writer(desk);
			await desk.field('Headline').fill('The last ferry');
			await desk.field('Channel').selectOption({ index: 1 });
			await writer.body.click();
			await writer.keys.insertText(text);
		}

		/** Sends a save that reaches the desk, and cuts the network before its answer. */
		async function cut() {
			const release = await instance.hold('LOCK TABLE core.revision IN SHARE ROW EXCLUSIVE MODE');
			await save();
			await until(async () => (await instance.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'core.revision'::regclass")) !== '0');
			await desk.page.context().setOffline(true);
			await release();
			await note().waitFor();
			assert.ok((await note().innerText()).startsWith(desk.t('Not yet saved as a version: the desk did not answer.')));
		}

		it('a new article whose answer was cut off, and what was typed meanwhile: one article, both versions', async () => {
			const before = Number(await articles());
			await fresh('First.');
			await cut();
			await until(async () => Number(await articles()) === before + 1);
			await picture(instance, desk.page, `save-cut-${lang}`);
			assert.deepEqual(await violations(desk.page), []);
			await writer.keys.insertText(' Second.');
			await desk.page.context().setOffline(false);
			await desk.page.waitForURL(/\/articles\/\d+/);
			await done();
			assert.equal(await note().isVisible(), false);
			const id = desk.articleId();
			await save();
			await until(async () => (await stored(id)) === 'First. Second.');
			assert.equal(await versions(id), '2');
			assert.equal(Number(await articles()), before + 1);
		});

		it('a button that would leave the page stays on it while there is no answer', async () => {
			await fresh('First.');
			await cut();
			await writer.keys.insertText(' Second.');
			await desk.button('Save').click();
			await desk.page.waitForFunction(() => !document.querySelector('.is-saving'));
			assert.equal(new URL(desk.page.url()).pathname, '/articles/new', 'the page stays');
			await desk.page.context().setOffline(false);
			await desk.page.waitForURL(/\/articles\/\d+/);
			await done();
			await desk.press('Save');
			assert.equal(await stored(desk.articleId()), 'First. Second.');
			assert.equal(await versions(desk.articleId()), '2');
		});

		it('a desk that cannot answer now: the page stays, and the same is sent once more', async () => {
			await fresh('First.');
			let refused = 0;
			const release = await instance.hold('LOCK TABLE auth.session IN ACCESS EXCLUSIVE MODE');
			desk.page.on('response', (r) => r.request().method() === 'POST' && r.status() >= 500 && refused++);
			await save();
			await note().waitFor({ timeout: 40000 });
			assert.ok(refused > 0);
			await writer.keys.insertText(' Second.');
			await release();
			await save();
			await desk.page.waitForURL(/\/articles\/\d+/);
			const id = desk.articleId();
			await until(async () => (await stored(id)) === 'First. Second.');
			assert.equal(await versions(id), '2');
		});

		it('a session that ended meanwhile: signed in again, all that was typed is stored once', async () => {
			const before = Number(await articles());
			await fresh('First.');
			await desk.page.context().clearCookies();
			const answer = await desk.answer(save);
			assert.equal(answer.status(), 401);
			assert.equal(Number(await articles()), before);
			assert.match(await desk.page.content(), /First\./);
			await desk.signIn('reporter', instance.account('reporter').password);
			await desk.press('Send again');
			assert.equal(await stored(desk.articleId()), 'First.');
			assert.equal(Number(await articles()), before + 1);
		});

		it('a colleague’s version between the save and its page is not written over', async () => {
			await fresh('Mine.');
			await save();
			await desk.page.waitForURL(/\/articles\/\d+/);
			await done();
			const id = desk.articleId();
			const editor = await Desk.signedIn(browser, instance, 'editor', { lang });
			await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
			await desk.page.route(`**/articles/${id}`, async (route) => {
				const response = await route.fetch({ maxRedirects: 0 });
				await editor.go(`/articles/${id}?edit=1`);
				await editor.field('Body').fill('Theirs.');
				await editor.press('Save');
				await route.fulfill({ response });
			});
			await writer.body.click();
			await writer.keys.press('Control+End');
			await writer.keys.insertText(' More.');
			await Promise.all([desk.page.waitForResponse((r) => r.url().includes(`/articles/${id}?done=saved`)), save()]);
			await desk.page.waitForFunction(() => !document.querySelector('.is-saving'));
			await desk.page.unroute(`**/articles/${id}`);
			await editor.close();
			assert.equal(await stored(id), 'Theirs.');
			await writer.keys.insertText(' Still more.');
			const answer = await desk.answer(save);
			assert.equal(answer.status(), 409, 'the two are brought together');
			assert.equal(await stored(id), 'Theirs.');
			assert.match(await desk.page.locator('main').innerText(), /Still more/);
		});

		it('two windows of one draft make one article, and the second one’s words meet it', async () => {
			const before = Number(await articles());
			await fresh('One.');
			const draft = await desk.page.locator('input[name=draft]').inputValue();
			const second = await desk.tab();
			await second.go('/articles/new');
			const other = new Writer(second);
			await second.page.locator('input[name=draft]').evaluate((field, name) => (field.value = name), draft);
			await second.field('Headline').fill('The last ferry');
			await second.field('Channel').selectOption({ index: 1 });
			await other.body.click();
			await other.keys.insertText('Two.');
			await save();
			await desk.page.waitForURL(/\/articles\/\d+/);
			const answer = await second.answer(() => other.keys.press('Control+s'));
			assert.equal(answer.status(), 409);
			assert.match(await second.page.locator('main').innerText(), /One\.[^]*Two\.|Two\.[^]*One\./);
			assert.equal(Number(await articles()), before + 1);
			await second.page.close();
		});

		it('Back after a save shows a form of another article, not the saved one once more', async () => {
			await fresh('First.');
			const draft = await desk.page.locator('input[name=draft]').inputValue();
			await desk.press('Save');
			await desk.page.goBack();
			await desk.at('/articles/new');
			assert.notEqual(await desk.page.locator('input[name=draft]').inputValue(), draft);
			assert.equal(await desk.field('Headline').inputValue(), '');
		});
	});
}
