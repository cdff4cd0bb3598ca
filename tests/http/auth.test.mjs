// auth.fcgi as the web server sees it, with a real database.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Auth, Browser, Database, PASSWORD, inputs, sanitized} from './lib/auth.mjs';
import {fcgi} from './lib/fcgi.mjs';

const EN = {'accept-language': 'en'};
let db, auth, addresses = 0, logins = 0;

before(async () => {
	db = new Database();
	auth = await new Auth(db).start();
});
after(async () => {
	await auth?.stop();
	db?.remove();
});

// Each test has an account and an address of its own, so that no failure throttles another test.
const person = () => db.user(`person${++logins}`);
const browser = (headers = EN) => new Browser(auth, {address: `198.51.100.${++addresses}`, headers});
const sessions = (login) => Number(db.sql(
	`SELECT count(*) FROM auth.session s JOIN core.app_user u ON u.id = s.user_id WHERE u.login = '${login}'`));
const median = (v) => v.sort((a, b) => a - b)[v.length >> 1];

describe('signing in', () => {
	it('shows a form that is bound to the browser', async () => {
		const b = browser(), r = await b.get('/login');
		assert.equal(r.status, 200);
		assert.equal(r.headers.get('cache-control'), 'no-store');
		assert.match(r.cookies[0], /^__Host-copydesk-form=[0-9a-f]{64}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
		assert.match(r.text, /<label for="login">Login<\/label>/);
		assert.match(r.text, /<label for="password">Password<\/label>/);
		assert.match(r.text, /<button type="submit">Sign in<\/button>/);
		assert.notEqual(inputs(r.text).csrf, b.jar.get('__Host-copydesk-form'));
		// A second tab has the same secret, so both forms work.
		assert.equal((await b.get('/login')).cookies.length, 0);
	});

	it('opens a session of which the database knows the hash alone', async () => {
		const login = person(), b = browser(), r = await b.signIn(login);
		assert.equal(r.status, 303);
		assert.equal(r.headers.get('location'), '/');
		assert.ok(r.cookies.some((c) => /^__Host-copydesk=[0-9a-f]{64}; Path=\/; Secure; HttpOnly; SameSite=Lax$/.test(c)));
		assert.ok(r.cookies.some((c) => /^__Host-copydesk-form=; Max-Age=0;/.test(c)));
		const hash = createHash('sha256').update(Buffer.from(b.session, 'hex')).digest('hex');
		assert.equal(db.sql(`SELECT user_agent FROM auth.session WHERE token_hash = decode('${hash}', 'hex')`), '');
		assert.equal((await b.get('/login')).headers.get('location'), '/');
	});

	it('takes the login in any case, with spaces round it', async () => {
		const login = person();
		assert.equal((await browser().signIn(` ${login.toUpperCase()} `)).status, 303);
	});

	it('goes on to a page of the desk, and to no other place', async () => {
		const login = person();
		for (const [next, to] of [['/articles/7', '/articles/7'], ['/review?level=1', '/review?level=1'],
			['//evil.example/', '/'], ['/\\evil.example', '/'], ['https://evil.example/', '/'],
			['/login', '/'], ['/logout', '/'], ['articles', '/'], ['/a\r\nX: y', '/'], ['/' + 'a'.repeat(3000), '/']]) {
			const r = await browser().signIn(login, PASSWORD, {more: {next}});
			assert.equal(r.headers.get('location'), to, next);
		}
		const r = await browser().signIn(login, PASSWORD, {query: '?next=%2Freview'});
		assert.equal(r.headers.get('location'), '/review');
	});

	it('ends the session that the browser had, and makes a new token', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const first = b.session;
		b.jar.delete('__Host-copydesk');
		const {csrf} = inputs((await b.get('/login')).text);
		b.jar.set('__Host-copydesk', first);
		assert.equal((await b.post('/login', {csrf, login, password: PASSWORD})).status, 303);
		assert.notEqual(b.session, first);
		assert.equal(sessions(login), 1);
		b.jar.set('__Host-copydesk', first);
		assert.equal((await b.get('/password')).status, 303);
	});

	it('keeps the login, never the password, when fields are missing or wrong', async () => {
		const login = person(), b = browser();
		let r = await b.signIn(login, '');
		assert.equal(r.status, 422);
		assert.equal(inputs(r.text).login, login);
		r = await b.signIn(login, 'quite another secret phrase');
		assert.equal(r.status, 401);
		assert.equal(inputs(r.text).login, login);
		assert.ok(!r.text.includes('quite another'));
		assert.match(r.text, /<title>Error: Sign in/);
		assert.match(r.text, /role="alert">Login or password is wrong/);
		assert.equal(sessions(login), 0);
	});
});

