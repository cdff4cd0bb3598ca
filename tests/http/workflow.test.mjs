// The line from draft to published page, by forms alone, and every way off it.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, channel, headOf, site, sql, stateOf, suffix, words} from './lib/instance.mjs';

let author, second, editor, deputy, chief;
before(async () => {
	author = await Person.of('reporter', 'flow');
	second = await Person.of('editor', 'flow-second');
	editor = await Person.of('editor', 'flow-editor');
	deputy = await Person.of('deputy', 'flow-deputy');
	chief = await Person.of('chief', 'flow-chief');
});

const submitted = (more = {}) => author.save(article({action: 'submit', ...more}));
const on = (what, r, status) => assert.equal(r.status, status, `${what}: ${words(r.text).slice(0, 400)}`);

describe('an article of a channel with three levels', () => {
	it('goes from draft to the site by three different people', async () => {
		const {id} = await author.save(article({headline: 'Three people read this'}));
		assert.equal(stateOf(id), 'draft');
		on('submit', await author.post(`/articles/${id}`, article({headline: 'Three people read this', base: headOf(id), action: 'submit'})), 303);
		assert.equal(stateOf(id), 'submitted');
		for (const reviewer of [editor, deputy, chief]) {
			const r = await reviewer.get(`/articles/${id}/review`);
			assert.match(words(r.text), /Three people read this/);
			on('publish too early', await reviewer.decide(id, 'publish'), 409);
			on('approve', await reviewer.decide(id, 'approve'), 303);
		}
		assert.equal(stateOf(id), 'approved');
		on('publish', await editor.decide(id, 'publish'), 303);
		const slug = sql(`SELECT slug FROM site.live WHERE article_id = ${id}`);
		const page = await site(`/a/${id}/${slug}`);
		assert.equal(page.status, 200);
		assert.match(words(page.text), /Three people read this/);
		const history = words((await author.get(`/articles/${id}/history`)).text);
		for (const p of [author, editor, deputy, chief])
			assert.ok(history.includes(p.login.replace(/-(?=[0-9a-f]{8}$)/, ' ')), p.login);
	});

	it('is not reviewed twice by one person, nor by its author', async () => {
		const {id} = await submitted();
		const seen = await editor.decision(id);
		on('approve', await editor.post(`/articles/${id}/approve`, seen), 303);
		on('the same again', await editor.post(`/articles/${id}/approve`, seen), 303);
		assert.equal(sql(`SELECT count(*) FROM core.review WHERE revision_id = ${headOf(id)} AND kind = 'approve'`), '1');
		const own = await deputy.save(article({action: 'submit'}));
		const r = await editor.decision(own.id);
		on('own words', await deputy.post(`/articles/${own.id}/approve`, r), 403);
		assert.equal(sql(`SELECT count(*) FROM core.review WHERE revision_id = ${headOf(own.id)} AND kind = 'approve'`), '0');
	});

	it('loses its approvals by any edit', async () => {
		const {id, revision} = await submitted();
		const seen = await deputy.decision(id);
		on('approve', await editor.decide(id, 'approve'), 303);
		on('edit', await author.post(`/articles/${id}`, article({base: revision, headline: 'Changed after it was read'})), 303);
		const r = await deputy.post(`/articles/${id}/approve`, {...seen, level: '2'});
		on('the old words', r, 409);
		assert.match(words(r.text), /flow/, 'who did what meanwhile');
		assert.equal(stateOf(id), 'draft');
	});

	it('is listed with the hour alone while it is of today', async () => {
		const {id} = await author.save(article({headline: 'Listed with its hour'}));
		const when = /<time datetime="[^"]+" title="\d+ \w+ \d{4}, (\d\d:\d\d)">Today \1<\/time>/;
		const row = async (at) => (await author.get(at)).text.split('<li class="row">').find((r) => r.includes('Listed with its hour'));
		assert.match(await row('/articles?mine=1'), when);
		assert.match(await row('/'), when);
		assert.match((await author.get(`/articles/${id}/history`)).text, when);
	});

	it('keeps its approvals when what is saved again differs in nothing', async () => {
		const {id, revision} = await submitted({summary: 'Two lines,\r\n\r\nand a blank one.\r\n', bylines: 'reporter | Wen Hai | Chaocheng News\r\neditor | Qiu Min'});
		on('approve', await editor.decide(id, 'approve'), 303);
		const form = (await author.get(`/articles/${id}?edit=1`)).text;
		const areas = Object.fromEntries([...form.matchAll(/<textarea id="([^"]*)"[^>]*>\n([^<]*)<\/textarea>/g)].map(([, name, text]) => [name, text]));
		const same = {...article({base: revision}), ...areas, slug: inputs(form).slug};
		on('the same', await author.post(`/articles/${id}`, same), 303);
		assert.equal(headOf(id), revision);
		assert.equal(stateOf(id), 'submitted');
		on('a field less', await author.post(`/articles/${id}`, {...same, summary: ''}), 303);
		assert.notEqual(headOf(id), revision);
		assert.equal(stateOf(id), 'draft');
	});

	it('is approved only as it was seen', async () => {
		const {id} = await submitted();
		const seen = await editor.decision(id);
		for (const sha of ['0'.repeat(64), seen.sha.replace(/^./, (c) => c === '0' ? '1' : '0')])
			on('another hash', await editor.post(`/articles/${id}/approve`, {...seen, sha}), 409);
		assert.equal(stateOf(id), 'submitted');
	});

	it('is returned with a reason, which the author reads', async () => {
		const {id} = await submitted();
		const r = await editor.decide(id, 'return', {reason: ''});
		on('no reason', r, 422);
		on('a long one', await editor.decide(id, 'return', {reason: 'x'.repeat(1001)}), 422);
		on('return', await editor.decide(id, 'return', {reason: 'Ask the captain.'}), 303);
		assert.equal(stateOf(id), 'returned');
		assert.match(words((await author.get(`/articles/${id}`)).text), /Ask the captain\./);
		on('save', await author.post(`/articles/${id}`, article({base: headOf(id), headline: 'The captain was asked'})), 303);
		assert.equal(stateOf(id), 'draft');
		const told = new RegExp(`Returned by flow-editor ${suffix}: Ask the captain\\.`);
		for (const at of ['', '/review'])
			assert.match(words((await author.get(`/articles/${id}${at}`)).text), told, `still told at ${at}`);
		assert.match(words((await author.get('/articles?mine=1')).text), told);
		on('submit', await author.post(`/articles/${id}`, article({base: headOf(id), headline: 'The captain was asked', action: 'submit'})), 303);
		assert.doesNotMatch(words((await author.get(`/articles/${id}`)).text), told);
		on('return', await editor.decide(id, 'return', {reason: 'Ask the pilot.'}), 303);
		on('approve what was returned', await deputy.decide(id, 'approve', {revision: headOf(id), sha: '0'.repeat(64), live: '', level: '1'}), 409);
	});

	it('shows who reviewed it however often it was saved before, and its author no button', async () => {
		const life = {channel: channel('life'), action: 'submit'};
		const {id} = await deputy.save(article(life));
		on('approve', await editor.decide(id, 'approve'), 303);
		on('publish', await editor.decide(id, 'publish'), 303);
		// More rows than one page reads, all older than the review.
		sql(`SELECT set_config('app.token', '${deputy.jar.get('__Host-copydesk')}', false); DO $$ BEGIN FOR i IN 1..505 LOOP
			PERFORM desk.save(r.article_id, r.id, md5(r.id::text), 'Saved ' || i, r.shoulder, r.subhead, r.summary, r.channel_id, r.lang, r.slug,
				r.source_kind, r.source_name, r.reprint_author, r.reprint_title, r.reprint_url, r.responsible_editor, r.reprint_notice,
				r.bylines, r.body, r.body_schema, r.body_html, r.words)
			FROM core.revision r WHERE r.id = (SELECT head_revision FROM core.article WHERE id = ${id});
		END LOOP; END $$`);
		on('submit', await deputy.post(`/articles/${id}`, article({...life, base: headOf(id), headline: 'Saved very often'})), 303);
		on('approve', await editor.decide(id, 'approve'), 303);
		const levels = (r) => words(/<ol class="levels".*?<\/ol>/s.exec(r.text)[0]);
		assert.match(levels(await chief.get(`/articles/${id}/review`)), /flow-editor/);
		const own = await deputy.get(`/articles/${id}/review`);
		assert.doesNotMatch(own.text, /action="\/articles\/\d+\/(approve|return|publish)"/);
	});

	it('cannot be published, or withdrawn, by who may not', async () => {
		const {id} = await submitted();
		for (const what of ['publish', 'withdraw', 'approve', 'return'])
			on(what, await author.post(`/articles/${id}/${what}`, {revision: headOf(id), sha: '0'.repeat(64), live: '', level: '1', reason: 'x'}), 403);
		assert.equal(stateOf(id), 'submitted');
	});
});

