// Pictures and readers: no address before publication, the right answers after it, none a second after a
// withdrawal; and what is collected of those that nobody uses.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {before, describe, it} from 'node:test';
import {Person, article, ask, channel, run, site, sql, varDir} from './lib/instance.mjs';
import {make, settled, upload} from './lib/pictures.mjs';

let author, editor;
before(async () => {
	author = await Person.of('reporter', 'live');
	editor = await Person.of('editor', 'live-editor');
	for (const p of [author, editor])
		p.headers.connection = 'close';
});

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const sha = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

async function picture() {
	const r = await upload(author, make(700, 500));
	const m = await settled(author, r.json.id);
	assert.equal(m.state, 'ready');
	return m;
}

// An article of the channel with one level of review, with ${m} as its lead.
async function publish(m) {
	const {id} = await author.save(article({action: 'submit', channel: channel('life'), lead_media: String(m.id), lead_alt: 'A ship', lead_credit: 'Wen Hai'}));
	assert.equal((await editor.decide(id, 'approve')).status, 303);
	assert.equal((await editor.decide(id, 'publish')).status, 303);
	return id;
}

describe('the public address of a picture', () => {
	it('is none until an article with it is out, and for as long as it is', async () => {
		const m = await picture();
		const at = `/m/${m.key}/w-640.webp`;
		assert.equal((await site(at)).status, 404, 'before');
		const {id: draft} = await author.save(article({lead_media: String(m.id)}));
		assert.equal((await site(at)).status, 404, 'in a draft');
		assert.ok(draft > 0);
		await sleep(1100);
		const id = await publish(m);
		await sleep(1100);
		const r = await site(at);
		assert.equal(r.status, 200, 'once published');
		assert.equal(r.headers['content-type'], 'image/webp');
		assert.equal(r.headers['cache-control'], 'public, no-cache');
		assert.equal(r.headers['x-content-type-options'], 'nosniff');
		assert.equal(r.headers['set-cookie'], undefined);
		assert.equal(r.body.subarray(8, 12).toString(), 'WEBP');
		assert.equal((await site(at, {headers: {'if-none-match': r.headers.etag}})).status, 304);
		const part = await site(at, {headers: {range: 'bytes=8-11'}});
		assert.equal(part.status, 206);
		assert.equal(part.text, 'WEBP');
		assert.equal((await site(at, {method: 'HEAD'})).status, 200);
		for (const [variant, type] of [['w-700.avif', 'image/avif'], ['w-320.jpg', 'image/jpeg'], ['16x9-640-50-50.avif', 'image/avif'], ['1x1-500-50-50.webp', 'image/webp'], ['4x3-320-50-50.jpg', 'image/jpeg']]) {
			const v = await site(`/m/${m.key}/${variant}`);
			assert.deepEqual([v.status, v.headers['content-type']], [200, type], variant);
		}
		for (const bad of [`/m/${m.key}/w-641.webp`, `/m/${m.key}/original`, `/m/${m.key}/blur.webp`, `/m/${m.key}/`, `/m/${m.key}`, `/m/${m.key}/w-640.webp.new`, `/m/${m.key}/..%2f..%2f..%2fconf%2fdesk.conf`,
			`/m/${m.key.toUpperCase()}/w-640.webp`, `/m/${'0'.repeat(32)}/w-640.webp`, `/m/${m.key.slice(0, 31)}/w-640.webp`])
			assert.ok([400, 404].includes((await site(bad)).status), bad);
		assert.equal((await site(at, {method: 'POST', body: ''})).status, 404, 'nothing is sent there');
		const live = sql(`SELECT revision_id FROM site.live WHERE article_id = ${id}`);
		assert.equal((await editor.decide(id, 'withdraw', {live, withdraw_reason: 'wrong', public_reason: ''})).status, 303);
		await sleep(1000);
		assert.equal((await site(at)).status, 404, 'a second after the withdrawal');
		assert.equal((await author.get(at)).status, 200, 'but staff still see it');
		assert.equal((await ask(run.desk, {path: at})).status, 404);
	});
});

