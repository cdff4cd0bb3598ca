// Pictures on the public pages, and in the desk's form: from real rows, through the real programs.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {Database} from './lib/auth.mjs';
import {Person, article, sql, words} from './lib/instance.mjs';
import {Newsroom, Site} from './lib/site.mjs';

const THREAD = 'ab'.repeat(16);
const text = (t, marks) => ({type: 'text', text: t, ...(marks ? {marks} : {})});
const paragraph = (...content) => ({type: 'paragraph', content});
const figure = (media, caption, attrs = {}) => ({
	type: 'figure', attrs: {media, ...attrs}, content: [{type: 'caption', content: caption ? [text(caption)] : []}],
});
const body = (...content) => JSON.stringify({schema: 2, doc: {type: 'doc', content}});
const pictures = (html) => [...html.matchAll(/<img (?!class="blur")[^>]*>/g)].map((m) => m[0]);

describe('pictures on the site', () => {
	let db, room, site, media;

	// A picture of the library that the worker made ready.
	const picture = (seed, width, height, focal = [50, 50]) => {
		const [id, key] = db.sql(`BEGIN; CALL test.be('reporter');
			SELECT desk.media_add(sha256('${seed}'), 'jpeg', 1000, ${width}, ${height}, '${seed}.jpg', '', '', '');
			SELECT worker.media_done(id, ${width}, ${height}, ${focal[0]}::smallint, ${focal[1]}::smallint, 'RIFF')
			FROM core.media WHERE sha256 = sha256('${seed}');
			SELECT id || ' ' || key FROM core.media WHERE sha256 = sha256('${seed}'); COMMIT`).split('\n').pop().split(' ');
		return {id: Number(id), key};
	};
	const publish = (a) => {
		const json = (v) => (v ? `'${JSON.stringify(v).replaceAll("'", "''")}'` : 'NULL');
		return Number(db.sql(`BEGIN; CALL test.be('reporter');
			SELECT test.publish((SELECT revision_id FROM desk.save(NULL, NULL, replace(gen_random_uuid()::text, '-', ''), '${a.headline}', '', '', '摘要',
				(SELECT id FROM core.channel WHERE slug = 'news'), 'zh', '${a.slug}', 'original', '潮城新闻', '', '', '', '', '',
				'[{"name":"金檬","role":"reporter","outlet":""}]', ${json(a.body ?? {schema: 2})}, 2, '<p>正文</p>', 2, '{}', '', ${json(a.lead)})), NULL);
			COMMIT`).split('\n').filter(Boolean).pop());
	};

	before(async () => {
		db = new Database();
		room = new Newsroom(db);
		site = await new Site(db).start();
		media = picture('one', 1600, 1000, [20, 70]);
	});
	after(async () => {
		await site?.stop();
		db?.remove();
	});

	it('shows the lead of an article with its words, and gives its crops to who shares it', async () => {
		const id = publish({headline: '有图的稿子', slug: 'tu', lead: {media: media.id, alt: '起重机 "A" <b>', caption: '夜里的港口', credit: '新华社'}});
		const r = await site.both(`/a/${id}/tu`);
		assert.equal(r.status, 200);
		const [image, ...others] = pictures(r.text);
		assert.equal(others.length, 0);
		assert.match(image, new RegExp(`src="/m/${media.key}/w-640.jpg"`));
		assert.match(image, /width="1600" height="1000"/);
		assert.match(image, /alt="起重机 &quot;A&quot; &lt;b&gt;"/);
		assert.match(image, /fetchpriority="high"/);
		assert.match(image, /w-320.jpg 320w, .*w-1280.jpg 1280w"/);
		assert.match(r.text, /<img class="blur" src="data:image\/webp;base64,UklGRg==" alt="" aria-hidden="true">/);
		assert.match(r.text, /<figcaption><bdi>夜里的港口<\/bdi> <span class="credit"><span class="credit-word">图片来源：<\/span>新华社<\/span><\/figcaption>/);
		assert.ok(r.text.indexOf('<h1>') < r.text.indexOf('<figure') && r.text.indexOf('<figure') < r.text.indexOf('class="body"'), 'after the head, before the body');
		const share = `http://news.example/m/${media.key}/16x9-1280-20-70.jpg`;
		assert.ok(r.text.includes(`<meta property="og:image" content="${share}">`));
		assert.ok(r.text.includes('<meta property="og:image:width" content="1280">'));
		assert.ok(r.text.includes('<meta property="og:image:height" content="720">'));
		assert.ok(r.text.includes('<meta name="twitter:card" content="summary_large_image">'));
		assert.ok(r.text.includes('max-image-preview:large'));
		const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(r.text)[1]);
		assert.deepEqual(data.image, [share, share.replace('16x9', '4x3'), share.replace('16x9-1280', '1x1-1000')]);
	});

	it('shows it on cards, beside a headline that alone is read out and reached', async () => {
		const id = publish({headline: '卡片上的图', slug: 'ka', lead: {media: media.id, alt: '港口', caption: '', credit: ''}});
		for (const at of ['/', '/c/news', '/by/%E9%87%91%E6%AA%AC']) {
			const r = await site.both(at);
			const link = new RegExp(`<a class="picture" href="/a/${id}/ka" tabindex="-1" aria-hidden="true">(.*?)</a>`, 's').exec(r.text);
			assert.ok(link, at);
			assert.match(link[1], new RegExp(`/m/${media.key}/(16x9|4x3)-640-20-70.jpg`), at);
			assert.match(link[1], / alt=""/, at);
			for (const image of pictures(r.text)) {
				assert.match(image, / width="\d+" height="\d+"/);
				assert.match(image, /loading="lazy"|fetchpriority="high"/);
			}
			assert.ok((r.text.match(/fetchpriority/g) ?? []).length <= 1, at);
			assert.ok(!/ style=/.test(r.text), at);
		}
	});

	it('has no sign of a picture where there is none', async () => {
		const id = publish({headline: '没有图的稿子', slug: 'wu'});
		const r = await site.both(`/a/${id}/wu`);
		assert.ok(!/og:image|twitter:card|<figure|"image"/.test(r.text));
		const list = await site.both('/c/news');
		assert.ok(!new RegExp(`class="picture" href="/a/${id}/`).test(list.text));
	});

	it('a picture smaller than any width is offered as it is', async () => {
		const small = picture('two', 200, 300);
		const id = publish({headline: '小图', slug: 'xiao', lead: {media: small.id, alt: '', caption: '', credit: '某人'}});
		const r = await site.both(`/a/${id}/xiao`);
		assert.match(pictures(r.text)[0], new RegExp(`srcset="/m/${small.key}/w-200.jpg 200w"`));
		assert.match(r.text, /<figcaption> ?<span class="credit">/);
	});

	it('is shown about its new focal point once it was cut anew', async () => {
		const moved = picture('three', 1600, 900, [10, 10]);
		const id = publish({headline: '换焦点', slug: 'jiao', lead: {media: moved.id, alt: '', caption: '', credit: ''}});
		assert.match((await site.both(`/a/${id}/jiao`)).text, new RegExp(`/m/${moved.key}/16x9-1280-10-10.jpg`));
		db.sql(`SELECT worker.media_done(${moved.id}, 1600, 900, 90::smallint, 80::smallint, NULL)`);
		assert.match((await site.both(`/a/${id}/jiao`)).text, new RegExp(`/m/${moved.key}/16x9-1280-90-80.jpg`));
		const cards = (await site.both('/c/news')).text;
		assert.ok(cards.includes(`/m/${moved.key}/4x3-320-90-80.jpg`) && !cards.includes(`/m/${moved.key}/4x3-320-10-10.jpg`));
	});

	it('is gone with its article', async () => {
		const id = publish({headline: '要撤的图', slug: 'che', lead: {media: media.id, alt: '', caption: '', credit: ''}});
		assert.match((await site.both('/c/news')).text, new RegExp(`class="picture" href="/a/${id}/`));
		room.withdraw(id, '');
		assert.ok(!new RegExp(`class="picture" href="/a/${id}/`).test((await site.both('/c/news')).text));
		assert.ok(!(await site.both(`/a/${id}/che`)).text.includes(media.key));
	});
});

