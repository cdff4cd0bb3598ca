// Live events: who may hear them, what they say and what not, and that a killed part comes back.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Person, article, ask, channel, headOf, run, sql, varDir} from './lib/instance.mjs';
import {Stream} from './lib/stream.mjs';

const hex = () => randomBytes(16).toString('hex');
const conf = fs.readFileSync(path.join(varDir, 'conf/owner.conf'), 'utf8');
const sock = path.join(/^socket_dir = (.*)$/m.exec(conf)[1], 'events.sock');
const supervisor = Number(fs.readFileSync(path.join(varDir, 'run/supervisor.pid'), 'utf8'));
const commandOf = (pid) => { try { return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'); } catch { return ''; } };
const part = (name) => fs.readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8').trim().split(' ').map(Number).find((pid) => commandOf(pid).includes(name));

async function until(condition, limit = 10000) {
	const end = Date.now() + limit;
	while (!await condition()) {
		assert.ok(Date.now() < end, `it never came: ${condition}`);
		await sleep(20);
	}
}

let author, editor, id;
const open = [];
const watch = async (person, at, headers) => {
	const stream = await Stream.open(person, at, headers);
	open.push(stream);
	return stream;
};
const look = (person, tab, more = '') => person.post(`/articles/${id}/presence?tab=${tab}${more}`, {csrf: ''});
const take = async (person, tab) => person.raw(`/articles/${id}/lock`, JSON.stringify({csrf: await person.token(), tab, draft: ''}), {'content-type': 'application/json'});

before(async () => {
	author = await Person.of('reporter', 'events');
	editor = await Person.of('editor', 'events-editor');
	({id} = await author.save(article({channel: channel('life'), action: 'submit'})));
});
after(() => open.forEach((stream) => stream.close()));

describe('a stream of events', () => {
	it('is for who may see the article, and for reviewers', async () => {
		const {id: draft} = await author.save(article());
		const other = await Person.of('reporter', 'events-other');
		const admin = await Person.of('admin', 'events-admin');
		for (const [person, at, status] of [
			[author, `/articles/${id}/events`, 200], [editor, `/articles/${id}/events`, 200], [other, `/articles/${id}/events`, 404],
			[admin, `/articles/${id}/events`, 404], [new Person(), `/articles/${id}/events`, 401], [author, `/articles/${draft}/events`, 200],
			[editor, `/articles/${draft}/events`, 404], [editor, '/review/events', 200], [author, '/review/events', 403],
			[new Person(), '/review/events', 401], [author, '/articles/99999999/events', 404], [author, '/articles/0/events', 404],
		]) {
			const stream = await watch(person, at);
			assert.equal(stream.status, status, `${person.login} ${at}`);
			if (status === 200) {
				assert.match(stream.headers['content-type'], /^text\/event-stream/);
				assert.equal(stream.headers['cache-control'], 'no-store');
				assert.ok(stream.headers['content-security-policy'], 'with the headers of the house');
			}
		}
	});

	it('is for pages of the desk: a page of another host is let see nothing', async () => {
		const origin = run.desk.replace(/\/$/, '');
		for (const from of ['https://evil.example', 'null', run.site.replace(/\/$/, ''), `${origin}.evil.example`, origin]) {
			const stream = await watch(author, `/articles/${id}/events`, {origin: from});
			// Refused before anything is told, whatever the header of the refusal says.
			assert.equal(stream.status, from === origin ? 200 : 403, from);
			assert.equal(stream.headers['access-control-allow-credentials'], undefined);
			for (const at of [`/articles/${id}/events`, '/review/events']) {
				const asked = await ask(run.desk, {method: 'OPTIONS', path: at, headers: {origin: from, 'access-control-request-method': 'GET', accept: 'text/event-stream'}});
				assert.equal(asked.status, from === origin ? 200 : 403, `OPTIONS ${from}`);
				assert.equal(asked.headers['access-control-allow-credentials'], undefined);
			}
		}
	});

	it('takes nothing from outside', async () => {
		const stream = await watch(author, `/articles/${id}/events`);
		for (const method of ['POST', 'PUT', 'DELETE'])
			for (const at of [`/articles/${id}/events`, '/review/events', `/publish/a${id}`, '/events-allowed'])
				for (const accept of ['text/event-stream', '*/*'])
					assert.ok((await author.ask(method, at, '{"what":["saved"]}', {accept, 'content-length': 18})).status >= 400, `${method} ${at}`);
		assert.equal((await author.get('/events-allowed')).status, 404);
		assert.ok((await ask(run.site, {path: `/publish/a${id}`, method: 'POST', body: 'x'})).status >= 400);
		await sleep(200);
		assert.deepEqual(stream.heard, []);
		const mode = fs.statSync(path.dirname(sock)).mode & 0o777;
		assert.equal(mode, 0o700, 'the folder of the socket');
	});

	it('tells of a take-over within a second, and of no words', async () => {
		const [a, e] = [hex(), hex()];
		await look(author, a);
		const stream = await watch(author, `/articles/${id}/events`);
		const times = [];
		for (let i = 0; i < 5; i++) {
			stream.forget();
			const begun = Date.now();
			assert.equal((await take(i % 2 ? author : editor, i % 2 ? a : e)).status, 200);
			times.push(await stream.hears('presence') - begun);
			await sleep(60);
		}
		assert.ok(Math.max(...times) < 1000, `${times} ms`);
		for (const one of stream.heard) assert.deepEqual(Object.keys(one).sort(), ['at', 'what']);
	});

	it('tells of a newer version, whose it is, and of the queue', async () => {
		const base = headOf(id);
		const stream = await watch(editor, `/articles/${id}/events`);
		const queue = await watch(editor, '/review/events');
		await author.save(article({base: String(base), body: 'Another word.', channel: channel('life'), action: 'submit'}), id);
		await stream.hears('saved');
		await stream.hears('state');
		await queue.hears('state');
		const around = JSON.parse((await look(editor, hex(), `&base=${base}`)).text);
		assert.match(around.newer.names, /^events /);
		assert.ok(around.newer.number >= 2);
		assert.equal(JSON.parse((await look(editor, hex(), `&base=${headOf(id)}`)).text).newer, undefined);
		assert.ok(JSON.parse((await editor.get('/review/waiting')).text).articles.includes(id));
		assert.equal((await editor.decide(id, 'return', {reason: 'Once more.'})).status, 303);
		assert.ok(!JSON.parse((await editor.get('/review/waiting')).text).articles.includes(id));
	});

	it('tells nothing of what was rolled back, and nothing that is none of ours', async () => {
		const stream = await watch(author, `/articles/${id}/events`);
		const queue = await watch(editor, '/review/events');
		const settled = async () => {
			for (const [one, channel] of [[stream, `a${id}`], [queue, 'review']]) {
				sql(`SELECT pg_notify('events', '${channel} remarks')`);
				await one.hears('remarks');
			}
		};
		await settled();
		[stream, queue].forEach((one) => one.forget());
		sql(`BEGIN; INSERT INTO core.presence (subject, tab, user_id) VALUES ('a${id}', '${hex()}', 1); NOTIFY events, 'a${id} saved'; ROLLBACK`);
		for (const bad of ['x', `a${id} evil`, `a${id}/../review state`, 'review ', `a${id} saved\n`])
			sql(`SELECT pg_notify('events', ${`E'${bad.replace('\n', '\\n')}'`})`);
		await settled();
		assert.deepEqual([...stream.heard, ...queue.heard].flatMap((one) => one.what), ['remarks', 'remarks']);
	});

	it('does not keep a session alive, and ends with it', async () => {
		const someone = await Person.of('editor', 'events-brief');
		const seen = () => sql(`SELECT extract(epoch FROM s.seen_at) FROM auth.session s JOIN core.app_user u ON u.id = s.user_id WHERE u.login = '${someone.login}'`);
		sql(`UPDATE auth.session s SET seen_at = now() - interval '30 minutes' FROM core.app_user u WHERE u.id = s.user_id AND u.login = '${someone.login}'`);
		const before = seen();
		assert.equal((await watch(someone, `/articles/${id}/events`)).status, 200);
		assert.equal((await watch(someone, '/review/events')).status, 200);
		assert.equal((await someone.get('/review/waiting')).status, 200);
		assert.equal(seen(), before);
		sql(`SELECT core.user_set_active('${someone.login}', false)`);
		assert.equal((await watch(someone, `/articles/${id}/events`)).status, 401);
		assert.match(fs.readFileSync(path.join(varDir, 'conf/nginx/events/stream.conf'), 'utf8'), /nchan_subscriber_timeout 2m;/, 'one that was open ends by itself');
	});

	it('comes back when the program that passes them on was killed, and when nginx was reloaded', async () => {
		let stream = await watch(author, `/articles/${id}/events`);
		const relay = part('copydesk-events');
		process.kill(relay, 'SIGKILL');
		await until(() => part('copydesk-events') && part('copydesk-events') !== relay);
		await until(async () => {
			sql(`SELECT pg_notify('events', 'a${id} remarks')`);
			await sleep(100);
			return stream.heard.length > 0;
		});
		process.kill(part('nginx.conf'), 'SIGHUP');
		await until(() => stream.ended);
		await until(async () => {
			stream = await watch(author, `/articles/${id}/events`).catch(() => ({status: 0}));
			return stream.status === 200;
		});
		sql(`SELECT pg_notify('events', 'a${id} remarks')`);
		await stream.hears('remarks');
	});

	it('comes back when the database dropped the connection', async () => {
		const stream = await watch(author, `/articles/${id}/events`);
		// The owner may not end it; whoever runs the cluster may.
		const pid = Number(sql(`SELECT pid FROM pg_stat_activity WHERE application_name = 'copydesk-events'`));
		process.kill(pid, 'SIGTERM');
		await until(async () => {
			sql(`SELECT pg_notify('events', 'a${id} remarks')`);
			await sleep(100);
			return stream.heard.length > 0;
		});
	});
});
