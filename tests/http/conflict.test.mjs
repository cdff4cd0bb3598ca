// Two versions that were made from one: the page that brings them together, and what it leaves.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, headOf, sql, words} from './lib/instance.mjs';

const hex = () => randomBytes(16).toString('hex');
let author;
before(async () => {
	author = await Person.of('reporter', 'conflict');
});

const unescape = (s) => s.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
// Every hidden field of the merge page, and the choices with those that are made.
function fields(html, chosen = {}) {
	const form = /<form class="merge"[^]*?<\/form>/.exec(html)[0];
	const all = {};
	for (const [, name, value] of form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) all[name] = unescape(value);
	for (const [, name, value, checked] of form.matchAll(/<input type="radio" name="([^"]*)" value="([^"]*)"( checked)?>/g)) if (checked) all[name] = value;
	return {...all, ...chosen};
}
const conflicts = (html) => [...html.matchAll(/<fieldset class="conflict" id="([^"]*)">[^]*?<\/fieldset>/g)].map((m) => ({name: m[1], text: words(m[0])}));
const taken = (html) => words(/<section class="merge-taken"[^]*?<\/section>/.exec(html)?.[0] ?? '');

// An article that somebody changed to ${theirs} while ${mine} was written on the first version.
async function stale(mine, theirs, first = {}, more = {}) {
	const {id, revision} = await author.save(article({body: 'One.\n\nTwo.\n\nThree.', ...first}));
	const newer = await author.save(article({body: 'One.\n\nTwo.\n\nThree.', ...first, base: revision, ...theirs}), id);
	const r = await author.post(`/articles/${id}`, article({body: 'One.\n\nTwo.\n\nThree.', ...first, base: revision, ...mine, ...more}));
	assert.equal(r.status, 409);
	return {id, page: r.text, theirs: newer.revision};
}
async function bring({id, page}, chosen) {
	const r = await author.post(`/articles/${id}/merge`, fields(page, chosen));
	assert.equal(r.status, 303, words(r.text));
	assert.match(r.headers.location, new RegExp(`^/articles/${id}\\?edit=1&take=\\d+$`));
	return {id, at: r.headers.location, form: (await author.get(r.headers.location)).text};
}
const area = (html, name) => unescape(new RegExp(`<textarea id="${name}"[^>]*>\\n?([^]*?)</textarea>`).exec(html)[1]).trim();
const kept = (id) => Number(sql(`SELECT count(*) FROM core.working_copy WHERE article_id = ${id}`));

