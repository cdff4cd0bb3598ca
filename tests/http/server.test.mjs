// The server of src/http, by the example program: requests, limits, and what the master does.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Echo, alive, echoProgram, until} from './lib/echo.mjs';
import {Connection, encodeParams, encodeRequest, fcgi, paramsOf, record} from './lib/fcgi.mjs';

const FORM = {'content-type': 'application/x-www-form-urlencoded'};
// As the site's: workers with a socket each, that hold many connections.
const PER_WORKER = {ECHO_PER_WORKER: '1', ECHO_KEPT: '32'};
const post = (path, body, headers = FORM) => ({method: 'POST', path, body, headers});

function withEcho(name, options, fn) {
	it(name, async () => {
		const echo = await new Echo(options).start();
		try {
			await fn(echo);
		} finally {
			await echo.stop();
		}
	});
}

describe('requests', () => {
	let echo;
	before(async () => { echo = await new Echo({env: PER_WORKER}).start(); });
	after(() => echo.stop());
	const ask = (req) => fcgi(echo.socket, req);

	it('decodes path, query, form and cookies', async () => {
		const r = await ask({
			...post('/echo?q=a%20b&u=%E9%87%91', 'x=1&y=%E6%AA%AC+z'),
			headers: {...FORM, cookie: 'a=b; __Host-copydesk=00ff'},
		});
		assert.equal(r.status, 200);
		for (const line of ['method POST', 'path /echo', 'query q=a b', 'query u=金', 'cookie a=b',
			'cookie __Host-copydesk=00ff', 'form x=1', 'form y=檬 z', 'length 17'])
			assert.ok(r.text.includes(line + '\n'), `${line} in ${r.text}`);
	});

	it('keeps a connection for many requests', async () => {
		const c = await Connection.open(echo.socket);
		const pids = new Set();
		for (let i = 0; i < 50; i++)
			pids.add((await c.request({path: '/pid'})).text);
		c.close();
		assert.equal(pids.size, 1);
	});

	it('closes a connection when the web server does not want to keep it', async () => {
		const c = await Connection.open(echo.socket);
		await c.request({path: '/pid'}, false);
		await c.closed;
	});

	it('reads a request that arrives byte by byte', async () => {
		const c = await Connection.open(echo.socket);
		for (const byte of encodeRequest(post('/echo', 'a=1'))) {
			c.write(Buffer.from([byte]));
			await new Promise(setImmediate);
		}
		assert.match((await c.answer()).text, /form a=1/);
		c.close();
	});

	it('answers HEAD with the length of the body, and without the body', async () => {
		const get = await ask({path: '/fixed'}), head = await ask({method: 'HEAD', path: '/fixed'});
		assert.equal(head.body.length, 0);
		assert.equal(head.headers.get('content-length'), String(get.body.length));
		assert.equal(head.headers.get('etag'), get.headers.get('etag'));
	});

	it('answers 304 to a matching If-None-Match', async () => {
		const r = await ask({path: '/fixed', headers: {'if-none-match': 'W/"0123456789abcdef"'}});
		assert.equal(r.status, 304);
		assert.equal(r.body.length, 0);
		assert.equal((await ask({path: '/fixed', headers: {'if-none-match': '"other"'}})).status, 200);
	});

	it('answers 404 and, with Allow, 405', async () => {
		assert.equal((await ask({path: '/nope'})).status, 404);
		const r = await ask({method: 'DELETE', path: '/echo'});
		assert.equal(r.status, 405);
		assert.equal(r.headers.get('allow'), 'GET, HEAD, POST');
		assert.equal((await ask({method: 'POST', path: '/pid'})).headers.get('allow'), 'GET, HEAD');
	});

	it('gives error pages in the language asked for', async () => {
		assert.equal((await ask({path: '/nope', headers: {'accept-language': 'zh-CN,en;q=0.5'}})).text, 'error 404 zh\n');
		assert.equal((await ask({path: '/nope', headers: {'accept-language': 'en'}})).text, 'error 404 en\n');
	});

	for (const [what, path] of [['a broken escape', '/%zz'], ['invalid UTF-8', '/echo?a=%ff'], ['NUL', '/echo?a=%00'],
		['NUL in the path', '/%00'], ['a surrogate', '/echo?a=%ed%a0%80'], ['a parameter twice', '/echo?a=1&a=2'],
		['no path', 'echo'], ['an absolute address', 'http://x/echo']])
		it(`refuses ${what} with 400`, async () => assert.equal((await ask({path})).status, 400));

	it('refuses a bad form, and a bad cookie of ours, with 400', async () => {
		for (const body of ['a=%', 'a=%ff', 'a=%00', 'a=1&a=2', 'a=\xff'])
			assert.equal((await ask(post('/echo', Buffer.from(body, 'latin1')))).status, 400, body);
		assert.equal((await ask({path: '/echo', headers: {cookie: '__Host-copydesk=1; __Host-copydesk=2'}})).status, 400);
		assert.equal((await ask({path: '/echo', headers: {cookie: 'theirs={"a":"b"}'}})).status, 200);
	});

	it('refuses a path of more than 8 KiB with 414', async () => {
		assert.equal((await ask({path: '/' + 'a'.repeat(8191)})).status, 404);
		assert.equal((await ask({path: '/' + 'a'.repeat(8192)})).status, 414);
	});

	it('refuses what is not a form with 415', async () => {
		for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/json', ''])
			assert.equal((await ask(post('/echo', 'a=1', {'content-type': type}))).status, 415, type);
		assert.equal((await ask(post('/echo', 'a=1', {'content-type': 'application/X-WWW-form-urlencoded; charset=UTF-8'}))).status, 200);
	});

	it('refuses a body over the limit of its route with 413, and discards it', async () => {
		assert.equal((await ask(post('/echo', 'a=' + 'b'.repeat(998)))).status, 200);
		const c = await Connection.open(echo.socket);
		assert.equal((await c.request(post('/echo', 'a=' + 'b'.repeat(999)))).status, 413);
		assert.equal((await c.request(post('/echo', 'a=' + 'b'.repeat(3000000)))).status, 413);
		assert.equal((await c.request({path: '/pid'})).status, 200, 'the connection is still in step');
		c.close();
		assert.equal((await ask({...post('/echo', 'a=' + 'b'.repeat(2000)), params: {CONTENT_LENGTH: ''}})).status, 413);
	});

	it('takes a large body within the limit', async () => {
		const r = await ask(post('/echo/large', 'a=' + '%E4%BD%A0'.repeat(300000)));
		assert.equal(r.status, 200);
		assert.match(r.text, /^length 2700002$/m);
	});

	it('sends a large page whole', async () => {
		const r = await ask({path: '/big?n=5000000'});
		assert.equal(r.body.length, 5000000);
		for (let i = 0; i < 5000000; i += 65521)
			assert.equal(r.body[i], 97 + i % 26, `byte ${i}`);
	});

	it('survives a request that wants too much memory: 500, same worker, after() called', async () => {
		const c = await Connection.open(echo.socket);
		const count = async () => Number((await c.request({path: '/echo'})).text.match(/afters (\d+)/)[1]);
		const pid = (await c.request({path: '/pid'})).text, afters = await count();
		for (let i = 0; i < 3; i++)
			assert.equal((await c.request({path: '/greedy', headers: {'accept-language': 'zh'}})).text, 'error 500 zh\n');
		assert.equal(await count(), afters + 4);
		assert.equal((await c.request({path: '/pid'})).text, pid);
		assert.equal((await c.request({path: '/big?n=8388609'})).status, 500, 'a page may have 8 MiB');
		assert.equal((await c.request({path: '/big?n=8388608'})).status, 200);
		assert.equal((await c.request({path: '/away?n=16384'})).text, 'error 500 en\n', 'a head may have 16 KiB, as the web server takes no more');
		assert.equal((await c.request({path: '/away?n=16000'})).status, 303);
		c.close();
	});

	it('drops connections that do not speak FastCGI, or break off', async () => {
		const begin = record(1, [0, 1, 0, 0, 0, 0, 0, 0]);
		const params = encodeParams(paramsOf({path: '/echo'}));
		const whole = encodeRequest(post('/echo', 'a=1'));
		for (const bytes of [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), Buffer.alloc(64), begin,
			Buffer.concat([begin, record(4, params.subarray(0, 40))]),
			Buffer.concat([begin, record(4, params)]),
			Buffer.concat([begin, record(4, [0x80, 0x7f, 0xff, 0xff, 0x80])]),
			whole.subarray(0, whole.length - 20)]) {
			const c = await Connection.open(echo.socket);
			c.socket.end(bytes);
			await c.closed;
			assert.equal((await ask({path: '/pid'})).status, 200);
		}
		await until('no connection is left over', async () => await echo.metric('copydesk_connections_kept{program="echo"}') === 0);
	});

	it('takes a body shorter than announced for a broken one', async () => {
		assert.equal((await ask({...post('/echo', 'a=1'), params: {CONTENT_LENGTH: '5'}})).status, 400);
		assert.equal((await ask({...post('/echo', 'a=1'), params: {CONTENT_LENGTH: '-5'}})).status, 400);
	});

	it('logs one line a request: the pattern of the route, never a value', async () => {
		const id = 'feedfacefeedfacefeedfacefeedface';
		await ask({...post('/echo?secret=query', 'secret=form'), headers: {...FORM, cookie: 'c=secret'}, params: {REQUEST_ID: id}});
		await ask({path: '/echo/secret/and/more', params: {REQUEST_ID: id}});
		const lines = await until('two lines', () => {
			const l = echo.lines().filter((x) => x.id === id);
			return l.length >= 2 && l;
		});
		assert.equal(lines.length, 2);
		assert.deepEqual(lines.map((l) => [l.method, l.route, l.status]), [['POST', '/echo', 200], ['GET', '/echo/:one/and/:two', 200]]);
		for (const l of lines) {
			assert.ok(!JSON.stringify(l).includes('secret'));
			for (const key of ['ms', 'db_ms', 'queries', 'arena', 'bytes', 'user', 'pid'])
				assert.equal(typeof l[key], 'number', key);
			assert.ok(l.arena > 0);
		}
	});

	it('counts in /metrics', async () => {
		const text = await echo.metrics();
		for (const name of ['copydesk_requests_total{program="echo",class="2xx"}', 'copydesk_requests_total{program="echo",class="4xx"}',
			'copydesk_request_duration_seconds_count{program="echo"}', 'copydesk_memory_exhausted_total{program="echo"}'])
			assert.ok(await echo.metric(name) > 0, name);
		const buckets = [...text.matchAll(/_bucket\{program="echo",le="([^"]+)"\} (\d+)/g)].map((m) => Number(m[2]));
		assert.deepEqual(buckets, [...buckets].sort((a, b) => a - b), 'buckets are cumulative');
		assert.equal(buckets.at(-1), await echo.metric('copydesk_request_duration_seconds_count{program="echo"}'));
		for (const name of new Set([...text.matchAll(/^(copydesk_\w+?)(?:_bucket|_sum|_count)?[{ ]/mg)].map((m) => m[1])))
			assert.match(text, new RegExp(`^# TYPE ${name} `, 'm'));
	});
});

describe('the master', () => {
	withEcho('makes sockets for owner and group only, and removes them at the end', {}, async (echo) => {
		for (const s of [echo.socket, echo.metricsSocket])
			assert.equal(fs.statSync(s).mode & 0o777, 0o660);
		const {dir} = echo;
		echo.kill('SIGTERM');
		assert.deepEqual(await echo.exited, {code: 0, signal: null});
		assert.deepEqual(fs.readdirSync(dir), []);
	});

	withEcho('gives each worker a socket when asked to', {env: {...PER_WORKER, ECHO_WORKERS: '3'}}, async (echo) => {
		const pids = new Set();
		for (const socket of echo.sockets)
			pids.add((await fcgi(socket, {path: '/pid'})).text);
		assert.equal(pids.size, 3);
	});

	withEcho('replaces a worker that crashed', {env: {ECHO_WORKERS: '1'}}, async (echo) => {
		const pid = (await fcgi(echo.socket, {path: '/pid'})).text;
		await assert.rejects(fcgi(echo.socket, {path: '/crash'}));
		const next = (await fcgi(echo.socket, {path: '/pid'})).text;
		assert.notEqual(next, pid);
		assert.equal(await echo.metric('copydesk_worker_restarts_total{program="echo",reason="crash"}'), 1);
		assert.ok(echo.lines().some((l) => l.level === 'error' && l.msg.includes('/crash')));
	});

	withEcho('waits longer and longer for a worker that cannot start', {env: {ECHO_WORKERS: '1', ECHO_BROKEN_BY: path.join(os.tmpdir(), `copydesk-echo-backoff-${process.pid}`)}}, async (echo) => {
		const flag = echo.env.ECHO_BROKEN_BY;
		fs.writeFileSync(flag, '');
		try {
			await assert.rejects(fcgi(echo.socket, {path: '/crash'}));
			await sleep(2000);
			const failures = echo.lines().filter((l) => l.msg === 'a worker cannot start').length;
			assert.ok(failures >= 2 && failures <= 6, `${failures} attempts in 2 s`);
		} finally {
			fs.rmSync(flag);
		}
		assert.equal((await fcgi(echo.socket, {path: '/pid'})).status, 200);
	});

	withEcho('ends a worker past the deadline, and says which route', {env: {ECHO_DEADLINE_MS: '500'}}, async (echo) => {
		const begun = Date.now();
		const slow = assert.rejects(fcgi(echo.socket, {path: '/sleep?ms=20000'}));
		assert.equal((await fcgi(echo.socket, {path: '/pid'})).status, 200, 'others are served meanwhile');
		await slow;
		assert.ok(Date.now() - begun < 4000);
		const line = echo.lines().find((l) => l.msg.includes('too long'));
		assert.equal(line.route, '/sleep');
		assert.ok(line.ms >= 500 && line.ms < 2500);
		await until('a successor', async () => (await echo.workers()).idle === 2);
		assert.equal(await echo.metric('copydesk_worker_restarts_total{program="echo",reason="deadline"}'), 1);
	});

	withEcho('lets a worker past the deadline finish if it does so at once', {env: {ECHO_DEADLINE_MS: '400'}}, async (echo) => {
		assert.equal((await fcgi(echo.socket, {path: '/sleep?ms=900'})).status, 200);
	});

	withEcho('recycles a worker after so many requests, losing none', {env: {ECHO_MAX_REQUESTS: '20', ECHO_WORKERS: '1', ECHO_KEPT: '4'}}, async (echo) => {
		const pids = new Set();
		for (let i = 0; i < 100; i++)
			pids.add((await fcgi(echo.socket, {path: '/pid'})).text);
		assert.equal(pids.size, 5);
		await until('five recycled', async () => await echo.metric('copydesk_worker_restarts_total{program="echo",reason="recycle"}') === 5);
	});

	withEcho('lets a request wait for a worker that has no connection', {}, async (echo) => {
		const held = await Connection.open(echo.socket);
		await held.request({path: '/pid'}, true);
		const slow = fcgi(echo.socket, {path: '/sleep?ms=300'});
		await sleep(100);
		const begun = Date.now();
		const waiting = fcgi(echo.socket, {path: '/pid'}); // both workers hold one: it waits its turn
		await slow;
		assert.equal((await waiting).status, 200);
		assert.ok(Date.now() - begun >= 150);
		held.close();
	});

	withEcho('answers at SIGTERM what is under way, then ends', {}, async (echo) => {
		const kept = await Connection.open(echo.socket);
		await kept.request({path: '/pid'});
		const slow = fcgi(echo.socket, {path: '/sleep?ms=600'});
		await sleep(150);
		echo.kill('SIGTERM');
		assert.equal((await slow).status, 200);
		assert.deepEqual(await echo.exited, {code: 0, signal: null});
		await kept.closed;
	});

	withEcho('ends at once at SIGINT', {}, async (echo) => {
		const slow = assert.rejects(fcgi(echo.socket, {path: '/sleep?ms=3000'}));
		await sleep(100);
		const begun = Date.now();
		echo.kill('SIGINT');
		await echo.exited;
		assert.ok(Date.now() - begun < 1000);
		await slow;
	});

	it('starts again after the master was killed', async () => {
		const first = await new Echo({env: {ECHO_WORKERS: '2'}}).start();
		const pid = Number((await fcgi(first.socket, {path: '/pid'})).text);
		first.kill('SIGKILL');
		await first.exited;
		const second = await new Echo({dir: first.dir}).start();
		try {
			assert.equal((await fcgi(second.socket, {path: '/pid'})).status, 200);
			assert.ok(!alive(pid), 'the old worker has gone');
		} finally {
			await second.stop();
		}
	});

	withEcho('refuses to start beside itself, and harms nothing', {}, async (echo) => {
		const again = spawnSync(echoProgram, {env: echo.env, encoding: 'utf8', timeout: 10000});
		assert.equal(again.status, 1);
		assert.match(again.stderr, /another server answers/);
		assert.equal((await fcgi(echo.socket, {path: '/pid'})).status, 200);
	});

	it('does not remove a file that is no socket', async () => {
		const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-echo-'));
		const file = path.join(dir, 'echo.sock');
		fs.writeFileSync(file, 'precious');
		const r = spawnSync(echoProgram, {env: {...process.env, ECHO_SOCKET: file}, encoding: 'utf8', timeout: 10000});
		assert.equal(r.status, 1);
		assert.match(r.stderr, /in the way/);
		assert.equal(fs.readFileSync(file, 'utf8'), 'precious');
		fs.rmSync(dir, {recursive: true});
	});

	it('takes its sockets from systemd, and leaves them in place', async () => {
		const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-echo-'));
		const echo = new Echo({dir});
		echo.options.wrap = ['perl', ['-e', `use Socket; use POSIX; $^F = 20;
			socket(S, PF_UNIX, SOCK_STREAM, 0) and bind(S, pack_sockaddr_un($ARGV[0])) and listen(S, 9) or die $!;
			POSIX::dup2(fileno(S), 3) if fileno(S) != 3;
			@ENV{'LISTEN_FDS', 'LISTEN_PID'} = (1, $$);
			exec $ARGV[1]`, echo.socket, echoProgram]];
		await echo.start();
		const inode = fs.statSync(echo.socket).ino;
		try {
			assert.equal((await fcgi(echo.socket, {path: '/pid'})).status, 200);
			echo.kill('SIGHUP');
			await until('reloaded', async () => await echo.metric('copydesk_reloads_total{program="echo"}') === 1);
			assert.equal((await fcgi(echo.socket, {path: '/pid'})).status, 200);
			echo.kill('SIGTERM');
			await echo.exited;
			assert.equal(fs.statSync(echo.socket).ino, inode);
		} finally {
			await echo.stop();
		}
	});

	it('prints its routes', () => {
		const r = spawnSync(echoProgram, ['--routes'], {env: {ECHO_SOCKET: 'none'}, encoding: 'utf8'});
		assert.equal(r.status, 0);
		assert.match(r.stdout, /^GET \/echo public safe 0\nPOST \/echo public csrf 1000\n/);
	});
});

describe('a reload', () => {
	const reloaded = (echo, n) => until('reloaded', async () => await echo.metric('copydesk_reloads_total{program="echo"}') === n);
	const settled = (echo) => until('old workers have gone', async () => {
		const w = await echo.workers();
		return w.leaving === 0 && w.idle + w.busy === 2;
	});

	withEcho('loses no request, on kept and on new connections, under load', {env: PER_WORKER}, async (echo) => {
		let stop = false, answered = 0, reopened = 0;
		const pids = new Set();
		const client = async (keep, n) => {
			const socket = echo.sockets[n % 2];
			let c;
			while (!stop) {
				c ??= await Connection.open(socket);
				// As nginx does: a kept connection found closed before the request is opened anew.
				if (c.ended) {
					c = await Connection.open(socket);
					reopened++;
				}
				try {
					pids.add((await c.request({path: '/pid'}, keep)).text);
					answered++;
				} catch (e) {
					if (!keep)
						throw e;
					// The request crossed the closing of the connection: nginx tries such once more.
					c = undefined;
					continue;
				}
				if (!keep)
					c = undefined;
			}
			c?.close();
		};
		const clients = [true, true, true, false, false].map(client);
		const master = echo.pid;
		for (let i = 1; i <= 4; i++) {
			await sleep(200);
			echo.kill('SIGHUP');
			await reloaded(echo, i);
		}
		await sleep(200);
		stop = true;
		await Promise.all(clients);
		assert.ok(alive(master));
		assert.ok(answered > 200);
		assert.ok(pids.size >= 8, `${pids.size} workers served`);
		await settled(echo);
		assert.ok(await echo.metric('copydesk_requests_total{program="echo",class="2xx"}') >= answered, 'counters go on');
	});

	withEcho('answers what is under way in the old worker', {}, async (echo) => {
		const slow = fcgi(echo.socket, {path: '/sleep?ms=1500'});
		await sleep(100);
		echo.kill('SIGHUP');
		await reloaded(echo, 1);
		await until('the old one leaves', async () => (await echo.workers()).leaving >= 0 && (await echo.workers()).idle === 2);
		const pid = (await fcgi(echo.socket, {path: '/pid'})).text;
		const r = await slow;
		assert.equal(r.status, 200);
		assert.notEqual(r.text, pid);
		await settled(echo);
	});

	withEcho('closes a kept connection after its next answer', {}, async (echo) => {
		const c = await Connection.open(echo.socket);
		const pid = (await c.request({path: '/pid'})).text;
		echo.kill('SIGHUP');
		await reloaded(echo, 1);
		await until('the old one leaves', async () => (await echo.workers()).leaving === 1);
		assert.equal((await c.request({path: '/pid'})).text, pid);
		await c.closed;
		await settled(echo);
	});

	it('runs the new program, and goes on with the old one if the new cannot run', async () => {
		const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-echo-'));
		const program = path.join(dir, 'program');
		fs.copyFileSync(echoProgram, program);
		const echo = await new Echo({dir, program}).start();
		const exe = async () => fs.statSync(`/proc/${(await fcgi(echo.socket, {path: '/pid'})).text.trim()}/exe`).ino;
		try {
			const old = await exe();
			fs.rmSync(program);
			fs.writeFileSync(program, 'no program', {mode: 0o755});
			echo.kill('SIGHUP');
			await until('refused', () => echo.lines().some((l) => l.msg.includes('not reloaded')));
			assert.equal(await exe(), old);
			fs.rmSync(program);
			fs.copyFileSync(echoProgram, program);
			echo.kill('SIGHUP');
			await reloaded(echo, 1);
			await settled(echo);
			// Until the first new worker serves, the old ones are none that leave.
			await until('the new program answers', async () => await exe() !== old);
		} finally {
			await echo.stop();
		}
	});

	withEcho('leaves the old workers in place while the new ones cannot start', {env: {ECHO_BROKEN_BY: path.join(os.tmpdir(), `copydesk-echo-reload-${process.pid}`)}}, async (echo) => {
		const flag = echo.env.ECHO_BROKEN_BY;
		const pid = () => fcgi(echo.socket, {path: '/pid'}).then((r) => Number(r.text));
		const old = await pid();
		fs.writeFileSync(flag, '');
		try {
			echo.kill('SIGHUP');
			await reloaded(echo, 1);
			await until('failures', () => echo.lines().some((l) => l.msg === 'a worker cannot start'));
			for (let i = 0; i < 10; i++)
				assert.ok(alive(await pid()));
			assert.ok(alive(old));
		} finally {
			fs.rmSync(flag);
		}
		await until('the old one has gone', () => !alive(old));
		await settled(echo);
	});
});
