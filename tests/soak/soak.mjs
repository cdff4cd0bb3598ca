// Working copies, saves, submissions and first saves of new articles while desk.fcgi, master and workers, is killed with
// -9 in the middle of them, over and over, against a PostgreSQL of its own: no acknowledged text is lost, nothing is
// stored twice.  SOAK_KILLS (1000) of them.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Database, builddir, inputs} from '../http/lib/auth.mjs';
import {fcgi} from '../http/lib/fcgi.mjs';

const KILLS = Number(process.env.SOAK_KILLS ?? 1000);
const SAVE_EVERY = 5; // texts to a save, of which one is the first of a new article and one a submission
const hex = (n) => randomBytes(n).toString('hex');

class Desk {
	constructor(db) {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-soak-'));
		this.socket = path.join(this.dir, 'desk.sock');
		this.conf = path.join(this.dir, 'desk.conf');
		fs.writeFileSync(this.conf, `database_desk = ${db.conninfo('desk_app')}\nsocket_dir = ${this.dir}\n`);
	}

	// In a process group of its own, so that all of it can be killed at once.
	async start() {
		this.child = spawn(path.join(builddir, 'cgi/desk.fcgi'), ['-c', this.conf], {detached: true, stdio: 'ignore'});
		this.gone = new Promise((resolve) => { this.child.once('exit', resolve); });
		for (const limit = Date.now() + 15000; !await this.listens(); await sleep(5))
			assert.ok(Date.now() < limit && this.child.exitCode === null, 'desk.fcgi does not start');
	}

	listens() {
		return new Promise((resolve) => {
			const s = net.connect(this.socket, () => { s.destroy(); resolve(true); });
			s.on('error', () => resolve(false));
		});
	}

	async kill() {
		process.kill(-this.child.pid, 'SIGKILL');
		await this.gone;
	}

	async remove() {
		await this.kill();
		fs.rmSync(this.dir, {recursive: true, force: true});
	}
}

const db = new Database();
const desk = new Desk(db);
const seen = {kills: 0, texts: 0, saves: 0, submissions: 0, articles: 0, again: 0, took: 0};

// Somebody is signed in; how, is another test's matter.
const login = db.user('soak', 'en');
const token = hex(32);
db.sql(`INSERT INTO auth.session (token_hash, user_id, address, user_agent)
	SELECT '\\x${createHash('sha256').update(Buffer.from(token, 'hex')).digest('hex')}', id, '127.0.0.1', 'soak' FROM core.app_user WHERE login = '${login}'`);
db.sql("SELECT core.channel_set('news', 'News', 'News', 1, ARRAY['review.first'])", 'cms_owner');
const channel = db.sql('SELECT id FROM core.channel');

const ask = (method, at, type, body) => fcgi(desk.socket, {
	method, path: at, body: body && Buffer.from(body),
	headers: {cookie: `__Host-copydesk=${token}`, 'content-type': type ?? '', 'sec-fetch-site': 'same-origin'},
});
const count = () => Number(db.sql('SELECT count(*) FROM core.revision'));
const copies = () => JSON.parse(db.sql("SELECT coalesce(jsonb_agg(jsonb_build_array(seq, fields ->> 'body_json')), '[]') FROM core.working_copy"));

let id, base, csrf, draft = '', span = 5;
let seq = 0, typed = '', acked = null;
const tab = hex(16);
const words = (text, ...marks) => ({type: 'text', text, ...(marks.length > 0 && {marks: marks.map((type) => ({type}))})});
// What the editor sends: the typed words within a text that has a form of its own.
const body = () => JSON.stringify({schema: 2, doc: {type: 'doc', content: [
	{type: 'heading', attrs: {level: 2, id: 'headingone'}, content: [words('Soak')]},
	{type: 'paragraph', attrs: {id: 'paragraphs'}, content: [words('Bold', 'strong'), words(typed), {type: 'footnote', attrs: {text: 'Noted.'}}]},
	{type: 'bullet_list', attrs: {id: 'bulletlist'}, content: [{type: 'list_item', content: [{type: 'paragraph', content: [words('One.')]}]}]},
]}});
const fields = () => ({csrf, key: hex(16), base: String(base), headline: 'Soak', shoulder: '', subhead: '', summary: '', channel, lang: 'en', slug: '',
	source_kind: 'original', source_name: 'Soak', reprint_author: '', reprint_title: '', reprint_url: '', responsible_editor: '', reprint_notice: '',
	bylines: 'Reporter | Soak | Soak', body_json: body(), draft, copy: '', tab, seq: String(seq)});
const place = () => (draft ? '/articles/new' : `/articles/${id}`);