describe('pictures in the form of an article', () => {
	let author, media;

	before(async () => {
		author = await Person.of('reporter', 'figures');
		media = Number(sql(`BEGIN; INSERT INTO core.media (sha256, type, bytes, width, height, name, uploaded_by)
			SELECT sha256(convert_to('figures' || now(), 'UTF8')), 'jpeg', 1000, 900, 600, 'x.jpg', id FROM core.app_user WHERE login = '${author.login}'
			RETURNING id; COMMIT`).split('\n')[0]);
	});
	const stored = (id) => JSON.parse(sql(`SELECT body FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`));
	const html = (id) => sql(`SELECT body_html FROM core.revision WHERE article_id = ${id} ORDER BY id DESC LIMIT 1`);

	it('are stored with their article, whose version names them', async () => {
		const document = body(paragraph(text('一段话', [{type: 'comment', attrs: {thread: THREAD}}])), figure(media, '说明', {alt: '替代', credit: '供图'}));
		const {id} = await author.save(article({body_json: document}));
		assert.deepEqual(stored(id), JSON.parse(document));
		assert.match(html(id), /<p>一段话<\/p>\n<figure class="figure">/);
		assert.ok(!html(id).includes(THREAD), 'remarks are for the desk alone');
		assert.equal(sql(`SELECT string_agg(media_id::text, ',') FROM core.revision_media WHERE revision_id =
			(SELECT head_revision FROM core.article WHERE id = ${id})`), String(media));
		for (const page of ['preview/page', 'revisions/1'])
			assert.match((await author.get(`/articles/${id}/${page}`)).text, /<figure class="figure">/, page);
	});

	it('that are not in the library are refused, with the place in the document', async () => {
		const r = await author.post('/articles', article({body_json: body(paragraph(text('留着的话')), figure(999999999, '说明'))}));
		assert.equal(r.status, 422);
		assert.match(r.text, /doc\.content\[1\]\.attrs\.media/);
		assert.ok(r.text.includes('留着的话'), 'what was typed is there');
	});

	it('stay where the plain form is saved, and are said in words there', async () => {
		const {id, revision} = await author.save(article({body_json: body(paragraph(text('前面')), figure(media, '说明', {alt: '替代'}))}));
		const form = await author.get(`/articles/${id}?edit=1`);
		const area = /<textarea[^>]*id="body"[^>]*>([^]*?)<\/textarea>/.exec(form.text)[1];
		assert.ok(area.includes(`▣ 说明 [替代] &lt;/media/${media}&gt;`), area);
		const typed = area.replaceAll('&lt;', '<').replaceAll('&gt;', '>').trim();
		const r = await author.post(`/articles/${id}`, article({base: revision, body: typed.replace('前面', '改过')}));
		assert.equal(r.status, 303, words(r.text).slice(0, 300));
		assert.deepEqual(stored(id).doc.content.map((n) => n.type), ['paragraph', 'figure']);
		assert.match(html(id), /<p>改过<\/p>\n<figure/);
	});

	it('a document of the schema before is read, and stored as one of the present', async () => {
		const old = JSON.stringify({schema: 1, doc: {type: 'doc', content: [paragraph(text('旧稿'))]}});
		const {id} = await author.save(article({body_json: old}));
		assert.equal(stored(id).schema, 2);
		// As it was stored before there were pictures.
		sql(`BEGIN; SELECT desk.session_begin('${author.jar.get('__Host-copydesk')}');
			SELECT desk.save(${id}, (SELECT head_revision FROM core.article WHERE id = ${id}), replace(gen_random_uuid()::text, '-', ''), '旧稿', '', '', '',
				(SELECT id FROM core.channel ORDER BY id LIMIT 1), 'zh', 'jiu-gao', 'original', '潮城新闻', '', '', '', '', '', '[]', '${old}', 1, '<p>旧稿</p>', 2);
			COMMIT`);
		assert.equal(stored(id).schema, 1);
		const form = await author.get(`/articles/${id}?edit=1`);
		assert.match(form.text, /name="body_json" value="\{&quot;schema&quot;:2,/);
	});
});
