// Nothing typed gets lost: each failure really happens, in a browser with script.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { launch, launchOptions } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { deskWorkers, postmaster, signal, supervisor, until } from './lib/parts.mjs';
import { shown as lookAt } from './lib/shown.mjs';
import { words } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const KILLS = 10;
const line = (desk) => desk.page.locator('#working');
const offer = (desk) => desk.page.locator('.offer');
const said = (desk, english) => desk.t(english).replace(/\{\d\}/g, '\0').split('\0')[0].trim();
const isSaved = (desk) => desk.page.waitForSelector('#working[data-kind=saved]', { timeout: 20000 });
const isPaused = (desk) => desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });

const shown = (page, name) => lookAt(instance, page, name);

/** Waits for a save of what is typed now, not for the words of an earlier one. */
async function saved(desk, text) {
	await until(async () => (await bodies(desk)).includes(text));
	await isSaved(desk);
}

const wordsOf = (json) => words(JSON.parse(json).doc);

/** The words of the editor, as the form would send them now. */
async function textOf(desk) {
	return wordsOf(await desk.page.evaluate(() => new FormData(document.getElementById('form')).get('body_json')));
}

/** The bodies of all working copies of the desk's user, newest first. */
async function bodies(desk, more = '') {
	const out = await instance.sql(
		`SELECT coalesce(jsonb_agg(w.fields ->> 'body_json' ORDER BY w.at DESC), '[]') FROM core.working_copy w
		JOIN core.app_user u ON u.id = w.user_id WHERE u.login = '${desk.login}' ${more}`,
	);
	return JSON.parse(out).map(wordsOf);
}

async function signedIn(login, options) {
	const desk = await Desk.signedIn(browser, instance, login, { javaScript: true, ...options });
	desk.login = login;
	return desk;
}

async function draft(desk, headline = 'The last ferry') {
	await desk.go('/articles/new');
	await desk.field('Headline').fill(headline);
	await desk.field('Channel').selectOption({ index: 1 });
	await desk.field('Body').fill('The ferry left at six.');
	await desk.press('Save');
	return desk.articleId();
}

async function type(desk, text) {
	await desk.field('Body').focus();
	await desk.page.keyboard.press('Control+End');
	await desk.page.keyboard.insertText(text);
}

async function reopened(desk, path) {
	await desk.page.close();
	desk.page = await desk.page.context().newPage();
	await desk.go(path);
}

