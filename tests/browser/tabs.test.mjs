// One person's pages, one after the other or side by side, and a take-over while a text is on its way: what one page
// wrote no other replaces, and it is offered once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { words } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const START = 'The ferry left at six.';
const offers = (desk) => desk.page.locator('.offer');
const isSaved = (desk) => desk.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
const isPaused = (desk) => desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });

async function type(desk, text) {
	await desk.field('Body').focus();
	await desk.page.keyboard.press('Control+End');
	await desk.page.keyboard.insertText(text);
}

/** Goes to ${id} by ${how}, until the page has found all that it offers. */
async function shown(desk, id, how = () => desk.go(`/articles/${id}?edit=1`)) {
	const seen = desk.page.waitForResponse((r) => r.url().endsWith('/events'), { timeout: 20000 });
	await how();
	await seen;
	await desk.page.waitForSelector('#form:not([data-locked="1"])');
}

/** What the desk holds of ${login}'s words, in order. */
async function copies(login) {
	const out = await instance.sql(
		`SELECT coalesce(jsonb_agg(w.fields ->> 'body_json'), '[]') FROM core.working_copy w JOIN core.app_user u ON u.id = w.user_id WHERE u.login = '${login}'`,
	);
	return JSON.parse(out)
		.map((json) => words(JSON.parse(json).doc))
		.sort();
}

