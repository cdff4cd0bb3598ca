// What colleagues say of an article: without a script and as JSON; who may, and who never sees it.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, channel, headOf, site, sql, suffix, words} from './lib/instance.mjs';
import {Stream} from './lib/stream.mjs';

const hex = () => randomBytes(16).toString('hex');
const json = {accept: 'application/json'};
let author, editor, other, id;

const list = async (person, of = id) => JSON.parse((await person.get(`/articles/${of}/remarks`, json)).text);
const say = (person, fields, headers = json, of = id) => person.post(`/articles/${of}/remarks`, {thread: hex(), key: hex(), block: '', quote: '', ...fields}, headers);
const find = async (person, text) => {
	const {open, resolved} = await list(person);
	return [...open, ...resolved].find((thread) => thread.remarks.some((remark) => remark.text === text));
};

before(async () => {
	author = await Person.of('reporter', 'remarks');
	editor = await Person.of('editor', 'remarks-editor');
	other = await Person.of('reporter', 'remarks-other');
	({id} = await author.save(article({channel: channel('life'), action: 'submit'})));
});

describe('remarks', () => {
	it('are said, answered, mended and resolved without a script', async () => {
		const before = headOf(id), sha = sql(`SELECT encode(sha, 'hex') FROM core.revision WHERE id = ${before}`);
		let page = await editor.get(`/articles/${id}/review`);
		const option = /<option value="([a-z0-9]{8,12})"[^>]*>\s*1\. The ferry left at six\./.exec(page.text);
		const form = inputs(/<form class="remark-new"[^]*?<\/form>/.exec(page.text)[0]);
		let r = await editor.post(`/articles/${id}/remarks`, {...form, block: option ? option[1] : '', text: 'Which ferry?\r\nThere are two.'});
		assert.equal(r.status, 303);
		assert.equal(r.headers.location, `/articles/${id}/review#remarks`);
		assert.equal((await editor.post(`/articles/${id}/remarks`, {...form, block: option ? option[1] : '', text: 'Which ferry?\r\nThere are two.'})).status, 303, 'sent twice');
		const [thread] = (await list(author)).open;
		assert.deepEqual(thread.remarks.map((one) => one.text), ['Which ferry?\nThere are two.'], 'it is said once');
		page = await author.get(`/articles/${id}/remarks`);
		assert.match(words(page.text), /Which ferry\? There are two\./);
		const reply = inputs(new RegExp(`<form[^>]*>(?:(?!</form>)[^])*?name="reply"(?:(?!</form>)[^])*?</form>`).exec(page.text)[0]);
		assert.equal((await author.post(`/articles/${id}/remarks`, {...reply, text: 'The early one.'})).status, 303);
		const mine = (await list(author)).open[0].remarks[1];
		assert.equal(mine.can_change, true);
		assert.equal((await author.post(`/articles/${id}/remarks/${mine.id}/change`, {text: 'The one at six.'})).status, 303);
		assert.match(words((await editor.get(`/articles/${id}`)).text), /The one at six\./);
		assert.equal((await author.post(`/articles/${id}/remarks/${thread.id}/resolve`, {resolved: '1'})).status, 303);
		const after = await list(editor);
		assert.equal(after.open.length, 0);
		assert.match(after.resolved[0].resolved_text, new RegExp(`^Resolved by remarks ${suffix}, `));
		assert.equal((await say(editor, {thread: thread.id, text: 'And back?'})).status, 200);
		assert.equal((await list(editor)).open.length, 1, 'a reply opens it again');
		assert.equal(headOf(id), before);
		assert.equal(sql(`SELECT encode(sha, 'hex') FROM core.revision WHERE id = ${before}`), sha, 'no revision was touched');
	});

	it('that cannot be stored come back with what was typed and what to do', async () => {
		const long = 'x'.repeat(2001);
		let r = await say(editor, {text: long}, {});
		assert.equal(r.status, 422);
		assert.ok(r.text.includes(long), 'the text is still there');
		assert.match(words(r.text), /The comment has 2001 characters; at most 2000 are allowed\./);
		assert.match(r.text, /<title>Error:/);
		r = await say(editor, {text: ' \n　'}, {});
		assert.equal(r.status, 422);
		r = await say(editor, {text: ''});
		assert.deepEqual(JSON.parse(r.text), {error: 'text', message: 'The comment is empty. Write what you mean.'});
		const chinese = await Person.of('editor', 'remarks-zh', {lang: 'zh'});
		assert.match(words((await say(chinese, {text: long}, {})).text), /批注有 2001 个字符，最多 2000 个。/);
		for (const bad of [{thread: 'x'}, {thread: hex().toUpperCase()}, {key: ''}, {quote: 'q'.repeat(201)}, {block: 'Not a name'}])
			assert.equal((await say(editor, {text: 'fine', ...bad})).status, 422, JSON.stringify(bad));
		assert.equal(await find(editor, 'fine'), undefined);
	});

	it('are mended by who wrote them, for 15 minutes, and resolved by writers and reviewers', async () => {
		await say(editor, {text: 'Old words'});
		const thread = await find(editor, 'Old words');
		const [{id: remark}] = thread.remarks;
		const change = (person, text) => person.post(`/articles/${id}/remarks/${remark}/change`, {text}, json);
		assert.equal((await change(author, 'Not mine')).status, 403);
		sql(`UPDATE core.remark SET at = now() - interval '16 minutes' WHERE id = ${remark}`);
		const r = await change(editor, 'Too late');
		assert.equal(r.status, 409);
		assert.match(JSON.parse(r.text).message, /15 minutes/);
		const page = await editor.post(`/articles/${id}/remarks/${remark}/change`, {text: 'Too late'}, {});
		assert.equal(page.status, 409);
		assert.match(words(page.text), /15 minutes/);
		assert.equal((await find(editor, 'Old words')).remarks.length, 1);
		const {id: elsewhere} = await author.save(article());
		assert.equal((await author.post(`/articles/${elsewhere}/remarks/${thread.id}/resolve`, {resolved: '1'}, json)).status, 404, 'by way of another article');
		assert.equal((await say(author, {thread: thread.id, text: 'Crossed'}, json, elsewhere)).status, 404);
	});

	it('are seen by who may see the article, and by nobody else', async () => {
		const secret = `Unprintable ${suffix}`;
		await say(author, {text: secret});
		for (const at of [`/articles/${id}/remarks`, `/articles/${id}`, `/articles/${id}/review`]) {
			const r = await other.get(at);
			assert.equal(r.status, 404);
			assert.ok(!r.text.includes(secret));
		}
		assert.equal((await say(other, {text: 'x'})).status, 404);
		assert.equal((await other.post(`/articles/${id}/remarks/${(await find(author, secret)).id}/resolve`, {resolved: '1'}, json)).status, 404);
		const deputy = await Person.of('deputy', 'remarks-deputy');
		const chief = await Person.of('chief', 'remarks-chief');
		for (const person of [editor, deputy, chief]) await person.decide(id, 'approve');
		assert.equal((await chief.decide(id, 'publish')).status, 303);
		const address = /href="[^"]*(\/a\/\d+\/[^"]*)"/.exec((await author.get(`/articles/${id}`)).text)[1];
		const live = await site(address);
		assert.equal(live.status, 200);
		for (const text of [live.text, (await site('/')).text]) assert.ok(!text.includes(secret) && !text.includes('data-thread'));
	});

	it('on marked words follow the text: never in the HTML, and told as removed when the words are gone', async () => {
		const thread = hex();
		const body = (marked) => JSON.stringify({schema: 2, doc: {type: 'doc', content: [
			{type: 'paragraph', attrs: {id: 'aaaaaaaa'}, content: [{type: 'text', text: 'The ferry '}, ...(marked ? [{type: 'text', text: 'left', marks: [{type: 'comment', attrs: {thread}}]}] : []), {type: 'text', text: ' at six.'}]},
		]}});
		const {id: own} = await author.save(article({body_json: body(true)}));
		assert.equal((await say(author, {thread, quote: 'left', text: 'Sailed?'}, json, own)).status, 200);
		let [one] = (await list(author, own)).open;
		assert.deepEqual([one.about, one.note], ['left', '']);
		assert.equal(sql(`SELECT body_html FROM core.revision WHERE id = ${headOf(own)}`).includes(thread), false);
		assert.ok(!(await author.get(`/articles/${own}/preview`)).text.includes(`>${thread}`));
		await author.save(article({body_json: body(false), base: String(headOf(own))}), own);
		[one] = (await list(author, own)).open;
		assert.equal(one.note, 'Its text was removed from the article.');
	});

	it('are told to who watches', async () => {
		const stream = await Stream.open(author, `/articles/${id}/events`);
		if (stream.status === 200) {
			await say(editor, {text: 'Heard?'});
			await stream.hears('remarks');
		}
		stream.close();
		assert.equal(stream.status, 200);
	});

	it('need the token of the session', async () => {
		for (const at of [`/articles/${id}/remarks`, `/articles/${id}/remarks/${hex()}/resolve`, `/articles/${id}/remarks/1/change`])
			assert.equal((await author.post(at, {csrf: '0'.repeat(64), text: 'x'}, json)).status, 403, at);
	});
});