describe('two people at one article', () => {
	it('a stale save gets 409 with both texts, and a way to go on with both', async () => {
		const {id, revision} = await author.save(article({body: 'The words that were there.'}));
		on('first', await author.post(`/articles/${id}`, article({base: revision, body: 'The words of the first.'})), 303);
		const r = await author.post(`/articles/${id}`, article({base: revision, body: 'The words of the second.'}));
		on('second', r, 409);
		const text = words(r.text);
		assert.match(text, /The words (of|that were there).*first/);
		assert.match(text, /second/);
		assert.match(r.text, new RegExp(`action="/articles/${id}/merge"`));
	});

	it('a save sent twice is stored once', async () => {
		const sent = article({headline: 'Sent twice'});
		const first = await author.post('/articles', sent), again = await author.post('/articles', sent);
		on('first', first, 303);
		on('again', again, 303);
		assert.equal(again.headers.location.split('?')[0], first.headers.location.split('?')[0]);
		on('another text by the same key', await author.post('/articles', {...sent, headline: 'Another'}), 409);
	});

	it('two saves at once: one is stored, one is told', async () => {
		const {id, revision} = await author.save(article());
		const answers = await Promise.all(['one', 'two'].map((w) =>
			author.post(`/articles/${id}`, article({base: revision, body: `The words of ${w}.`}))));
		assert.deepEqual(answers.map((r) => r.status).sort(), [303, 409]);
	});

	it('two publishers at once: one publication', async () => {
		const {id} = await author.save(article({channel: channel('life'), action: 'submit'}));
		on('approve', await editor.decide(id, 'approve'), 303);
		const seen = await Promise.all([chief.decision(id), second.decision(id)]);
		const answers = await Promise.all([chief.post(`/articles/${id}/publish`, seen[0]), second.post(`/articles/${id}/publish`, seen[1])]);
		for (const r of answers)
			assert.ok([303, 409].includes(r.status), `${r.status}`);
		assert.ok(answers.some((r) => r.status === 303));
		assert.equal(sql(`SELECT count(*) FROM core.publication WHERE article_id = ${id}`), '1');
	});

	it('what happened meanwhile is told', async () => {
		const {id} = await author.save(article({channel: channel('life'), action: 'submit'}));
		const seen = await editor.decision(id);
		on('return', await second.decide(id, 'return', {reason: 'The tide is wrong.'}), 303);
		const r = await editor.post(`/articles/${id}/approve`, seen);
		on('approve', r, 409);
		assert.match(words(r.text), /flow-second/);
	});
});

