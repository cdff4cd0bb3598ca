// auth.fcgi with a database of its own, and a browser as far as signing in needs one.
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {fcgi} from './fcgi.mjs';

export const top = fileURLToPath(new URL('../../..', import.meta.url));
export const builddir = path.resolve(process.env.COPYDESK_BUILDDIR ?? path.join(top, 'build'));
const program = path.join(builddir, 'cgi/auth.fcgi');
const FORM = 'application/x-www-form-urlencoded';

// The hash of "tall walnut ferry at dusk", made once: 100 ms for every account would be long.
export const PASSWORD = 'tall walnut ferry at dusk';
const HASH = '$argon2id$v=19$m=65536,t=2,p=1$YphLDGY9fIgFsSFp/9Myig$M1gpYbLEyRA+8sEoIrBxhv6oRm4gLwkwKNBAELhIZ0M';

// Was the program built with --enable-sanitizers?
export const sanitized = () => fs.readFileSync(program).includes('__asan_init');

export class Database {
	constructor() {
		this.dir = execFileSync(path.join(top, 'tests/lib/pg.sh'), ['start'], {encoding: 'utf8'}).trim();
		this.data = path.join(this.dir, 'data');
		this.bin = /^PGTEST_BIN='(.*)'$/m.exec(fs.readFileSync(path.join(this.dir, 'env'), 'utf8'))[1];
		this.options = fs.readFileSync(path.join(this.data, 'postmaster.opts'), 'utf8')
			.replace(/^\S+ /, '').trim();
	}

	conninfo(role) {
		return `host=${this.dir}/s dbname=copydesk user=${role}`;
	}

	sql(text, role = 'super') {
		return execFileSync(path.join(this.bin, 'psql'),
			['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', this.conninfo(role), '-c', text], {encoding: 'utf8'}).trim();
	}

	user(login, lang = 'zh') {
		this.sql(`SELECT core.user_add('${login}', 'Name of ${login}', ARRAY['reporter'], '${HASH}', '${lang}')`, 'cms_owner');
		return login;
	}

	control(...args) {
		const {uid, gid} = fs.statSync(this.data);
		const r = spawnSync(path.join(this.bin, 'pg_ctl'), ['-D', this.data, '-w', '-s', ...args],
			{uid, gid, cwd: '/', stdio: 'ignore'});
		if (r.status !== 0)
			throw new Error(`pg_ctl ${args[0]}: ${r.status}`);
	}

	pause() {
		this.control('-m', 'fast', 'stop');
	}

	resume() {
		this.control('-l', path.join(this.dir, 'log'), '-o', this.options.replaceAll('"', "'"), 'start');
	}

	remove() {
		execFileSync(path.join(top, 'tests/lib/pg.sh'), ['stop', this.dir]);
	}
}

export class Auth {
	constructor(db, settings = {}) {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-auth-'));
		this.socket = path.join(this.dir, 'auth.sock');
		this.log = '';
		const locale = path.join(this.dir, 'locale/zh_CN/LC_MESSAGES');
		fs.mkdirSync(locale, {recursive: true});
		const po = path.join(top, 'po/zh_CN');
		const files = fs.readdirSync(po).filter((f) => f.endsWith('.po')).map((f) => path.join(po, f));
		const merged = execFileSync('msgcat', ['--use-first', ...files]);
		execFileSync('msgfmt', ['-o', path.join(locale, 'copydesk.mo'), '-'], {input: merged});
		const all = {
			database_auth: db.conninfo('auth_app'), socket_dir: this.dir,
			localedir: path.join(this.dir, 'locale'), ...settings,
		};
		this.conf = path.join(this.dir, 'copydesk.conf');
		fs.writeFileSync(this.conf, Object.entries(all).map(([k, v]) => `${k} = ${v}\n`).join(''));
	}

	async start() {
		this.child = spawn(program, ['-c', this.conf],
			{stdio: ['ignore', 'ignore', 'pipe']});
		this.child.stderr.on('data', (d) => { this.log += d; });
		this.exited = new Promise((resolve) => { this.child.once('exit', resolve); });
		const limit = Date.now() + 15000;
		while (!await this.answers()) {
			if (Date.now() > limit || this.child.exitCode !== null)
				throw new Error(`auth.fcgi does not answer: ${this.log}`);
			await sleep(50);
		}
		return this;
	}

	answers() {
		return new Promise((resolve) => {
			const s = net.connect(this.socket, () => { s.destroy(); resolve(true); });
			s.on('error', () => resolve(false));
		});
	}

	workers() {
		return fs.readFileSync(`/proc/${this.child.pid}/task/${this.child.pid}/children`, 'utf8')
			.trim().split(' ').map(Number);
	}

	lines() {
		return this.log.split('\n').filter((l) => l.startsWith('{')).map((l) => JSON.parse(l));
	}

	async stop() {
		this.child.kill('SIGTERM');
		await Promise.race([this.exited, sleep(8000).then(() => this.child.kill('SIGKILL'))]);
		fs.rmSync(this.dir, {recursive: true, force: true});
	}
}

const decode = (s) => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
	.replaceAll('&#39;', "'").replaceAll('&#x27;', "'").replaceAll('&amp;', '&');

// The hidden and other inputs of a page.
export function inputs(html) {
	const out = {};
	for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
		const name = /\bname="([^"]*)"/.exec(tag)?.[1];
		if (name)
			out[decode(name)] = decode(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
	}
	for (const [, name, words] of html.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g))
		out[decode(name)] = decode(words);
	return out;
}

export class Browser {
	constructor(auth, {address = '192.0.2.1', headers = {}} = {}) {
		this.auth = auth;
		this.address = address;
		this.headers = headers;
		this.jar = new Map();
	}

	async ask(method, at, fields, headers = {}) {
		const h = {...this.headers, ...headers};
		if (this.jar.size > 0)
			h.cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ');
		if (method === 'POST') {
			h['content-type'] = FORM;
			if (!('sec-fetch-site' in h))
				h['sec-fetch-site'] = 'same-origin';
		}
		for (const k of Object.keys(h))
			if (h[k] === null)
				delete h[k];
		const r = await fcgi(this.auth.socket, {
			method, path: at, headers: h, params: {REMOTE_ADDR: this.address, ...this.params},
			body: method === 'POST' ? Buffer.from(new URLSearchParams(fields).toString()) : undefined,
		});
		for (const c of r.cookies) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(c);
			if (/Max-Age=0/.test(c))
				this.jar.delete(name);
			else
				this.jar.set(name, value);
		}
		return r;
	}

	get(at, headers) {
		return this.ask('GET', at, undefined, headers);
	}

	post(at, fields, headers) {
		return this.ask('POST', at, fields, headers);
	}

	// Open the form, fill it in, send it.
	async signIn(login, password = PASSWORD, {query = '', more = {}} = {}) {
		const form = inputs((await this.get('/login' + query)).text);
		return this.post('/login' + query.replace(/&?next=[^&]*/, ''), {...form, login, password, ...more});
	}

	get session() {
		return this.jar.get('__Host-copydesk');
	}

	async csrf() {
		return inputs((await this.get('/password')).text).csrf;
	}
}