describe('an unknown login', () => {
	const plain = (r) => r.text.replace(/value="[^"]*"/g, 'value=""');

	it('gets the answer of a wrong password, as does a disabled one', async () => {
		const known = person(), disabled = person();
		db.sql(`SELECT core.user_set_active('${disabled}', false)`, 'cms_owner');
		const wrong = await browser().signIn(known, 'quite another secret phrase');
		const unknown = await browser().signIn('nobody-here', PASSWORD);
		const off = await browser().signIn(disabled, PASSWORD);
		for (const r of [unknown, off]) {
			assert.equal(r.status, wrong.status);
			assert.equal(plain(r), plain(wrong));
			assert.deepEqual([...r.headers.keys()], [...wrong.headers.keys()]);
		}
	});

	it('takes as long', async () => {
		const known = person(), times = {known: [], unknown: []};
		const timed = async (kind, login) => {
			const b = browser(), form = inputs((await b.get('/login')).text), t = performance.now();
			await b.post('/login', {...form, login, password: 'quite another secret phrase'});
			times[kind].push(performance.now() - t);
		};
		// Other work on the machine may disturb one round: three chances.
		for (let round = 0, ratio = 0; ; round++) {
			times.known = [], times.unknown = [];
			for (let i = 0; i < 7; i++) {
				await timed('known', known);
				await timed('unknown', `nobody-${round}-${i}`);
			}
			ratio = median(times.unknown) / median(times.known);
			if (ratio > 0.8 && ratio < 1.25)
				break;
			assert.ok(round < 2, `unknown/known ${ratio}`);
		}
	});
});

describe('a form from elsewhere', () => {
	const cases = [
		['another site, by Sec-Fetch-Site', {'sec-fetch-site': 'cross-site'}],
		['another name of this site', {'sec-fetch-site': 'same-site'}],
		['another origin, in an old browser', {'sec-fetch-site': null, origin: 'http://evil.example'}],
		['another scheme', {'sec-fetch-site': null, origin: 'https://localhost:8081'}],
		['no origin at all', {'sec-fetch-site': null}],
	];
	for (const [name, headers] of cases) {
		it(`is refused: ${name}`, async () => {
			const login = person(), b = browser(), form = inputs((await b.get('/login')).text);
			const r = await b.post('/login', {...form, login, password: PASSWORD, 'kept-action': '/articles', kept_body: 'x'}, headers);
			assert.equal(r.status, 403);
			assert.ok(!r.text.includes('kept_body'));
			assert.equal(sessions(login), 0);
		});
	}

	it('is accepted by its Origin where Sec-Fetch-Site is absent', async () => {
		const b = browser(), form = inputs((await b.get('/login')).text);
		const r = await b.post('/login', {...form, login: person(), password: PASSWORD},
			{'sec-fetch-site': null, origin: 'http://localhost:8081'});
		assert.equal(r.status, 303);
	});

	it('without the form cookie, or with a wrong token, gets a new form that keeps what was typed', async () => {
		const login = person(), b = browser(), {csrf} = inputs((await b.get('/login')).text);
		const secret = b.jar.get('__Host-copydesk-form');
		for (const spoil of [() => b.jar.clear(), () => b.jar.set('__Host-copydesk-form', 'f'.repeat(64)),
			() => b.jar.set('__Host-copydesk-form', 'x')]) {
			b.jar.set('__Host-copydesk-form', secret);
			spoil();
			const r = await b.post('/login', {csrf, login, password: PASSWORD, next: '/review',
				'kept-action': '/articles', kept_body: 'my words'});
			assert.equal(r.status, 403);
			const kept = inputs(r.text);
			assert.equal(kept.login, login);
			assert.equal(kept.next, '/review');
			assert.equal(kept.kept_body, 'my words');
			assert.ok(!r.text.includes(PASSWORD));
		}
		b.jar.set('__Host-copydesk-form', secret);
		assert.equal((await b.post('/login', {csrf: 'f'.repeat(64), login, password: PASSWORD})).status, 403);
		assert.equal((await b.post('/login', {login, password: PASSWORD})).status, 403);
		assert.equal(sessions(login), 0);
		// And the new form works.
		const form = inputs((await b.post('/login', {login, password: PASSWORD})).text);
		assert.equal((await b.post('/login', {...form, password: PASSWORD})).status, 303);
	});
});

