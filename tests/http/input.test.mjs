// Bad input, through nginx: every refusal is plain, in the reader's language, and loses nothing typed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, ask, run, site, sql, stateOf, varDir, words} from './lib/instance.mjs';

let author;
before(async () => { author = await Person.of('reporter', 'input'); });

// An address whose answer is not HTTP at all: 444 closes the connection.
const closesOn = (url, request) => new Promise((resolve, reject) => {
	const {hostname, port} = new URL(url);
	let got = '';
	const s = net.connect(Number(port), hostname, () => s.write(request));
	s.on('data', (d) => { got += d; });
	s.on('close', () => resolve(got));
	s.on('error', (e) => e.code === 'ECONNRESET' || reject(e));
	s.setTimeout(5000, () => s.destroy(new Error('neither answer nor end')));
});

// Refused with 422, beside ${field}, with ${message}; and what was typed is still in the form.
async function refused(more, field, message) {
	const sent = article(more);
	const count = () => sql('SELECT count(*) FROM core.article');
	const before = count();
	const r = await author.post('/articles', sent);
	assert.equal(r.status, 422, words(r.text).slice(0, 300));
	assert.match(words(r.text), message);
	assert.match(r.text, new RegExp(`href="#${field}"`), 'the summary on top leads to the field');
	assert.match(r.text, new RegExp(`id="${field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="${field}"`));
	assert.ok(r.text.includes(sent.body.slice(0, 20)), 'the text is kept');
	assert.ok(r.text.includes(sent.headline.trim().slice(0, 20)), 'the headline is kept');
	assert.equal(count(), before);
	return r;
}