for (const lang of ['zh', 'en']) {
	describe(`what is typed, ${lang}`, () => {
		let desk, id;
		before(async () => {
			await instance.sql(`DELETE FROM core.working_copy; DELETE FROM core.presence`);
			desk = await signedIn('reporter', { lang });
			id = await draft(desk);
		});
		after(() => desk?.close());

		it('is with the desk a second after it was typed, one request at a time, and the line says so', async () => {
			let open = 0;
			let most = 0;
			desk.page.on('request', (r) => r.url().endsWith('/working') && (most = Math.max(most, ++open)));
			for (const end of ['requestfinished', 'requestfailed']) desk.page.on(end, (r) => r.url().endsWith('/working') && open--);
			await type(desk, ' And came back.');
			const begun = Date.now();
			await saved(desk, 'The ferry left at six. And came back.');
			assert.ok(Date.now() - begun < 5000, `${Date.now() - begun} ms`);
			assert.ok((await line(desk).innerText()).startsWith(said(desk, 'Saved as your working copy {0}')));
			for (let i = 0; i < 24; i++) {
				await type(desk, ` ${i}`);
				await sleep(500);
			}
			assert.ok((await bodies(desk))[0].includes(' 10'), 'at least every ten seconds');
			await saved(desk, await textOf(desk));
			assert.equal(most, 1);
			await shown(desk.page, `autosave-saved-${lang}`);
		});

		it('before the script has come is kept all the same', async () => {
			const page = await desk.page.context().newPage();
			let come;
			const coming = new Promise((go) => (come = go));
			await page.route('**/static/writing.js*', async (route) => {
				await coming;
				await route.continue();
			});
			await page.goto(`${instance.desk}/articles/new`, { waitUntil: 'commit' });
			const early = `Early ${lang}`;
			await page.locator('[name="headline"]').fill(early);
			come();
			await until(async () => (await instance.sql(`SELECT count(*) FROM core.working_copy WHERE fields ->> 'headline' = '${early}'`)) === '1');
			await page.close();
			await instance.sql(`DELETE FROM core.working_copy WHERE fields ->> 'headline' = '${early}'`);
		});

		it('is offered when the tab was closed, and is in the form when it is taken', async () => {
			const typed = await textOf(desk);
			await reopened(desk, `/articles/${id}`);
			assert.equal(await offer(desk).count(), 1);
			await shown(desk.page, `autosave-offer-${lang}`);
			await desk.answer(() => desk.link('Compare').click());
			assert.ok((await desk.page.locator('.offer ins').allInnerTexts()).join('').length > 5);
			await shown(desk.page, `autosave-compare-${lang}`);
			await desk.answer(() => desk.link('Take it').click());
			assert.equal(await textOf(desk), typed);
			await desk.press('Save');
			await until(async () => (await bodies(desk)).length === 0);
			await sleep(1500);
			assert.deepEqual(await bodies(desk), [], 'saved, it is no working copy any more');
			assert.equal(await offer(desk).count(), 0, 'nor does this browser offer it');
		});

		it('without a network is in this browser, says so, and is offered with what differs', async () => {
			await desk.go(`/articles/${id}`);
			await sleep(300);
			await desk.page.context().setOffline(true);
			await type(desk, ' Typed in a tunnel.');
			await isPaused(desk);
			const told = await line(desk).innerText();
			for (const words of ['Automatic saving is paused', 'there is no network', 'Your text is kept in this browser.'])
				assert.ok(told.includes(desk.t(words)), told);
			await shown(desk.page, `autosave-offline-${lang}`);
			assert.deepEqual(await bodies(desk), []);
			assert.ok(await desk.page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true }))), 'what is kept may be left');
			await desk.crash();
			await desk.page.context().setOffline(false);
			desk.page = await desk.page.context().newPage();
			await desk.go(`/articles/${id}`);
			await offer(desk).getByRole('button', { name: desk.t('Compare') }).click();
			assert.ok((await offer(desk).locator('ins').allInnerTexts()).join('').includes('Typed in a tunnel.'));
			await shown(desk.page, `autosave-local-${lang}`);
			await offer(desk).getByRole('button', { name: desk.t('Take it') }).click();
			await saved(desk, await textOf(desk));
			assert.ok((await textOf(desk)).endsWith('Typed in a tunnel.'));
			// Taken back, with something written since: both are there to be taken, though the desk had the first.
			await type(desk, ' And daylight.');
			await offer(desk).getByRole('button', { name: desk.t('Undo') }).click();
			assert.ok(!(await textOf(desk)).includes('tunnel'));
			assert.equal(await offer(desk).count(), 2);
			await offer(desk).first().getByRole('button', { name: desk.t('Drop it') }).click();
			await offer(desk).getByRole('button', { name: desk.t('Take it') }).click();
			assert.ok((await textOf(desk)).endsWith('Typed in a tunnel. And daylight.'));
			await saved(desk, await textOf(desk));
			await desk.press('Save');
			await sleep(1500);
			assert.equal(await offer(desk).count(), 0);
		});

		it('goes on by itself when the network is back', async () => {
			await desk.page.context().setOffline(true);
			await type(desk, ' Another tunnel.');
			await isPaused(desk);
			await desk.page.context().setOffline(false);
			await saved(desk, await textOf(desk));
			await desk.press('Save');
		});

		it('outlives the session: sign in beside the form, and it is sent', async () => {
			await sleep(300);
			await instance.sql(
				`UPDATE auth.session SET seen_at = now() - interval '2 hours'
				WHERE user_id = (SELECT id FROM core.app_user WHERE login = 'reporter')`,
			);
			await type(desk, ' After an hour of silence.');
			const dialog = desk.page.getByRole('dialog', { name: desk.t('Sign in again') });
			await dialog.waitFor();
			const told = await line(desk).textContent();
			assert.ok(told.includes(desk.t('your session is over')), told);
			await shown(desk.page, `autosave-session-${lang}`);
			await dialog.getByRole('button', { name: desk.t('I have signed in: go on') }).click();
			await dialog.getByText(desk.t('You are not signed in yet.')).waitFor();
			const [other] = await Promise.all([
				desk.page.context().waitForEvent('page'),
				dialog.getByRole('link', { name: desk.t('Sign in in a new tab') }).click(),
			]);
			await other.waitForLoadState();
			const beside = new Desk(other, lang, instance);
			await beside.signIn('reporter', instance.account('reporter').password);
			await other.close();
			// The page may have noticed by itself that it is looked at again.
			await dialog.getByRole('button', { name: desk.t('I have signed in: go on') }).click({ timeout: 2000 }).catch(() => {});
			await dialog.waitFor({ state: 'hidden' });
			await saved(desk, await textOf(desk));
			const answer = await desk.press('Save');
			assert.equal(answer.status(), 200, 'the form has the new session’s token');
		});

		it('of another window is not overwritten', async () => {
			await desk.go(`/articles/${id}`);
			await sleep(300);
			await type(desk, ' One.');
			await saved(desk, await textOf(desk));
			const one = await textOf(desk);
			const second = await desk.tab();
			second.login = desk.login;
			await second.go(`/articles/${id}`);
			await second.page.locator('.others').waitFor();
			assert.ok((await second.page.locator('.others').innerText()).includes(said(second, 'You are writing this in another window since {0}. Go on there, or take over here: its text is kept.')));
			assert.ok(await second.page.locator('#body').evaluate((e) => e.contentEditable === 'false' && e.getAttribute('aria-readonly') === 'true'));
			await shown(second.page, `autosave-elsewhere-${lang}`);
			await second.button('Take over').click();
			await second.page.locator('.others').waitFor({ state: 'hidden' });
			await type(second, ' Two.');
			const two = await textOf(second);
			await saved(second, two);
			assert.deepEqual((await bodies(desk)).sort(), [one, two].sort(), 'both are there');
			await second.page.close();
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		});
	});
}

