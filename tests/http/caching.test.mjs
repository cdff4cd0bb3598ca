// What nginx and browsers may keep of the site, and for how long.
import assert from 'node:assert/strict';
import {gunzipSync} from 'node:zlib';
import {before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Person, article, ask, channel, headOf, metrics, run, site, sql, stateOf, suffix, words} from './lib/instance.mjs';

// Write and publish in a channel of one level.
async function publish(author, editor, more) {
	const {id} = await author.save(article({channel: channel('life'), action: 'submit', ...more}));
	assert.equal((await editor.decide(id, 'approve')).status, 303);
	const r = await editor.decide(id, 'publish');
	assert.equal(r.status, 303, words(r.text));
	assert.equal(stateOf(id), 'published');
	return {id, at: `/a/${id}/${sql(`SELECT slug FROM site.live WHERE article_id = ${id}`)}`};
}

const visibleWithin = async (ms, condition) => {
	const begun = Date.now();
	while (!await condition())
		assert.ok(Date.now() - begun < ms, `not within ${ms} ms`);
};

describe('a published page', () => {
	let author, editor, page;
	before(async () => {
		author = await Person.of('reporter', 'caching');
		editor = await Person.of('chief', 'caching-chief');
		page = await publish(author, editor, {headline: 'The ferry is cached', body: 'A paragraph of it. '.repeat(100)});
	});

	it('has an ETag, and is validated by it', async () => {
		const r = await site(page.at);
		assert.equal(r.status, 200);
		assert.match(r.headers.etag, /^(W\/)?"[^"]+"$/);
		for (const tag of [r.headers.etag, `"none", ${r.headers.etag}`, '*']) {
			const again = await site(page.at, {headers: {'if-none-match': tag}});
			assert.equal(again.status, 304, tag);
			assert.equal(again.body.length, 0);
			assert.equal(again.headers.etag, r.headers.etag);
		}
		assert.equal((await site(page.at, {headers: {'if-none-match': '"none"'}})).status, 200);
	});

	it('is the same for everybody: no cookie, nothing kept by browsers without asking', async () => {
		const plain = await site(page.at);
		const other = await site(page.at, {headers: {cookie: `__Host-copydesk=${'0'.repeat(64)}`, 'accept-language': 'zh', 'user-agent': 'x'}});
		assert.deepEqual(other.body, plain.body);
		for (const r of [plain, other]) {
			assert.equal(r.headers['set-cookie'], undefined);
			assert.match(r.headers['cache-control'], /^public, max-age=0\b/);
		}
	});

	it('answers HEAD as GET, without the body', async () => {
		const get = await site(page.at), head = await site(page.at, {method: 'HEAD'});
		assert.equal(head.status, 200);
		assert.equal(head.body.length, 0);
		assert.equal(head.headers.etag, get.headers.etag);
		assert.equal(head.headers['content-length'], String(get.body.length));
		assert.equal((await site('/a/99999999', {method: 'HEAD'})).status, 404);
	});

	it('is compressed for who can read it', async () => {
		const plain = await site(page.at), r = await site(page.at, {headers: {'accept-encoding': 'gzip'}});
		assert.equal(r.headers['content-encoding'], 'gzip');
		assert.match(r.headers.vary, /Accept-Encoding/i);
		assert.ok(r.body.length < plain.body.length / 2);
		assert.deepEqual(gunzipSync(r.body), plain.body);
		const again = await site(page.at, {headers: {'accept-encoding': 'gzip', 'if-none-match': r.headers.etag}});
		assert.equal(again.status, 304, 'the weak tag of the compressed page is understood');
	});

	it('carries the security headers, as errors do', async () => {
		for (const at of [page.at, '/a/99999999', '/%ff', '/healthz']) {
			const {headers} = await site(at);
			assert.match(headers['content-security-policy'], /^default-src 'none'; /, at);
			assert.ok(!/unsafe/.test(headers['content-security-policy']));
			assert.equal(headers['x-content-type-options'], 'nosniff', at);
			assert.equal(headers.server, 'nginx');
		}
	});

	it('is asked of the program about once a second, however often it is wanted', async () => {
		const at = '/by/nobody-asks-for-this-one';
		const metric = async () => Number(/^copydesk_requests_total\{program="site",class="4xx"\} (\d+)$/m.exec(await metrics('site'))[1]);
		const before = await metric(), begun = Date.now();
		let asked = 0;
		for (; Date.now() - begun < 2200; asked++)
			await site(at);
		assert.ok(asked > 100, `${asked} asked`);
		const reached = await metric() - before;
		// Other tests may run beside this one and ask for pages of their own.
		assert.ok(reached >= 2 && reached < asked / 4, `${reached} of ${asked} reached the program`);
	});

	it('shows a new version, and a withdrawal, within about a second', async () => {
		await site(page.at);
		const {id} = page, corrected = `The ferry was corrected ${suffix}`;
		assert.equal((await author.post(`/articles/${id}`, article({
			channel: channel('life'), base: headOf(id), action: 'submit', headline: corrected, slug: page.at.split('/')[3],
		}))).status, 303);
		await editor.decide(id, 'approve');
		assert.equal((await editor.decide(id, 'publish')).status, 303);
		await visibleWithin(2500, async () => (await site(page.at)).text.includes(corrected));
		assert.equal((await editor.decide(id, 'withdraw', {withdraw_reason: 'It sank.', public_reason: 'The ferry does not exist.'})).status, 303);
		await visibleWithin(2500, async () => (await site(page.at)).status === 410);
		assert.match(words((await site(page.at)).text), /The ferry does not exist\./);
		await sleep(1100);
		for (const at of ['/', '/c/life', '/by/Wen%20Hai'])
			assert.ok(!(await site(at)).text.includes(corrected), at);
	});
});

