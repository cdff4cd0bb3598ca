// The server behind a real nginx, as the site's is: kept connections, a socket for each worker.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Echo, until} from './lib/echo.mjs';

const config = (dir, sockets) => `daemon off; worker_processes 2; pid ${dir}/nginx.pid; error_log ${dir}/error.log warn;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
	access_log off;
	client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
	upstream echo {
		least_conn;
${sockets.map((s) => `		server unix:${s} max_fails=0;`).join('\n')}
		keepalive 8;
		keepalive_timeout 20s;
	}
	server {
		listen unix:${dir}/http.sock;
		location / {
			fastcgi_param REQUEST_METHOD $request_method;
			fastcgi_param REQUEST_URI $request_uri;
			fastcgi_param CONTENT_TYPE $content_type;
			fastcgi_param CONTENT_LENGTH $content_length;
			fastcgi_param REQUEST_ID $request_id;
			fastcgi_keep_conn on;
			fastcgi_next_upstream error timeout;
			fastcgi_pass echo;
		}
	}
}
`;

describe('behind nginx', () => {
	let echo, nginx, errors = '';
	const agent = new http.Agent({keepAlive: true, maxSockets: 16});

	const get = (url, options = {}) => new Promise((resolve, reject) => {
		const req = http.request({socketPath: path.join(echo.dir, 'http.sock'), path: url, agent, ...options}, (res) => {
			let text = '';
			res.on('data', (d) => { text += d; });
			res.on('end', () => resolve({status: res.statusCode, headers: res.headers, text}));
		});
		req.on('error', reject);
		req.end(options.body);
	});

	before(async () => {
		echo = await new Echo({env: {ECHO_PER_WORKER: '1', ECHO_KEPT: '32'}}).start();
		const file = path.join(echo.dir, 'nginx.conf');
		fs.writeFileSync(file, config(echo.dir, echo.sockets));
		nginx = spawn('nginx', ['-p', echo.dir, '-c', file, '-e', path.join(echo.dir, 'error.log')], {stdio: ['ignore', 'ignore', 'pipe']});
		nginx.stderr.on('data', (d) => { errors += d; });
		await until(`nginx listens ${errors}`, () => fs.existsSync(path.join(echo.dir, 'http.sock')));
	});
	after(async () => {
		agent.destroy();
		nginx.kill('SIGQUIT');
		await new Promise((resolve) => nginx.once('exit', resolve));
		await echo.stop();
	});

	it('passes requests and answers', async () => {
		const r = await get('/echo?a=%E9%87%91');
		assert.equal(r.status, 200);
		assert.match(r.text, /query a=金/);
		assert.equal(r.headers['content-length'], String(Buffer.byteLength(r.text)));
		const p = await get('/echo', {method: 'POST', body: 'x=1', headers: {'content-type': 'application/x-www-form-urlencoded'}});
		assert.match(p.text, /form x=1/);
		assert.equal((await get('/fixed', {headers: {'if-none-match': '"0123456789abcdef"'}})).status, 304);
		assert.equal((await get('/fixed', {method: 'HEAD'})).headers['content-length'], '16');
	});

	it('shows a refused body its 413 and goes on', async () => {
		const r = await get('/echo', {method: 'POST', body: 'x='.padEnd(900000, 'y'), headers: {'content-type': 'application/x-www-form-urlencoded'}});
		assert.equal(r.status, 413);
		assert.equal((await get('/echo')).status, 200);
	});

	it('keeps its connections', async () => {
		for (let i = 0; i < 100; i++)
			await get('/pid');
		const kept = await echo.metric('copydesk_connections_kept{program="echo"}');
		assert.ok(kept >= 1 && kept <= 32, `${kept} kept`);
	});

	it('fails no request while the program is reloaded ten times under load', async () => {
		let stop = false, answered = 0;
		const bad = [];
		const client = async () => {
			while (!stop) {
				const r = await get('/pid');
				if (r.status === 200)
					answered++;
				else
					bad.push(r.status);
			}
		};
		const clients = Array.from({length: 12}, client);
		for (let i = 1; i <= 10; i++) {
			await sleep(150);
			echo.kill('SIGHUP');
			await until('reloaded', async () => await echo.metric('copydesk_reloads_total{program="echo"}') === i);
		}
		await sleep(150);
		stop = true;
		await Promise.all(clients);
		assert.deepEqual(bad, []);
		assert.ok(answered > 1000, `${answered} answered`);
		await until('the old workers have gone', async () => (await echo.workers()).leaving === 0, 30000);
	});
});