describe('throttling', () => {
	it('answers 429 after five failures, also to the right password, in the reader\'s language', async () => {
		const login = person(), b = browser();
		for (let i = 0; i < 5; i++)
			assert.equal((await b.signIn(login, `wrong phrase number ${i}`)).status, 401);
		const r = await b.signIn(login);
		assert.equal(r.status, 429);
		const wait = Number(r.headers.get('retry-after'));
		assert.ok(wait > 20 && wait <= 30, String(wait));
		assert.match(r.text, new RegExp(`Wait (${wait}|${wait - 1}) s,`));
		assert.equal(inputs(r.text).login, login);
		const zh = await new Browser(auth, {address: b.address, headers: {'accept-language': 'zh-CN'}}).signIn(login);
		assert.equal(zh.status, 429);
		assert.match(zh.text, /失败次数过多。请等待 \d+ 秒后再试。/);
		// An unknown login is throttled in the same way.
		const c = browser();
		for (let i = 0; i < 5; i++)
			await c.signIn('nobody-throttled');
		assert.equal((await c.signIn('nobody-throttled')).status, 429);
		// The owner signs in from elsewhere; another account from the same address.
		assert.equal((await browser().signIn(login)).status, 303);
		assert.equal((await b.signIn(person())).status, 303);
	});

	it('counts the current password of a change as well', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const csrf = await b.csrf(), fields = {csrf, new: 'a heron under the long bridge', again: 'a heron under the long bridge'};
		for (let i = 0; i < 5; i++)
			assert.equal((await b.post('/password', {...fields, current: `wrong phrase number ${i}`})).status, 422);
		const r = await b.post('/password', {...fields, current: PASSWORD});
		assert.equal(r.status, 429);
		assert.ok(Number(r.headers.get('retry-after')) > 0);
	});
});

describe('signing out', () => {
	it('ends this session alone', async () => {
		const login = person(), a = browser(), b = browser();
		await a.signIn(login);
		await b.signIn(login);
		const token = a.session, csrf = await a.csrf();
		const r = await a.post('/logout', {csrf});
		assert.equal(r.status, 303);
		assert.equal(r.headers.get('location'), '/login?out=1');
		assert.equal(a.session, undefined);
		assert.match((await a.get('/login?out=1')).text, /You are signed out/);
		a.jar.set('__Host-copydesk', token);
		assert.equal((await a.get('/password')).status, 303);
		assert.equal((await b.get('/password')).status, 200);
	});

	it('needs the session\'s own form token, from this origin', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const csrf = await b.csrf();
		assert.equal((await b.post('/logout', {})).status, 403);
		assert.equal((await b.post('/logout', {csrf: 'f'.repeat(64)})).status, 403);
		assert.equal((await b.post('/logout', {csrf: b.session})).status, 403);
		assert.equal((await b.post('/logout', {csrf}, {'sec-fetch-site': 'cross-site'})).status, 403);
		assert.equal((await b.post('/logout-everywhere', {})).status, 403);
		assert.equal(sessions(login), 1);
		assert.equal((await b.post('/logout', {csrf})).status, 303);
	});

	it('everywhere ends all of them', async () => {
		const login = person(), a = browser(), b = browser();
		await a.signIn(login);
		await b.signIn(login);
		assert.equal((await a.post('/logout-everywhere', {csrf: await a.csrf()})).status, 303);
		assert.equal(sessions(login), 0);
		assert.equal((await b.get('/password')).status, 303);
	});

	it('of an expired session leads to the sign-in page', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const csrf = await b.csrf();
		db.sql(`UPDATE auth.session SET seen_at = now() - interval '61 minutes'`);
		const r = await b.post('/logout', {csrf});
		assert.equal(r.status, 303);
		assert.match(r.headers.get('location'), /^\/login/);
		const p = await b.get('/password');
		assert.equal(p.headers.get('location'), '/login?lang=en&next=%2Fpassword');
	});
});

