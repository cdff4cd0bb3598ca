// Starts tests/http/echo, the program that only the tests of src/http talk to.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

export const builddir = path.resolve(process.env.COPYDESK_BUILDDIR ?? 'build');
export const echoProgram = path.join(builddir, 'tests/http/echo');

export async function until(what, condition, ms = 8000) {
	const limit = Date.now() + ms;
	for (;;) {
		const got = await condition();
		if (got)
			return got;
		if (Date.now() > limit)
			throw new Error(`waited in vain: ${what}`);
		await sleep(20);
	}
}

// A zombie is not alive.
export function alive(pid) {
	try {
		return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}

export class Echo {
	constructor(options = {}) {
		this.dir = options.dir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-echo-'));
		const each = options.env?.ECHO_PER_WORKER === '1' ? Number(options.env.ECHO_WORKERS ?? 2) : 0;
		this.sockets = each > 0 ? Array.from({length: each}, (_, i) => path.join(this.dir, `echo.${i}.sock`))
			: [path.join(this.dir, 'echo.sock')];
		this.socket = this.sockets[0];
		this.metricsSocket = path.join(this.dir, 'metrics.sock');
		this.program = options.program ?? echoProgram;
		this.env = {
			...process.env, ECHO_SOCKET: path.join(this.dir, 'echo.sock'), ECHO_METRICS: this.metricsSocket,
			...options.env,
		};
		this.options = options;
		this.log = '';
	}

	async start() {
		const [file, args] = this.options.wrap ?? [this.program, []];
		this.child = spawn(file, args, {
			env: this.env, stdio: ['ignore', 'pipe', 'pipe', ...(this.options.fds ?? [])],
		});
		this.child.stderr.on('data', (d) => { this.log += d; });
		this.exited = new Promise((resolve) => {
			this.child.once('exit', (code, signal) => resolve({code, signal}));
		});
		await Promise.race([
			until('echo serves', async () => (await this.workers()).idle >= Number(this.env.ECHO_WORKERS ?? 2)),
			this.exited.then(({code}) => { throw new Error(`echo ended with ${code}: ${this.log}`); }),
		]);
		return this;
	}

	get pid() {
		return this.child.pid;
	}

	kill(signal) {
		this.child.kill(signal);
	}

	lines() {
		return this.log.split('\n').filter((l) => l.startsWith('{') && l.endsWith('}')).map((l) => JSON.parse(l));
	}

	metrics() {
		return new Promise((resolve, reject) => {
			http.get({socketPath: this.metricsSocket, path: '/metrics', timeout: 3000}, (res) => {
				let text = '';
				res.on('data', (d) => { text += d; });
				res.on('end', () => resolve(text));
			}).on('error', reject).on('timeout', function () { this.destroy(new Error('no metrics in time')); });
		});
	}

	async metric(name) {
		const line = (await this.metrics()).split('\n').find((l) => l.startsWith(name + ' '));
		return Number(line?.split(' ').at(-1));
	}

	async workers() {
		const out = {};
		let text;
		try {
			text = await this.metrics();
		} catch {
			return out;
		}
		for (const [, state, n] of text.matchAll(/^copydesk_workers\{program="echo",state="(\w+)"\} (\d+)$/mg))
			out[state] = Number(n);
		return out;
	}

	// Stop as an administrator would, and clean up whatever the test has left.
	async stop() {
		this.kill('SIGTERM');
		const end = await Promise.race([this.exited, sleep(8000).then(() => null)]);
		if (end === null)
			this.kill('SIGKILL');
		fs.rmSync(this.dir, {recursive: true, force: true});
		return end;
	}
}
