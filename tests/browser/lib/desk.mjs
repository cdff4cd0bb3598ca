// The desk as a person at a browser meets it: fields and buttons by their accessible names.
import assert from 'node:assert/strict';
import { newContext } from './browser.mjs';
import { leave, take } from './sessions.mjs';
import { speaker } from './words.mjs';

export class Desk {
	constructor(page, lang, instance) {
		this.page = page;
		this.lang = lang;
		this.instance = instance;
		this.t = speaker(lang);
		/** What went wrong in the page's scripts. */
		this.troubles = [];
		page.on('pageerror', (error) => this.troubles.push(error.stack));
	}

	/** A fresh browser in which nobody has signed in. */
	static async open(browser, instance, { lang, ...options }) {
		const context = await newContext(browser, { lang, ...options });
		return new Desk(await context.newPage(), lang, instance);
	}

	/** One in which ${login} has; by the session of one that was closed, where that goes on. */
	static async signedIn(browser, instance, login, options) {
		const desk = await Desk.open(browser, instance, options);
		desk.of = login;
		while (await take(instance, login, desk.page.context())) {
			await desk.go('/');
			if (new URL(desk.page.url()).pathname === '/') return desk;
		}
		await desk.go('/login');
		await desk.signIn(login, instance.account(login).password);
		await desk.at('/');
		return desk;
	}

	/** Likewise, where neither the browser nor the desk keeps anything unsaved of anybody: last words of pages before are there by then. */
	static async withNothingUnsaved(browser, instance, login, options) {
		const desk = await Desk.signedIn(browser, instance, login, options);
		await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
		return desk;
	}

	async close() {
		const context = this.page.context();
		if (this.of) await leave(this.instance, this.of, context);
		await context.close();
	}

	/** Another tab of the same browser. */
	async tab() {
		return new Desk(await this.page.context().newPage(), this.lang, this.instance);
	}

	/** The end of the page without a last word: what one sends as it leaves gets out even where "offline" is set. */
	async crash() {
		await Promise.all([this.page.waitForEvent('crash'), this.page.goto('chrome://crash').catch(() => {})]);
		await this.page.close();
	}

	go(path) {
		return this.page.goto(this.instance.desk + path);
	}

	async at(path) {
		assert.equal(new URL(this.page.url()).pathname, path);
	}

	field(name) {
		return this.page.getByLabel(this.t(name), { exact: true });
	}

	button(name) {
		return this.page.getByRole('button', { name: this.t(name), exact: true });
	}

	link(name) {
		return this.page.getByRole('link', { name: this.t(name), exact: true });
	}

	/** Presses a button that sends a form; returns the answer that the browser ends up at. */
	async press(name) {
		return this.answer(() => this.button(name).click());
	}

	async answer(act) {
		const page = this.page;
		let last = null;
		const note = (response) => {
			const request = response.request();
			if (request.isNavigationRequest() && request.frame() === page.mainFrame()) last = response;
		};
		page.on('response', note);
		try {
			await Promise.all([page.waitForEvent('load'), act()]);
		} finally {
			page.off('response', note);
		}
		return last;
	}

	async signIn(login, password) {
		await this.field('Login').fill(login);
		await this.field('Password').fill(password);
		return this.press('Sign in');
	}

	/** Types an article of lib/article.mjs into the form. */
	async type(article, channel) {
		const role = {
			reporter: 'Reporter',
			correspondent: 'Correspondent',
			photographer: 'Photographer',
			editor: 'Editor',
		};
		await this.field('Headline').fill(article.headline);
		await this.field('Shoulder').fill(article.shoulder ?? '');
		await this.field('Subhead').fill(article.subhead ?? '');
		await this.field('Summary').fill(article.summary ?? '');
		await this.field('Channel').selectOption({ label: channel });
		await this.field('Language').selectOption(article.lang);
		await this.field('Source').fill(article['source-name']);
		if (article['responsible-editor']) {
			await this.unfold(this.field('Responsible editor'));
			await this.field('Responsible editor').fill(article['responsible-editor']);
		}
		await this.field('Reprint notice').fill(article['reprint-notice'] ?? '');
		await this.field('Bylines').fill(
			article.bylines.map((b) => [this.t(role[b.role]), b.name, b.outlet].join(' | ')).join('\n'),
		);
		await this.field('Body').fill(article.body);
	}

	/** Opens the fold that hides ${target}, as one click on its title does. */
	async unfold(target) {
		if (!(await target.isVisible())) await this.page.locator('details', { has: target }).locator('summary').click();
	}

	/** The number in the address of the article that the page is about. */
	articleId() {
		const found = /\/articles\/(\d+)/.exec(new URL(this.page.url()).pathname);
		assert.ok(found, `no article in ${this.page.url()}`);
		return found[1];
	}
}
