// What was not saved comes back: by itself to the window that wrote it, else in offers that leave the form in sight.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { shown } from './lib/shown.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const offers = (desk) => desk.page.locator('.offer');
const isPaused = (desk) => desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });

/** A text of every kind, and another that differs in each of its parts. */
function documentOf(changed) {
	const of = (was, is) => (changed ? is : was);
	const text = (words, ...marks) => ({ type: 'text', text: words, ...(marks.length > 0 && { marks }) });
	const line = (id, ...content) => ({ type: 'paragraph', attrs: { id }, content });
	const title = of({ type: 'paragraph', attrs: { id: 'titletitle' } }, { type: 'heading', attrs: { id: 'titletitle', level: 2 } });
	const cell = (type, words) => ({ type, content: [{ type: 'paragraph', content: [text(words)] }] });
	const caption = { type: 'caption', content: [text(of('This morning', 'This evening'))] };
	return { type: 'doc', content: [
		{ ...title, content: [text('The title')] },
		line('marksmarks', text('Bold', ...of([], [{ type: 'strong' }])), text(' and a '), text('link', { type: 'link', attrs: { href: of('https://example.com/a', 'https://example.com/b') } })),
		line('notesnotes', text('Words'), { type: 'footnote', attrs: { text: of('noted', 'unsure') } }),
		{ type: 'figure', attrs: { id: 'figurefigu', media: 1, alt: of('a ferry', 'a ship'), credit: of('Li Lei', 'Han Mei'), layout: of('normal', 'wide') }, content: [caption] },
		{ type: 'table', attrs: { id: 'tabletable' }, content: [{ type: 'table_row', content: [cell('table_cell', 'one'), cell('table_cell', of('cell', 'box'))] }] },
		{ type: 'table', attrs: { id: 'headedhead' }, content: [{ type: 'table_row', content: [cell(of('table_cell', 'table_header'), 'only its form')] }] },
		{ type: 'embed', attrs: { id: 'embedembed', provider: 'tencent_video', url: 'https://v.qq.com/1', title: of('Film', 'Clip') } },
		{ type: 'correction_note', attrs: { id: 'correction', date: of('2026-11-24', '2026-11-25') }, content: [text('Six, not seven.')] },
		...of([], [{ type: 'paragraph', attrs: { id: 'emptyempty' } }]),
		line('endsendsen', text('The end.')),
	] };
}

