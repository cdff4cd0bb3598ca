// What is typed while something is on its way, a save, a refusal, the page of another article: it is in the form that
// follows, or offered there.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const offers = (one) => one.page.locator('.offer');
const isSaved = (one) => one.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
const copies = (words) => instance.sql(`SELECT count(*) FROM core.working_copy WHERE fields ->> 'subhead' = '${words}'`);

/** Writes ${words} into the subhead without asking whether the page is about to be left. */
const write = (one, words) =>
	one.page.evaluate((words) => {
		const field = document.querySelector('[name=subhead]');
		field.value = words;
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}, words);

/**
 * Sends the form by ${button}, writes ${words} soon after, and holds the request, or its answer, until ${enough}.  (A page
 * that waits for the next one answers no question: what it does then it is told before.)
 */
async function sent(one, button, answered, words, enough) {
	const isForm = (url) => /\/articles(\/\d+(\/submit)?)?$/.test(url.pathname);
	await one.page.route(isForm, async (route) => {
		if (route.request().method() !== 'POST') return route.continue();
		const response = answered && (await route.fetch({ maxRedirects: 0 }));
		await enough();
		if (response) await route.fulfill({ response });
		else await route.continue();
	});
	await one.answer(() => one.page.evaluate(([value, words]) => {
		const form = document.getElementById('form');
		const field = form.querySelector('[name=subhead]');
		setTimeout(() => {
			field.value = words;
			field.dispatchEvent(new Event('input', { bubbles: true }));
		}, 300);
		setTimeout(() => form.requestSubmit(form.querySelector(`button[name=action][value=${value}]`)));
	}, [button, words]));
	await one.page.unroute(isForm);
}

/** The offer of this page whose comparison has ${words} is taken. */
async function takes(one, words) {
	const wanted = offers(one).filter({ has: one.page.locator('.changes', { hasText: words }) });
	await until(async () => {
		for (const compare of await offers(one).filter({ hasNot: one.page.locator('.changes') }).getByRole('button', { name: one.t('Compare') }).all()) await compare.click({ timeout: 1000 }).catch(() => {});
		return (await wanted.count()) > 0;
	});
	await wanted.first().getByRole('button', { name: one.t('Take it') }).click();
	assert.equal(await one.field('Subhead').inputValue(), words);
}

