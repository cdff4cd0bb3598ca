// The plain-text form over a rich body, as it is without script: what it cannot show stays.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {inputs} from './lib/auth.mjs';
import {Person, article, headOf, sql, words} from './lib/instance.mjs';
import {make, settled, upload} from './lib/pictures.mjs';

const hex = () => randomBytes(16).toString('hex');
const text = (s, ...marks) => ({type: 'text', text: s, ...(marks.length > 0 ? {marks} : {})});
const named = (type, id, content, attrs = {}) => ({type, attrs: {...attrs, id}, ...(content ? {content} : {})});
const cell = (s) => ({type: 'table_cell', content: [{type: 'paragraph', content: [text(s)]}]});
let author, media;
before(async () => {
	author = await Person.of('reporter', 'plain');
	media = (await upload(author, make(400, 300))).json.id;
	assert.equal((await settled(author, media)).state, 'ready');
});

const rich = () => ({schema: 2, doc: {type: 'doc', content: [
	named('paragraph', 'first0000', [text('The ferry '), text('left', {type: 'strong'}), text(' at six, said '),
		text('the port', {type: 'link', attrs: {href: 'https://port.example/'}}), {type: 'footnote', attrs: {text: 'By telephone.'}}, text('.')]),
	named('figure', 'figure000', [{type: 'caption', content: [text('The pier')]}], {media, alt: 'A pier', credit: 'Wen Hai', layout: 'wide'}),
	named('paragraph', 'plain0000', [text('It came back at nine.')]),
	named('table', 'table0000', [{type: 'table_row', content: [cell('out'), cell('six')]}, {type: 'table_row', content: [cell('back'), cell('nine')]}]),
	named('paragraph', 'remark000', [text('Nobody was '), text('hurt', {type: 'comment', attrs: {thread: hex()}}), text('.')]),
]}});

// What a page with script kept while somebody wrote, as ./working stores it.
async function keep(id, doc, draft = '') {
	const body = JSON.stringify({csrf: await author.token(), tab: hex(), seq: '1', draft, copy: '',
		...article({base: id ? String(headOf(id)) : '', key: ''}), body: '', body_json: JSON.stringify(doc)});
	const r = await author.raw(`/articles/${id ?? 'new'}/working`, body, {'content-type': 'application/json'});
	assert.equal(JSON.parse(r.text).outcome, 'stored', r.text);
	return Number(sql('SELECT max(id) FROM core.working_copy'));
}
// The form as a browser without script has it, and sends it.
function page(html) {
	const {body_json: disabled, ...fields} = inputs(html);
	return {...article(), ...fields, body: area(html)};
}
const area = (html) => /<textarea id="body"[^>]*>\n?([^]*?)<\/textarea>/.exec(html)[1]
	.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
const stored = (id) => JSON.parse(sql(`SELECT body FROM core.revision WHERE id = ${headOf(id)}`)).doc.content;
const warned = (html) => /formatting that this plain form cannot show/.test(html);
const copyThere = (copy) => sql(`SELECT count(*) FROM core.working_copy WHERE id = ${copy}`) === '1';
const send = (at, form) => author.post(at, {...form, bylines: article().bylines, topics: '', action: 'save'});
function expect(id, doc, changed) {
	const want = doc.doc.content;
	changed(want);
	assert.deepEqual(stored(id), want);
}

describe('a kept copy taken without script', () => {
	it('keeps all but the words that were changed, and is forgotten only then', async () => {
		const {id} = await author.save(article({body: 'Something else.'}));
		const doc = rich(), copy = await keep(id, doc);
		const html = (await author.get(`/articles/${id}?edit=1&take=${copy}`)).text;
		assert.ok(warned(html));
		const form = page(html);
		assert.equal(form.copy, String(copy));
		form.body = form.body.replace('back at nine.', 'back at ten.');
		const refused = await send(`/articles/${id}`, {...form, headline: ''});
		assert.equal(refused.status, 422);
		assert.ok(warned(refused.text));
		assert.ok(copyThere(copy), 'what was refused is not forgotten');
		const again = {...page(refused.text), headline: 'The ferry'};
		assert.equal(again.body, form.body);
		assert.equal((await send(`/articles/${id}`, again)).status, 303);
		expect(id, doc, (blocks) => { blocks[2].content[0].text = 'It came back at ten.'; });
		assert.ok(!copyThere(copy));
	});

	it('of a new article as well', async () => {
		const doc = rich(), copy = await keep(undefined, doc, hex());
		const html = (await author.get(`/articles/new?take=${copy}`)).text;
		assert.ok(warned(html));
		const form = page(html);
		form.body = form.body.replace('back at nine.', 'back at ten.');
		const r = await send('/articles', form);
		assert.equal(r.status, 303, words(r.text));
		expect(/articles\/(\d+)/.exec(r.headers.location)[1], doc, (blocks) => { blocks[2].content[0].text = 'It came back at ten.'; });
		assert.ok(!copyThere(copy));
	});

	it('meets a newer version with all that it holds, and so does what comes of both', async () => {
		const doc = rich(), base = rich();
		base.doc.content[0].content = [text('The ferry left at six.')];
		base.doc.content.pop();
		const {id, revision} = await author.save(article({body: '', body_json: JSON.stringify(base)}));
		const copy = await keep(id, doc);
		const html = (await author.get(`/articles/${id}?edit=1&take=${copy}`)).text;
		await author.save(article({base: revision, headline: 'Another headline', body: '', body_json: JSON.stringify(base)}), id);
		const met = await send(`/articles/${id}`, page(html));
		assert.equal(met.status, 409);
		const asked = {...page(html), ...inputs(met.text)};
		const merged = await send(`/articles/${id}/merge`, {...asked, body: page(html).body});
		assert.equal(merged.status, 303, words(merged.text));
		const result = page((await author.get(merged.headers.location)).text);
		assert.equal((await send(`/articles/${id}`, result)).status, 303);
		assert.deepEqual(stored(id), doc.doc.content);
	});
});