describe('a field of an article', () => {
	for (const [field, max] of [['headline', 200], ['shoulder', 200], ['subhead', 200], ['summary', 400], ['source_name', 100],
		['responsible_editor', 60], ['reprint_notice', 200]])
		it(`${field} may have ${max} characters`, async () => {
			await author.save(article({[field]: '金'.repeat(max)}));
			await refused({[field]: '金'.repeat(max + 1)}, field, new RegExp(`${max}`));
		});

	for (const [field, max] of [['reprint_author', 100], ['reprint_title', 200]])
		it(`${field} of a reprint may have ${max} characters`, async () => {
			await refused({source_kind: 'reprint', reprint_author: 'Wen Hai', reprint_title: 'Tides', reprint_url: 'https://harbour.example/',
				[field]: '金'.repeat(max + 1)}, field, new RegExp(`${max}`));
		});

	it('slug may have 80 bytes, and none but a-z, 0-9 and single hyphens', async () => {
		await author.save(article({slug: 'a'.repeat(80)}));
		for (const slug of ['a'.repeat(81), 'A b', 'a--b', '-a', 'a/b', '斜', 'a\u202eb', '../x'])
			await refused({slug}, 'slug', /./);
	});

	it('the document of an editor may have 2 MB, markup and all', async () => {
		const max = 2 << 20;
		const block = (i, words) => ({type: 'paragraph', attrs: {id: `block${String(i).padStart(4, '0')}`}, content: [
			{type: 'text', text: words, marks: [{type: 'em'}, {type: 'strong'}, {type: 'comment', attrs: {thread: 'c0ffee'.padEnd(32, '0')}}]}]});
		// Of so many bytes, of which the words alone are fewer than a body may have.
		const content = Array.from({length: 3900}, (_, i) => block(i, 'The harbour at noon. '.repeat(10)));
		const document = (bytes) => JSON.stringify({schema: 2, doc: {type: 'doc', content}}).padEnd(bytes);
		const fits = document(max);
		assert.equal(Buffer.byteLength(fits), max);
		const {id, revision} = await author.save(article({body: '', body_json: fits}));
		assert.equal(sql(`SELECT jsonb_array_length(body #> '{doc,content}') || ' ' || (body #>> '{doc,content,-1,attrs,id}') FROM core.revision WHERE id = ${revision}`), '3900 block3899');
		assert.equal((await author.get(`/articles/${id}?edit=1`)).status, 200);
		const over = document(max + 1);
		const r = await refused({body: '', body_json: over}, 'body', /“Body” has 2097153 bytes; at most 2097152 are allowed\. Split the article\./);
		assert.equal(inputs(r.text).body_json, over, 'the document is kept');
	});
	it('body may have 200,000 bytes', async () => {
		await author.save(article({body: 'a'.repeat(200000)}));
		await refused({body: 'b'.repeat(200001)}, 'body', /200,?000/);
	});

	it('headline and body are required to submit, a headline to save', async () => {
		await refused({headline: ' \u3000 ', action: 'save'}, 'headline', /headline/i);
		await refused({body: '', action: 'submit', headline: 'A headline without words'}, 'body', /./);
	});

	for (const [what, c] of [['NUL-like SOH', '\u0001'], ['ESC', '\u001b'], ['DEL', '\u007f']])
		it(`refuses ${what} in one line of text`, () => refused({headline: `A ferry${c} is back home`}, 'headline', /control|characters/i));

	it('takes what ends lines, and comes along with a paste, as a space', async () => {
		const headline = `Tide ${Date.now()}`;
		await author.save(article({headline: ['\t', '\u000b', '\f', '\r\n', '\u0085', '\u2028', '\u2029'].map((c, i) => `${headline}${c}${i}`).join('')}));
		assert.equal(sql(`SELECT headline FROM core.revision WHERE headline LIKE '${headline}%'`), [0, 1, 2, 3, 4, 5, 6].map((i) => `${headline} ${i}`).join(''));
		await author.save(article({headline: `${headline}!`, summary: 'At noon.\u000bAt night.'}));
		assert.equal(sql(`SELECT summary FROM core.revision WHERE headline = '${headline}!'`), 'At noon.\nAt night.');
	});

	it('refuses control characters in the body, but not lines and tabs', async () => {
		await refused({body: 'The ferry left at six.\u0007'}, 'body', /control|characters/i);
		await author.save(article({body: 'One\tpart.\r\n\r\nAnother.'}));
	});

	for (const c of ['\u202e', '\u2066', '\u200f', '\u061c'])
		it(`refuses the bidi control U+${c.codePointAt(0).toString(16)} in a name`, () =>
			refused({bylines: `reporter | Wen${c} Hai | Chaocheng News`}, 'bylines', /./));

	it('leaves out of names what shows nothing and comes along with a paste', async () => {
		const topic = `潮\u200b汐${Date.now()}`, none = (s) => s.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
		const {id} = await author.save(article({bylines: '\ufeffreporter\u200b | We\u200bn\u00ad Hai\u2060 |\u200d Chao\u200ccheng News\u200b\n\u200b\n',
			topics: `\u200b\n${topic}\n${none(topic)}`, source_kind: 'reprint', source_name: '潮\u200d新\ufeff闻', reprint_author: 'Ou\u2060 Ran', reprint_title: 'Tide',
			reprint_url: '\u200bhttps://example.org/a\u200bb', responsible_editor: '金\u200b檬', slug: 'ferry\u200b-home'}));
		assert.deepEqual(JSON.parse(sql(`SELECT jsonb_build_array(bylines, topics, source_name, reprint_author, reprint_url, responsible_editor, slug)
			FROM core.revision WHERE article_id = ${id}`)),
			[[{name: 'Wen Hai', role: 'reporter', outlet: 'Chaocheng News'}], [none(topic)], '潮新闻', 'Ou Ran', 'https://example.org/ab', '金檬', 'ferry-home']);
		await refused({bylines: 'reporter | \u0645\u06cc\u200c\u062e |'}, 'bylines', /invisible/);
	});

	it('says which line of the bylines is wrong', async () => {
		const r = await refused({bylines: 'reporter | Wen Hai | Chaocheng News\nastronaut | Ou Ran |'}, 'bylines', /line 2|2/i);
		assert.ok(r.text.includes('astronaut | Ou Ran |'));
	});

	it('refuses a reprint without its details, and an address that no reader should follow', async () => {
		await refused({source_kind: 'reprint', action: 'submit'}, 'reprint_author', /./);
		for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example/', 'ftp://x/'])
			await refused({source_kind: 'reprint', reprint_author: 'W', reprint_title: 'T', reprint_url: url}, 'reprint_url', /./);
	});

	it('refuses topics, a title for sharing and a lead picture that cannot be, and keeps them as typed', async () => {
		for (const [topics, why] of [[Array.from({length: 11}, (_, i) => `t${i}`).join('\n'), /10/], ['长'.repeat(31), /30/], ['a|b', /./], ['..', /./], ['a\u202eb', /./]]) {
			const r = await refused({topics}, 'topics', why);
			assert.ok(r.text.includes(topics.split('\n')[0]));
		}
		await refused({social_title: 'b'.repeat(121)}, 'social_title', /120/);
		await refused({lead_alt: 'b'.repeat(301)}, 'lead_alt', /300/);
		for (const lead_media of ['x', '0', '-1', '1.5', '999999999', '9223372036854775807', '99999999999999999999']) {
			const r = await refused({lead_media}, 'lead_media', /library/);
			assert.match(r.text, new RegExp(`name="lead_media" value="${lead_media}"`));
		}
	});

	it('refuses a channel, a language, a kind of source that does not exist', async () => {
		for (const more of [{channel: '999999'}, {channel: 'x'}, {lang: 'xx'}, {source_kind: 'stolen'}]) {
			const r = await author.post('/articles', article(more));
			assert.ok(r.status === 422 || r.status === 400, `${r.status}`);
			assert.ok(r.status === 400 || r.text.includes('The ferry left at six.'), 'the text is kept');
		}
	});

	it('stores markup as the words that it is, and shows it as such', async () => {
		const evil = '<script>alert(1)</script>"\'&amp;';
		const {id} = await author.save(article({headline: evil, summary: evil, body: `${evil}\n\n## ${evil}`, bylines: `reporter | ${evil} | ${evil}`}));
		for (const at of [`/articles/${id}`, `/articles/${id}/preview`, `/articles/${id}/preview/page`, `/articles/${id}/history`, '/articles']) {
			const r = await author.get(at);
			assert.equal(r.status, 200, at);
			assert.ok(!r.text.includes('<script>alert'), at);
		}
		assert.ok(words((await author.get(`/articles/${id}/preview/page`)).text).includes(evil));
	});

	it('speaks the language of the reader', async () => {
		const chinese = await Person.of('reporter', 'input-zh', {lang: 'zh'});
		const r = await chinese.post('/articles', article({headline: '金'.repeat(201)}));
		assert.equal(r.status, 422);
		assert.match(words(r.text), /标题.*200/);
	});
});

