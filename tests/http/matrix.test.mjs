// Every route x role against matrix.tsv.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {before, describe, it} from 'node:test';
import {Person, ROLES, article, ask, builddir, run, sql} from './lib/instance.mjs';
import {make, upload} from './lib/pictures.mjs';

const COLUMNS = ['anonymous', ...ROLES];
const rows = fs.readFileSync(new URL('matrix.tsv', import.meta.url), 'utf8').split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'))
	.map((line) => {
		const [program, method, pattern, address, ...status] = line.split('\t');
		return {program, method, pattern, address, status};
	});

const routes = ['site', 'desk', 'auth'].flatMap((program) =>
	execFileSync(path.join(builddir, `cgi/${program}.fcgi`), ['--routes'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
		.trim().split('\n').map((line) => `${program} ${line.split(' ').slice(0, 2).join(' ')}`));

describe('the matrix', () => {
	it('has a row for every route', () => {
		const have = new Set(rows.map((r) => `${r.program} ${r.method} ${r.pattern}`));
		assert.deepEqual(routes.filter((r) => !have.has(r)), []);
	});

	it('has a route for every row, and a status for every role', () => {
		assert.deepEqual(rows.filter((r) => !routes.includes(`${r.program} ${r.method} ${r.pattern}`)), []);
		for (const r of rows) {
			assert.equal(r.status.length, COLUMNS.length, r.pattern);
			for (const s of r.status)
				assert.match(s, /^[2-5]\d\d$/);
		}
	});

	const people = {}, values = {};
	before(async () => {
		people.anonymous = new Person();
		for (const role of ROLES)
			people[role] = await Person.of(role, `matrix-${role}`);
		const author = await Person.of('reporter', 'matrix-author');
		const draft = await author.save(article());
		const waiting = await author.save(article({action: 'submit'}));
		const [live, slug] = sql('SELECT article_id, slug FROM site.live ORDER BY article_id LIMIT 1').split('|');
		const picture = await upload(author, make(40, 30));
		Object.assign(values, {picture: picture.json.id, key: picture.json.key, draft: draft.id, revision: draft.revision, submitted: waiting.id, live, slug});
	});

	const at = (r) => r.address.replace(/\{(\w+)\}/g, (_, name) => values[name]);

	// A page of somebody else sends a form: mostly without the cookies, whose SameSite is Lax.
	const FOREIGN = {
		'by another site': {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site'},
		'by a neighbour': {origin: 'http://other.localhost', 'sec-fetch-site': 'same-site'},
		'by another site, from an old browser': {origin: 'https://evil.example', 'sec-fetch-site': null},
		'from nowhere': {origin: 'null', 'sec-fetch-site': null},
	};
	const planted = {headline: 'planted', body: 'planted', reason: 'planted', 'kept-action': '/articles', kept_headline: 'planted'};
	for (const r of rows.filter((row) => row.method === 'POST')) {
		it(`POST ${r.address}, sent by others: 403, and nothing of it is kept`, async () => {
			for (const who of COLUMNS) {
				for (const [how, headers] of Object.entries(FOREIGN)) {
					const got = await people[who].post(at(r), planted, headers);
					assert.equal(got.status, 403, `${how}, ${who}`);
					assert.ok(!got.text.includes('planted'), `${how}, ${who}: its fields`);
					assert.ok(!/<form/.test(got.text), `${how}, ${who}: a form`);
					assert.deepEqual(got.cookies, [], `${how}, ${who}`);
				}
			}
		});
	}

	for (const r of rows) {
		r.status.forEach((status, i) => {
			const who = COLUMNS[i];
			it(`${r.method} ${r.address} ${who}: ${status}`, async () => {
				let got;
				if (r.program === 'site')
					got = await ask(run.site, {method: r.method, path: at(r)});
				else if (r.method === 'POST')
					got = await people[who].post(at(r), {});
				else
					got = await people[who].get(at(r));
				// Signing out is among the routes.
				if (r.pattern.startsWith('/logout') && who !== 'anonymous')
					await people[who].signIn();
				assert.equal(got.status, Number(status));
			});
		});
	}
});
