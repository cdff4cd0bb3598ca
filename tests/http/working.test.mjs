// What the page of a form tells the desk while somebody writes: working copies, presence, take-over.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, channel, headOf, sql, suffix, words} from './lib/instance.mjs';

const hex = () => randomBytes(16).toString('hex');
let author, editor;
before(async () => {
	author = await Person.of('reporter', 'working');
	editor = await Person.of('editor', 'working-editor');
});

// As the script does: JSON to and fro.
async function send(person, at, fields, headers = {}) {
	const body = JSON.stringify({csrf: await person.token(), ...fields});
	const r = await person.raw(at, body, {'content-type': 'application/json', ...headers});
	assert.match(r.headers['content-type'], /^application\/json/, r.text.slice(0, 200));
	return {status: r.status, ...JSON.parse(r.text)};
}
const put = (person, id, tab, seq, more = {}) => send(person, `/articles/${id}/working`, {tab, seq: String(seq), base: id === 'new' ? '' : String(headOf(id)), draft: '', copy: '', ...more});
const look = async (person, id, tab, more = '') => {
	const r = await person.post(`/articles/${id}/presence?tab=${tab}${more}`, {csrf: ''});
	return {status: r.status, ...JSON.parse(r.text)};
};
const copies = (person) => JSON.parse(sql(`SELECT coalesce(jsonb_agg(w.fields ->> 'body' ORDER BY w.id), '[]') FROM core.working_copy w
	JOIN core.app_user u ON u.id = w.user_id WHERE u.login = '${person.login}'`));
const texts = (html) => [...html.matchAll(/<div class="offer"[^]*?(?=<div class="offer"|<form class="editor")/g)].map((m) => words(m[0]));

// Sends the form of a new article, as it was shown or as another window has it.
const sent = (person, fields) => person.post('/articles', article(fields));
const articlesOf = (person) => Number(sql(`SELECT count(*) FROM core.article a JOIN core.app_user u ON u.id = a.created_by WHERE u.login = '${person.login}'`));
const at = (r) => /^\/articles\/(\d+)\?done=saved&revision=(\d+)$/.exec(r.headers.location)?.slice(1).map(Number);