describe('a form', () => {
	const bad = (body, status = 400) => it(`is refused with ${status}: ${body.slice(0, 40)}`, async () => {
		const csrf = await author.token();
		const r = await author.raw('/articles', `csrf=${csrf}&${body}`);
		assert.equal(r.status, status);
		assert.match(r.headers['content-type'], /^text\/html/);
	});
	bad('headline=a&headline=b');
	bad('headline=%ff');
	bad('headline=%c0%80');
	bad('headline=%00');
	bad('headline=%');
	bad('headline=%zz');
	bad('headline=x');
	bad('key=zz&base=&headline=x');
	bad('key=0123456789abcdef0123456789abcdef&base=-1&headline=x');
	bad(Array.from({length: 300}, (_, i) => `f${i}=`).join('&'));

	it('with a body over the limit of its route gets 413', async () => {
		const csrf = await author.token();
		assert.equal((await author.raw('/articles', `csrf=${csrf}&body=${'a'.repeat(17 << 19)}`)).status, 413);
		assert.equal((await author.raw('/language', `csrf=${csrf}&lang=${'a'.repeat(20000)}`)).status, 413);
	});

	it('over the limit of nginx gets a page as well', async () => {
		const r = await author.raw('/articles', 'a='.padEnd(10 << 20, 'a')).catch((e) => e);
		// nginx may close before all was sent; what it says is 413.
		assert.ok(r.status === 413 || /EPIPE|ECONNRESET/.test(r.code), String(r.status ?? r.code));
		assert.equal((await author.get('/')).status, 200);
	});

	it('of another type gets 415', async () => {
		assert.equal((await author.raw('/articles', '{}', {'content-type': 'application/json'})).status, 415);
		assert.equal((await author.raw('/articles', 'x', {'content-type': 'multipart/form-data; boundary=x'})).status, 415);
	});

	it('from another site, or without a token, does nothing', async () => {
		const fields = new URLSearchParams(article());
		for (const headers of [{'sec-fetch-site': 'cross-site'}, {'sec-fetch-site': 'same-site'},
			{'sec-fetch-site': null, origin: 'http://evil.example'}, {'sec-fetch-site': null}]) {
			const r = await author.post('/articles', fields, headers);
			assert.equal(r.status, 403, JSON.stringify(headers));
		}
		for (const csrf of ['', '0'.repeat(64), 'x']) {
			const r = await author.raw('/articles', new URLSearchParams({...article(), csrf}).toString());
			assert.equal(r.status, 403);
			assert.ok(r.text.includes('The ferry left at six.'), 'the text is kept');
		}
		assert.equal((await author.post('/articles', article(), {'sec-fetch-site': null, origin: new URL(run.desk).origin})).status, 303);
	});
});