for (const lang of ['zh', 'en']) {
	describe(`unsaved text, ${lang}`, () => {
		let desk;
		beforeEach(async () => {
			desk = await Desk.withNothingUnsaved(browser, instance, 'reporter', { lang, javaScript: true });
		});
		afterEach(() => desk?.close());

		async function tab(path = '/articles/new') {
			const one = await desk.tab();
			one.writer = new Writer(one);
			await one.go(path);
			return one;
		}

		it('that this browser alone has says how it begins, and is folded from the third on', async () => {
			const texts = ['潮水两点退去。', 'The ferry left at six.', '渡轮六点开走，比平日早了两个小时，码头上的人说是因为大雾将至，也有人说船长只是想早点回家吃饭。', '末段。'];
			for (const text of texts) {
				const one = await tab();
				await one.page.waitForSelector('.others', { state: 'attached' });
				await one.page.context().setOffline(true);
				await one.writer.body.click();
				await one.writer.keys.insertText(text);
				await isPaused(one);
				await one.crash();
				await desk.page.context().setOffline(false);
			}
			const one = await tab();
			await until(async () => (await offers(one).count()) === texts.length);
			const begins = (await offers(one).locator('b').allTextContents()).sort();
			assert.deepEqual(begins, texts.map((text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)).sort());
			assert.equal(await one.page.locator('.offer:visible').count(), 2);
			await shown(instance, one.page, `offers-folded-${lang}`);
			await one.page.locator('.offers summary').press('Enter');
			assert.equal(await one.page.locator('.offer:visible').count(), texts.length);
			await shown(instance, one.page, `offers-unfolded-${lang}`);
			const drops = offers(one).getByRole('button', { name: desk.t('Drop it') });
			while ((await drops.count()) > 0) await drops.last().click();
			assert.equal(await offers(one).getByText(desk.t('This text was dropped.')).count(), texts.length, 'each says so');
			await shown(instance, one.page, `offers-dropped-here-${lang}`);
			const slip = offers(one).filter({ hasText: texts[3] });
			const undo = slip.getByRole('button', { name: desk.t('Undo') });
			await undo.press('Enter');
			await slip.getByRole('button', { name: desk.t('Drop it') }).waitFor();
			assert.ok(await slip.getByRole('button', { name: desk.t('Compare') }).evaluate((button) => button === document.activeElement));
			await one.page.close();
			const next = await tab();
			await offers(next).waitFor();
			assert.equal(await offers(next).locator('b').innerText(), texts[3], 'what was dropped and not brought back is gone with the page');
		});

		it('that the desk has is dropped, and brought back', async () => {
			const one = await tab();
			await one.field('Headline').fill(lang === 'zh' ? '渡轮六点开走' : 'The ferry left at six');
			await one.page.waitForSelector('#working[data-kind=saved]');
			await one.page.close();
			const two = await tab();
			await two.page.setViewportSize({ width: 390, height: 844 });
			const press = (name) => desk.answer.call(two, () => offers(two).getByRole('button', { name: desk.t(name) }).click());
			await press('Drop it');
			assert.equal(await offers(two).getByRole('link').count(), 0);
			assert.equal(await offers(two).locator('b').innerText(), lang === 'zh' ? '渡轮六点开走' : 'The ferry left at six');
			await shown(instance, two.page, `offers-dropped-${lang}`);
			await press('Undo');
			assert.doesNotMatch(two.page.url(), /dropped/);
			await desk.answer.call(two, () => offers(two).getByRole('link', { name: desk.t('Take it') }).click());
			assert.equal(await two.field('Headline').inputValue(), lang === 'zh' ? '渡轮六点开走' : 'The ferry left at six');
			await two.page.close();
		});

		it('that another window has is offered when that window is gone, not before', async () => {
			const one = await tab();
			await one.page.route('**/working', (route) => route.abort());
			await one.writer.body.click();
			await one.writer.keys.insertText('The tide turned at two.');
			await isPaused(one);
			const other = await tab();
			await other.page.waitForSelector('.others', { state: 'attached' });
			await other.writer.body.click();
			await other.writer.keys.insertText('Another story.');
			await other.page.waitForSelector('#working[data-kind=saved]');
			assert.equal(await offers(other).count(), 0);
			await one.crash();
			await offers(other).waitFor();
			assert.match(await offers(other).innerText(), /The tide turned at two\./);
		});

		it('is offered of a window that ends while this page asks the desk who is here, or that began later', async () => {
			const cut = async (one, text) => {
				await one.page.route('**/working', (route) => route.abort());
				await one.writer.body.click();
				await one.writer.keys.insertText(text);
				await isPaused(one);
			};
			const one = await tab();
			await cut(one, 'The tide turned at two.');
			const other = await tab('/');
			let asked;
			const asks = new Promise((resolve) => (asked = resolve));
			await other.page.route('**/presence?*', async (route) => {
				asked();
				await one.gone;
				await route.continue();
			});
			one.gone = asks.then(() => one.crash());
			await other.go('/articles/new');
			await offers(other).filter({ hasText: 'The tide turned at two.' }).waitFor();
			const later = await tab();
			await cut(later, 'The bridge closed at three.');
			await later.crash();
			await offers(other).filter({ hasText: 'The bridge closed at three.' }).waitFor();
			assert.equal(await offers(other).count(), 2, 'each is offered once');
		});

		it('that stood in the form where an offer was taken is offered by the next page, unless it was put back', async () => {
			const gone = await tab();
			await gone.page.waitForSelector('.others', { state: 'attached' });
			await gone.page.route('**/working', (route) => route.abort());
			await gone.writer.body.click();
			await gone.writer.keys.insertText('The tide turned at two.');
			await isPaused(gone);
			await gone.crash();
			const press = (one, name) => offers(one).getByRole('button', { name: desk.t(name) }).first().click();
			const write = async () => {
				const one = await tab();
				await offers(one).filter({ hasText: 'The tide turned at two.' }).waitFor();
				await one.writer.body.click();
				await one.writer.keys.insertText('Another story.');
				await one.page.waitForSelector('#working[data-kind=saved]');
				await one.page.route('**/working', (route) => route.abort());
				await press(one, 'Take it');
				assert.equal((await one.writer.body.innerText()).trim(), 'The tide turned at two.');
				await isPaused(one);
				return one;
			};
			const back = await write();
			await press(back, 'Undo');
			assert.equal((await back.writer.body.innerText()).trim(), 'Another story.');
			await back.page.unroute('**/working');
			await back.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
			await back.page.close();
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			await (await write()).crash();
			const next = await tab();
			await offers(next).filter({ hasText: 'Another story.' }).waitFor();
			await offers(next).filter({ hasText: 'The tide turned at two.' }).waitFor();
			assert.equal(await offers(next).count(), 2, 'each once');
		});

		it('is kept from the first word on, also where the desk does not answer a page that is loaded anew', async () => {
			const one = await tab();
			await one.writer.body.click();
			await one.writer.keys.insertText('The tide turned at two.');
			await one.page.waitForSelector('#working[data-kind=saved]');
			await one.page.route(/presence|working/, () => {});
			await one.page.reload();
			await one.writer.body.click();
			await one.writer.keys.insertText('And at three.');
			await one.page.waitForSelector('#working[data-kind=saving]', { timeout: 5000 });
			await one.crash();
			const next = await tab();
			await offers(next).filter({ hasText: 'And at three.' }).waitFor();
		});

		it('is removed from this browser while a page is open, which keeps what is typed next', async () => {
			const one = await tab();
			await one.page.context().setOffline(true);
			await one.writer.body.click();
			await one.writer.keys.insertText('The tide turned at two.');
			await isPaused(one);
			const gone = await one.page.evaluate(() => new Promise((done) => {
				const request = indexedDB.deleteDatabase('copydesk');
				request.onsuccess = () => done('gone');
				request.onblocked = () => done('blocked');
			}));
			assert.equal(gone, 'gone');
			await one.writer.keys.insertText(' And at three.');
			await sleep(2000);
			await one.crash();
			await desk.page.context().setOffline(false);
			await offers(await tab()).filter({ hasText: 'And at three.' }).waitFor();
		});

		it('reaches the desk where this browser never answers, and it is said where it is not kept', async () => {
			const one = await desk.tab();
			one.writer = new Writer(one);
			await one.page.addInitScript(() => {
				IDBFactory.prototype.open = () => ({});
			});
			await one.go('/articles/new');
			await one.writer.body.click();
			await one.writer.keys.insertText('The tide turned at two.');
			await one.page.waitForSelector('#working[data-kind=saved]');
			await one.page.route('**/working', (route) => route.abort());
			await one.writer.keys.insertText(' And at three.');
			await one.page.locator('#working').filter({ hasText: desk.t('This browser cannot keep your text: do not close the page.') }).waitFor();
			await one.page.close();
		});

		it('tells all that differs in words: of pictures, notes, tables, cards, corrections, marks, fields', async () => {
			const one = await tab();
			const put = (desk, changed) =>
				desk.page.evaluate(([body_json, fields]) => {
					const form = document.getElementById('form');
					for (const [name, value] of Object.entries(fields)) {
						const control = form.querySelector(`[name="${name}"]`);
						if (control.type === 'radio') form.elements.namedItem(name).value = value;
						else control.value = value;
					}
					form.dispatchEvent(new CustomEvent('copydesk:restore', { detail: { body_json, ...fields } }));
					form.dispatchEvent(new CustomEvent('copydesk:change', { bubbles: true }));
				}, [JSON.stringify({ schema: 2, doc: documentOf(changed) }), changed ? { lang: lang === 'en' ? 'zh' : 'en', slug: 'ferry', topics: 'tides\nferries\n', source_kind: 'reprint' } : {}]);
			await one.page.waitForSelector('.others', { state: 'attached' });
			await one.page.context().setOffline(true);
			await put(one, true);
			await isPaused(one);
			await one.crash();
			await desk.page.context().setOffline(false);
			const other = await tab();
			await offers(other).first().waitFor();
			await put(other, false);
			await offers(other).last().getByRole('button', { name: desk.t('Compare') }).click();
			const told = await offers(other).last().locator('.changes').innerText();
			const notes = await offers(other).last().locator('.said').allInnerTexts();
			const [was, is] = await Promise.all(['del', 'ins'].map((tag) => offers(other).last().locator(`.changes-body ${tag}`).allInnerTexts()));
			const wanted = (format, ...values) => desk.t(format).replace(/%(\.\*)?s/g, () => values.shift());
			for (const note of [desk.t('Another width of the picture'), wanted('%s added: “%.*s”', desk.t('Bold'), 'Bold'), wanted('%s changed: “%.*s”', desk.t('Link'), 'link'),
				wanted('%s became %s', desk.t('Paragraph of text'), desk.t('Heading')), desk.t('An empty paragraph was added'), desk.t('Its form changed')])
				assert.ok(notes.includes(note), `${note} in ${notes.join(' / ')}`);
			for (const [from, to] of [['ferry', 'ship'], ['Li', 'Han'], ['morning', 'evening'], ['noted', 'unsure'], ['cell', 'box'], ['Film', 'Clip'], ['a', 'b'], ['24', '25']]) {
				assert.ok(was.some((text) => text.includes(from)), `${from} in ${was.join(' / ')}`);
				assert.ok(is.some((text) => text.includes(to)), `${to} in ${is.join(' / ')}`);
			}
			for (const words of [desk.t('Language'), desk.t(lang === 'en' ? 'Chinese' : 'English'), desk.t('Slug'), desk.t('Original or reprint'), desk.t('Reprint'), desk.t('Topics'), lang === 'en' ? 'tides, ferries' : 'tides、ferries'])
				assert.ok(told.includes(words), `${words} in ${told}`);
			assert.ok(!told.includes('{'), told);
			await shown(instance, other.page, `offers-told-${lang}`);
		});

		it('that is saved before the script has begun is not kept as unsaved', async () => {
			const one = await tab();
			await one.field('Headline').fill('Saved early');
			await one.field('Channel').selectOption({ index: 1 });
			await one.writer.body.click();
			await one.writer.keys.insertText('The ferry left at six.');
			await one.page.waitForSelector('#working[data-kind=saved]');
			await one.page.close();
			const copies = () => instance.sql('SELECT count(*) FROM core.working_copy');
			assert.equal(await copies(), '1');
			const two = await tab();
			await two.page.locator('.offer').getByRole('link', { name: desk.t('Take it') }).waitFor();
			// A browser that is slow to tell whose name the page has.
			await two.page.addInitScript(() => {
				const request = navigator.locks.request.bind(navigator.locks);
				navigator.locks.request = async (...all) => {
					await new Promise((done) => setTimeout(done, 3000));
					return request(...all);
				};
			});
			await desk.answer.call(two, () => two.page.locator('.offer').getByRole('link', { name: desk.t('Take it') }).click());
			await two.writer.body.click({ noWaitAfter: true });
			await two.writer.keys.insertText('More. ');
			let save;
			const saveGoes = new Promise((go) => (save = go));
			let sent = 0;
			two.page.on('request', (request) => (sent += /working$/.test(request.url())));
			await two.page.route('**/articles', (route) => saveGoes.then(() => route.continue()));
			const asked = two.page.waitForRequest((request) => request.method() === 'POST' && /articles$/.test(request.url()));
			await two.button('Save').click({ noWaitAfter: true });
			await asked;
			await two.page.waitForRequest(/presence/);
			await sleep(3000);
			save();
			await two.page.waitForURL(/articles\/\d+/);
			assert.equal(sent, 0);
			assert.equal(await copies(), '0');
			await two.page.close();
		});
	});
}