describe('changing the password', () => {
	const good = 'a heron under the long bridge';

	it('refuses a new one that is short, common, made of the login, the same, or typed differently', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const csrf = await b.csrf();
		for (const [fields, why] of [
			[{current: PASSWORD, new: 'short', again: 'short'}, 'too short'],
			[{current: PASSWORD, new: '雨夜灯下旧报纸堆里找船票号', again: '雨夜灯下旧报纸堆里找船票号'}, 'too short'],
			[{current: PASSWORD, new: 'CorrectHorse batterystaple', again: 'x'}, 'easy to guess'],
			[{current: PASSWORD, new: `${login}-${login}`, again: 'x'}, 'easy to guess'],
			[{current: PASSWORD, new: 'qwertyuiopasdfgh', again: 'x'}, 'easy to guess'],
			[{current: PASSWORD, new: PASSWORD, again: PASSWORD}, 'is the current one'],
			[{current: PASSWORD, new: good, again: good + '!'}, 'differ'],
			[{current: '', new: good, again: good}, 'Enter your current password'],
			[{current: 'not my present password', new: good, again: good}, 'This is not your current password'],
			[{current: PASSWORD, new: 'x'.repeat(300) + good.repeat(40), again: 'x'}, 'too long'],
			[{current: PASSWORD}, 'too short'],
		]) {
			const r = await b.post('/password', {csrf, ...fields});
			assert.equal(r.status, 422, why);
			assert.match(r.text, new RegExp(why));
			assert.match(r.text, /<title>Error: /);
			assert.match(r.text, /aria-invalid="true"/);
			assert.ok(!r.text.includes(good));
		}
		assert.equal((await browser().signIn(login)).status, 303);
	});

	it('ends all other sessions, renews this one, and only the new one works', async () => {
		const login = person(), a = browser(), b = browser();
		await a.signIn(login);
		await b.signIn(login);
		const old = a.session;
		const r = await a.post('/password', {csrf: await a.csrf(), current: PASSWORD, new: good, again: good});
		assert.equal(r.status, 303);
		assert.equal(r.headers.get('location'), '/password?done=1');
		assert.notEqual(a.session, old);
		assert.match((await a.get('/password?done=1')).text, /Your password is changed/);
		assert.equal((await b.get('/password')).status, 303);
		assert.equal(sessions(login), 1);
		assert.equal((await browser().signIn(login)).status, 401);
		assert.equal((await browser().signIn(login, good)).status, 303);
		assert.match(db.sql(`SELECT c.hash FROM auth.credential c JOIN core.app_user u ON u.id = c.user_id
			WHERE u.login = '${login}'`), /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
	});
});

