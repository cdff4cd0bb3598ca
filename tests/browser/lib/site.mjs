// The public site as readers meet it.
import assert from 'node:assert/strict';
import { newContext } from './browser.mjs';

export class Site {
	constructor(page, instance) {
		this.page = page;
		this.instance = instance;
	}

	static async open(browser, instance, options) {
		const context = await newContext(browser, options);
		return new Site(await context.newPage(), instance);
	}

	async close() {
		await this.page.context().close();
	}

	go(path) {
		return this.page.goto(this.instance.site + path);
	}

	/** Does the page at ${path} link to the article? */
	async lists(path, id) {
		const answer = await this.go(path);
		assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`);
		return (await this.page.locator(`a[href^="/a/${id}/"]`).count()) > 0;
	}

	/** What was published or withdrawn shows within a second; a busy machine is given some more. */
	async eventually(what, check) {
		const until = Date.now() + 5000;
		while (!(await check())) {
			assert.ok(Date.now() < until, `not within 5 s: ${what}`);
			await this.page.waitForTimeout(200);
		}
	}
}

/** The text of an element as it is read: runs of white space count as one space. */
export async function said(locator) {
	return (await locator.innerText()).replace(/\s+/g, ' ').trim();
}
