// The instance that ./check (or ./run) started: its addresses, its database, and people with
// accounts made for one test file alone, so that files can run side by side.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {inputs} from './auth.mjs';

export const varDir = path.resolve(process.env.COPYDESK_TEST_VAR ?? process.env.COPYDESK_VAR ?? 'var');
export const run = JSON.parse(fs.readFileSync(path.join(varDir, 'run.json'), 'utf8'));
export const builddir = path.resolve(process.env.COPYDESK_BUILDDIR ?? 'build');
export const ROLES = ['reporter', 'editor', 'deputy', 'chief', 'admin'];
const FORM = 'application/x-www-form-urlencoded';
const copydesk = [path.join(varDir, 'app/bin/copydesk'), '-c', path.join(varDir, 'conf/owner.conf')];

export function sql(text) {
	return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', run.database, '-c', text], {encoding: 'utf8'}).trim();
}

// One HTTP request; nothing is followed, kept or decoded behind the test's back.
export function ask(base, {method = 'GET', path: at = '/', headers = {}, body, agent} = {}) {
	const url = new URL(base);
	const h = {...headers};
	for (const name of Object.keys(h))
		if (h[name] === null)
			delete h[name];
	return new Promise((resolve, reject) => {
		const req = http.request({host: url.hostname, port: url.port, method, path: at, agent, headers: {host: url.host, ...h}}, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('end', () => {
				const bytes = Buffer.concat(parts);
				resolve({
					status: res.statusCode, headers: res.headers, cookies: res.headers['set-cookie'] ?? [],
					body: bytes, text: bytes.toString(),
				});
			});
			res.on('error', reject);
		});
		req.on('error', reject);
		req.setTimeout(30000, () => req.destroy(new Error('no answer in time')));
		req.end(body);
	});
}

export const site = (at, options = {}) => ask(run.site, {path: at, ...options});

// No program, nginx and the database among them, has written ${secret} down.
export function inNoLog(secret) {
	const logs = fs.readdirSync(path.join(varDir, 'log'));
	assert.ok(logs.includes('access.log') && logs.includes('nginx.log') && logs.includes('desk.log'), 'the logs are there');
	for (const file of logs)
		assert.ok(!fs.readFileSync(path.join(varDir, 'log', file), 'utf8').includes(secret), `${file} has it`);
}

// The figures of a program; root alone may read the socket of another user.
export function metrics(program) {
	const conf = fs.readFileSync(path.join(varDir, 'conf/owner.conf'), 'utf8');
	const dir = /^socket_dir = (.*)$/m.exec(conf)[1];
	return new Promise((resolve, reject) => {
		http.get({socketPath: path.join(dir, `${program}-metrics.sock`), path: '/metrics', timeout: 3000}, (res) => {
			let text = '';
			res.on('data', (d) => { text += d; });
			res.on('end', () => resolve(text));
		}).on('error', reject);
	});
}

// Spaces of one kind, tags and entities gone: what a person reads.
export const words = (html) => html.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/&quot;/g, '"')
	.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\s+/g, ' ');

export const suffix = randomBytes(4).toString('hex');
const password = `tall ferry ${suffix} at dusk`;

// A browser at the desk, signed in or not.
export class Person {
	constructor({headers = {'accept-language': 'en'}} = {}) {
		this.jar = new Map();
		this.headers = headers;
	}

	// Make an account of ${role} and sign in.
	static async of(role, name = role, {lang = 'en'} = {}) {
		const login = `${name}-${suffix}`;
		execFileSync(copydesk[0], [...copydesk.slice(1), 'user', 'add', login, '--name', `${name} ${suffix}`, '--role', role,
			'--lang', lang, '--password-stdin'], {input: password + '\n', stdio: ['pipe', 'ignore', 'inherit']});
		const p = new Person({headers: {'accept-language': lang}});
		p.login = login;
		await p.signIn();
		return p;
	}

	async signIn() {
		const form = inputs((await this.get('/login')).text);
		const r = await this.post('/login', {...form, login: this.login, password});
		if (r.status !== 303)
			throw new Error(`${this.login} cannot sign in: ${r.status} ${words(r.text)}`);
		this.csrf = undefined;
		return r;
	}

	async ask(method, at, body, headers = {}) {
		const h = {...this.headers, ...headers};
		if (this.jar.size > 0)
			h.cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ');
		const r = await ask(run.desk, {method, path: at, headers: h, body});
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

	// Send a form as a browser does; csrf is filled in once signed in.
	async post(at, fields, headers = {}) {
		const all = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
		if (this.jar.has('__Host-copydesk') && !all.has('csrf'))
			all.set('csrf', await this.token());
		return this.raw(at, all.toString(), headers);
	}

	// Send these very bytes.
	raw(at, body, headers = {}) {
		return this.ask('POST', at, body, {
			'content-type': FORM, 'content-length': Buffer.byteLength(body), 'sec-fetch-site': 'same-origin', ...headers,
		});
	}

	async token() {
		this.csrf ??= inputs((await this.get('/password')).text).csrf;
		return this.csrf;
	}

	// Save an article; return its id and the revision.
	async save(fields, id) {
		const r = await this.post(id ? `/articles/${id}` : '/articles', fields);
		if (r.status !== 303)
			throw new Error(`not saved: ${r.status} ${words(r.text)}`);
		const article = Number(/\/articles\/(\d+)/.exec(r.headers.location)[1]);
		return {id: article, revision: headOf(article)};
	}

	// What the buttons of the review page carry.
	async decision(id) {
		const f = inputs((await this.get(`/articles/${id}/review`)).text);
		return {revision: f.revision, sha: f.sha, live: f.live ?? '', level: f.level ?? ''};
	}

	async decide(id, what, more = {}) {
		return this.post(`/articles/${id}/${what}`, {...await this.decision(id), ...more});
	}
}

export const headOf = (id) => Number(sql(`SELECT head_revision FROM core.article WHERE id = ${id}`));
export const stateOf = (id) => sql(`SELECT state FROM core.article WHERE id = ${id}`);

const channels = new Map();
export function channel(slug) {
	if (!channels.has(slug))
		channels.set(slug, sql(`SELECT id FROM core.channel WHERE slug = '${slug}'`));
	return channels.get(slug);
}

// A complete article.
export const article = (more = {}) => ({
	action: 'save', key: randomBytes(16).toString('hex'), base: '', headline: `The ferry of ${suffix}`, shoulder: '', subhead: '',
	summary: '', channel: channel('news'), lang: 'en', slug: '', source_kind: 'original', source_name: 'Chaocheng News',
	reprint_author: '', reprint_title: '', reprint_url: '', responsible_editor: 'Qiu Min', reprint_notice: '',
	bylines: 'reporter | Wen Hai | Chaocheng News', body: 'The ferry left at six.\n\n## Back at nine\n\nIt came back.', ...more,
});