describe('text that an expired session interrupted', () => {
	const words = '\r\n第一段 "引号" <b>&amp;</b>\r\n\r\n</textarea><script>alert(1)</script>';
	const kept = {
		'kept-action': '/articles/7', kept_action: 'save', kept_headline: '标题 "一"', kept_body: words, kept_base: '41',
		kept_key: '0f'.repeat(16), 'kept_byline_name[]': '金檬', 'kept_"><b>': 'odd name', kept_csrf: 'f'.repeat(64),
	};

	it('comes back after signing in, editable, with the new session\'s token', async () => {
		const login = person(), b = browser();
		const r = await b.signIn(login, PASSWORD, {more: kept});
		assert.equal(r.status, 200);
		assert.match(r.text, /Signed in again; your text is kept/);
		assert.match(r.text, /<form method="post" action="\/articles\/7">/);
		assert.match(r.text, new RegExp(`Name of ${login}`));
		assert.ok(!r.text.includes('<script'));
		const f = inputs(r.text);
		assert.equal(f.headline, '标题 "一"');
		// A browser drops one line break after the tag: the template's, not the text's.
		assert.equal(f.body, words);
		assert.equal(f.base, '41');
		assert.equal(f.action, 'save');
		assert.equal(f['byline_name[]'], '金檬');
		assert.equal(f['"><b>'], 'odd name');
		assert.equal(f.csrf, await b.csrf());
		assert.match(r.text, /<label for="body">Body<\/label>\s*<textarea id="body" name="body"/);
		assert.match(r.text, /<input id="headline" name="headline"/);
	});

	it('survives a wrong password, and missing ones', async () => {
		const login = person(), b = browser();
		for (const password of ['', 'quite another secret phrase']) {
			const r = await b.signIn(login, password, {more: kept});
			const f = inputs(r.text);
			for (const [k, v] of Object.entries(kept))
				if (k !== 'kept_csrf')
					assert.equal(f[k], v.replaceAll('\r\n', '\r\n'), k);
			assert.ok(!('kept_csrf' in f));
		}
	});

	it('comes back from every form of the desk that is written in', async () => {
		const login = person();
		for (const action of ['/articles', '/articles/7', '/articles/7/merge', '/articles/new/preview', '/articles/7/preview', '/articles/7/remarks', '/articles/7/remarks/3/change',
			'/media/12']) {
			const r = await browser().signIn(login, PASSWORD, {more: {'kept-action': action, kept_credit: '受访者供图'}});
			assert.equal(r.status, 200, action);
			assert.ok(r.text.includes(`action="${action}"`), action);
			assert.equal(inputs(r.text).credit, '受访者供图');
		}
	});

	it('goes to such addresses alone', async () => {
		const login = person();
		for (const action of ['/password', '/media', '/mediawiki', '/people/../password', '//evil.example/articles', '/articlesque', '/articles/../password',
			'/articles/%2e%2e/password', '/articles?x=1', 'https://evil.example/articles', '', '/articles/', '/articles/07', '/articles/new', '/articles//remarks',
			// Decisions are taken anew.
			'/articles/7/approve', '/articles/7/return', '/articles/7/publish', '/articles/7/withdraw', '/articles/7/restore', '/articles/7/preview/links',
			'/articles/7/preview/links/3/revoke', '/people', '/people/3', '/working/3/drop', '/language', '/logout']) {
			const r = await browser().signIn(login, PASSWORD, {more: {...kept, 'kept-action': action}});
			assert.equal(r.status, 303, action);
			assert.equal(r.headers.get('location'), '/');
		}
	});

	it('may be a long article; beyond 8.25 MiB it is refused', async () => {
		const login = person(), b = browser();
		const text = '浙'.repeat(400000);
		const r = await b.signIn(login, PASSWORD, {more: {...kept, kept_body: text}});
		assert.equal(r.status, 200);
		assert.equal(inputs(r.text).body, text);
		const form = inputs((await browser().get('/login')).text);
		assert.equal((await browser().post('/login', {...form, kept_body: 'x'.repeat(17 << 19)})).status, 413);
	});
});

