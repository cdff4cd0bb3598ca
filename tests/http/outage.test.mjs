// PostgreSQL away, or hanging: the desk says so and keeps the text, the site goes on from nginx's
// cache, and both come back by themselves within three seconds.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Person, article, ask, inNoLog, run, site, sql, suffix, varDir, words} from './lib/instance.mjs';

const storm = `Typed in the storm ${suffix}`, calm = `Stored ${suffix} after the`;
const supervisor = Number(fs.readFileSync(path.join(varDir, 'run/supervisor.pid'), 'utf8'));
const postmaster = () => Number(fs.readFileSync(path.join(varDir, 'db/postmaster.pid'), 'utf8').split('\n')[0]);
const children = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

// Wait until ${condition}, looking often; the time that it took in ms.
async function took(condition, limit = 30000) {
	const begun = Date.now();
	while (!await condition().catch(() => false)) {
		assert.ok(Date.now() - begun < limit, 'it never came');
		await sleep(25);
	}
	return Date.now() - begun;
}

const answers = async () => sql('SELECT 1') === '1';

// Three seconds, on a machine that may run other tests meanwhile.
async function recovers(person, at) {
	const begun = Date.now();
	await took(async () => (await site('/healthz')).status === 200 && (await ask(run.desk, {path: '/healthz'})).status === 200 &&
		(await person.get('/articles')).status === 200 && (await site(at)).status === 200);
	const ms = Date.now() - begun;
	assert.ok(ms < 3000, `${ms} ms`);
}

// What is the same in both kinds of outage; ${limit}: within what time the desk must say so.
async function behaves(person, live, limit) {
	for (const at of ['/', live]) {
		const r = await site(at);
		assert.equal(r.status, 200, `${at} from the cache`);
	}
	const cold = await site('/by/asked-for-the-first-time');
	assert.equal(cold.status, 503);
	assert.ok(Number(cold.headers['retry-after']) > 0);
	assert.equal((await site('/healthz')).status, 503);

	const begun = Date.now();
	const r = await person.post('/articles', article({headline: storm, body: 'A text that must not be lost.'}));
	assert.ok(Date.now() - begun < limit, `${Date.now() - begun} ms`);
	assert.equal(r.status, 503);
	assert.ok(Number(r.headers['retry-after']) > 0);
	assert.match(r.headers['content-type'], /^text\/html/);
	assert.ok(r.text.includes(storm) && r.text.includes('A text that must not be lost.'), 'the text is kept');
	assert.match(r.text, /<form[^>]* action="\/articles"/);
	for (const at of ['/', '/articles']) {
		const page = await person.get(at);
		assert.equal(page.status, 503, at);
		assert.ok(Number(page.headers['retry-after']) > 0);
		assert.ok(!/sql|postgres|libpq|connection/i.test(words(page.text)), 'no word of what is inside');
	}
	assert.equal((await ask(run.desk, {path: '/healthz'})).status, 503);
	const login = await new Person().post('/login', {login: 'reporter', password: 'x'.repeat(20)});
	assert.ok([403, 503].includes(login.status));
}

describe('the database', () => {
	let person, live;
	before(async () => {
		person = await Person.of('reporter', 'outage');
		article();
		await person.token();
		const [id, slug] = sql('SELECT article_id, slug FROM site.live ORDER BY article_id LIMIT 1').split('|');
		live = `/a/${id}/${slug}`;
		for (const at of ['/', live])
			assert.equal((await site(at)).status, 200);
	});
	after(() => {
		try {
			process.kill(supervisor, 'SIGCONT');
		} catch {
			// It has gone with the instance.
		}
	});

	it('stopped and started', async () => {
		const pid = postmaster();
		// It would start the database again at once.
		process.kill(supervisor, 'SIGSTOP');
		try {
			process.kill(pid, 'SIGINT');
			await took(async () => !await answers().catch(() => false));
			await behaves(person, live, 3000);
		} finally {
			process.kill(supervisor, 'SIGCONT');
		}
		await took(answers);
		await recovers(person, live);
		assert.equal((await person.post('/articles', article({headline: `${calm} storm`}))).status, 303);
	});

	it('killed', async () => {
		const pid = postmaster();
		process.kill(pid, 'SIGKILL');
		assert.equal((await site(live)).status, 200);
		await took(async () => postmaster() !== pid && answers());
		await recovers(person, live);
	});

	it('hanging', async () => {
		const all = [postmaster(), ...children(postmaster())];
		for (const pid of all)
			process.kill(pid, 'SIGSTOP');
		try {
			await behaves(person, live, 9000);
		} finally {
			for (const pid of all) {
				try {
					process.kill(pid, 'SIGCONT');
				} catch {
					// A backend may have ended meanwhile.
				}
			}
		}
		await recovers(person, live);
		assert.equal((await person.post('/articles', article({headline: `${calm} calm`}))).status, 303);
	});

	it('leaves no work undone: every article of the storm is stored once or not at all', () => {
		assert.equal(sql(`SELECT count(*) FROM core.revision WHERE headline = '${storm}'`), '0');
		assert.equal(sql(`SELECT count(*) FROM core.revision WHERE headline LIKE '${calm} %'`), '2');
	});
});

describe('a program', () => {
	it('that dies is started again, and nginx has a page until then', async () => {
		const listed = execFileSync('pgrep', ['-P', String(supervisor)], {encoding: 'utf8'}).trim().split('\n').map(Number);
		const desk = listed.find((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('desk.fcgi'));
		process.kill(desk, 'SIGKILL');
		const seen = new Set();
		await took(async () => {
			const r = await ask(run.desk, {path: '/healthz'});
			seen.add(r.status);
			if (r.status === 503)
				assert.ok(Number(r.headers['retry-after']) > 0);
			const [now] = execFileSync('pgrep', ['-P', String(supervisor), '-f', 'desk.fcgi'], {encoding: 'utf8'}).trim().split('\n').map(Number);
			return r.status === 200 && now !== desk;
		});
		for (const status of seen)
			assert.ok([200, 503].includes(status), `${status}`);
	});

	it('that is away leaves the secret of a shared preview in no log', async () => {
		const author = await Person.of('reporter', 'outage-preview');
		const {id} = await author.save(article());
		const made = await author.post(`/articles/${id}/preview/links`, {rev: '1', days: '1'});
		const [, secret] = /\/preview\/([0-9a-f]{64})"/.exec(made.text);
		const log = () => fs.readFileSync(path.join(varDir, 'log/nginx.log'), 'utf8');
		const before = log().length;
		// Without its socket it cannot be reached, whether or not it runs.
		const socket = path.join(varDir, 'sock/desk.sock');
		fs.renameSync(socket, `${socket}.away`);
		try {
			const r = await ask(run.desk, {path: `/preview/${secret}`});
			assert.equal(r.status, 503);
			assert.equal(r.headers['referrer-policy'], 'no-referrer', 'nor does what is asked from the page of the fault tell');
			assert.equal((await ask(run.desk, {path: '/articles'})).status, 503);
		} finally {
			fs.renameSync(`${socket}.away`, socket);
		}
		await took(async () => (await ask(run.desk, {path: '/healthz'})).status === 200);
		await sleep(1500);
		assert.match(log().slice(before), /"GET \/articles /, 'the fault itself is told');
		inNoLog(secret);
		const access = fs.readFileSync(path.join(varDir, 'log/access.log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
		assert.ok(access.some((line) => line.path === '/preview/' && line.status === 503), 'and the access log has what was met');
	});
});