describe('a save that met a newer version', () => {
	it('goes together by itself where the changes are apart', async () => {
		const met = await stale({body: 'One.\n\nTwo.\n\nThree, of mine.', summary: 'My summary.'},
			{body: 'One, of theirs.\n\nTwo.\n\nThree.', headline: 'Their headline'});
		assert.deepEqual(conflicts(met.page), []);
		assert.match(taken(met.page), /Headline · changed.*Their.*headline.*of theirs.*Summary · changed My summary.*of mine/s);
		const {id, form} = await bring(met);
		assert.equal(area(form, 'body'), 'One, of theirs.\n\nTwo.\n\nThree, of mine.');
		assert.equal(inputs(form).headline, 'Their headline');
		assert.equal(area(form, 'summary'), 'My summary.');
		assert.equal(inputs(form).base, String(headOf(id)));
		assert.match(words(form), /both versions, brought together/);
		assert.equal(kept(id), 1, 'all of mine is in the result: nothing else is kept');
		const r = await author.post(`/articles/${id}`, article({...inputs(form), bylines: area(form, 'bylines'), body: area(form, 'body'), summary: area(form, 'summary'), topics: '', action: 'save'}));
		assert.equal(r.status, 303);
		assert.equal(kept(id), 0, 'saved, it is forgotten');
		assert.match((await author.get(`/articles/${id}`)).text, /One, of theirs\.[^]*Three, of mine\./);
	});

	it('asks where both changed the same, and keeps what is not chosen', async () => {
		const met = await stale({headline: 'My headline', body: 'One.\n\nTwo of mine.\n\nThree.'}, {headline: 'Their headline', body: 'One.\n\nTwo of theirs.\n\nThree.'});
		const asked = conflicts(met.page);
		assert.deepEqual(asked.map((c) => c.name), ['choice_headline', 'choice_0']);
		assert.match(asked[0].text, /1\. Headline.*You both changed it/);
		assert.match(asked[1].text, /2\. Paragraph of text.*What both began with Two\..*of theirs.*of mine/);
		assert.match(met.page, /<ins> of theirs<\/ins>/);
		for (const [choice, want] of [['theirs', 'One.\n\nTwo of theirs.\n\nThree.'], ['mine', 'One.\n\nTwo of mine.\n\nThree.'], ['both', 'One.\n\nTwo of theirs.\n\nTwo of mine.\n\nThree.']])
			assert.equal(area((await bring(met, {choice_0: choice})).form, 'body'), want, choice);
		const {id, at, form} = await bring(met, {choice_headline: 'theirs', choice_0: 'mine'});
		assert.equal(inputs(form).headline, 'Their headline');
		assert.match(words(form), /It is yours as it was before you brought two versions together/);
		const copies = JSON.parse(sql(`SELECT jsonb_agg(fields ->> 'headline') FROM core.working_copy WHERE article_id = ${id} AND merge = 'mine'`));
		assert.deepEqual(copies, ['My headline']);
		assert.equal((await author.get(at)).status, 200, 'a reload shows the same');
	});

	it('a paragraph that one dropped and the other changed is asked about', async () => {
		const met = await stale({body: 'One.\n\nThree.'}, {body: 'One.\n\nTwo.\nIt is changed here.\n\nThree.'}, {body: 'One.\n\nTwo.\nIt stands here.\n\nThree.'});
		const [c] = conflicts(met.page);
		assert.match(c.text, /The newer version changed it; you dropped it\./);
		assert.match(c.text, /Not there any more/);
		assert.equal(area((await bring(met)).form, 'body'), 'One.\n\nThree.');
		assert.match(area((await bring(met, {choice_0: 'theirs'})).form, 'body'), /changed here/);
	});

	it('bylines can be both', async () => {
		const met = await stale({bylines: 'reporter | Wen Hai | Chaocheng News\nreporter | Mine'}, {bylines: 'reporter | Wen Hai | Chaocheng News\neditor | Theirs'});
		const {form} = await bring(met, {choice_bylines: 'both'});
		assert.match(area(form, 'bylines'), /^.*Wen Hai.*\n.*Theirs.*\n.*Mine.*$/);
	});

	it('merges again when somebody was faster again', async () => {
		const met = await stale({body: 'One.\n\nTwo.\n\nThree, of mine.'}, {body: 'One, of theirs.\n\nTwo.\n\nThree.'});
		await author.save(article({base: headOf(met.id), body: 'One, of theirs.\n\nTwo, of a third.\n\nThree.'}), met.id);
		const {id, form} = await bring(met);
		const r = await author.post(`/articles/${id}`, article({...inputs(form), bylines: area(form, 'bylines'), body: area(form, 'body'), summary: area(form, 'summary'), topics: '', action: 'save'}));
		assert.equal(r.status, 409);
		const again = await bring({id, page: r.text});
		assert.equal(area(again.form, 'body'), 'One, of theirs.\n\nTwo, of a third.\n\nThree, of mine.');
	});

	it('forgets the working copy that its words came from, and nothing else', async () => {
		const {id, revision} = await author.save(article({body: 'One.'}));
		const tab = hex();
		const put = (t, body) => author.raw(`/articles/${id}/working`, JSON.stringify({csrf: csrf, tab: t, seq: '5', base: String(revision), draft: '', copy: '', body}), {'content-type': 'application/json'});
		const csrf = await author.token();
		assert.equal((await put(tab, 'Mine.')).status, 200);
		await author.save(article({body: 'Theirs.', base: revision}), id);
		const r = await author.post(`/articles/${id}`, article({body: 'Mine.', base: revision, tab, seq: '5', draft: '', copy: ''}));
		assert.equal(r.status, 409);
		assert.equal(kept(id), 1, 'nothing is forgotten before it is brought together');
		await bring({id, page: r.text}, {choice_0: 'theirs'});
		assert.deepEqual(sql(`SELECT string_agg(merge, ' ' ORDER BY id) FROM core.working_copy WHERE article_id = ${id}`), 'mine result');
	});

	it('trusts nothing of what is sent', async () => {
		const met = await stale({body: 'Mine.'}, {body: 'Theirs.'});
		const other = await author.save(article({body: 'Another article.'}));
		const send = async (more) => (await author.post(`/articles/${met.id}/merge`, fields(met.page, more))).status;
		assert.equal(await send({theirs: String(other.revision)}), 404, 'a version of another article');
		for (const bad of [{theirs: ''}, {theirs: '0'}, {theirs: '-1'}, {theirs: 'x'}, {base: ''}, {base: 'x'}, {key: 'x'}, {body: '', body_json: '{}'}, {body: '', body_json: 'x'}])
			assert.equal(await send(bad), 400, JSON.stringify(bad));
		/* A base that is not one of this article counts as unknown; a choice that is none as none. */
		assert.equal(await send({base: String(other.revision)}), 303);
		assert.equal(await send({base: String(other.revision), choice_0: 'theirs'}), 303, 'also where words are left out, which are kept');
		assert.equal(sql(`SELECT count(*) FROM core.working_copy WHERE article_id = ${met.id} AND merge = 'mine' AND base_id = ${met.theirs}`), '1', 'on top of theirs');
		assert.equal(await send({choice_0: 'nonsense', choice_99999999999: 'both', choice_headline: 'both'}), 303);
		const stranger = await Person.of('reporter', 'conflict-stranger');
		assert.equal((await stranger.post(`/articles/${met.id}/merge`, fields(met.page, {csrf: await stranger.token()}))).status, 404);
	});

	it('says so in Chinese, character by character', async () => {
		const one = await Person.of('reporter', 'conflict-zh', {lang: 'zh'});
		const {id, revision} = await one.save(article({lang: 'zh', body: '渡轮六点开出。'}));
		await one.save(article({lang: 'zh', body: '渡轮七点开出。', base: revision}), id);
		const r = await one.post(`/articles/${id}`, article({lang: 'zh', body: '渡轮八点开出。', base: revision}));
		assert.equal(r.status, 409);
		assert.match(words(r.text), /合并两个版本.*段落.*双方都改了这一处.*双方修改前的文字.*用对方的.*用您的.*两者都用/);
		assert.match(r.text, /<del>六<\/del><ins>七<\/ins>/);
		assert.match(r.text, /<del>六<\/del><ins>八<\/ins>/);
	});
});