for (const lang of ['zh', 'en'])
	describe(`words that are typed meanwhile, ${lang}`, { timeout: 240000 }, () => {
		let desk, ids;
		const article = async (headline) => {
			await desk.go('/articles/new');
			await desk.field('Headline').fill(headline);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.field('Body').fill('The ferry left at six.');
			await desk.press('Save');
			return desk.articleId();
		};
		beforeEach(async () => {
			desk = await Desk.withNothingUnsaved(browser, instance, 'reporter2', { lang, javaScript: true });
			ids ??= [await article('The last ferry'), await article('The first train')];
		});
		afterEach(() => desk?.close());

		for (const stored of [true, false])
			for (const isNew of [true, false])
				it(`a refused save of ${isNew ? 'a new article' : 'an article'}, ${stored ? 'and the desk has them' : 'and only this browser has them'}`, async () => {
					const one = await desk.tab();
					await one.go(isNew ? '/articles/new' : `/articles/${ids[0]}?edit=1`);
					await one.page.waitForSelector('.others', { state: 'attached' });
					await one.field('Headline').fill('');
					await write(one, 'First thought');
					await isSaved(one);
					if (!stored) await one.page.route('**/working', (route) => route.abort());
					const tried = one.page.waitForRequest('**/working');
					await sent(one, 'submit', false, 'Second thought', () => (stored ? until(async () => (await copies('Second thought')) === '1') : tried));
					await one.page.unroute('**/working');
					assert.equal(await one.field('Subhead').inputValue(), 'First thought');
					await until(async () => (await copies('First thought')) === '1');
					// It is offered as long as nobody takes or drops it.
					await offers(one).first().waitFor();
					await one.go(isNew ? '/articles/new' : `/articles/${ids[0]}?edit=1`);
					await takes(one, 'Second thought');
					await until(async () => (await copies('Second thought')) === '1');
					await one.page.close();
				});

		it('an offer that is taken in the place of words that the desk has', async () => {
			const gone = await desk.tab();
			const edit = `/articles/${ids[0]}?edit=1`;
			await gone.go(edit);
			await gone.page.waitForSelector('.others', { state: 'attached' });
			await gone.page.route('**/working', (route) => route.abort());
			await write(gone, 'First thought');
			await gone.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });
			await gone.crash();
			const one = await desk.tab();
			await one.go(edit);
			await offers(one).first().waitFor();
			await until(async () => (await one.page.locator('#form[data-locked="1"]').count()) === 0);
			await write(one, 'Second thought');
			await until(async () => (await copies('Second thought')) === '1');
			await takes(one, 'First thought');
			await until(async () => (await copies('First thought')) === '1');
			assert.equal(await copies('Second thought'), '0');
			await one.go('/articles');
			await one.go(edit);
			await takes(one, 'Second thought');
			await one.page.close();
		});

		it('the first save, which goes to the page of the article', async () => {
			const one = await desk.tab();
			await one.go('/articles/new');
			await one.page.waitForSelector('.others', { state: 'attached' });
			await one.field('Headline').fill('The night bus');
			await one.field('Channel').selectOption({ index: 1 });
			await isSaved(one);
			await sent(one, 'save', true, 'Second thought', () => sleep(800));
			assert.match(one.page.url(), /articles\/\d+/);
			await one.go(`/articles/${one.articleId()}?edit=1`);
			await takes(one, 'Second thought');
			await one.page.close();
			const next = await desk.tab();
			const looked = next.page.waitForResponse((response) => response.url().includes('/new/presence'));
			await next.go('/articles/new');
			await looked;
			await sleep(500);
			assert.equal(await offers(next).count(), 0, 'they are no longer those of a new article');
			await next.page.close();
		});

		it('the way to another article, while the desk does not answer', async () => {
			const one = await desk.tab();
			for (const words of ['Now', 'Soon', 'Late', 'Last']) {
				await one.go(`/articles/${ids[0]}?edit=1`);
				await one.page.waitForSelector('.others', { state: 'attached' });
				// In the page itself: what one sends as it leaves gets past a route.
				await one.page.evaluate(() => {
					const { fetch } = globalThis;
					globalThis.fetch = (at, options) => (String(at).endsWith('/working') ? Promise.reject(new TypeError('no answer')) : fetch(at, options));
				});
				await one.answer(() => one.page.evaluate((words) => {
					const field = document.querySelector('[name=subhead]');
					setTimeout(() => {
						field.value = words;
						field.dispatchEvent(new Event('input', { bubbles: true }));
						setTimeout(() => (location.href = '/articles'), 30);
					}, 100);
				}, words));
				assert.equal(await copies(words), '0', 'the desk has nothing of it');
				await one.go(`/articles/${ids[1]}?edit=1`);
				await one.page.waitForSelector('.others', { state: 'attached' });
				await one.go('/articles');
				await one.go(`/articles/${ids[0]}?edit=1`);
				await takes(one, words);
				await until(async () => (await copies(words)) === '1');
				await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			}
			await one.page.close();
		});

		it('a save that stays on the page, where this browser has no room any more', async () => {
			const one = await desk.tab();
			await one.go('/articles/new');
			await one.page.waitForSelector('.others', { state: 'attached' });
			await one.field('Headline').fill('The night tram');
			await one.field('Channel').selectOption({ index: 1 });
			await isSaved(one);
			let go;
			const held = new Promise((resolve) => (go = resolve));
			await one.page.route('**/articles', async (route) => {
				await held;
				await route.continue();
			});
			await one.page.keyboard.press('Control+s');
			await one.page.waitForSelector('#form.is-saving');
			await write(one, 'Second thought');
			await sleep(800);
			await one.page.route('**/working', (route) => route.abort());
			await one.page.evaluate(() => {
				IDBObjectStore.prototype.put = () => {
					throw new DOMException('full', 'QuotaExceededError');
				};
			});
			go();
			await one.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });
			await one.crash();
			const next = await desk.tab();
			await next.go('/articles/new');
			await takes(next, 'Second thought');
			await next.page.close();
		});

		it('a slug that the first save makes is no words of anybody', async () => {
			const one = await desk.tab();
			await one.go('/articles/new');
			await one.page.waitForSelector('.others', { state: 'attached' });
			await one.field('Headline').fill('The night boat');
			await one.field('Channel').selectOption({ index: 1 });
			await isSaved(one);
			await one.page.keyboard.press('Control+s');
			await one.page.waitForURL(/articles\/\d+/);
			await sleep(1500);
			await one.go('/articles');
			await sleep(500);
			assert.equal(await instance.sql('SELECT count(*) FROM core.working_copy'), '0');
			await one.page.close();
		});
	});
