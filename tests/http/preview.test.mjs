// Previews: the public page itself, for who may see the words; and links for who may not, until they end.
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Person, article, ask, inNoLog, run, sql, words} from './lib/instance.mjs';
import {make, settled, upload} from './lib/pictures.mjs';

const csp = (r, name) => new RegExp(`(?:^|; )${name} ([^;]*)`).exec(r.headers['content-security-policy'])[1];
const main = (html) => /<main[^>]*>([\s\S]*)<\/main>/.exec(html)[1];
const get = (at, {headers, ...more} = {}) => ask(run.desk, {path: at, headers: {'accept-language': 'en', ...headers}, ...more});
// As somebody who was sent the address: with a browser of its own, which keeps cookies and follows.
async function open(address, reader = new Person()) {
	const sent = await reader.get(address);
	return sent.status === 303 ? reader.get(sent.headers.location) : sent;
}

let author, other;
before(async () => {
	author = await Person.of('reporter', 'preview');
	other = await Person.of('reporter', 'preview-other');
});

async function share(id, days = '7', rev = '1') {
	const r = await author.post(`/articles/${id}/preview/links`, {rev, days});
	assert.equal(r.status, 200, words(r.text));
	const [, address] = new RegExp(`value="${run.desk.replace(/\/$/, '')}(/preview/[0-9a-f]{64})"`).exec(r.text);
	return address;
}

describe('the page of a preview', () => {
	it('is the public page: the same markup for the same words', async () => {
		const [id, slug] = sql('SELECT article_id, slug FROM site.live ORDER BY article_id DESC LIMIT 1').split('|');
		const editor = await Person.of('editor', 'preview-editor');
		const number = sql(`SELECT r.number FROM site.live l JOIN core.revision r ON r.id = l.revision_id WHERE l.article_id = ${id}`);
		const live = await ask(run.site, {path: `/a/${id}/${slug}`});
		const page = await editor.get(`/articles/${id}/preview/page?rev=${number}`);
		assert.equal(live.status, 200);
		assert.equal(page.status, 200);
		// What tells of now: the times, and the address that it would have.
		const same = (html) => main(html).replaceAll(`"${run.site.replace(/\/$/, '')}/`, '"/').replace(/<p class="times">[\s\S]*?<\/p>/, '')
			.replace(/<p class="address">[^<]*<\/p>/, '').replace(/<p class="aged">[^<]*<\/p>\n?/, '');
		assert.equal(same(page.text), same(live.text));
		const sheet = (html) => /<link rel="stylesheet" href="([^"]*)"/.exec(html)[1];
		assert.equal(sheet(page.text), sheet(live.text));
		assert.match(page.text, /<meta name="robots" content="noindex">/);
		assert.ok(!page.text.includes('rel="canonical"'));
	});

	it('alone may stand in a frame of the desk, and the page around it alone has one', async () => {
		const {id} = await author.save(article());
		const frame = await author.get(`/articles/${id}/preview`);
		const page = await author.get(`/articles/${id}/preview/page`);
		assert.equal(csp(frame, 'frame-src'), "'self'");
		assert.equal(csp(frame, 'frame-ancestors'), "'none'");
		assert.equal(csp(page, 'frame-src'), "'none'");
		assert.equal(csp(page, 'frame-ancestors'), "'self'");
		for (const at of ['/', `/articles/${id}`, `/articles/${id}/preview/links`, `/articles/${id}/history`]) {
			const r = await author.get(at);
			assert.equal(csp(r, 'frame-src'), "'none'", at);
			assert.equal(csp(r, 'frame-ancestors'), "'none'", at);
		}
		assert.equal(page.headers['cache-control'], 'no-store');
	});

	it('of a form shows what was sent, to its writer alone, and stores no version', async () => {
		const {id, revision} = await author.save(article());
		const r = await author.post(`/articles/${id}/preview`, article({base: String(revision), headline: 'Typed <b>just</b> now', body: 'New words.'}));
		assert.equal(r.status, 303);
		assert.match(r.headers.location, new RegExp(`^/articles/${id}/preview\\?text=\\d+$`));
		const at = r.headers.location.replace('/preview?', '/preview/page?');
		const page = await author.get(at);
		assert.ok(page.text.includes('<h1>Typed &lt;b&gt;just&lt;/b&gt; now</h1>') && page.text.includes('<p>New words.</p>'));
		assert.equal(sql(`SELECT count(*) FROM core.revision WHERE article_id = ${id}`), '1');
		assert.equal((await other.get(r.headers.location)).status, 404);
		assert.equal((await other.get(r.headers.location.replace(`/${id}/`, '/new/'))).status, 404);
		assert.equal((await author.get(r.headers.location.replace(`/${id}/`, '/new/'))).status, 404, 'not at another article');
		const fresh = await author.post('/articles/new/preview', article({headline: '', channel: ''}));
		const shown = await author.get(fresh.headers.location.replace('/preview?', '/preview/page?'));
		assert.equal(shown.status, 200, 'what is missing yet is no obstacle');
		assert.ok(shown.text.includes('No headline yet'));
	});

	it('of what cannot be shown tells why', async () => {
		const r = await author.post('/articles/new/preview', article({body_json: '{"schema":1,"doc":{"type":"doc","content":[{"type":"hologram"}]}}'}));
		const page = await author.get(r.headers.location);
		assert.equal(page.status, 200);
		assert.match(words(page.text), /cannot be stored as the editor sent it/);
		assert.ok(!page.text.includes('<iframe'));
		assert.equal((await author.get(r.headers.location.replace('/preview?', '/preview/page?'))).status, 422);
	});

	it('keeps typed words over the end of the session', async () => {
		const stranger = new Person();
		const r = await stranger.raw('/articles/new/preview', new URLSearchParams(article({headline: 'Not lost'})).toString());
		assert.equal(r.status, 401);
		assert.ok(r.text.includes('Not lost'));
	});
});