describe('a draft that is an article already', () => {
	it('is named by the page, without a script too', async () => {
		const first = inputs((await author.get('/articles/new')).text), second = inputs((await author.get('/articles/new')).text);
		assert.match(first.draft, /^[0-9a-f]{32}$/);
		assert.notEqual(first.draft, second.draft);
	});

	it('is that article for the same words of another window', async () => {
		const before = articlesOf(author), draft = hex();
		const first = at(await sent(author, {draft}));
		assert.deepEqual(at(await sent(author, {draft})), first);
		assert.equal(articlesOf(author), before + 1);
		await author.save(article({base: String(headOf(first[0])), body: 'Later words.'}), first[0]);
		assert.deepEqual(at(await sent(author, {draft})), first, 'and for words that an earlier version has');
	});

	it('meets the article with other words, and loses neither', async () => {
		const before = articlesOf(author), draft = hex(), tab = hex();
		const [id, base] = at(await sent(author, {draft, body: 'The ferry left at six.'}));
		await put(author, 'new', tab, 7, {draft, body: 'The ferry left at seven.'});
		const r = await sent(author, {draft, tab, seq: '7', body: 'The ferry left at seven.'});
		assert.equal(r.status, 409);
		assert.equal(articlesOf(author), before + 1);
		assert.match(words(r.text), /The ferry left at (six\. ?)?.*seven/);
		const page = inputs(r.text);
		assert.equal(Number(page.base), base, 'goes on from the first version');
		assert.match(r.text, new RegExp(`action="/articles/${id}/merge"`));
		const merged = await author.post(`/articles/${id}/merge`, article({...page, body: 'The ferry left at seven.'}));
		assert.equal(merged.status, 303, words(merged.text));
		const form = await author.get(merged.headers.location);
		assert.match(form.text, /The ferry left at seven\./);
		await author.save(article({...inputs(form.text), body: 'The ferry left at seven.'}), id);
		assert.equal(articlesOf(author), before + 1);
		assert.deepEqual(copies(author).filter((w) => w?.includes('seven')), [], 'nothing is left over');
	});

	it('meets what a colleague made of it', async () => {
		const draft = hex();
		const [id] = at(await sent(author, {draft, body: 'One.\n\nTwo.'}));
		await author.post(`/articles/${id}`, article({action: 'submit', base: String(headOf(id)), body: 'One.\n\nTwo.'}));
		await editor.save(article({base: String(headOf(id)), body: 'One.\n\nTwo, corrected.'}), id);
		const r = await sent(author, {draft, body: 'One, mine.\n\nTwo.'});
		assert.equal(r.status, 409);
		assert.match(words(r.text), /No two changes are in each other’s way/);
	});

	it('two windows at the same moment make one article', async () => {
		const before = articlesOf(author), draft = hex();
		const all = await Promise.all(['a', 'a', 'b', 'c'].map((body) => sent(author, {draft, body})));
		assert.equal(articlesOf(author), before + 1);
		assert.ok(all.every((r) => r.status === 303 || r.status === 409), all.map((r) => r.status).join());
		assert.ok(all.some((r) => r.status === 409));
	});

	it('is offered what was typed while it was saved', async () => {
		const draft = hex(), tab = hex();
		const [id, base] = at(await sent(author, {draft, tab, seq: '7', body: 'The ferry left at six.'}));
		assert.equal((await put(author, 'new', tab, 8, {draft, body: 'The ferry left at six. Nobody waved.'})).outcome, 'stored');
		assert.equal((await look(author, 'new', tab, `&draft=${draft}`)).saved, 8);
		assert.equal(sql(`SELECT article_id || ' ' || base_id FROM core.working_copy WHERE tab = '${tab}'`), `${id} ${base}`);
		assert.match(texts((await author.get(`/articles/${id}?edit=1`)).text)[0], /Nobody waved\./);
		assert.doesNotMatch((await author.get('/articles/new')).text, /Nobody waved\./);
	});

	it('belongs to its writer', async () => {
		const draft = hex();
		const [mine] = at(await sent(author, {draft}));
		assert.notEqual(at(await sent(editor, {draft}))[0], mine);
	});

	it('is known by its key where no draft is named: Back, other words, once more', async () => {
		const before = articlesOf(author), key = hex();
		const [id, base] = at(await sent(author, {key}));
		const r = await sent(author, {key, body: 'Changed after Back.'});
		assert.equal(r.status, 409);
		assert.match(r.text, /Changed after Back\./);
		assert.match(r.text, new RegExp(`href="/articles/${id}"`));
		assert.equal(Number(inputs(r.text).base), base);
		assert.equal(articlesOf(author), before + 1);
		const key2 = hex();
		await author.post(`/articles/${id}`, article({key: key2, base: String(base), body: 'First.'}));
		const again = await author.post(`/articles/${id}`, article({key: key2, base: String(base), body: 'Second.'}));
		assert.equal(again.status, 409);
		assert.match(again.text, /Second\./);
		assert.match(again.text, /First\./);
	});
});