describe('pages of a Chinese reporter, and an English editor', { timeout: 240000 }, () => {
	let desk, id;
	before(async () => {
		desk = await Desk.signedIn(browser, instance, 'reporter', { lang: 'zh', javaScript: true });
		await desk.go('/articles/new');
		await desk.field('Headline').fill('The last ferry');
		await desk.field('Channel').selectOption({ index: 1 });
		await desk.field('Body').fill(START);
		await desk.press('Save');
		id = desk.articleId();
		await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
	});
	after(() => desk?.close());

	const anew = async () => {
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		await shown(desk, id);
	};

	it('words that are not taken after a reload stay beside those that follow', async () => {
		await anew();
		await type(desk, ' First.');
		await isSaved(desk);
		await shown(desk, id, () => desk.page.reload());
		assert.equal(await offers(desk).count(), 1);
		assert.ok(await desk.page.locator('.others').isHidden(), 'nobody else writes');
		await type(desk, ' Second.');
		await isSaved(desk);
		assert.deepEqual(await copies('reporter'), [`${START} First.`, `${START} Second.`]);
	});

	it('words that only the browser has outlive a save of others in the same window', async () => {
		await anew();
		await desk.page.context().setOffline(true);
		await type(desk, ' In a tunnel.');
		await isPaused(desk);
		await desk.page.goto('about:blank');
		// What a page sends as it goes may outrun the emulation, and is on its way for a moment.
		await desk.page.waitForTimeout(2000);
		await instance.sql('DELETE FROM core.working_copy');
		await desk.page.context().setOffline(false);
		await shown(desk, id);
		await until(async () => (await offers(desk).count()) === 1);
		await type(desk, ' Daylight.');
		await isSaved(desk);
		await desk.press('Save');
		await until(async () => (await offers(desk).count()) === 1);
		await offers(desk).getByRole('button', { name: desk.t('Take it') }).click();
		assert.ok((await desk.field('Body').innerText()).endsWith('In a tunnel.'));
		await isSaved(desk);
		const answer = await desk.press('Save');
		assert.equal(answer.status(), 409, 'written on an older version, they meet the one in between');
		const page = await desk.page.content();
		assert.ok(page.includes('In a tunnel.') && page.includes('Daylight.'));
	});

	it('words that were sent on leaving are offered once after “Back”', async () => {
		await anew();
		await type(desk, ' On the way out.');
		await desk.page.evaluate(() => (location.href = '/articles'));
		await desk.page.waitForURL('**/articles');
		await until(async () => (await copies('reporter')).length === 1);
		await shown(desk, id, () => desk.page.goBack());
		assert.equal(await offers(desk).count(), 1);
	});

	it('words that reach the desk when it has made the page that follows are offered there', async () => {
		const language = () => desk.page.locator('form[action="/language"] button').click();
		for (const how of [() => desk.page.reload(), () => desk.go(`/articles/${id}?edit=1`), language, language]) {
			await anew();
			const stored = await desk.page.locator('#body').innerText();
			await desk.page.locator('#body').focus();
			await desk.page.keyboard.press('Control+End');
			await desk.page.keyboard.insertText(' In the last moment.');
			await shown(desk, id, how);
			await until(async () => (await copies('reporter')).length === 1);
			await until(async () => (await offers(desk).count()) === 1);
			await shown(desk, id, () => desk.page.reload());
			assert.equal(await offers(desk).count(), 1);
			// In either language.
			await desk.answer(() => offers(desk).locator('a').last().click());
			assert.equal(await desk.page.locator('#body').innerText(), `${stored} In the last moment.`);
		}
		await instance.sql(`UPDATE core.app_user SET lang_chosen = false WHERE login = 'reporter'`);
	});

	it('words that neither the desk nor a full browser could take are offered by the page that follows', async () => {
		await anew();
		const one = await desk.tab();
		one.page.on('dialog', (dialog) => dialog.accept());
		await one.page.route('**/working', (route) => route.abort());
		await one.page.addInitScript(() => {
			IDBObjectStore.prototype.put = () => {
				throw new DOMException('full', 'QuotaExceededError');
			};
		});
		await shown(one, id);
		const before = await offers(one).count();
		await type(one, ' With nowhere to go.');
		await shown(one, id, () => one.page.reload());
		await until(async () => (await offers(one).count()) === before + 1);
		await one.page.close();
	});

	it('words typed before others are taken are offered beside them', async () => {
		await anew();
		const stored = await desk.field('Body').innerText();
		await type(desk, ' At first.');
		await isSaved(desk);
		await shown(desk, id, () => desk.page.reload());
		await type(desk, ' In the last moment.');
		await shown(desk, id, () => offers(desk).getByRole('link', { name: desk.t('Take it') }).click());
		await until(async () => (await copies('reporter')).length === 2);
		await until(async () => (await offers(desk).count()) === 1);
		assert.equal(await desk.field('Body').innerText(), `${stored} At first.`);
		await desk.answer(() => offers(desk).getByRole('link', { name: desk.t('Take it') }).click());
		assert.equal(await desk.field('Body').innerText(), `${stored} In the last moment.`);
	});

	it('a new article that is loaded anew has its own words again, and leaves one copy', async () => {
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		const one = await desk.tab();
		const anew = async (how) => {
			const ready = one.page.waitForResponse((r) => r.url().includes('/new/presence') && !r.url().includes('leaves'), { timeout: 20000 });
			await how();
			await ready;
		};
		await anew(() => one.go('/articles/new'));
		await one.field('Headline').fill('雾中的渡轮');
		await type(one, 'Fog at six.');
		await isSaved(one);
		await type(one, ' And at seven.');
		await anew(() => one.page.reload());
		await one.page.getByText(desk.t('The text is back in the form.')).waitFor();
		assert.equal(await one.field('Headline').inputValue(), '雾中的渡轮');
		assert.equal((await one.field('Body').innerText()).trim(), 'Fog at six. And at seven.');
		assert.equal(await offers(one).count(), 1, 'and is not offered besides');
		await type(one, ' Gone by eight.');
		await until(async () => (await copies('reporter')).join('|') === 'Fog at six. And at seven. Gone by eight.');

		const other = await desk.tab();
		await other.go('/articles/new');
		await other.page.locator('.offer').waitFor();
		assert.equal(await other.field('Headline').inputValue(), '', 'another window is only offered them');
		await other.page.close();

		await anew(() => one.page.reload());
		await one.button('Undo').first().waitFor();
		await offers(one).getByRole('button', { name: desk.t('Undo') }).click();
		assert.equal(await one.field('Headline').inputValue(), '');
		await offers(one).getByRole('button', { name: desk.t('Take it') }).waitFor();
		assert.ok((await copies('reporter')).includes('Fog at six. And at seven. Gone by eight.'), 'what is taken back is kept');
		await one.page.close();
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
	});

	it('a new article that was saved is not put back by a reload', async () => {
		const one = await desk.tab();
		await one.go('/articles/new');
		await one.field('Headline').fill('Saved once');
		await one.field('Channel').selectOption({ index: 1 });
		await type(one, 'Saved.');
		await isSaved(one);
		await one.press('Save');
		const seen = one.page.waitForResponse((r) => r.url().includes('/new/presence'), { timeout: 20000 });
		await one.go('/articles/new');
		await seen;
		const again = one.page.waitForResponse((r) => r.url().includes('/new/presence') && !r.url().includes('leaves'), { timeout: 20000 });
		await one.page.reload();
		await again;
		assert.equal(await one.field('Headline').inputValue(), '');
		await one.page.close();
	});

	it('a refused save goes on from its own words, and leaves nothing over', async () => {
		await anew();
		await type(desk, ' Refused at first.');
		await desk.field('Headline').fill('');
		await isSaved(desk);
		await desk.press('Save');
		await desk.field('Headline').fill('The last ferry');
		await isSaved(desk);
		assert.equal((await copies('reporter')).length, 1, 'the page goes on with its copy');
		await desk.press('Save');
		assert.deepEqual(await copies('reporter'), []);
	});

	it('a duplicated window is another one, though it has all that the first has', async () => {
		await anew();
		await type(desk, ' Here.');
		await isSaved(desk);
		const [page] = await Promise.all([desk.page.context().waitForEvent('page'), desk.page.evaluate(() => void window.open(location.href))]);
		const twin = new Desk(page, 'zh', instance);
		await page.locator('.others').waitFor();
		assert.equal(await page.evaluate(() => Object.keys(sessionStorage).length), await desk.page.evaluate(() => Object.keys(sessionStorage).length));
		await twin.button('Take over').click();
		await page.locator('.others').waitFor({ state: 'hidden' });
		await type(twin, ' There.');
		await isSaved(twin);
		const body = (await desk.field('Body').innerText()).trim();
		assert.deepEqual(await copies('reporter'), [body, body.replace('Here', 'There')].sort());
		await page.close();
	});

	it('a colleague takes over while a text, and then a save, is on its way: both texts are there', async () => {
		await anew();
		const editor = await Desk.signedIn(browser, instance, 'editor', { lang: 'en', javaScript: true });
		let go;
		const held = new Promise((free) => (go = free));
		await desk.page.route('**/working', async (route) => {
			await held;
			await route.continue();
		});
		await type(desk, ' Under way.');
		await desk.page.waitForRequest('**/working');
		await shown(editor, id, async () => {
			await editor.go(`/articles/${id}?edit=1`);
			const take = editor.button('Take over');
			if (await take.isVisible().catch(() => false)) await take.click();
		});
		await type(editor, ' By the editor.');
		await isSaved(editor);
		go();
		await desk.page.locator('.others').waitFor({ timeout: 20000 });
		await until(async () => (await copies('reporter')).some((text) => text.endsWith(' Under way.')));
		await editor.press('Save');
		const answer = await desk.press('Save');
		assert.equal(answer.status(), 409, 'the later save meets the version of the first');
		const page = await desk.page.content();
		assert.ok(page.includes('Under way.') && page.includes('By the editor.'), 'with both texts');
		await instance.sql(`UPDATE core.app_user SET lang_chosen = false WHERE login = 'editor'`);
		await editor.close();
	});
});