describe('a kept copy with words of a picture that are too long to be saved', () => {
	const alt = `\u202e${'潮'.repeat(300)}水长`;
	const long = () => {
		const doc = rich();
		doc.doc.content[1].attrs.alt = alt;
		return doc;
	};

	it('is compared as any other', async () => {
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(rich())}));
		const copy = await keep(id, long());
		const [, html] = /<div class="changes">([^]*?)<form/.exec((await author.get(`/articles/${id}?edit=1&compare=${copy}`)).text);
		assert.doesNotMatch(html, /&quot;(type|schema)&quot;/);
		assert.ok(html.includes(`<ins>▣ The pier [${alt}]`), words(html));
		assert.match(html, /<del>▣ The pier \[A pier\]/);
		assert.ok(words(html).includes('It came back at nine.'), 'what is beside it');
	});

	it('is shown as text, says what is wrong when it is saved, and is saved without the picture', async () => {
		const {id} = await author.save(article({body: 'Something else.'}));
		const doc = long(), copy = await keep(id, doc);
		const form = page((await author.get(`/articles/${id}?edit=1&take=${copy}`)).text);
		const line = `▣ The pier [${alt}] (Wen Hai) </media/${media}>`;
		assert.ok(form.body.includes(line), form.body.slice(0, 200));
		const refused = await send(`/articles/${id}`, form);
		assert.equal(refused.status, 422);
		assert.ok(words(refused.text).includes(`a text of a picture is longer than 300 characters. Shorten it; it begins: “${'潮'.repeat(19)}…”.`), 'without what turns the words after it');
		const again = page(refused.text);
		assert.equal(again.body, form.body);
		again.body = again.body.replace(`${line}\n\n`, '');
		assert.equal((await send(`/articles/${id}`, again)).status, 303);
		expect(id, doc, (blocks) => blocks.splice(1, 1));
	});
});

describe('a preview without script', () => {
	// What the frame shows of the text that was sent.
	const shown = async (at, form) => {
		const sent = await author.post(`${at}/preview`, {...form, bylines: article().bylines, topics: '', action: 'preview'});
		assert.equal(sent.status, 303, words(sent.text));
		return (await author.get(sent.headers.location.replace('/preview?', '/preview/page?'))).text;
	};
	const whole = (html) => /<strong>left<\/strong> at six, said <a href="https:\/\/port\.example\/">/.test(html) && /<td><p>nine<\/p>\s*<\/td>/.test(html) && html.includes('By telephone.');

	it('shows a kept copy that was taken as it stands, form and all', async () => {
		const {id} = await author.save(article({body: 'Something else.'}));
		const copy = await keep(id, rich());
		const form = page((await author.get(`/articles/${id}?edit=1&take=${copy}`)).text);
		form.body = form.body.replace('back at nine.', 'back at ten.');
		const html = await shown(`/articles/${id}`, form);
		assert.ok(whole(html), html);
		assert.ok(html.includes('It came back at ten.'));
	});

	it('also of a new article, and of a stored one', async () => {
		const draft = hex(), copy = await keep(undefined, rich(), draft);
		assert.ok(whole(await shown('/articles/new', page((await author.get(`/articles/new?take=${copy}`)).text))));
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(rich())}));
		assert.ok(whole(await shown(`/articles/${id}`, page((await author.get(`/articles/${id}?edit=1`)).text))));
	});

	it('dates a correction as readers of its language do', async () => {
		const doc = JSON.stringify({schema: 2, doc: {type: 'doc', content: [named('correction_note', 'correct00', [text('It was nine.')], {date: '2026-03-09'})]}});
		for (const [lang, day] of [['zh', '2026年3月9日'], ['en', '9 March 2026']]) {
			const {id} = await author.save(article({lang, body: '', body_json: doc}));
			const want = `<aside class="correction"><time datetime="2026-03-09">${day}</time> It was nine.</aside>`;
			assert.ok((await author.get(`/articles/${id}/review`)).text.includes(want), 'at the desk');
			assert.ok((await author.get(`/articles/${id}/preview/page`)).text.includes(want), 'and on the public page');
		}
	});
});