describe('a session', () => {
	it('ends when its user is disabled, at once', async () => {
		const p = await Person.of('editor', 'flow-disabled');
		assert.equal((await p.get('/articles')).status, 200);
		sql(`SELECT core.user_set_active('${p.login}', false)`);
		assert.equal((await p.get('/articles')).status, 303);
		assert.equal((await p.post('/articles', {csrf: '0'.repeat(64), key: randomBytes(16).toString('hex')})).status, 401);
	});

	it('ends when its user gets other rights', async () => {
		const p = await Person.of('reporter', 'flow-rights');
		sql(`SELECT core.user_set_roles('${p.login}', ARRAY['chief'])`);
		assert.equal((await p.get('/articles')).status, 303);
		await p.signIn();
		assert.equal((await p.get('/audit')).status, 200);
	});

	it('ends after an hour without use, and after a day with it', async () => {
		const p = await Person.of('reporter', 'flow-idle');
		const mine = `user_id = (SELECT id FROM core.app_user WHERE login = '${p.login}')`;
		assert.equal(sql(`SELECT expires_at - created_at = interval '24 hours' FROM auth.session WHERE ${mine}`), 't');
		for (const change of ["seen_at = now() - interval '61 minutes'", "expires_at = now() - interval '1 second'"]) {
			assert.equal((await p.get('/articles')).status, 200);
			sql(`UPDATE auth.session SET ${change} WHERE ${mine}`);
			assert.equal((await p.get('/articles')).status, 303, change);
			await p.signIn();
		}
		sql(`UPDATE auth.session SET seen_at = now() - interval '59 minutes' WHERE ${mine}`);
		assert.equal((await p.get('/articles')).status, 200, 'use prolongs it');
		assert.equal(sql(`SELECT now() - max(seen_at) < interval '1 minute' FROM auth.session WHERE ${mine}`), 't');
		for (const [at, fields, status] of [['/articles/new/preview', article(), 303], ['/articles', article({headline: ''}), 422]]) {
			sql(`UPDATE auth.session SET seen_at = now() - interval '59 minutes' WHERE ${mine}`);
			assert.equal((await p.post(at, fields)).status, status);
			assert.equal(sql(`SELECT now() - max(seen_at) < interval '1 minute' FROM auth.session WHERE ${mine}`), 't', `${status}`);
		}
	});
});
