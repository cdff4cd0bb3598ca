// The states of an article's form that others bring about: held by a colleague, taken from one, at fault.  In each
// nothing that axe-core finds; while it is held, nothing in it changes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { shown as lookAt } from './lib/shown.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const shown = (desk, name) => lookAt(instance, desk.page, name);

const signedIn = (login, lang) => Desk.signedIn(browser, instance, login, { lang, javaScript: true });

/** A submitted article of the reporter, which editors see too. */
async function submitted(desk, headline) {
	await desk.go('/articles/new');
	await desk.field('Headline').fill(headline);
	await desk.field('Channel').selectOption({ index: 1 });
	await desk.field('Body').fill('The ferry left at six.');
	await desk.press('Save');
	const id = desk.articleId();
	await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
	return id;
}

/** What the form would send of all that is chosen and not typed. */
const chosen = (desk) =>
	desk.page.evaluate(() => {
		const data = new FormData(document.getElementById('form'));
		return ['channel', 'lang', 'source_kind'].map((name) => data.get(name)).join('|');
	});

for (const lang of ['zh', 'en']) {
	describe(`the form of an article, ${lang}`, { timeout: 240000 }, () => {
		let writer, editor, id;
		before(async () => {
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			writer = await signedIn('reporter', lang);
			editor = await signedIn('editor', lang);
			id = await submitted(writer, lang === 'zh' ? '末班渡轮恢复' : 'The last ferry is back');
		});
		after(async () => {
			await writer?.close();
			await editor?.close();
		});

		it('held by a colleague: every control is read-only, and all of it would still be sent', async () => {
			await writer.go(`/articles/${id}?edit=1`);
			await writer.field('Summary').fill('A summary.');
			await writer.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
			await editor.go(`/articles/${id}?edit=1`);
			const before = await chosen(editor);
			assert.match(before, /^\d+\|(zh|en)\|original$/);
			await editor.page.waitForSelector('#form[data-locked="1"]');
			const { page } = editor;
			for (const name of ['channel', 'lang']) {
				const list = page.locator(`select#${name}`);
				await list.focus();
				for (const key of ['ArrowDown', 'ArrowUp', 'End', 'Home', 'e', 'z']) await page.keyboard.press(key);
				assert.ok(await list.isEnabled(), 'it can be reached and read');
			}
			await page.locator('input[name=source_kind][value=original]').focus();
			for (const key of ['ArrowDown', 'ArrowLeft', ' ']) await page.keyboard.press(key);
			await page.locator('input[name=source_kind][value=reprint]').click({ force: true });
			for (const field of ['Headline', 'Summary', 'Source']) {
				await editor.field(field).focus();
				await page.keyboard.type('x');
			}
			assert.equal(await chosen(editor), before, 'nothing of it changed, nothing is missing');
			for (const field of ['Headline', 'Summary', 'Source']) assert.ok(!(await editor.field(field).inputValue()).includes('x'), field);
			// Texts that are put back while it is held: what they choose is sent, and held as well.
			await page.evaluate(() => {
				const form = document.getElementById('form');
				form.elements.namedItem('lang').value = form.elements.namedItem('lang').value === 'zh' ? 'en' : 'zh';
				form.dispatchEvent(new CustomEvent('copydesk:restore', { detail: {} }));
			});
			assert.match(await chosen(editor), /^\d+\|(zh|en)\|original$/);
			assert.notEqual(await chosen(editor), before);
			await shown(editor, `state-held-${lang}`);
		});

		it('taken over: it is free again, and the history says who took it from whom', async () => {
			await editor.button('Take over').click();
			await editor.page.waitForSelector('#form:not([data-locked="1"])');
			const list = editor.page.locator('select#lang');
			for (const value of ['en', 'zh']) {
				await list.selectOption(value);
				assert.equal(await list.inputValue(), value);
			}
			await editor.page.locator('input[name=source_kind][value=reprint]').check();
			await editor.page.locator('input[name=source_kind][value=original]').check();
			await editor.field('Subhead').fill('By the editor.');
			await writer.page.locator('#form[data-locked="1"]').waitFor({ timeout: 20000 });
			await shown(writer, `state-lost-${lang}`);
			await editor.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
			const other = await editor.tab();
			await other.go(`/articles/${id}/history`);
			const told = await other.page.locator('.entries li').first().innerText();
			for (const words of [instance.account('editor').name, editor.t('took over the writing from'), instance.account('reporter').name])
				assert.ok(told.includes(words), told);
			await shown(other, `state-history-${lang}`);
			await other.page.close();
		});

		it('a fault: the summary leads to the field', async () => {
			await writer.go('/articles/new');
			await writer.field('Body').fill('Words without a headline.');
			await writer.press('Submit for review');
			const faults = writer.page.locator('#faults');
			assert.ok((await faults.innerText()).includes(writer.t('There is a problem')));
			assert.ok(await faults.evaluate((e) => e === document.activeElement), 'it is read first');
			await faults.getByRole('link').first().click();
			assert.ok(await writer.field('Headline').evaluate((e) => e === document.activeElement));
			await shown(writer, `state-fault-${lang}`);
		});
	});
}