describe('the language', () => {
	it('is the one asked for, else the browser\'s, else the newsroom\'s', async () => {
		const page = async (path, headers) => (await new Browser(auth, {headers}).get(path)).text;
		assert.match(await page('/login', {}), /<html lang="zh-Hans">[^]*<h1>登录<\/h1>/);
		assert.match(await page('/login', EN), /<html lang="en">[^]*<h1>Sign in<\/h1>/);
		assert.match(await page('/login?lang=en', {'accept-language': 'zh'}), /<h1>Sign in<\/h1>/);
		assert.match(await page('/login?lang=zh', EN), /<h1>登录<\/h1>/);
		assert.match(await page('/login?lang=zh&next=/review', EN), /href="\/login\?lang=en&amp;next=%2Freview"/);
		assert.match(await page('/login?lang=zh', EN), /action="\/login\?lang=zh"/);
	});

	it('is the user\'s own choice once signed in', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		assert.match((await b.get('/password')).text, /<h1>Change password<\/h1>/);
		db.sql(`UPDATE core.app_user SET lang = 'zh', lang_chosen = true WHERE login = '${login}'`);
		assert.match((await b.get('/password?lang=en')).text, /<h1>修改密码<\/h1>/);
	});

	it('has every word in Chinese', async () => {
		const b = browser({});
		const pages = [await b.get('/login?out=1', {host: 'desk.example'})];
		await b.signIn(person());
		pages.push(await b.get('/password?done=1'), await b.get('/nothing-here'),
			await b.post('/password', {csrf: await b.csrf(), current: 'x', new: 'y'}));
		for (const r of pages) {
			const text = r.text.replace(/<a class="lang".*?<\/a>/s, '').replace(/<(code|strong|a href="http)[^]*?<\/(code|strong|a)>/g, '')
				.replace(/<[^>]*>/g, '').replace(/HTTPS?|localhost|Cookie|TLS|conf\//g, '');
			assert.doesNotMatch(text, /[A-Za-z]{3}/);
		}
	});
});

describe('plain HTTP', () => {
	it('under another name than localhost is told, with what to do', async () => {
		const r = await browser().get('/login', {host: 'desk.lan:8081'});
		assert.match(r.text, /Signing in cannot work at this address/);
		assert.match(r.text, /<strong>desk\.lan:8081<\/strong>/);
		assert.match(r.text, /href="https:\/\/desk\.lan\/login"/);
		assert.match(r.text, /href="http:\/\/localhost:8081\/login"/);
		const zh = await browser({'accept-language': 'zh'}).get('/login', {host: '192.0.2.7'});
		assert.match(zh.text, /在此地址无法登录/);
		// Also in the answer to who tried nevertheless.
		const b = browser();
		const tried = await b.post('/login', {login: 'x', password: PASSWORD}, {host: 'desk.lan:8081'});
		assert.equal(tried.status, 403);
		assert.match(tried.text, /<title>Error: [^]*Signing in cannot work/);
		assert.doesNotMatch(tried.text, /open for too long/);
	});

	it('is no obstacle on the machine itself, nor is HTTPS', async () => {
		for (const host of ['localhost:8081', 'LOCALHOST', '127.0.0.1:8081', '[::1]:8081'])
			assert.doesNotMatch((await browser().get('/login', {host})).text, /cannot work/, host);
		const b = browser();
		b.params = {HTTPS: 'on'};
		assert.doesNotMatch((await b.get('/login', {host: 'desk.example'})).text, /cannot work/);
	});
});

describe('addresses and methods', () => {
	const ask = (method, path) => fcgi(auth.socket, {method, path, headers: EN});

	it('others are 404, other methods 405 with Allow', async () => {
		assert.equal((await ask('GET', '/')).status, 404);
		assert.equal((await ask('GET', '/login/')).status, 404);
		for (const [path, allow] of [['/login', /GET.*POST/], ['/logout', /^POST$/], ['/password', /GET.*POST/]]) {
			const r = await ask('DELETE', path);
			assert.equal(r.status, 405);
			assert.match(r.headers.get('allow'), allow);
		}
		assert.equal((await ask('GET', '/logout')).status, 405);
		assert.match((await ask('GET', '/nothing')).text, /Page not found/);
	});

	it('bad input is 400', async () => {
		assert.equal((await ask('GET', '/login?next=%ff')).status, 400);
		assert.equal((await ask('GET', '/login?next=a&next=b')).status, 400);
		const b = browser(), {csrf} = inputs((await b.get('/login')).text);
		assert.equal((await b.post('/login', {csrf, login: 'a\0b', password: PASSWORD})).status, 400);
	});
});

describe('secrets', () => {
	it('leave no trace in the log', async () => {
		const login = person(), b = browser();
		await b.signIn(login, 'quite another secret phrase');
		await b.signIn(login);
		const token = b.session, csrf = await b.csrf();
		await b.post('/logout', {csrf});
		await sleep(100);
		for (const secret of ['secret phrase', 'walnut', token, csrf, login])
			assert.ok(!auth.log.includes(secret), secret);
		const {id} = JSON.parse(db.sql(`SELECT json_build_object('id', id) FROM core.app_user WHERE login = '${login}'`));
		assert.ok(auth.lines().some((l) => l.route === '/login' && l.status === 303 && l.user === id), 'who signed in');
		assert.ok(auth.lines().some((l) => l.route === '/login' && l.status === 401 && l.user === 0), 'who did not');
		assert.ok(auth.lines().some((l) => l.route === '/logout' && l.status === 303 && l.user > 0 && l.queries > 0));
	});
});

// What a debugger would find in the writable memory of ${pid}.
function remembers(pid, secret) {
	const mem = fs.openSync(`/proc/${pid}/mem`, 'r');
	try {
		return fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n').some((line) => {
			const m = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
			if (!m)
				return false;
			const at = parseInt(m[1], 16), part = Buffer.alloc(parseInt(m[2], 16) - at);
			const n = fs.readSync(mem, part, 0, part.length, at);
			return part.subarray(0, n).includes(secret);
		});
	} finally {
		fs.closeSync(mem);
	}
}