// Sends; kills all of the desk at a random moment of it; the answer, or null where it was cut off.
async function struck(send) {
	const answer = send().catch(() => null).then((r) => (r?.status ? r : null));
	const kill = process.hrtime.bigint() + BigInt(Math.round(Math.random() * 2 * span * 1e6));
	// Finer than a timer: these are single milliseconds.
	while (process.hrtime.bigint() < kill)
		await new Promise(setImmediate);
	await desk.kill();
	seen.kills++;
	const r = await answer;
	// Around the end of the request, whatever the machine is doing: as many before it as after.
	span *= r === null ? 1.03 : 0.97;
	await desk.start();
	return r;
}

// Repeats what was cut off, as the page does, until it is answered.
async function until(send, good, cutOff) {
	let r = await struck(send);
	if (r === null) {
		seen.again++;
		cutOff();
	}
	for (let i = 0; r === null || r.status === 503; i++) {
		assert.ok(i < 100, 'it never answers');
		if (i > 0)
			await sleep(20);
		r = await send().catch(() => null);
	}
	assert.ok(good(r), `${r.status} ${r.text.replace(/<[^>]*>\s*/g, " ").slice(0, 1500)}`);
}

// Never older than what was acknowledged, and one.
function intact() {
	const rows = copies();
	if (acked === null)
		assert.ok(rows.length <= 1);
	else
		assert.ok(rows.length === 1 && (rows[0][0] > acked.seq || (rows[0][0] === acked.seq && rows[0][1].includes(acked.typed))),
			`text ${acked.seq} is lost: ${JSON.stringify(rows).slice(0, 200)}`);
	return rows;
}

async function text() {
	typed += ` ${++seq}`;
	const sent = JSON.stringify(fields());
	await until(() => ask('POST', `${place()}/working`, 'application/json', sent), (r) => r.status === 200 && JSON.parse(r.text).outcome === 'stored', () => {
		// It may have taken effect although its answer was lost.
		seen.took += intact()[0]?.[0] === seq;
	});
	acked = {seq, typed};
	seen.texts++;
	assert.equal(intact()[0][0], seq);
}

async function save(action) {
	const before = count();
	const late = JSON.stringify(fields());
	const sent = new URLSearchParams({...fields(), action: action === 'submit' ? 'submit' : 'save'}).toString();
	await until(() => ask('POST', draft ? '/articles' : `/articles/${id}`, 'application/x-www-form-urlencoded', sent), (r) => r.status === 303, () => {
		const now = count();
		seen.took += now - before;
		// All of it or nothing: the version, and the end of the working copy.
		assert.equal(copies().length, now > before ? 0 : 1);
	});
	acked = null;
	seen.saves++;
	assert.equal(count(), before + 1, 'one version');
	assert.deepEqual(copies(), [], 'what is saved is no longer unsaved');
	if (action === 'begin') {
		seen.articles++;
		assert.equal(db.sql('SELECT count(*) FROM core.article'), String(seen.articles), 'one article');
		id = db.sql('SELECT max(id) FROM core.article');
	}
	base = db.sql(`SELECT head_revision FROM core.article WHERE id = ${id}`);
	assert.ok(db.sql(`SELECT body FROM core.revision WHERE id = ${base}`).includes(typed.trim()), 'with all that was typed');
	if (action === 'submit') {
		seen.submissions++;
		assert.equal(db.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'submitted');
		assert.equal(db.sql(`SELECT count(*) FROM audit.log WHERE action = 'submit' AND revision_id = ${base}`), '1', 'submitted once');
	}
	const answer = await ask('POST', `${place()}/working`, 'application/json', late);
	assert.equal(JSON.parse(answer.text).outcome, 'late', `what the tab sent before it saved: ${answer.text}`);
	draft = '';
	typed = typed.slice(-1000);
}

try {
	await desk.start();
	csrf = inputs((await ask('GET', '/articles/new')).text).csrf;
	const begun = Date.now();
	for (let turn = 0; seen.kills < KILLS; turn++) {
		const action = ['begin', 'save', 'save', 'submit'][turn % 4];
		if (action === 'begin') {
			draft = hex(16);
			base = typed = '';
		}
		for (let i = 0; i < SAVE_EVERY; i++)
			await text();
		await save(action);
	}
	console.log(`${seen.kills} kills in ${Math.round((Date.now() - begun) / 1000)} s: ${seen.texts} texts and ${seen.saves} saves, ${seen.articles} of them first ones and ${seen.submissions} submissions, acknowledged; ` +
		`${seen.again} answers were lost, of which ${seen.took} had taken effect; 0 lost, 0 twice`);
} finally {
	await desk.remove();
	db.remove();
}
