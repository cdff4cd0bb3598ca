// The versions of an article: read alone, compared, and brought back.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, channel, headOf, sql, stateOf, words} from './lib/instance.mjs';

const hex = () => randomBytes(16).toString('hex');
let author, editor;
before(async () => {
	author = await Person.of('reporter', 'restore');
	editor = await Person.of('editor', 'restore-editor');
});

async function two(more = {}) {
	const {id, revision} = await author.save(article({headline: 'The first words', body: 'The ferry left at six.', ...more}));
	await author.save(article({headline: 'The second words', body: 'The ferry left at seven.', ...more, base: revision, action: more.action ?? 'save'}), id);
	return id;
}
const form = async (person, id, version) => {
	const page = await person.get(`/articles/${id}/revisions/${version}`);
	const html = /<form class="restore"[^]*?<\/form>/.exec(page.text)?.[0];
	return html && inputs(html);
};
const numbers = (id) => Number(sql(`SELECT max(number) FROM core.revision WHERE article_id = ${id}`));

describe('an earlier version', () => {
	it('comes back as a new one, and the history says from where', async () => {
		const id = await two();
		const f = await form(author, id, 1);
		const r = await author.post(`/articles/${id}/restore`, f);
		assert.equal(r.status, 303);
		const page = words((await author.get(r.headers.location)).text);
		assert.match(page, /Restored: the earlier words are the latest version now/);
		assert.match(page, /Version 3 The first words/);
		assert.match(page, /restored Version 3 from version 1/);
		assert.equal((await author.post(`/articles/${id}/restore`, f)).status, 303, 'sent twice');
		assert.equal(numbers(id), 3, 'it is stored once');
		assert.match((await author.get(`/articles/${id}`)).text, /The ferry left at six\./);
	});

	it('is in a list in which each version has who wrote it and when', async () => {
		const id = await two({channel: channel('life'), action: 'submit'});
		await editor.save(article({headline: 'The third words', channel: channel('life'), base: headOf(id)}), id);
		const html = (await author.get(`/articles/${id}/history`)).text;
		const list = /<ul class="rows versions">[^]*?<\/ul>/.exec(html)[0];
		const rows = list.split('<li class="row">').slice(1).map((row) => [
			Number(/<span class="num">\D*(\d+)/.exec(row)[1]),
			/<p class="row-meta">(?:<span class="state[^]*?<\/span> )?<span>(.*?)<\/span>/.exec(row)[1],
			Date.parse(/<time datetime="([^"]+)"/.exec(row)[1]),
		]);
		const stored = sql(`SELECT r.number, u.name, (extract(epoch FROM r.saved_at) * 1000)::bigint FROM core.revision r
			JOIN core.app_user u ON u.id = r.saved_by WHERE r.article_id = ${id} ORDER BY r.number DESC`).split('\n').map((row) => row.split('|'));
		assert.deepEqual(rows.map(([number, name]) => [number, name]), stored.map(([number, name]) => [Number(number), name]));
		assert.deepEqual(new Set(rows.map(([, name]) => name)).size, 2, 'of two people');
		rows.forEach(([, , at], i) => assert.ok(Math.abs(at - Number(stored[i][2])) < 60000, `${at} is ${stored[i][2]}`));
	});

	it('says how long it is, and for how many minutes one reads it', async () => {
		for (const [n, minutes] of [[1, 1], [400, 1], [401, 2]]) {
			const {id} = await author.save(article({lang: 'zh', body: '潮'.repeat(n)}));
			assert.match(words((await author.get(`/articles/${id}/review`)).text), new RegExp(`Words: ${n}, about ${minutes} min to read`));
		}
	});

	it('is not offered where there is nothing to bring back, or no right', async () => {
		const id = await two({channel: channel('life'), action: 'submit'});
		assert.equal(await form(author, id, 2), undefined, 'the latest');
		assert.notEqual(await form(editor, id, 1), undefined);
		const admin = await Person.of('admin', 'restore-admin');
		assert.equal((await admin.post(`/articles/${id}/restore`, await form(editor, id, 1))).status, 403);
		const other = await Person.of('reporter', 'restore-other');
		assert.equal((await other.post(`/articles/${id}/restore`, {...await form(editor, id, 1), csrf: await other.token()})).status, 404);
	});

	it('asks first where reviews would begin again', async () => {
		const id = await two({channel: channel('life'), action: 'submit'});
		assert.equal(stateOf(id), 'submitted');
		const f = await form(author, id, 1);
		const {sure, ...asked} = f;
		assert.equal(sure, '1', 'there is a box to tick');
		const r = await author.post(`/articles/${id}/restore`, asked);
		assert.equal(r.status, 422);
		assert.match(words(r.text), /Error: The article is under review\. If its reviews may begin again, tick the box first\./);
		assert.equal(stateOf(id), 'submitted');
		assert.equal((await author.post(`/articles/${id}/restore`, f)).status, 303);
		assert.equal(stateOf(id), 'draft');
	});

	it('is refused on top of what is not the latest any more', async () => {
		const id = await two();
		const f = await form(author, id, 1);
		await author.save(article({headline: 'The third words', base: headOf(id)}), id);
		const r = await author.post(`/articles/${id}/restore`, f);
		assert.equal(r.status, 409);
		assert.match(words(r.text), /There is a newer version/);
		assert.equal(numbers(id), 3);
	});

	it('is refused in words when its channel is closed', async () => {
		sql(`INSERT INTO core.channel (slug, name_zh, name_en, position) VALUES ('closing-${hex().slice(0, 8)}', '关', 'Closing', 99)`);
		const closing = sql(`SELECT max(id) FROM core.channel`);
		sql(`INSERT INTO core.channel_level (channel_id, level, need_right) VALUES (${closing}, 1, 'review.first') ON CONFLICT DO NOTHING`);
		const {id, revision} = await author.save(article({channel: closing}));
		await author.save(article({headline: 'Elsewhere', base: revision}), id);
		sql(`UPDATE core.channel SET active = false WHERE id = ${closing}`);
		const r = await author.post(`/articles/${id}/restore`, await form(author, id, 1));
		assert.equal(r.status, 422);
		assert.match(words(r.text), /cannot come back as it is: its channel is closed/);
	});

	it('trusts nothing of what is sent', async () => {
		const id = await two();
		const f = await form(author, id, 1);
		for (const bad of [{key: ''}, {key: 'x'}, {base: ''}, {base: '-1'}, {version: ''}, {version: '0'}, {version: 'x'}, {version: '99999999999'}])
			assert.equal((await author.post(`/articles/${id}/restore`, {...f, ...bad})).status, 422, JSON.stringify(bad));
		assert.equal((await author.post(`/articles/${id}/restore`, {...f, version: '7'})).status, 404);
		assert.equal((await author.post(`/articles/${id}/restore`, {...f, version: '2', key: hex()})).status, 409, 'the latest');
		assert.equal(numbers(id), 2);
	});
});