describe('memory', () => {
	// The sanitizers keep what was freed; only the ordinary build overwrites it.  And root alone may look.
	it('forgets passwords as soon as the answer is sent', {skip: sanitized() || process.getuid() !== 0}, async () => {
		const b = browser(), login = person();
		const secrets = ['zanzibar-velvet-quokka', 'tall+walnut+ferry', 'tall walnut ferry', 'a+heron+under'];
		for (let i = 0; i < 4; i++)
			await b.signIn(login, secrets[0]);
		await b.signIn(login);
		await b.post('/password', {csrf: await b.csrf(), current: PASSWORD, new: 'a heron under it', again: 'x'});
		const pids = auth.workers();
		assert.equal(pids.length, 2);
		for (const pid of pids) {
			// The search finds what is there.
			assert.ok(remembers(pid, 'dbname=copydesk'));
			for (const secret of secrets)
				assert.ok(!remembers(pid, secret), secret);
		}
	});
});

describe('trouble', () => {
	// The address sanitizer's own maps do not fit into any limit.
	it('no memory for argon2 is a 503 that says so, and counts as no failure', {skip: sanitized()}, async () => {
		const own = await new Auth(db).start();
		try {
			const login = person(), b = browser();
			b.auth = own;
			await b.get('/login');
			await sleep(500);
			for (const pid of own.workers())
				execFileSync('prlimit', [`--pid=${pid}`, `--as=${48 << 20}:${48 << 20}`]);
			for (let i = 0; i < 6; i++) {
				const r = await b.signIn(login, i % 2 ? PASSWORD : 'quite another secret phrase');
				assert.equal(r.status, 503);
				assert.ok(Number(r.headers.get('retry-after')) > 0);
				assert.match(r.text, /Signing in is not possible just now/);
				assert.equal(inputs(r.text).login, login);
			}
			b.auth = auth;
			assert.equal((await b.signIn(login)).status, 303);
		} finally {
			await own.stop();
		}
	});

	it('without a database: 503 that keeps what was typed; well again within 3 s of its return', async () => {
		const login = person(), b = browser();
		await b.signIn(login);
		const signedIn = browser();
		signedIn.jar.set('__Host-copydesk', b.session);
		db.pause();
		try {
			const c = browser();
			assert.equal((await c.get('/login')).status, 200);
			const r = await c.signIn(login, PASSWORD, {more: {'kept-action': '/articles', kept_body: 'my words'}});
			assert.equal(r.status, 503);
			assert.ok(Number(r.headers.get('retry-after')) > 0);
			assert.equal(inputs(r.text).login, login);
			assert.equal(inputs(r.text).kept_body, 'my words');
			assert.equal((await signedIn.get('/password')).status, 503);
		} finally {
			db.resume();
		}
		const limit = Date.now() + 3000;
		for (;;) {
			const r = await browser().signIn(login);
			if (r.status === 303)
				break;
			assert.ok(Date.now() < limit, `still ${r.status}`);
			await sleep(100);
		}
		assert.equal((await signedIn.get('/password')).status, 200);
	});
});