describe('the desk', () => {
	it('lets nobody keep anything', async () => {
		const p = await Person.of('reporter', 'caching-desk');
		for (const at of ['/', '/articles', '/articles/new', '/login', '/none']) {
			const r = await p.get(at);
			assert.equal(r.headers['cache-control'], 'no-store', at);
			assert.match(r.headers['content-security-policy'], /frame-ancestors 'none'/);
		}
	});
});

describe('a file under /static/', () => {
	it('may be kept for ever, by an address with its hash', async () => {
		const [href] = /\/static\/site\.css\?v=[0-9a-f]+/.exec((await site('/')).text);
		const r = await site(href);
		assert.equal(r.status, 200);
		assert.match(r.headers['content-type'], /^text\/css/);
		assert.match(r.headers['cache-control'], /max-age=31536000.*immutable/);
		assert.equal((await site(href, {headers: {'if-none-match': r.headers.etag}})).status, 304);
		assert.equal((await site('/static/none.css')).status, 404);
	});
});

describe('the icon', () => {
	it('is named by every page, and is at the address that browsers try by themselves', async () => {
		const p = await Person.of('reporter', 'caching-icon');
		const pages = {'/login': await ask(run.desk, {path: '/login'}), '/': await p.get('/'), '/password': await p.get('/password'),
			'/none': await p.get('/none'), site: await site('/')};
		for (const [at, page] of Object.entries(pages)) {
			const [, href] = /<link rel="icon" href="([^"]*)" type="image\/svg\+xml">/.exec(page.text) ?? assert.fail(at);
			assert.equal((await ask(at === 'site' ? run.site : run.desk, {path: href})).headers['content-type'], 'image/svg+xml');
		}
		for (const base of [run.site, run.desk]) {
			const r = await ask(base, {path: '/favicon.ico'});
			assert.equal(r.status, 200);
			assert.equal(r.headers['content-type'], 'image/svg+xml');
			assert.equal(r.headers['cache-control'], 'public, max-age=86400', 'an address without a hash');
			assert.match(r.headers['content-security-policy'], /default-src 'none'/);
			assert.match(r.text, /<svg/);
		}
	});
});