describe('a working copy', () => {
	it('is stored by number, and late or repeated ones change nothing', async () => {
		const {id} = await author.save(article());
		const tab = hex();
		const first = await put(author, id, tab, 10, {body: 'ten'});
		assert.equal(first.status, 200);
		assert.equal(first.outcome, 'stored');
		assert.match(first.at, /^\d\d:\d\d$/);
		assert.equal((await put(author, id, tab, 10, {body: 'ten'})).outcome, 'stored');
		assert.equal((await put(author, id, tab, 9, {body: 'nine'})).outcome, 'late');
		assert.equal((await put(author, id, tab, 10, {body: 'other'})).status, 409);
		assert.deepEqual(copies(author).slice(-1), ['ten']);
	});

	it('keeps every field and none of what the form carries', async () => {
		const {id} = await author.save(article());
		const tab = hex(), all = {headline: '标题 “x” \\ \u2028', body: 'a\n\nb\t"', summary: '', body_json: '{"schema":1}'};
		assert.equal((await put(author, id, tab, 1, {...all, key: hex(), action: 'save'})).status, 200);
		assert.deepEqual(JSON.parse(sql(`SELECT fields FROM core.working_copy WHERE tab = '${tab}'`)), all);
	});

	it('is refused in JSON when it is none of a form', async () => {
		const {id} = await author.save(article());
		const tab = hex(), good = {tab, seq: '1', base: String(headOf(id)), draft: '', copy: ''};
		const at = `/articles/${id}/working`;
		for (const bad of [{tab: 'x'}, {base: ''}, {tab: tab.toUpperCase()}, {seq: '0'}, {seq: '-1'}, {seq: '1e3'}, {seq: '9223372036854775808'}, {base: 'x'}, {copy: '0'}, {'Headline': 'x'}, {['x'.repeat(41)]: ''}])
			assert.equal((await send(author, at, {...good, ...bad})).status, 422, JSON.stringify(bad));
		const {revision: foreign} = await author.save(article());
		for (const [to, base] of [[at, foreign], [at, 999999999], ['/articles/new/working', foreign]])
			assert.equal((await send(author, to, {...good, base: String(base), draft: to === at ? '' : hex()})).status, 422, `from version ${base} at ${to}`);
		for (const body of ['', '{', '[]', '"x"', 'null', '{"csrf":1}', '{"a":{"b":"c"}}', '{"a":"1","a":"2"}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"a":"\xff"}'.replace('\xff', '\ufffd') + '}'])
			assert.ok([400, 403].includes((await author.raw(at, body, {'content-type': 'application/json'})).status), body);
		assert.equal((await author.raw('/articles', '{}', {'content-type': 'application/json'})).status, 415, 'JSON is for these addresses alone');
		assert.equal((await author.raw(at, 'x'.repeat((4 << 20) + 1), {'content-type': 'application/json'})).status, 413);
		assert.equal((await send(author, at, {...good, body: '字'.repeat(200000)})).status, 200, 'the largest body');
	});

	it('needs the token, the origin, a session', async () => {
		const {id} = await author.save(article());
		const at = `/articles/${id}/working`, tab = hex(), good = {tab, seq: '1', base: String(headOf(id)), draft: '', copy: '', body: 'x'};
		assert.deepEqual(await send(author, at, {...good, csrf: '0'.repeat(64)}), {status: 403, error: 'csrf'});
		assert.deepEqual(await send(author, at, good, {'sec-fetch-site': 'cross-site'}), {status: 403, error: 'origin'});
		const stranger = new Person();
		assert.deepEqual(await send(Object.assign(stranger, {csrf: '0'.repeat(64)}), at, good), {status: 401, error: 'session'});
		assert.equal((await send(editor, at, good)).status, 404, 'somebody else’s draft');
		assert.equal(sql(`SELECT count(*) FROM core.working_copy WHERE tab = '${tab}'`), '0');
	});

	it('is offered on the page of the form, compared, taken and saved, without a script', async () => {
		const {id} = await author.save(article({body: 'The ferry left at six.'}));
		await put(author, id, hex(), 1, article({body: 'The ferry left at seven.', base: String(headOf(id))}));
		let page = await author.get(`/articles/${id}`);
		assert.match(texts(page.text)[0], /You have unsaved text of \d.*The ferry of/);
		assert.match(page.text, /<textarea id="body"[^>]*>\s*The ferry left at six\./, 'the form has what is saved');
		const link = (text, verb) => new RegExp(`href="([^"]*${verb}=\\d+)"`).exec(text)[1].replace(/&amp;/g, '&');
		page = await author.get(link(page.text, 'compare'));
		assert.match(page.text, /<del>six<\/del>/);
		assert.match(page.text, /<ins>seven<\/ins>/);
		page = await author.get(link(page.text, 'take'));
		assert.equal(texts(page.text).length, 0);
		assert.match(words(page.text), /This is your unsaved text/);
		assert.match(page.text, /<textarea id="body"[^>]*>\s*The ferry left at seven\./);
		const form = inputs(page.text);
		const r = await author.post(`/articles/${id}`, article({body: 'The ferry left at seven.', key: form.key, base: form.base, copy: form.copy, draft: '', tab: '', seq: ''}));
		assert.equal(r.status, 303);
		assert.equal(sql(`SELECT count(*) FROM core.working_copy WHERE article_id = ${id}`), '0', 'saved, it is no longer unsaved');
		assert.equal(texts((await author.get(`/articles/${id}`)).text).length, 0);
	});

	it('is dropped by its owner alone', async () => {
		const {id} = await author.save(article());
		const tab = hex();
		await put(author, id, tab, 1, article({headline: 'Dropped', base: String(headOf(id))}));
		const page = await author.get(`/articles/${id}`);
		const [, action] = /action="(\/working\/\d+\/drop)"/.exec(page.text);
		assert.equal((await editor.post(action, {back: '/'})).status, 303);
		assert.equal(sql(`SELECT count(*) FROM core.working_copy WHERE tab = '${tab}'`), '1');
		const copy = /\d+/.exec(action)[0];
		for (const [back, to] of [['//evil.example/', '/'], ['https://evil.example/', '/'], ['/articles/new', `/articles/new?dropped=${copy}`],
			[`/articles/${id}?edit=1`, `/articles/${id}?edit=1&dropped=${copy}`]]) {
			const r = await author.post(action, {back});
			assert.equal(r.status, 303);
			assert.equal(r.headers.location, to);
		}
		assert.equal(texts((await author.get(`/articles/${id}`)).text).length, 0);
	});

	for (const lang of ['en', 'zh'])
		it(`dropped by mistake is brought back, without a script, ${lang}`, async () => {
			const someone = await Person.of('reporter', `working-drop-${lang}`, {lang});
			const {id} = await someone.save(article());
			for (const [place, at] of [['new', '/articles/new'], [id, `/articles/${id}?edit=1`]]) {
				const tab = hex(), draft = hex();
				await put(someone, place, tab, 1, {...article({headline: 'A slip', base: place === 'new' ? '' : String(headOf(id)), key: ''}), ...(place === 'new' && {draft})});
				const before = (await someone.get(at)).text;
				const [, drop] = /action="(\/working\/\d+\/drop)"/.exec(before);
				const r = await someone.post(drop, {back: at});
				const page = (await someone.get(r.headers.location)).text;
				const boxes = texts(page);
				assert.equal(boxes.length, 1);
				assert.match(boxes[0], lang === 'zh' ? /尚未保存的文字已放弃。 A slip 撤销 ?$/ : /Your unsaved text of \d.* was dropped\. A slip Undo ?$/);
				assert.doesNotMatch(page, /\/drop"|take=/);
				assert.equal(texts((await someone.get(at)).text).length, 0, 'of that page alone');
				assert.doesNotMatch((await author.get(r.headers.location.replace(/.*\?(.*&)?/, '/articles/new?'))).text, /A slip/, 'nor of anybody else');
				assert.doesNotMatch((await someone.get(r.headers.location.replace('dropped', 'take'))).text, /A slip/, 'nor is it taken by its address');
				const [, undo] = /action="(\/working\/\d+\/undrop)"/.exec(page);
				assert.equal((await editor.post(undo, {back: at})).status, 303);
				assert.equal(texts((await someone.get(at)).text).length, 0);
				const u = await someone.post(undo, {back: at});
				assert.equal(u.status, 303);
				assert.equal(u.headers.location, at);
				assert.equal(texts((await someone.get(r.headers.location)).text).length, 1, 'reloaded, the page offers it too');
				assert.equal(texts((await someone.get(at)).text).join(), texts(before).join(), 'as it was');
				assert.equal((await someone.post(undo, {back: '//evil.example'})).headers.location, '/');
			}
		});

	it('that was dropped opens no fold, and stands before the others', async () => {
		const someone = await Person.of('reporter', 'working-drop-many');
		for (let i = 1; i <= 4; i++) await put(someone, 'new', hex(), 1, {...article({headline: `Text ${i}`, base: '', key: ''}), draft: hex()});
		const [, drop] = /Text 1<[^]*?action="(\/working\/\d+\/drop)"/.exec((await someone.get('/articles/new')).text);
		const r = await someone.post(drop, {back: '/articles/new'});
		const page = (await someone.get(r.headers.location)).text;
		const [open, folded] = page.split('<details class="offers"');
		assert.deepEqual([...open.matchAll(/>Text (\d)</g)].map((m) => m[1]).join(''), '143');
		assert.deepEqual([...folded.matchAll(/>Text (\d)</g)].map((m) => m[1]).join(''), '2');
	});

	it('that is not there any more when it is taken: that is said, and what there is now is offered', async () => {
		const {id} = await author.save(article({headline: 'As saved'}));
		const tab = hex();
		await put(author, id, tab, 1, article({headline: 'Unsaved', base: String(headOf(id)), key: ''}));
		const copy = sql(`SELECT max(id) FROM core.working_copy WHERE article_id = ${id}`);
		const said = /role="status">([^<]*)/;
		assert.match(said.exec((await author.get(`/articles/${id}?edit=1&take=${copy}`)).text)[1], /This is your unsaved text/);
		await put(author, id, tab, 2, article({headline: 'Unsaved still', base: String(headOf(id)), key: ''}));
		const page = (await author.get(`/articles/${id}?edit=1&take=${copy}`)).text;
		assert.match(said.exec(page)[1], /not there any more/);
		assert.match(page, /<textarea[^>]*name="headline"[^>]*>\s*As saved</);
		assert.match(texts(page).join(), /Unsaved still/);
		assert.match((await author.get('/articles/new?take=999999999')).text, /not there any more/);
	});

	it('that filled a form without script, and was dropped since, keeps what the form cannot show', async () => {
		const {id} = await author.save(article({body: 'Plain.'}));
		const doc = JSON.stringify({schema: 1, doc: {type: 'doc', content: [{type: 'paragraph', attrs: {id: 'abcdefgh01'}, content: [{type: 'text', text: 'Strong words.', marks: [{type: 'strong'}]}]}]}});
		await put(author, id, hex(), 1, {...article({base: String(headOf(id)), key: ''}), body: '', body_json: doc});
		const copy = sql(`SELECT max(id) FROM core.working_copy WHERE article_id = ${id}`);
		const page = (await author.get(`/articles/${id}?edit=1&take=${copy}`)).text, form = inputs(page);
		const body = /<textarea id="body"[^>]*>\s*([^<]*)</.exec(page)[1];
		assert.match(body, /Strong words\./);
		await author.post(`/working/${copy}/drop`, {back: '/'});
		assert.equal((await author.post(`/articles/${id}`, article({body, key: form.key, base: form.base, copy}))).status, 303);
		assert.match(sql(`SELECT r.body::text FROM core.revision r WHERE r.id = ${headOf(id)}`), /strong/);
	});

	it('of a new article is offered there, and follows it when it is saved', async () => {
		const someone = await Person.of('reporter', 'working-new');
		const draft = hex(), tab = hex();
		assert.equal((await put(someone, 'new', tab, 1, {draft, ...article({headline: 'Not there yet', base: '', key: ''})})).outcome, 'stored');
		const [offer] = texts((await someone.get('/articles/new')).text);
		assert.match(offer, /Not there yet/);
		const {id} = await someone.save(article({headline: 'Not there yet', draft, tab, seq: '1', copy: ''}));
		assert.deepEqual(copies(someone), []);
		assert.deepEqual(texts((await someone.get('/articles/new')).text), []);
		assert.equal((await put(someone, 'new', tab, 1, {draft, headline: 'Not there yet'})).outcome, 'late', 'a request that was on its way');
		assert.equal((await look(someone, id, tab, '&leaves=1')).saved, 1);
	});

	it('without a headline shows how it begins; the third and later are folded until one is looked at', async () => {
		const someone = await Person.of('reporter', 'working-many');
		const text = (words) => ({type: 'text', text: words});
		const doc = (...content) => JSON.stringify({schema: 1, doc: {type: 'doc', content}});
		const note = {type: 'footnote', attrs: {text: 'Said a footnote'}};
		const bodies = [
			['body', 'The tide "turned" at noon.\n\nMore'],
			['body_json', doc({type: 'heading', attrs: {id: 'abcdefgh01', level: 2}, content: [text('潮水\\“涨”"了"')]}, {type: 'paragraph', content: [text('Then '), {...text('bold'), marks: [{type: 'strong'}]}, note, text(' words')]})],
			// Longer than what is looked at, and cut off in a sign.
			['body_json', doc({type: 'paragraph', content: [text('\\'.repeat(3000))]})],
			['body_json', 'no JSON at all'],
			['body_json', doc({type: 'paragraph', content: [text('\u0000 no text')]})],
		];
		for (const [name, value] of bodies) {
			const fields = article({headline: '', body: '', base: '', key: ''});
			if (name === 'body_json') delete fields.body;
			assert.equal((await put(someone, 'new', hex(), 1, {...fields, draft: hex(), lang: 'en', [name]: value})).outcome, 'stored');
		}
		const page = (await someone.get('/articles/new')).text;
		const shown = texts(page).reverse();
		assert.match(shown[0], /\d\. The tide "turned" at noon\. More /);
		assert.match(shown[1], /\d\. 潮水\\“涨”"了" Then bold words /);
		assert.match(shown[2], /\d\. \\{40}… Compare/);
		for (const one of shown.slice(3)) assert.match(one, /\d\. Compare/, 'what cannot be read has its time');
		const folded = /<details class="offers">\s*<summary>More unsaved texts<\/summary>([^]*?)<\/details>/.exec(page);
		assert.equal(texts(page.slice(0, folded.index) + '<form class="editor"').length, 2);
		assert.equal(texts(folded[1] + '<form class="editor"').length, 3);
		const [compare] = /\/articles\/new\?compare=\d+/.exec(folded[1]);
		assert.match((await someone.get(compare)).text, /<details class="offers" open>/);
	});

	it('taken from an old version meets the newer one when it is saved', async () => {
		const {id, revision} = await author.save(article({body: 'One.'}));
		await put(author, id, hex(), 1, {...article({body: 'Mine.'}), base: String(revision), key: ''});
		await author.save(article({body: 'Theirs.', base: revision}), id);
		const copy = sql(`SELECT max(id) FROM core.working_copy WHERE article_id = ${id}`);
		const form = inputs((await author.get(`/articles/${id}?edit=1&take=${copy}`)).text);
		assert.equal(form.base, String(revision));
		const r = await author.post(`/articles/${id}`, article({body: 'Mine.', base: form.base, key: form.key, copy}));
		assert.equal(r.status, 409);
		assert.match(r.text, /<ins>Theirs\.?<\/ins>[^]*<ins>Mine\.?<\/ins>/);
		assert.equal(sql(`SELECT count(*) FROM core.working_copy WHERE id = ${copy}`), '1', 'what was refused is not forgotten');
	});
});

describe('two at one article', () => {
	it('are shown by pages of this desk alone: no other site makes somebody look present', async () => {
		const {id} = await author.save(article({action: 'submit'}));
		const there = () => sql(`SELECT count(*) FROM core.presence WHERE subject = 'a${id}' AND core.is_here(seen_at)`);
		const at = `/articles/${id}/presence?tab=${hex()}`;
		assert.equal((await author.get(at)).status, 405, 'no link, picture or window that another site opens');
		for (const headers of [{'sec-fetch-site': 'cross-site'}, {'sec-fetch-site': 'same-site'}, {'sec-fetch-site': null, origin: 'https://evil.example'},
			{'sec-fetch-site': null, origin: 'null'}, {'sec-fetch-site': null}]) {
			const r = await author.raw(at, '', headers);
			assert.equal(r.status, 403, JSON.stringify(headers));
			assert.deepEqual(JSON.parse(r.text), {error: 'origin'});
		}
		assert.equal(there(), '0');
		const r = await author.raw(at, '');
		assert.equal(r.status, 200, 'without the token, for it is here that a page gets a new one');
		assert.match(JSON.parse(r.text).csrf, /^[0-9a-f]{64}$/);
		assert.equal(there(), '1');
	});

	it('see each other, take over, and lose nothing', async () => {
		const {id} = await author.save(article({channel: channel('life'), action: 'submit'}));
		const [a, e] = [hex(), hex()];
		await look(author, id, a);
		assert.equal((await put(author, id, a, 1, {body: 'of the author'})).outcome, 'stored');
		let seen = await look(editor, id, e);
		assert.deepEqual(seen.people.map((p) => [p.name, p.mine, p.here, p.writes]), [
			[`working ${suffix}`, false, false, true], [`working-editor ${suffix}`, true, true, false]]);
		assert.match(seen.people[0].since, /^\d\d:\d\d$/);
		const aside = await put(editor, id, e, 1, {body: 'of the editor'});
		assert.equal(aside.outcome, 'stored_aside');
		assert.equal(aside.holder, `working ${suffix}`);
		assert.equal((await send(editor, `/articles/${id}/lock`, {tab: e, draft: ''})).outcome, 'taken');
		seen = await look(author, id, a);
		assert.deepEqual(seen.people.filter((p) => p.writes).map((p) => p.name), [`working-editor ${suffix}`]);
		const page = await author.get(`/articles/${id}?edit=1`);
		assert.match(texts(page.text)[0], new RegExp(`It was kept when working-editor ${suffix} took the article over\\.`));
		assert.ok(copies(author).includes('of the author') && copies(editor).includes('of the editor'));
		await look(editor, id, e, '&leaves=1');
		assert.deepEqual((await look(author, id, a)).people.filter((p) => p.writes), []);
	});

	it('are not kept out by a page that is gone, whose last words come after it said so', async () => {
		const {id} = await author.save(article({action: 'submit'}));
		const [a, e] = [hex(), hex()];
		await look(author, id, a);
		await put(author, id, a, 1, {body: 'before leaving'});
		await look(author, id, a, '&leaves=1');
		assert.equal((await put(author, id, a, 2, {body: 'the very last words'})).outcome, 'stored');
		assert.ok(copies(author).includes('the very last words'));
		assert.deepEqual((await look(editor, id, e)).people.map((p) => [p.mine, p.writes]), [[true, false]]);
		assert.equal((await put(editor, id, e, 1, {body: 'x'})).outcome, 'stored', 'nobody is taken from');
		await look(editor, id, e, '&leaves=1');
		const again = await look(author, id, a);
		assert.deepEqual(again.people.map((p) => [p.here, p.writes]), [[true, false]], 'a page that comes back is here');
		assert.equal((await put(author, id, a, 3, {body: 'and on'})).outcome, 'stored');
		assert.deepEqual((await look(editor, id, e)).people.filter((p) => p.writes).map((p) => p.mine), [false], 'and writes');
	});
});