describe('a rich body saved without script', () => {
	it('keeps what a moved paragraph jumps over', async () => {
		const doc = rich();
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(doc)}));
		const form = page((await author.get(`/articles/${id}?edit=1`)).text);
		const parts = form.body.split('\n\n');
		form.body = [parts.at(-1), ...parts.slice(0, -1)].join('\r\n\r\n');
		assert.equal((await send(`/articles/${id}`, form)).status, 303);
		expect(id, doc, (blocks) => blocks.unshift(blocks.pop()));
	});

	it('takes changed, new and deleted lines into lists, quotations and tables', async () => {
		const p = (...inside) => ({type: 'paragraph', content: inside});
		const item = (...inside) => ({type: 'list_item', content: [p(...inside)]});
		const tea = item(text('tea', {type: 'strong'})), port = item(text('the port', {type: 'link', attrs: {href: 'https://port.example/'}}));
		const doc = rich();
		doc.doc.content.push(
			named('bullet_list', 'list00000', [tea, port, item(text('milk'))]),
			named('blockquote', 'quote0000', [p(text('We '), text('saw', {type: 'em'}), text(' it.')), p(text('Twice.'))]),
			named('pull_quote', 'pull00000', [p(text('A fine boat.')), {type: 'attribution', content: [text('Wen Hai', {type: 'strong'})]}]));
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(doc)}));
		const form = page((await author.get(`/articles/${id}?edit=1`)).text);
		for (const [from, to] of [['at six, said', 'at seven, said'], ['out | six', 'out | seven'], ['- tea', '- tea\n\n- rice'], ['\n\n- milk', ''],
			['it.', 'her.'], ['Twice.', 'Two times.'], ['A fine boat.', 'A very fine boat.'], ['—— Wen Hai', '—— Wen Hai, captain']]) {
			assert.ok(form.body.includes(from), from);
			form.body = form.body.replace(from, to);
		}
		const r = await send(`/articles/${id}`, {...form, body: form.body.replaceAll('\n', '\r\n')});
		assert.equal(r.status, 303);
		assert.doesNotMatch((await author.get(r.headers.location)).text, /Not every change/);
		expect(id, doc, (blocks) => {
			const [table, list, quote, pull] = [3, 5, 6, 7].map((at) => blocks[at].content);
			blocks[0].content[2].text = ' at seven, said ';
			table[0].content[1] = cell('seven');
			list.splice(1, 2, item(text('rice')), port);
			quote[0].content[2].text = ' her.';
			quote[1].content[0].text = 'Two times.';
			pull[0].content[0].text = 'A very fine boat.';
			pull[1].content.push(text(', captain'));
		});
	});

	it('says what could not be put back into a table', async () => {
		const doc = rich();
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(doc)}));
		const form = page((await author.get(`/articles/${id}?edit=1`)).text);
		form.body = form.body.replace('out | six', 'out | six | late');
		const r = await send(`/articles/${id}`, form);
		assert.equal(r.status, 303);
		assert.match((await author.get(r.headers.location)).text, /Saved\. Not every change/);
		expect(id, doc, (blocks) => blocks.splice(4, 0, {type: 'paragraph', content: [text('| late')]}));
	});

	it('says when a footnote became words', async () => {
		const {id} = await author.save(article({body: '', body_json: JSON.stringify(rich())}));
		const form = page((await author.get(`/articles/${id}?edit=1`)).text);
		form.body = form.body.replace(/^The ferry left.*$/m, 'Nobody knows when it sailed. [By telephone.]');
		const r = await send(`/articles/${id}`, form);
		assert.equal(r.status, 303);
		assert.match((await author.get(r.headers.location)).text, /Saved\. Not every change.*footnotes.*may be plain words/);
		assert.equal(stored(id)[0].content.at(-1).text, 'Nobody knows when it sailed. [By telephone.]');
	});

	it('of as many paragraphs as may be meets a newer version, with and without script', async () => {
		const all = (w) => [...Array(4999).keys()].map((i) => `${w} words of one, ${i}`);
		const doc = (w) => JSON.stringify({schema: 2, doc: {type: 'doc', content: all(w).map((s) => ({type: 'paragraph', content: [text(s, {type: 'strong'})]}))}});
		const {id, revision} = await author.save(article({body: '', body_json: doc('The')}));
		await author.save(article({base: revision, body: all('Other').join('\n\n')}), id);
		for (const mine of [{body: '', body_json: doc('Third')}, {body: all('Third').join('\n\n')}])
			assert.equal((await author.post(`/articles/${id}`, article({base: revision, ...mine}))).status, 409);
	});
});
