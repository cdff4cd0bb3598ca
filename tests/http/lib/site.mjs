// site.fcgi with a database of its own, filled by the calls that the desk makes.
import {execFileSync, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {builddir, top} from './auth.mjs';
import {fcgi} from './fcgi.mjs';

const WORKERS = 2;

// People of one-level channels: a reporter writes, an editor approves and publishes.
const NEWSROOM = `
CREATE SCHEMA test;
SET ROLE cms_owner;
SELECT core.channel_set('news', '要闻', 'News', 1, ARRAY['review.first']);
SELECT core.channel_set('life', '生活', 'Life', 2, ARRAY['review.first']);
SELECT core.user_add(l, l, ARRAY[l], '$argon2id$not-a-real-hash', 'zh') FROM unnest(ARRAY['reporter', 'editor']) AS l;
RESET ROLE;
INSERT INTO auth.session (token_hash, user_id, address, user_agent)
SELECT sha256(sha256(login::bytea)), id, '127.0.0.1', 'test' FROM core.app_user;
CREATE PROCEDURE test.be(p_login text) LANGUAGE plpgsql AS $$ BEGIN
	PERFORM set_config('app.token', encode(sha256(p_login::bytea), 'hex'), true);
END $$;
CREATE FUNCTION test.save(p_article bigint, p_base bigint, a jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE r bigint;
BEGIN
	CALL test.be('reporter');
	SELECT revision_id INTO r FROM desk.save(p_article, p_base, replace(gen_random_uuid()::text, '-', ''), a->>'headline',
		coalesce(a->>'shoulder', ''), coalesce(a->>'subhead', ''), coalesce(a->>'summary', ''),
		(SELECT id FROM core.channel WHERE slug = coalesce(a->>'channel', 'news')), coalesce(a->>'lang', 'zh'),
		coalesce(a->>'slug', 'duan-ming'), coalesce(a->>'kind', 'original'), coalesce(a->>'source', '潮城新闻'),
		coalesce(a->>'author', ''), coalesce(a->>'title', ''), coalesce(a->>'url', ''), coalesce(a->>'editor', ''),
		coalesce(a->>'notice', ''), coalesce(a->'bylines', '[{"name":"金檬","role":"reporter","outlet":""}]'), '{"schema":1}', 1,
		coalesce(a->>'html', '<p>正文</p>'), 2, ARRAY(SELECT jsonb_array_elements_text(a->'topics')), coalesce(a->>'social', ''));
	RETURN r;
END $$;
CREATE FUNCTION test.publish(r bigint, p_expect bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE a bigint := (SELECT article_id FROM core.revision WHERE id = r);
BEGIN
	CALL test.be('reporter');
	PERFORM desk.submit(a, r);
	CALL test.be('editor');
	PERFORM desk.approve(r, 1::smallint, (SELECT sha FROM core.revision WHERE id = r));
	PERFORM desk.publish(r, p_expect);
	RETURN a;
END $$;
`;

const quote = (s) => `'${s.replaceAll("'", "''")}'`;

export class Newsroom {
	constructor(db) {
		this.db = db;
		db.sql(NEWSROOM);
	}

	draft(a) {
		return Number(this.db.sql(`SELECT article_id FROM core.revision WHERE id = test.save(NULL, NULL, ${quote(JSON.stringify(a))})`));
	}

	publish(a) {
		return Number(this.db.sql(`SELECT test.publish(test.save(NULL, NULL, ${quote(JSON.stringify(a))}), NULL)`));
	}

	update(id, a) {
		const live = this.db.sql(`SELECT revision_id FROM site.live WHERE article_id = ${id}`);
		this.db.sql(`SELECT test.publish(test.save(${id}, ${live}, ${quote(JSON.stringify(a))}), ${live})`);
	}

	withdraw(id, reason) {
		this.db.sql(`BEGIN; CALL test.be('editor'); SELECT desk.withdraw(${id},
			(SELECT revision_id FROM site.live WHERE article_id = ${id}), '事实有误', ${quote(reason)}); COMMIT`);
	}
}

export class Site {
	constructor(db, settings = {}) {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-site-'));
		this.log = '';
		const locale = path.join(this.dir, 'locale/zh_CN/LC_MESSAGES');
		fs.mkdirSync(locale, {recursive: true});
		const po = path.join(top, 'po/zh_CN');
		const files = fs.readdirSync(po).filter((f) => f.endsWith('.po')).map((f) => path.join(po, f));
		const merged = execFileSync('msgcat', ['--use-first', ...files]);
		execFileSync('msgfmt', ['-o', path.join(locale, 'copydesk.mo'), '-'], {input: merged});
		const all = {
			database_site: db.conninfo('site_reader'), socket_dir: this.dir, site_workers: WORKERS,
			site_url: 'http://news.example/', localedir: path.join(this.dir, 'locale'), ...settings,
		};
		this.conf = path.join(this.dir, 'copydesk.conf');
		fs.writeFileSync(this.conf, Object.entries(all).map(([k, v]) => `${k} = ${v}\n`).join(''));
	}

	async start() {
		this.child = spawn(path.join(builddir, 'cgi/site.fcgi'), ['-c', this.conf], {stdio: ['ignore', 'ignore', 'pipe']});
		this.child.stderr.on('data', (d) => { this.log += d; });
		this.exited = new Promise((resolve) => { this.child.once('exit', resolve); });
		const limit = Date.now() + 15000;
		for (;;) {
			try {
				await this.both('/robots.txt');
				return this;
			} catch (e) {
				if (Date.now() > limit || this.child.exitCode !== null)
					throw new Error(`site.fcgi does not answer: ${e} ${this.log}`);
			}
			await sleep(50);
		}
	}

	get(at, headers = {}, worker = 0, method = 'GET', params = {}) {
		return fcgi(path.join(this.dir, `site.${worker}.sock`), {method, path: at, headers, params});
	}

	// From each worker, since each keeps a frame of its own; they must agree.
	async both(at, headers = {}) {
		const [a, b] = await Promise.all(Array.from({length: WORKERS}, (_, i) => this.get(at, headers, i)));
		if (a.status !== b.status || a.text !== b.text)
			throw new Error(`the workers disagree about ${at}: ${a.status} ${b.status}`);
		return a;
	}

	// What the log says of one request.
	async cost(at) {
		const id = randomBytes(16).toString('hex');
		const limit = Date.now() + 5000;
		await this.get(at, {}, 0, 'GET', {REQUEST_ID: id});
		for (;;) {
			const line = this.lines().find((l) => l.id === id);
			if (line)
				return line;
			if (Date.now() > limit)
				throw new Error(`no log line for ${at}`);
			await sleep(10);
		}
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

// What a reader sees of markup.
export const textOf = (html) => html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
	.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