describe('the time of a request', () => {
	it('is a second after typing stops, and no more than ten after it began, by a clock that this test winds', async () => {
		const desk = await signedIn('reporter', { lang: 'zh' });
		const { page } = desk;
		await page.clock.install();
		await page.addInitScript(() => {
			globalThis.asked = [];
			const real = fetch;
			globalThis.fetch = (address, ...more) => {
				if (String(address).endsWith('/working')) globalThis.asked.push(Date.now());
				return real(address, ...more);
			};
		});
		const id = await draft(desk, 'By the clock');
		await desk.go(`/articles/${id}?edit=1`);
		await page.waitForSelector('#form:not([data-locked="1"])');
		await page.clock.pauseAt(Date.now() + 60000);
		const now = () => page.evaluate(() => Date.now());
		/** When requests began, in ms since ${from}. */
		const asked = (from) => page.evaluate((since) => globalThis.asked.filter((at) => at >= since).map((at) => at - since), from);

		let from = await now();
		await type(desk, ' One word.');
		await page.clock.runFor(950);
		assert.deepEqual(await asked(from), [], 'not while one may go on');
		await page.clock.runFor(550);
		assert.equal((await asked(from)).length, 1);
		await isSaved(desk);

		from = await now();
		for (let i = 0; i < 25; i++) {
			await type(desk, ` ${i}`);
			await page.clock.runFor(500);
		}
		const [first, ...more] = await asked(from);
		assert.ok(first >= 9500 && first <= 10500, `the first at ${first} ms`);
		assert.deepEqual(more, []);
		const stopped = (await now()) - from;
		await page.clock.runFor(1500);
		const [last] = (await asked(from)).slice(1);
		assert.ok(last - stopped >= 300 && last - stopped <= 1100, `the last at ${last} ms, where typing stopped at ${stopped} at the latest`);
		await isSaved(desk);
		await desk.close();
	});
});

describe('two people', () => {
	it('see each other; who takes over writes, and the other one’s text is kept', async () => {
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		const writer = await signedIn('reporter', { lang: 'en' });
		const id = await draft(writer, 'Seen by two');
		await instance.sql(`UPDATE core.article SET first_submitted_at = now() WHERE id = ${id}`);
		await writer.go(`/articles/${id}`);
		await sleep(300);
		await type(writer, ' By the reporter.');
		await saved(writer, await textOf(writer));
		const editor = await signedIn('editor', { lang: 'en' });
		await editor.go(`/articles/${id}?edit=1`);
		await editor.page.locator('.others').waitFor();
		const name = instance.account('reporter').name;
		assert.match(await editor.page.locator('.others').innerText(), new RegExp(`^${name} is writing here since \\d\\d:\\d\\d\\.`));
		await writer.page.locator('.here li').waitFor({ timeout: 15000 });
		await shown(editor.page, 'autosave-presence-en');
		await editor.button('Take over').click();
		await editor.page.locator('.others').waitFor({ state: 'hidden' });
		await type(editor, ' By the editor.');
		await saved(editor, await textOf(editor));
		await writer.page.locator('.others').waitFor({ timeout: 15000 });
		assert.match(await writer.page.locator('.others').innerText(), /took over\. What you wrote is kept/);
		await shown(writer.page, 'autosave-lost-en');
		await writer.go(`/articles/${id}`);
		assert.match(await offer(writer).innerText(), /It was kept when .* took the article over/);
		await writer.close();
		await editor.close();
	});
});