describe('an address', () => {
	for (const at of ['/a/x', '/a/0', '/a/01', '/a/-1', '/a/99999999', '/a/9999999999999999999999', '/a/1/2/3', '/c/none', '/c/..%2f', '/by/', '/A/1', '/a%2F1',
		'/index.php', '/.git/config', '/pages/503.html'])
		it(`the site answers ${at} with 404`, async () => {
			const r = await site(at);
			assert.equal(r.status, 404);
			assert.equal(r.headers['set-cookie'], undefined);
		});

	for (const at of ['/%ff', '/%00', '/%', '/by/%ed%a0%80', '/?a=1&a=2', '/?lang=%ff', '/static/../../etc/passwd'])
		it(`the site answers ${at} with 400`, async () => assert.equal((await site(at)).status, 400));

	it('that is too long gets 414', async () => {
		assert.equal((await site(`/by/${'a'.repeat(8100)}`)).status, 404);
		assert.equal((await site(`/by/${'a'.repeat(9000)}`)).status, 414);
	});

	it('of an article that is not there, or not yours, gets 404 from the desk, both alike', async () => {
		const other = await Person.of('reporter', 'input-other');
		const draft = await other.save(article());
		const bodies = new Set();
		for (const id of [draft.id, 99999999, 0, 'x', '01', '9999999999999999999999'])
			for (const rest of ['', '/review', '/history', '/preview', '/preview/page', '/preview/links', `/revisions/${draft.revision}`, '/compare']) {
				const r = await author.get(`/articles/${id}${rest}`);
				assert.equal(r.status, 404, `${id}${rest}`);
				bodies.add(words(r.text));
			}
		assert.equal(bodies.size, 1, 'nothing tells that one of them exists');
		assert.equal((await author.post(`/articles/${draft.id}`, article({base: draft.revision}))).status, 404);
	});

	it('asked in a way that it does not know gets 405 with Allow', async () => {
		const r = await author.ask('DELETE', '/articles');
		assert.equal(r.status, 405);
		assert.equal(r.headers.allow, 'GET, HEAD, POST');
		assert.equal((await author.post('/review', {})).headers.allow, 'GET, HEAD');
		assert.equal((await author.get('/articles/1/publish')).headers.allow, 'POST');
		const s = await site('/', {method: 'POST', body: ''});
		assert.equal(s.status, 405);
		assert.equal(s.headers.allow, 'GET, HEAD');
	});

	it('gets its error page in the language asked for', async () => {
		for (const base of [run.site, run.desk])
			for (const [lang, html] of [['zh-CN', 'zh-Hans'], ['en', 'en']]) {
				const r = await ask(base, {path: base === run.site ? '/none' : '/%ff', headers: {'accept-language': lang}});
				assert.match(r.text, new RegExp(`<html lang="${html}"`));
			}
	});
});