describe('the versions of an article', () => {
	const one = (text) => text.replace(/\n/g, ' ');
	const row = (html, n) => words(new RegExp(`<a class="row-title" href="[^"]*/revisions/${n}"[^]*?</li>`).exec(html)[0]);

	it('tell how much each changed, and any two can be chosen', async () => {
		const {id, revision} = await author.save(article({body: 'The ferry left at six.\n\nIt came back.'}));
		const second = await author.save(article({body: 'The ferry left at half past seven.\n\nIt came back.', base: revision}), id);
		await author.save(article({body: 'The ferry left at half past seven.\n\nIt came back.', summary: 'Late.', base: second.revision}), id);
		const page = (await author.get(`/articles/${id}/history`)).text;
		assert.match(row(page, 2), /3 words added, 1 removed/);
		assert.match(row(page, 3), /no words of the body changed/);
		assert.match(page, /<input type="radio" name="from" value="2" checked>/);
		assert.match(page, /<input type="radio" name="to" value="3" checked>/);
		assert.match(page, new RegExp(`<form method="get" action="/articles/${id}/compare">`));
		const compared = (await author.get(`/articles/${id}/compare?from=1&to=3`)).text;
		assert.match(compared, /<del>six<\/del><ins>half past seven<\/ins>/);
		assert.match(words(compared), /Summary Late/);
	});

	it('are compared with their form, moves and folds', async () => {
		const p = (name, content) => ({type: 'paragraph', attrs: {id: name.repeat(8)}, content});
		const t = (text, ...marks) => (marks.length ? {type: 'text', text, marks} : {type: 'text', text});
		const doc = (...content) => ({body: '', body_json: JSON.stringify({schema: 2, doc: {type: 'doc', content}})});
		const rest = 'defghi'.split('').map((name) => p(name, [t(`Paragraph ${name} stays.`)]));
		const {id, revision} = await author.save(article(doc(p('a', [t('The ferry left at six.')]), p('b', [t('It came back.')]), ...rest)));
		await author.save(article({...doc(p('b', [t('It came back.')]), p('a', [t('The ferry left at '), t('six', {type: 'strong'}), t('.')]), ...rest), base: revision}), id);
		const html = (await author.get(`/articles/${id}/compare?from=1&to=2`)).text;
		const text = one(words(html));
		assert.match(text, /Bold added: “six”/);
		assert.match(text, /Moved here/);
		assert.match(html, /<details class="unchanged"><summary[^>]*>… 5 unchanged paragraphs …<\/summary>[^]*Paragraph i stays/);
	});
});
