// The media library: what is found, who changes what, and every bad input with its words.
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {Person, article, channel, headOf, sql, suffix, words} from './lib/instance.mjs';
import {make, settled, upload} from './lib/pictures.mjs';

let author, other, editor, chinese;
const ids = {};
before(async () => {
	author = await Person.of('reporter', 'library');
	other = await Person.of('reporter', 'library-other');
	editor = await Person.of('editor', 'library-editor');
	chinese = await Person.of('editor', 'library-zh', {lang: 'zh'});
	let side = 300 + Math.floor(Math.random() * 200);
	const add = async (name, who, fields) => {
		const r = await upload(who, make(side++, 240), {fields});
		assert.equal(r.status, 201, r.text);
		ids[name] = r.json.id;
	};
	await add('harbour', author, {alt: `渔船驶出${suffix}港口`, caption: '清晨的港口', credit: `供图${suffix}`});
	await add('ferry', author, {alt: `A ferry, ${suffix}`, credit: `Wen ${suffix}`});
	await add('bare', other, {});
});

const JSON_ = {accept: 'application/json'};
async function list(person, query = '') {
	const r = await person.get(`/media${query}`, JSON_);
	return {status: r.status, ...JSON.parse(r.text)};
}
const found = async (query, person = author) => (await list(person, query)).items.map((i) => i.id);
const change = (person, id, fields, headers) => person.post(`/media/${id}`, fields, headers);
const stored = (id, fields) => sql(`SELECT concat_ws('|', ${fields}) FROM core.media WHERE id = ${id}`);