describe('an answer', () => {
	it('has its security headers and is HTML, whatever was wrong', async () => {
		const host = new URL(run.site).host;
		for (const line of ['GET /%zz HTTP/1.1', 'GET /%00 HTTP/1.1', 'GET /static/../../x HTTP/1.1', 'GET / HTTP/1.1\r\nHost: again', 'POST /static/pages.css HTTP/1.1',
			'GET /static/none.css HTTP/1.1']) {
			const got = await closesOn(run.site, `${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
			assert.match(got, /^HTTP\/1\.1 4\d\d /, line);
			assert.match(got, /\r\nContent-Security-Policy: default-src 'none'/i, line);
		}
		assert.match((await site('/%zz')).text, /请求有误/);
	});

	it('tells no other host where in the newsroom its reader was', async () => {
		for (const at of ['/login', '/', '/none', '/static/desk.css', '/pages/none', '/%zz'])
			assert.equal((await ask(run.desk, {path: at})).headers['referrer-policy'], 'same-origin', at);
		assert.equal((await author.get('/articles/new')).headers['referrer-policy'], 'same-origin');
		assert.equal((await site('/')).headers['referrer-policy'], 'strict-origin-when-cross-origin');
		assert.equal((await site('/none')).headers['referrer-policy'], 'strict-origin-when-cross-origin');
	});

	it('leaves no line about a large form, nor its address, in the log of errors', async () => {
		const mark = `mark-${Math.random()}`;
		const r = await author.post(`/articles?q=${mark}`, article({body: 'word '.repeat(39000)}));
		assert.equal(r.status, 303, words(r.text).slice(0, 300));
		assert.ok(!fs.readFileSync(path.join(varDir, 'log/nginx.log'), 'utf8').includes(mark));
	});

	it('to a wrong method for a file is 405', async () => {
		assert.equal((await site('/static/pages.css', {method: 'POST', body: ''})).status, 405);
		assert.equal((await site('/static/pages.css', {method: 'DELETE'})).status, 405);
	});
});

describe('a stranger', () => {
	it('comes back to where he wanted to go, if the address is not too long', async () => {
		const r = await ask(run.desk, {path: '/articles?state=draft'});
		assert.equal(r.headers.location, '/login?next=%2Farticles%3Fstate%3Ddraft');
		for (const at of [`/?q=${'!'.repeat(7900)}`, `/articles/${'!'.repeat(7900)}/review`]) {
			const long = await ask(run.desk, {path: at});
			assert.ok(long.status === 303 && long.headers.location === '/login', `${long.status}`);
		}
	});
});

describe('a host', () => {
	it('that is not ours gets no answer (444)', async () => {
		for (const base of [run.site, run.desk]) {
			assert.equal(await closesOn(base, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), '');
			assert.equal(await closesOn(base, 'GET / HTTP/1.0\r\n\r\n'), '');
			assert.equal(await closesOn(base, 'GET /pages/400.html HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), '');
		}
	});

	it('twice, or malformed, gets 400', async () => {
		const host = new URL(run.site).host;
		for (const headers of [`Host: ${host}\r\nHost: ${host}`, 'Host: a b', `Host: ${host}\r\nContent-Length: x`])
			assert.match(await closesOn(run.site, `GET / HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /);
	});

	it('of ours answers by each of its names', async () => {
		for (const host of ['localhost', '127.0.0.1', '[::1]']) {
			const r = await site('/healthz', {headers: {host: `${host}:${new URL(run.site).port}`}});
			assert.equal(r.status, 200);
		}
	});
});

describe('cookies', () => {
	it('of ours that are forged or doubled open nothing', async () => {
		for (const [cookie, status] of [[`__Host-copydesk=${'0'.repeat(64)}`, 303], ['__Host-copydesk=x', 303], ['__Host-copydesk=%00', 303],
			[`__Host-copydesk=${'0'.repeat(64)}; __Host-copydesk=${'1'.repeat(64)}`, 400], ['__Host-copydesk="x"', 400]]) {
			const r = await ask(run.desk, {path: '/articles', headers: {cookie}});
			assert.equal(r.status, status, cookie);
			if (status === 400) {
				assert.match(words(r.text), /Cookie/, 'what is wrong, and what to do');
				assert.doesNotMatch(words(r.text), /所填/);
				const en = await ask(run.desk, {path: '/login', headers: {cookie, 'accept-language': 'en'}});
				assert.match(words(en.text), /Delete the cookies of this site/);
			}
		}
	});

	it('of other programs on this host do not matter', async () => {
		const r = await ask(run.desk, {path: '/login', headers: {cookie: 'other={"a": [1, 2]}; =; x'}});
		assert.equal(r.status, 200);
	});
});

describe('typed text', () => {
	it('is kept when the session has expired', async () => {
		const p = await Person.of('reporter', 'input-expired');
		const fields = new URLSearchParams({...article({headline: 'Typed before lunch', body: 'A long text, typed before lunch.'}), csrf: await p.token()});
		sql(`DELETE FROM auth.session WHERE user_id = (SELECT id FROM core.app_user WHERE login = '${p.login}')`);
		const r = await p.post('/articles', fields);
		assert.equal(r.status, 401);
		const kept = inputs(r.text);
		assert.equal(kept['kept-action'], '/articles');
		assert.equal(kept.kept_headline, 'Typed before lunch');
		assert.ok(r.text.includes('A long text, typed before lunch.'));
	});

	it('is sent again, a decision is not: it is taken anew on its page', async () => {
		const chief = await Person.of('chief', 'input-decides'), other = await Person.of('chief', 'input-decides-too');
		const {id} = await author.save(article({action: 'submit'}));
		const token = await chief.token();
		const pages = {
			[`/articles/${id}/approve`]: `/articles/${id}/review`, [`/articles/${id}/return`]: `/articles/${id}/review`,
			[`/articles/${id}/publish`]: `/articles/${id}/review`, [`/articles/${id}/withdraw`]: `/articles/${id}/review`,
			[`/articles/${id}/restore`]: `/articles/${id}/history`, [`/articles/${id}/preview/links`]: `/articles/${id}/preview/links`,
			[`/articles/${id}/preview/links/1/revoke`]: `/articles/${id}/preview/links`, '/people': '/people', '/people/1': '/people', '/language': '/',
			[`/articles/${id}/remarks/${'0'.repeat(32)}/resolve`]: `/articles/${id}/remarks`, '/working/1/drop': '/',
		};
		const fields = {reason: 'Too long, said the chief.', public_reason: 'A slip.', revision: '1', csrf: token};
		for (const [at, page] of Object.entries(pages)) {
			const stale = await other.post(at, fields);
			assert.equal(stale.status, 403, at);
			assert.match(words(stale.text), /older than your sign-in.*decide there/, at);
			assert.ok(stale.text.includes(`href="${page}"`), at);
			assert.ok(!/<form class="again"|name="reason"/.test(stale.text), at);
		}
		sql(`DELETE FROM auth.session WHERE user_id = (SELECT id FROM core.app_user WHERE login = '${chief.login}')`);
		for (const [at, page] of Object.entries(pages)) {
			const r = await chief.post(at, fields);
			assert.equal(r.status, 401, at);
			assert.match(words(r.text), /nothing was done\. Sign in/, at);
			const form = inputs(r.text);
			assert.equal(form.next, page, at);
			assert.deepEqual(Object.keys(form).filter((name) => name.startsWith('kept')), [], at);
			assert.match(r.text, /readonly>\s*Too long, said the chief\./, at);
		}
		assert.equal(stateOf(id), 'submitted');
	});

	it('is kept when somebody else, or nobody who may write, has signed in meanwhile', async () => {
		const chief = await Person.of('admin', 'input-not-writing');
		const typed = article({headline: 'Typed by another', body: 'A long text, typed by another.'});
		const fields = new URLSearchParams({...typed, csrf: await author.token()});
		const stale = await chief.post('/articles', fields);
		assert.equal(stale.status, 403);
		assert.match(words(stale.text), /older than your sign-in/);
		for (const r of [stale, await chief.post('/articles', typed)]) {
			assert.equal(r.status, 403);
			assert.ok(r.text.includes('A long text, typed by another.'));
			assert.ok(r.text.includes('Typed by another'));
		}
	});
});