describe('media gc', () => {
	const gc = (...args) => spawnSync(path.join(varDir, 'app/bin/copydesk'), ['-c', path.join(varDir, 'conf/owner.conf'), 'media', 'gc', ...args], {encoding: 'utf8'});
	const place = (hash) => path.join(varDir, 'media/original', hash.slice(0, 2), hash);
	const folder = (key) => path.join(varDir, 'media/rendition', key.slice(0, 2), key);
	it('shows what nobody uses, deletes it when told to, and nothing else', async () => {
		const unusedFile = make(60, 50), usedFile = make(61, 50), typedFile = make(62, 50), newFile = make(63, 50);
		const ids = {};
		for (const [name, file] of Object.entries({unusedFile, usedFile, typedFile, newFile}))
			ids[name] = (await settled(author, (await upload(author, file)).json.id));
		await author.save(article({lead_media: String(ids.usedFile.id)}));
		const tab = '0123456789abcdef0123456789abcdef';
		const put = await author.raw('/articles/new/working', JSON.stringify({csrf: await author.token(), tab, seq: '1', base: '', draft: tab, copy: '',
			headline: 'x', body_json: JSON.stringify({type: 'doc', content: [{type: 'figure', attrs: {media: ids.typedFile.id}}]})}), {'content-type': 'application/json'});
		assert.equal(put.status, 200, put.text);
		sql(`UPDATE core.media SET touched_at = now() - interval '8 days' WHERE id IN (${ids.unusedFile.id}, ${ids.usedFile.id}, ${ids.typedFile.id})`);
		const orphan = 'ab'.repeat(32);
		fs.mkdirSync(path.dirname(place(orphan)), {recursive: true});
		const stray = path.join(varDir, 'media/original/new-stray0');
		for (const f of [place(orphan), stray]) {
			fs.writeFileSync(f, 'x');
			execFileSync('touch', ['-d', '2 days ago', f]);
		}
		// What a worker left that was killed, and what one may be at.
		const left = ['old', 'young'].map((age) => path.join(folder(ids.usedFile.key), `w-${age}.avif.new`));
		for (const f of left)
			fs.writeFileSync(f, 'x');
		execFileSync('touch', ['-d', '2 days ago', left[0], path.dirname(left[0])]);
		const dry = gc();
		assert.equal(dry.status, 0, dry.stderr);
		assert.match(dry.stdout, new RegExp(`^ +${ids.unusedFile.id} `, 'm'));
		for (const name of ['usedFile', 'typedFile', 'newFile'])
			assert.doesNotMatch(dry.stdout, new RegExp(`^ +${ids[name].id} `, 'm'), name);
		assert.ok(dry.stdout.includes(orphan) && dry.stdout.includes('new-stray0'));
		assert.ok(fs.existsSync(place(sha(unusedFile))) && fs.existsSync(stray), 'showing deletes nothing');
		const done = gc('--delete');
		assert.equal(done.status, 0, done.stderr);
		assert.equal(fs.existsSync(place(sha(unusedFile))), false);
		assert.equal(fs.existsSync(folder(ids.unusedFile.key)), false);
		assert.equal((await author.get(`/media/${ids.unusedFile.id}/state`)).status, 404);
		assert.equal(fs.existsSync(place(orphan)) || fs.existsSync(stray), false);
		assert.deepEqual(left.map((f) => fs.existsSync(f)), [false, true], 'what was on its way for more than a day goes too');
		for (const [name, file] of Object.entries({usedFile, typedFile, newFile})) {
			assert.ok(fs.existsSync(place(sha(file))), name);
			assert.ok(fs.existsSync(folder(ids[name].key)), name);
			assert.equal((await author.get(`/media/${ids[name].id}/state`)).status, 200, name);
		}
		assert.equal((await upload(author, unusedFile)).status, 201, 'and may come again');
	});
});