describe('a link to a preview', () => {
	it('opens one version for anybody, keeps nothing, and tells nothing of the desk', async () => {
		const {id} = await author.save(article({headline: 'Shared words'}));
		const address = await share(id);
		await author.save(article({headline: 'Later words', base: sql(`SELECT head_revision FROM core.article WHERE id = ${id}`)}), id);
		const r = await open(address);
		assert.equal(r.status, 200);
		assert.ok(r.text.includes('Shared words') && !r.text.includes('Later words'));
		assert.ok(!words(r.text).includes('Sign out') && !r.text.includes('/articles'));
		assert.equal(r.headers['cache-control'], 'no-store');
		assert.match(r.headers['x-robots-tag'], /noindex/);
		assert.equal(r.headers['referrer-policy'], 'no-referrer');
		assert.equal(csp(r, 'frame-ancestors'), "'none'");
		const stored = sql(`SELECT encode(hash, 'hex') FROM core.preview_link ORDER BY id DESC LIMIT 1`);
		assert.ok(!address.includes(stored), 'the database knows the hash');
	});

	it('leads to an address without the secret, which a cookie of that link alone opens', async () => {
		const {id} = await author.save(article());
		const address = await share(id);
		const secret = address.slice('/preview/'.length);
		const link = sql(`SELECT max(id) FROM core.preview_link WHERE article_id = ${id}`);
		const r = await get(address);
		assert.equal(r.status, 303);
		assert.equal(r.headers.location, `/preview/v/${link}`);
		assert.equal(r.headers['cache-control'], 'no-store');
		assert.equal(r.headers['referrer-policy'], 'no-referrer');
		assert.match(r.headers['x-robots-tag'], /noindex/);
		assert.equal(r.text, '', 'no page under the address that has the secret');
		assert.deepEqual(r.cookies, [`__Host-copydesk-preview-${link}=${secret}; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax`]);
		const at = r.headers.location;
		const page = await get(at, {headers: {cookie: `__Host-copydesk-preview-${link}=${secret}`}});
		assert.equal(page.status, 200);
		assert.ok(!page.text.includes(secret), 'nor does the page have it');
		const without = await get(at);
		assert.equal(without.status, 404);
		assert.match(words(without.text), /Open the whole link once more/);
		assert.equal((await get('/preview/v/999999999')).text, without.text, 'which says nothing of which links there are');
		for (const cookie of [`__Host-copydesk-preview-${link}=${'0'.repeat(64)}`, `__Host-copydesk-preview=${secret}`,
			`__Host-copydesk-preview-${Number(link) + 1}=${secret}`])
			assert.equal((await get(at, {headers: {cookie}})).status, 404, cookie);
		const {id: second} = await author.save(article());
		const other = (await share(second)).slice('/preview/'.length);
		assert.equal((await get(at, {headers: {cookie: `__Host-copydesk-preview-${link}=${other}`}})).status, 404, 'the secret of another link');
		for (const bad of ['0', 'x', '01', `-${link}`, `${link}x`, '99999999999999999999'])
			assert.equal((await get(`/preview/v/${bad}`)).status, 404, bad);
	});

	it('stays open beside others, of which a browser keeps the last eight', async () => {
		const one = await Person.of('reporter', 'preview-many');
		const opened = [], reader = new Person();
		for (let i = 0; i < 9; i++) {
			const {id} = await one.save(article({headline: `Side by side ${i}`}));
			const page = await one.post(`/articles/${id}/preview/links`, {rev: '1', days: '7'});
			const [, address] = /value="[^"]*(\/preview\/[0-9a-f]{64})"/.exec(page.text);
			const sent = await reader.get(address);
			opened.push({id, address, at: sent.headers.location});
		}
		assert.equal(reader.jar.size, 8);
		assert.equal((await reader.get(opened[0].at)).status, 404, 'the first made room');
		for (let i = 1; i < 9; i++)
			assert.ok((await reader.get(opened[i].at)).text.includes(`<h1>Side by side ${i}</h1>`));
		assert.equal((await open(opened[0].address, reader)).status, 200, 'and is opened again by its whole address');
		assert.equal(reader.jar.size, 8);
		assert.equal((await reader.get(opened[1].at)).status, 404);
		const link = opened[5].at.split('/').pop();
		assert.equal((await one.post(`/articles/${opened[5].id}/preview/links/${link}/revoke`, {})).status, 303);
		assert.equal((await reader.get(opened[5].at)).status, 404, 'revoked at once');
		assert.equal((await reader.get(opened[6].at)).status, 200, 'it alone');
	});

	it('is used by reading, not by asking whether it is there', async () => {
		const {id} = await author.save(article());
		const address = await share(id);
		const uses = () => sql(`SELECT uses || ' ' || (SELECT count(*) FROM core.preview_use WHERE link_id = l.id) FROM core.preview_link l WHERE article_id = ${id}`);
		const asked = await get(address, {method: 'HEAD'});
		assert.equal(asked.status, 303);
		assert.deepEqual(asked.cookies, []);
		const sent = await get(address);
		assert.equal(uses(), '0 0', 'who follows nothing has read nothing');
		const cookie = sent.cookies[0].split(';')[0];
		assert.equal((await get(sent.headers.location, {method: 'HEAD', headers: {cookie}})).status, 200);
		assert.equal(uses(), '0 0');
		await get(sent.headers.location, {headers: {cookie, 'user-agent': 'Reader/1'}});
		assert.equal(uses(), '1 1');
		assert.match(sql(`SELECT network || ' ' || agent FROM core.preview_use u JOIN core.preview_link l ON l.id = u.link_id WHERE l.article_id = ${id}`), /^127\.0\.0\.0\/24 Reader\/1$|^::\/48 Reader\/1$/);
		const page = (await author.get(`/articles/${id}/preview/links`)).text;
		assert.match(words(page), /Opened lately.* Version 1 (127\.0\.0\.0\/24|::\/48) Reader\/1/);
		await get(sent.headers.location, {headers: {cookie, 'user-agent': '<b>&"'}});
		assert.match((await author.get(`/articles/${id}/preview/links`)).text, /<p class="row-meta" dir="auto" lang="en">&lt;b&gt;&amp;/);
	});

	it('that is unknown, malformed, expired, revoked or blocked gives one answer', async () => {
		const {id} = await author.save(article());
		const gone = await get(`/preview/${'0'.repeat(64)}`);
		assert.equal(gone.status, 404);
		const alike = (r, why) => {
			assert.equal(r.status, 404, why);
			assert.equal(r.text, gone.text, why);
		};
		for (const bad of ['x', 'A'.repeat(64), '0'.repeat(63), '0'.repeat(65), `${'0'.repeat(63)}%2F`])
			alike(await get(`/preview/${bad}`), bad);
		// Each is opened while it works; then neither the address nor the page that is open shows a word.
		const reader = new Person();
		const opened = async () => {
			const address = await share(id);
			const sent = await reader.get(address);
			assert.equal((await reader.get(sent.headers.location)).status, 200);
			return {address, at: sent.headers.location};
		};
		const ended = async ({address, at}, why) => {
			alike(await reader.get(address), why);
			alike(await reader.get(at), why);
		};
		const expired = await opened();
		sql(`UPDATE core.preview_link SET created_at = now() - interval '8 days', expires_at = now() - interval '1 second' WHERE article_id = ${id}`);
		await ended(expired, 'expired');
		const revoked = await opened();
		const link = sql(`SELECT max(id) FROM core.preview_link WHERE article_id = ${id}`);
		assert.equal((await other.post(`/articles/${id}/preview/links/${link}/revoke`, {})).status, 404, 'not by a stranger to the article');
		assert.equal((await reader.get(revoked.at)).status, 200);
		assert.equal((await author.post(`/articles/${id}/preview/links/${link}/revoke`, {})).status, 303);
		await ended(revoked, 'revoked');
		const blocked = await opened();
		sql(`UPDATE core.app_user SET active = false WHERE login = '${author.login}'`);
		await ended(blocked, 'its maker is disabled');
		sql(`UPDATE core.app_user SET active = true WHERE login = '${author.login}'`);
		assert.equal((await reader.get(blocked.at)).status, 200);
		for (const [name, value] of [['days', '2'], ['days', ''], ['rev', '99'], ['rev', 'x']]) {
			const r = await author.post(`/articles/${id}/preview/links`, {rev: '1', days: '7', [name]: value});
			assert.ok(r.status === 422 || r.status === 404, `${name}=${value}: ${r.status}`);
		}
	});

	it('is in no log', async () => {
		const {id} = await author.save(article());
		const address = await share(id);
		await open(address);
		// A body beyond all limits is a fault that nginx writes down with the request's line.
		assert.equal((await get(address, {headers: {'content-length': '99999999'}})).status, 413);
		await sleep(1500);
		inNoLog(address.slice('/preview/'.length));
	});

	it('shows its pictures, and no others, while it works', async () => {
		const [picture, another, third] = [await upload(author, make(400, 300)), await upload(author, make(401, 300)), await upload(author, make(402, 300))];
		for (const {json} of [picture, another, third])
			assert.equal((await settled(author, json.id)).state, 'ready', 'the worker makes renditions');
		const withLead = (one) => author.save(article({lead_media: String(one.json.id), lead_alt: 'A ferry', lead_caption: '', lead_credit: ''}));
		const fileOf = (one) => `/m/${one.json.key}/w-320.jpg`;
		const {id} = await withLead(picture);
		const {id: beside} = await withLead(another);
		const reader = new Person();
		const page = await open(await share(id), reader);
		assert.ok(page.text.includes(fileOf(picture)), 'in the page');
		assert.equal((await get(fileOf(picture))).status, 404, 'not without the link');
		assert.equal((await reader.get(fileOf(picture))).status, 200);
		assert.equal((await reader.get(fileOf(another))).status, 404, 'not another one');
		assert.equal((await open(await share(beside), reader)).status, 200);
		assert.equal((await reader.get(fileOf(picture))).status, 200, 'both previews have theirs');
		assert.equal((await reader.get(fileOf(another))).status, 200);
		assert.equal((await reader.get(fileOf(third))).status, 404);
		const [[name]] = [...reader.jar];
		assert.equal((await get(fileOf(picture), {headers: {cookie: `${name}=${'0'.repeat(64)}`}})).status, 404);
		assert.equal((await author.get(fileOf(picture))).status, 200, 'staff sees it as before');
		const link = sql(`SELECT max(id) FROM core.preview_link WHERE article_id = ${id}`);
		await author.post(`/articles/${id}/preview/links/${link}/revoke`, {});
		assert.equal((await reader.get(fileOf(picture))).status, 404, 'the link is revoked');
		assert.equal((await reader.get(fileOf(another))).status, 200, 'the other is not');
	});

	it('is limited in number, and says so', async () => {
		const {id} = await other.save(article());
		for (let i = 0; i < 20; i++)
			assert.equal((await other.post(`/articles/${id}/preview/links`, {rev: '1', days: '1'})).status, 200);
		const r = await other.post(`/articles/${id}/preview/links`, {rev: '1', days: '1'});
		assert.equal(r.status, 409);
		assert.match(words(r.text), /too many links already/);
	});
});