describe('when parts die', () => {
	let desk, id;
	before(async () => {
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		desk = await signedIn('reporter2', { lang: 'en' });
		id = await draft(desk, 'Killed in mid-save');
		await sleep(300);
	});
	after(async () => {
		signal([supervisor()], 'SIGCONT');
		await desk?.close();
	});

	it(`no acknowledged text is lost and none is there twice: ${KILLS} kills of the desk's workers in mid-save`, async () => {
		const acked = [];
		desk.page.on('response', async (response) => {
			if (!response.url().endsWith('/working') || response.status() !== 200) return;
			const answer = await response.json().catch(() => null);
			if (answer?.outcome === 'stored') acked.push(JSON.parse(response.request().postData()));
		});
		for (let i = 0; i < KILLS; i++) {
			const asked = desk.page.waitForRequest((r) => r.url().endsWith('/working'), { timeout: 40000 });
			await type(desk, ` ${i}`);
			await asked;
			await sleep(Math.random() * 4);
			signal(deskWorkers(), 'SIGKILL');
			const last = acked[acked.length - 1];
			const [seq] = JSON.parse(await instance.sql(`SELECT coalesce(jsonb_agg(seq), '[0]') FROM core.working_copy WHERE article_id = ${id}`));
			assert.ok(!last || seq >= Number(last.seq), 'an acknowledged text is there');
		}
		const text = await textOf(desk);
		await until(async () => (await bodies(desk))[0] === text, 60000);
		assert.equal((await bodies(desk)).length, 1);
		await desk.press('Save');
		assert.equal(await instance.sql(`SELECT count(*) FROM core.revision WHERE article_id = ${id}`), '2');
	});

	it('PostgreSQL stopped: the line says so, and the text gets there when it is back', async () => {
		await sleep(300);
		signal([supervisor()], 'SIGSTOP');
		const pid = postmaster();
		signal([pid], 'SIGINT');
		await until(async () => !(await instance.sql('SELECT 1').catch(() => '')));
		await type(desk, ' In the dark.');
		await isPaused(desk);
		const told = await line(desk).innerText();
		assert.ok(told.includes('the desk does not answer') && told.includes('Your text is kept in this browser.'), told);
		signal([supervisor()], 'SIGCONT');
		const text = await textOf(desk);
		await until(async () => (await bodies(desk).catch(() => []))[0] === text, 60000);
		await isSaved(desk);
	});

	it('a desk that hangs: the line says so, and the text gets there once it goes on', async () => {
		const hung = deskWorkers();
		try {
			signal(hung, 'SIGSTOP');
			await type(desk, ' Nobody answers.');
			await desk.page.waitForSelector('#working[data-kind=paused]', { timeout: 60000 });
			const told = await line(desk).innerText();
			assert.ok(told.includes('Your text is kept in this browser.'), told);
		} finally {
			signal(hung, 'SIGCONT');
		}
		const text = await textOf(desk);
		await until(async () => (await bodies(desk))[0] === text, 60000);
		await isSaved(desk);
		assert.equal((await bodies(desk)).length, 1);
	});

	it('the browser killed: what only it had is offered by its next start', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'copydesk-profile-'));
		const open = async () => {
			const context = await chromium.launchPersistentContext(folder, { ...launchOptions, locale: 'en-GB', timezoneId: 'Asia/Shanghai' });
			const page = context.pages()[0] ?? (await context.newPage());
			const one = new Desk(page, 'en', instance);
			await one.go('/login');
			await one.signIn('reporter2', instance.account('reporter2').password);
			await one.go(`/articles/${id}`);
			return { context, one };
		};
		const opened = [];
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		try {
			const { context, one } = await open();
			opened.push(context);
			await context.setOffline(true);
			await type(one, ' Before the power went.');
			await one.page.waitForSelector('#working[data-kind=paused]');
			const own = (await instance.processes(folder)).sort((a, b) => a - b);
			assert.ok(own.length > 0, 'the browser runs');
			signal(own, 'SIGKILL');
			await context.close().catch(() => {});
			const again = await open();
			opened.push(again.context);
			await offer(again.one).getByRole('button', { name: 'Take it' }).click();
			assert.ok((await textOf(again.one)).endsWith('Before the power went.'));
			await until(async () => (await bodies(desk))[0]?.endsWith('Before the power went.'));
			await again.context.close();
		} finally {
			for (const one of opened) await one.close().catch(() => {});
			await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		}
	});
});
