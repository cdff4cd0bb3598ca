// The directory of people, and what else the form of an article is proposed.
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {Person, sql, suffix, words} from './lib/instance.mjs';

const JSON_ONLY = {accept: 'application/json'};
let reporter, editor;
before(async () => {
	reporter = await Person.of('reporter', 'people');
	editor = await Person.of('editor', 'people-editor');
});
const items = async (q = '') => JSON.parse((await reporter.get(`/people?q=${encodeURIComponent(q)}`, JSON_ONLY)).text).items;
const id = (name) => sql(`SELECT id FROM core.person WHERE name = '${name}'`);

describe('people', () => {
	const name = `Wen Hai ${suffix}`;

	it('are proposed with outlet and role, and found by a part of either', async () => {
		assert.deepEqual((await items('金檬')).find((p) => p.name === '金檬'), {name: '金檬', outlet: '潮新闻客户端', role: 'reporter'});
		assert.ok((await items('潮新闻')).length >= 2);
		assert.deepEqual(await items('nobody at all'), []);
		assert.deepEqual(await items("' OR 1=1 --"), []);
	});

	it('are added and changed by an editor, and no more proposed when switched off', async () => {
		assert.equal((await editor.post('/people', {name: ` ${name} `, outlet: 'Harbour Review', role: 'photographer', active: '1'})).status, 303);
		assert.deepEqual(await items(name), [{name, outlet: 'Harbour Review', role: 'photographer'}]);
		const page = await editor.get(`/people?edit=${id(name)}`);
		assert.match(page.text, new RegExp(`value="${name}"`));
		assert.match(page.text, /<option value="photographer" selected>/);
		assert.equal((await editor.post(`/people/${id(name)}`, {name, outlet: 'Harbour Review', role: 'editor'})).status, 303);
		assert.deepEqual(await items(name), []);
		assert.match((await reporter.get(`/people?q=${encodeURIComponent(name)}`)).text, /not proposed/);
	});

	it('are told of in the audit, old and new, in the reader\'s words', async () => {
		const of = id(name);
		for (const [lang, who, change, none] of [['en', `person ${of}`, 'Usual role: Photographer → Editor; Propose in bylines: yes → no', 'changed in the directory'],
			['zh', `人员 ${of}`, '常用身份：摄影 → 编辑；在署名中推荐：是 → 否', '修改名录中的']]) {
			const chief = await Person.of('chief', `people-audit-${lang}`, {lang});
			const text = words((await chief.get('/audit')).text);
			for (const told of [who, change, none])
				assert.ok(text.includes(told), `${told} in ${text.slice(0, 2000)}`);
		}
	});

	it('come back with what was typed and what to do when something is wrong', async () => {
		for (const [fields, status, text] of [
			[{name: '', outlet: 'x', role: 'editor'}, 422, /Enter a name/], [{name: 'a|b', outlet: '', role: 'editor'}, 422, /Take out bars/],
			[{name: 'a', outlet: 'b'.repeat(61), role: 'editor'}, 422, /At most 60 characters/], [{name: 'a', outlet: '', role: 'king'}, 422, /Choose a role/],
			[{name, outlet: 'Harbour Review', role: 'editor'}, 409, /already/], [{name: 'a'}, 400, /./],
		]) {
			const r = await editor.post('/people', fields);
			assert.equal(r.status, status, JSON.stringify(fields));
			assert.match(r.text, text);
			if (fields.name && status !== 400)
				assert.match(r.text, new RegExp(`name="name" value="${fields.name.replace('|', '\\|')}"`));
		}
		assert.equal((await editor.post('/people/999999', {name: 'a', outlet: '', role: 'editor'})).status, 404);
	});

	it('show a reporter no form', async () => {
		const r = await reporter.get('/people');
		assert.equal(r.status, 200);
		assert.doesNotMatch(r.text, /action="\/people"[^>]*id="person"/);
		assert.doesNotMatch(r.text, /\?edit=/);
	});
});

describe('proposals', () => {
	it('spell a slug from any headline, and never an empty one', async () => {
		const slug = async (headline) => {
			const r = await reporter.get(`/slug?headline=${encodeURIComponent(headline)}`, JSON_ONLY);
			assert.equal(r.status, 200, headline);
			return JSON.parse(r.text).slug;
		};
		assert.equal(await slug('如何冲向5000亿'), 'ru-he-chong-xiang-5000-yi');
		assert.equal(await slug('银行行长在重庆'), 'yin-hang-hang-zhang-zai-chong-qing');
		for (const rare of ['', '𠮷', '㐀㐁㐂', '𪚥𪚥', '！？', '🎉', '\u{2ebf0}', '龘'.repeat(200)])
			assert.match(await slug(rare), /^[a-z0-9]+(-[a-z0-9]+)*$/, rare);
		assert.equal((await reporter.get(`/slug?headline=${'a'.repeat(201)}`, JSON_ONLY)).status, 422);
	});

	it('name the topics in use', async () => {
		const {items} = JSON.parse((await reporter.get('/topics', JSON_ONLY)).text);
		assert.ok(items.includes('新质生产力'), 'of the sample newsroom');
	});
});