describe('the library', () => {
	it('finds by part of any word, Chinese or Latin, and by credit', async () => {
		for (const [q, want] of [[`${suffix}港`, ['harbour']], [suffix, ['ferry', 'harbour']], [`${suffix} ferry`, ['ferry']], [`FERRY ${suffix}`, ['ferry']], [`${suffix}%`, []], [`${suffix}_`, []]])
			assert.deepEqual(await found(`?q=${encodeURIComponent(q)}`), want.map((n) => ids[n]), q);
		assert.deepEqual(await found(`?credit=${encodeURIComponent(`供图${suffix}`)}`), [ids.harbour]);
		assert.deepEqual(await found(`?credit=${encodeURIComponent(`供${suffix}`)}`), [], 'a credit is that credit');
		assert.deepEqual(await found(`?mine=1&q=${suffix}`, other), []);
		assert.ok((await found('?only=no_credit')).includes(ids.bare));
		assert.ok(!(await found('?only=no_alt')).includes(ids.ferry));
	});

	it('tells scripts all that the editor needs', async () => {
		const {items: [it_]} = await list(author, `?q=${encodeURIComponent(`${suffix}港`)}`);
		assert.equal(it_.credit, `供图${suffix}`);
		assert.equal(it_.uploaded_by, `library ${suffix}`);
		assert.match(it_.uploaded_at, /^\d{4}-\d\d-\d\dT.*\+08:00$/);
		for (const [key, type] of Object.entries({id: 'number', key: 'string', width: 'number', height: 'number', state: 'string', name: 'string', alt: 'string', caption: 'string',
			focal_x: 'number', focal_y: 'number', failure: 'string', uses: 'number', expires_on: 'string', licence: 'string'}))
			assert.equal(typeof it_[key], type, key);
	});

	it('pages without a gap or a repetition', async () => {
		const seen = [];
		let next = '';
		do {
			const page = await list(author, `?cursor=${next}`);
			assert.equal(page.status, 200);
			seen.push(...page.items.map((i) => i.id));
			next = page.next;
		} while (next);
		assert.equal(new Set(seen).size, seen.length);
		for (const id of Object.values(ids))
			assert.ok(seen.includes(id));
	});

	it('is a page that works without a script', async () => {
		const page = await author.get(`/media?q=${encodeURIComponent(`${suffix}港`)}&only=`);
		assert.equal(page.status, 200);
		assert.match(page.text, new RegExp(`<a href="/media/${ids.harbour}">\\s*<img src="/media/${ids.harbour}/file/4x3-\\d+\\.webp`));
		assert.match(page.text, new RegExp(`alt="渔船驶出${suffix}港口"`));
		assert.match(page.text, /<form class="[a-z-]+" method="post" action="\/media" enctype="multipart\/form-data"/);
		assert.match(words((await chinese.get('/media?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84')).text), /没有符合条件的图片/);
		assert.match(page.text, /<nav[^>]*>[^]*href="\/media" aria-current="page"/);
	});

	it('says which day is wrong, and keeps what was typed', async () => {
		for (const day of ['2026-02-30', '2025-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'soon', '1899-12-31', '10000-01-01', '２０２６-01-01']) {
			const r = await author.get(`/media?from=${encodeURIComponent(day)}&q=kept`);
			assert.equal(r.status, 422, day);
			assert.match(words(r.text), /Write the day as 2026-01-31/);
			assert.match(r.text, /name="q" value="kept"/);
			assert.equal((await list(author, `?to=${encodeURIComponent(day)}`)).status, 422, day);
		}
		assert.equal((await author.get('/media?from=2024-02-29&to=2026-12-31')).status, 200);
	});

	it('knows no address that none of its pages leads to', async () => {
		for (const query of ['?only=x', '?only=UNUSED', '?cursor=x', '?cursor=1', '?cursor=-1-1', '?cursor=1-0', '?cursor=1-', '?cursor=99999999999999999999-1', "?only='"])
			assert.equal((await author.get(`/media${query}`)).status, 404, query);
		assert.equal((await author.get(`/media?q=${'%E5%AD%97'.repeat(300)}`)).status, 200, 'a longer question is cut');
		assert.equal((await author.get('/media?q=%00')).status, 400);
	});
});

describe('a picture', () => {
	it('has its words and rights changed, and only those that were sent', async () => {
		const r = await change(author, ids.ferry, {alt: ' A ferry\r\nat dusk ', credit: 'Wen Hai', source: 'The harbour office', licence: 'supplied', licence_other: '', expires_on: '2040-12-31', focal_x: '30', focal_y: '100'});
		assert.equal(r.status, 303);
		assert.equal(r.headers.location, `/media/${ids.ferry}?done=saved`);
		assert.equal(stored(ids.ferry, 'alt, credit, source, licence, expires_on, focal_x, focal_y'), 'A ferry at dusk|Wen Hai|The harbour office|supplied|2040-12-31|30|100');
		const only = await change(author, ids.ferry, {focal_x: '31', focal_y: '0'}, JSON_);
		assert.equal(only.status, 200);
		assert.deepEqual([JSON.parse(only.text).focal_x, JSON.parse(only.text).focal_y, JSON.parse(only.text).alt], [31, 0, 'A ferry at dusk']);
		assert.equal(stored(ids.ferry, 'licence, expires_on'), 'supplied|2040-12-31');
		assert.equal((await change(author, ids.ferry, {licence: 'other', licence_other: '仅限港区报道', expires_on: ''})).status, 303);
		assert.equal(stored(ids.ferry, 'licence, expires_on IS NULL'), '仅限港区报道|t');
		const page = await author.get(`/media/${ids.ferry}?done=saved`);
		assert.match(words(page.text), /Saved\./);
		assert.match(page.text, /id="licence_other" name="licence_other" value="仅限港区报道"/);
		assert.match(words(page.text), /Changes of rights.*Licence: Supplied for publication → 仅限港区报道/);
	});

	it('is refused what it cannot be, in words, with what was typed', async () => {
		const before = stored(ids.harbour, 'alt, credit, licence, expires_on, focal_x');
		for (const [fields, field, message] of [
			[{alt: '字'.repeat(301)}, 'alt', /301 characters; at most 300/], [{caption: 'x'.repeat(1001)}, 'caption', /at most 1000/], [{credit: 'x'.repeat(201)}, 'credit', /at most 200/],
			[{source: 'x'.repeat(201)}, 'source', /at most 200/], [{licence: 'other', licence_other: 'x'.repeat(201)}, 'licence_other', /few words/], [{licence: 'x'.repeat(201)}, 'licence_other', /few words/],
			[{credit: 'a\u0007b'}, 'credit', /control characters/], [{alt: 'a\u0085b\u0001'}, 'alt', /control characters/], [{expires_on: '31.12.2026'}, 'expires_on', /Write the day as/],
			[{expires_on: '2026-02-29'}, 'expires_on', /Write the day as/], [{focal_x: '101', focal_y: '1'}, 'focal_x', /0 to 100/], [{focal_x: '1', focal_y: '-1'}, 'focal_y', /0 to 100/],
			[{focal_x: '1'}, 'focal_y', /0 to 100/], [{focal_x: '1.5', focal_y: '1'}, 'focal_x', /0 to 100/],
		]) {
			const r = await change(author, ids.harbour, {...fields, alt: fields.alt ?? 'typed and kept'});
			assert.equal(r.status, 422, JSON.stringify(fields).slice(0, 80));
			assert.match(words(r.text), message);
			assert.match(r.text, new RegExp(`href="#${field}"`));
			assert.match(r.text, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
			if (!fields.alt)
				assert.match(r.text, /typed and kept/);
			const json = await change(author, ids.harbour, fields, JSON_);
			assert.equal(json.status, 422);
			assert.equal(JSON.parse(json.text).error, field);
			assert.match(JSON.parse(json.text).message, message);
		}
		assert.equal(stored(ids.harbour, 'alt, credit, licence, expires_on, focal_x'), before);
		assert.match(words((await change(chinese, ids.harbour, {focal_x: 'x', focal_y: '1'})).text), /请填写 0 到 100 之间的整数/);
	});

	it('is changed by who uploaded it and by editors; others read it', async () => {
		assert.equal((await change(other, ids.harbour, {credit: 'not theirs'})).status, 403);
		assert.equal((await change(other, ids.harbour, {credit: 'not theirs'}, JSON_)).status, 403);
		assert.doesNotMatch(stored(ids.harbour, 'credit'), /not theirs/);
		const page = await other.get(`/media/${ids.harbour}`);
		assert.equal(page.status, 200);
		assert.doesNotMatch(page.text, /name="credit"/);
		assert.match(words(page.text), new RegExp(`供图${suffix}`));
		assert.equal((await change(editor, ids.harbour, {caption: 'by an editor'})).status, 303);
		assert.equal(stored(ids.harbour, 'caption'), 'by an editor');
	});

	it('needs the token, the origin, a session, a number', async () => {
		assert.equal((await change(author, ids.harbour, {csrf: '0'.repeat(64), alt: 'x'})).status, 403);
		assert.equal((await change(author, ids.harbour, {alt: 'x'}, {'sec-fetch-site': 'cross-site'})).status, 403);
		assert.equal((await new Person().post(`/media/${ids.harbour}`, {alt: 'x'})).status, 401);
		for (const id of ['0', '-1', 'x', '1.0', '99999999999999999999', '1%2f2'])
			assert.equal((await author.get(`/media/${id}`)).status, 404, id);
	});

	it('shows where it is used, but no draft of somebody else', async () => {
		const {id} = await author.save(article({headline: `With a picture ${suffix}`, channel: channel('life'), lead_media: String(ids.harbour), lead_alt: 'a ship', lead_caption: '', lead_credit: ''}));
		const text = words((await author.get(`/media/${ids.harbour}`)).text);
		assert.match(text, new RegExp(`With a picture ${suffix}`));
		const seen = words((await editor.get(`/media/${ids.harbour}`)).text);
		assert.doesNotMatch(seen, new RegExp(`With a picture ${suffix}`));
		assert.match(seen, /articles that are not shown to you here: 1/);
		assert.equal((await list(author, `?q=${encodeURIComponent(`${suffix}港`)}`)).items[0].uses, 1);
		assert.ok(id);
	});
});

describe('what is said of the pictures of an article before it goes out', () => {
	const figure = (media, caption = '', alt = '') => ({type: 'figure', attrs: {media, alt}, content: [{type: 'caption', ...(caption && {content: [{type: 'text', text: caption}]})}]});
	const doc = (...content) => JSON.stringify({schema: JSON.parse(sql(`SELECT max(body_schema) FROM core.revision`)), doc: {type: 'doc', content: [{type: 'paragraph', content: [{type: 'text', text: 'Words.'}]}, ...content]}});
	const said = (html) => [...html.matchAll(/<li><a href="\/media\/(\d+)">([^<]*)<\/a><\/li>/g)].map(([, id, text]) => `${id} ${words(text)}`);
	let pending, failed, ended, ending, yesterday;
	before(async () => {
		yesterday = sql(`SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date - 1`);
		let side = 900 + Math.floor(Math.random() * 90);
		const add = async (caption, set) => {
			const {json} = await upload(author, make(side++, 200), {fields: {caption}});
			await settled(author, json.id);
			sql(`UPDATE core.media SET ${set} WHERE id = ${json.id}`);
			return json.id;
		};
		pending = await add('On its way', `caption = caption`);
		// In one transaction, so that no worker takes it.
		sql(`UPDATE core.media SET state = 'pending' WHERE id = ${pending}; UPDATE core.media SET claimed_until = 'infinity' WHERE id = ${pending}`);
		failed = await add('', `state = 'failed', failure = 'time', alt = 'Broken'`);
		ended = await add('Of the library', `expires_on = '${yesterday}'`);
		ending = await add('', `expires_on = '${yesterday}'::date + 5, name = 'ends.jpg'`);
	});

	it('is one list, by the names that the article gives them, on the form, on the article and for scripts', async () => {
		const body_json = doc(figure(ended, 'As the article says'), figure(pending), figure(failed), figure(ending));
		const {id} = await author.save(article({headline: `Four pictures ${suffix}`, body_json}));
		const want = [`${ended} “As the article says”: its rights ended after ${yesterday}. It cannot be published anew.`,
			`${pending} “On its way” is not ready for readers yet: submit in a moment.`, `${failed} “Broken” cannot be used: upload another file of it.`];
		const page = said((await author.get(`/articles/${id}?edit=1`)).text);
		assert.deepEqual(page.slice(0, 3), want);
		assert.match(page[3], new RegExp(`^${ending} “ends.jpg”: its rights end on `));
		const asked = async (query) => JSON.parse((await author.get(`/media/warnings?article=${id}&ids=${query}`)).text);
		const list = await asked([ended, pending, failed, ending, ids.harbour]);
		assert.deepEqual(list.map((w) => [w.id, w.kind, w.name]), [[ended, 'ended', 'Of the library'], [pending, 'pending', 'On its way'], [failed, 'failed', 'Broken'], [ending, 'ending', 'ends.jpg']]);
		assert.deepEqual(list.slice(0, 3).map((w) => `${w.id} ${w.text}`.replace('Of the library', 'As the article says')), want, 'the same words');
		assert.deepEqual(await asked(''), []);
		for (const bad of ['0', ',1', 'x', '1,,2', '-1'])
			assert.equal((await author.get(`/media/warnings?ids=${bad}`)).status, 422, bad);
		const refused = await author.post(`/articles/${id}`, article({headline: `Four pictures ${suffix}`, body_json, base: String(headOf(id)), action: 'submit'}));
		assert.equal(refused.status, 409);
		assert.match(words(refused.text), /could not be made so: it is named below/);
		assert.deepEqual(said(refused.text).slice(0, 3), want, 'and where the submission is refused');
		sql(`UPDATE core.media SET state = 'ready', failure = '', claimed_until = '-infinity' WHERE id IN (${pending}, ${failed})`);
		assert.deepEqual(said((await author.get(`/articles/${id}?edit=1`)).text).map((s) => s.split(' ')[0]), [String(ended), String(ending)]);
		assert.equal((await author.post(`/articles/${id}`, article({headline: `Four pictures ${suffix}`, body_json, base: String(headOf(id)), action: 'submit'}))).status, 303);
		assert.match(said((await editor.get(`/articles/${id}/review`)).text)[0], /“As the article says”: its rights ended/);
	});

	it('is of the words in the form, not of those that are stored', async () => {
		const refused = await author.post('/articles', article({headline: '', body_json: doc(figure(ended)), lead_media: String(ended), lead_caption: 'The lead', lead_alt: 'x', lead_credit: ''}));
		assert.equal(refused.status, 422);
		assert.deepEqual(said(refused.text), [`${ended} “The lead”: its rights ended after ${yesterday}. It cannot be published anew.`]);
	});
});

describe('rights that ended', () => {
	it('are warned of, and stop a publication with words that say which picture', async () => {
		const yesterday = sql(`SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date - 1`);
		const {id} = await author.save(article({headline: `Rights ${suffix}`, channel: channel('life'), lead_media: String(ids.ferry), lead_alt: 'a ship', lead_caption: '', lead_credit: ''}));
		// Its sizes are the worker's, and of no matter here.
		sql(`UPDATE core.media SET state = 'ready', blur = '\\x52', crop_x = focal_x, crop_y = focal_y WHERE id = ${ids.ferry}`);
		assert.equal((await author.post(`/articles/${id}`, article({headline: `Rights ${suffix}`, channel: channel('life'), lead_media: String(ids.ferry), lead_alt: 'a ship', lead_caption: '',
			lead_credit: '', base: String(headOf(id)), action: 'submit'}))).status, 303);
		const act = async (what, more) => {
			const page = (await editor.get(`/articles/${id}/review`)).text;
			const value = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)[1];
			return editor.post(`/articles/${id}/${what}`, {revision: value('revision'), sha: value('sha'), live: value('live'), ...more});
		};
		assert.equal((await act('approve', {level: '1'})).status, 303);
		assert.equal((await change(editor, ids.ferry, {expires_on: yesterday})).status, 303);
		const page = await editor.get(`/articles/${id}/review`);
		assert.match(words(page.text), new RegExp(`its rights ended after ${yesterday}`));
		assert.match(page.text, new RegExp(`href="/media/${ids.ferry}"`));
		const refused = await act('publish');
		assert.equal(refused.status, 409);
		assert.match(words(refused.text), /The rights of a picture have ended/);
		assert.equal(sql(`SELECT count(*) FROM site.live WHERE article_id = ${id}`), '0');
		const today = sql(`SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date`);
		assert.equal((await change(editor, ids.ferry, {expires_on: today})).status, 303);
		assert.equal((await act('publish')).status, 303, 'the last day is a day');
		assert.equal((await change(editor, ids.ferry, {expires_on: yesterday})).status, 303);
		assert.match(words((await editor.get(`/articles/${id}`)).text), new RegExp(`its rights ended after ${yesterday}. A correction may still go out with it`));
		assert.match(words((await editor.get('/media')).text), /Pictures on the site whose rights have ended: \d+/);
		assert.ok((await found('?only=ended_live')).includes(ids.ferry));
	});
});
