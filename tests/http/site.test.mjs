// The public site over its FastCGI sockets: every page, from published rows of a real database.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {Database} from './lib/auth.mjs';
import {Newsroom, Site, textOf} from './lib/site.mjs';

const person = (name, role = 'reporter', outlet = '') => ({name, role, outlet});
const hrefs = (html, at = '/a/') => [...html.matchAll(/href="([^"]*)"/g)].map((m) => m[1]).filter((h) => h.startsWith(at));

describe('site', () => {
	let db, room, site;

	before(async () => {
		db = new Database();
		room = new Newsroom(db);
		site = await new Site(db).start();
	});
	after(async () => {
		await site?.stop();
		db?.remove();
	});

	it('has a front page before anything is published', async () => {
		const r = await site.both('/');
		assert.equal(r.status, 200);
		assert.match(r.text, /首批报道正在编辑/);
		assert.match(r.text, /href="\/c\/news"/);
		assert.match((await site.both('/c/life')).text, /这里还没有文章/);
	});

	it('has no line turned around by a control that a headline leaves open', async () => {
		const id = room.publish({headline: '潮水\u202eabc', summary: 'At\u2066 noon', slug: 'turned', html: '<p>x</p>'});
		const {text} = await site.both(`/a/${id}/turned`);
		const head = text.split('</head>')[0].replace(/<script[^]*?<\/script>/g, '');
		assert.match(head, /<title>潮水abc - /);
		assert.match(head, /property="og:title" content="潮水abc"/);
		assert.match(head, /name="description" content="At noon"/);
		assert.doesNotMatch(head, /[\u202a-\u202e\u2066-\u2069]/);
		assert.match(text, /<h1>潮水\u202eabc<\/h1>/, 'a block, which ends it');
	});

	it('shows every element of an article', async () => {
		const id = room.publish({
			headline: '如何冲向5000亿?', shoulder: '一线观察', subhead: '副题在此', summary: '摘要在此', slug: 'chong-xiang',
			source: '潮新闻', editor: '丘敏', notice: '转载请注明出处', html: '<p>第一段。</p><h2>小标题</h2><p>第二段。</p>',
			bylines: [person('金檬', 'reporter', '潮新闻客户端'), person('谢春晖', 'reporter', '潮新闻客户端'), person('彭仲莉', 'correspondent')],
		});
		const other = room.publish({headline: '同频道的另一篇', slug: 'ling-yi-pian'});
		const r = await site.both(`/a/${id}/chong-xiang`);
		assert.equal(r.status, 200);
		assert.match(r.text, /<html lang="zh-Hans">/);
		assert.match(r.text, /<p class="label"><a href="\/c\/news">要闻<\/a><\/p>/);
		assert.match(r.text, /<h1>如何冲向5000亿\?<\/h1>/);
		for (const words of ['一线观察', '副题在此', '摘要在此', '潮新闻', '原创', '丘敏', '转载请注明出处'])
			assert.ok(textOf(r.text).includes(words), words);
		assert.equal(textOf(/<p class="byline">(.*?)<\/p>/s.exec(r.text)[1]), '潮新闻客户端 记者 金檬 谢春晖 通讯员 彭仲莉');
		assert.match(r.text, /href="\/by\/%E9%87%91%E6%AA%AC">金檬</);
		assert.match(r.text, /<p class="times">\s*<span><time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00">\d{4}年\d+月\d+日 \d\d:\d\d<\/time> <span class="zone">UTC\+8</);
		assert.ok(r.text.includes('<div class="body"><p>第一段。</p><h2>小标题</h2><p>第二段。</p></div>'));
		assert.ok(hrefs(r.text).includes(`/a/${other}/ling-yi-pian`), 'latest of the channel');
		assert.ok(!hrefs(/<aside.*<\/aside>/s.exec(r.text)[0]).includes(`/a/${id}/chong-xiang`), 'without itself');
		assert.ok(!r.text.includes('更新于'));
		assert.match(r.text, new RegExp(`<link rel="canonical" href="http://news.example/a/${id}/chong-xiang">`));
		assert.match(r.text, /<meta property="og:type" content="article">/);
		const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(r.text)[1]);
		assert.equal(data['@type'], 'NewsArticle');
		assert.equal(data.headline, '如何冲向5000亿?');
		assert.deepEqual(data.author.map((a) => a.name), ['金檬', '谢春晖', '彭仲莉']);
		assert.equal(data.dateModified, data.datePublished);
	});

	it('says when an article was updated, and only then', async () => {
		const id = room.publish({headline: '初版标题', slug: 'gai'});
		const first = await site.both(`/a/${id}/gai`);
		room.update(id, {headline: '改后标题', slug: 'gai-hou'});
		assert.equal((await site.both(`/a/${id}/gai`)).headers.get('location'), `/a/${id}/gai-hou`);
		const r = await site.both(`/a/${id}/gai-hou`);
		assert.ok(!first.text.includes('更新于'));
		assert.match(r.text, /更新于 <time datetime=/);
		assert.match(r.text, /改后标题/);
		assert.ok(!(await site.both('/')).text.includes('初版标题'));
	});

	it('names all there is to know of a reprint', async () => {
		const id = room.publish({
			headline: 'Boxes and tides', lang: 'en', slug: 'tides', kind: 'reprint', source: 'Harbour Review', author: 'Wen Hai',
			title: 'Tide tables for boxes', url: 'https://harbour.example/a?b=1&c=2', editor: 'Qiu Min', notice: 'Name the source.',
			bylines: [person('Wen Hai', 'reporter', 'Harbour Review'), person('Ou Ran', 'photographer', 'Harbour Review')],
		});
		const r = await site.both(`/a/${id}/tides`);
		const text = textOf(r.text);
		assert.match(r.text, /<html lang="en">/);
		for (const words of ['Source Reprint Harbour Review', 'Original author Wen Hai', 'Original title Tide tables for boxes',
			'Responsible editor Qiu Min', 'Name the source.', 'Harbour Review · Reporter Wen Hai · Photographer Ou Ran', 'Latest in News'])
			assert.ok(text.includes(words), words);
		assert.ok(r.text.includes('href="https://harbour.example/a?b=1&amp;c=2"'));
		assert.equal(JSON.parse(/ld\+json">(.*?)<\/script>/s.exec(r.text)[1]).isBasedOn, 'https://harbour.example/a?b=1&c=2');
		/* The frame of an English article is English, and leads to English pages. */
		assert.ok(r.text.includes('href="/c/news?lang=en"'));
	});

	it('has one address for each article', async () => {
		const id = room.publish({headline: '地址', slug: 'di-zhi'});
		for (const at of [`/a/${id}`, `/a/${id}/x`, `/a/${id}/DI-ZHI`, `/a/${id}/di%2Dzhi`]) {
			const r = await site.both(at);
			assert.equal(r.status, 301, at);
			assert.equal(r.headers.get('location'), `/a/${id}/di-zhi`, at);
		}
		for (const at of [`/a/${id}/`, `/a/${id}/di-zhi/x`, '/a/0', '/a/-1', '/a/x', '/a/01', '/a/99999999999999999999', '/a/999999', '/a/1.0', '/c/none', '/by/nobody',
			'/c/news?before=x', '/c/news?before=1.0', '/by/%E9%87%91%E6%AA%AC?before=', '/nothing', '/by/a%E2%80%AEb'])
			assert.equal((await site.both(at)).status, 404, at);
	});

	it('shows nothing that is not published', async () => {
		const id = room.draft({headline: '秘密草稿', slug: 'mi-mi', bylines: [person('无名氏')]});
		for (const at of ['/', '/?lang=en', '/c/news', `/a/${id}/mi-mi`, `/a/${id}`])
			assert.ok(!(await site.both(at)).text.includes('秘密草稿'), at);
		assert.equal((await site.both(`/a/${id}/mi-mi`)).status, 404);
		assert.equal((await site.both(`/by/${encodeURIComponent('无名氏')}`)).status, 404);
	});

	it('withdraws from every page at once, in every worker', async () => {
		const name = encodeURIComponent('阮月珍');
		const id = room.publish({headline: '将被撤下的文章', slug: 'che', channel: 'life', bylines: [person('阮月珍')]});
		const near = room.publish({headline: '同在生活频道', slug: 'tong', channel: 'life'});
		const places = ['/', '/?lang=en', '/c/life', `/by/${name}`, `/a/${near}/tong`, '/nothing'];
		for (const at of places)
			assert.ok((await site.both(at)).text.includes('将被撤下的文章'), at);
		room.withdraw(id, '数字有误，谨致歉意');
		for (const at of places)
			assert.ok(!(await site.both(at)).text.includes('将被撤下的文章'), at);
		for (const at of [`/a/${id}/che`, `/a/${id}`, `/a/${id}/other`]) {
			const r = await site.both(at);
			assert.equal(r.status, 410, at);
			assert.match(textOf(r.text), /本文已撤下 撤下时间 \d{4}年\d+月\d+日 \d\d:\d\d UTC\+8 原因 数字有误，谨致歉意/);
			assert.match(r.text, /<meta name="robots" content="noindex">/);
			assert.ok(!r.text.includes('将被撤下的文章'));
		}
	});

	it('sends a kept page again only while the database says that it is current', async () => {
		const id = room.publish({headline: '先前的标题', slug: 'liu', html: '<p>先前的正文</p>'});
		const at = `/a/${id}/liu`;
		const first = await site.both(at);
		const again = await site.both(at);
		assert.equal(again.text, first.text);
		assert.equal(again.headers.get('etag'), first.headers.get('etag'));
		assert.equal((await site.both(`/a/${id}/anders`)).headers.get('location'), at);
		room.update(id, {headline: '后来的标题', slug: 'liu', html: '<p>后来的正文</p>'});
		for (let i = 0; i < 2; i++) {
			const r = await site.both(at);
			assert.match(r.text, /后来的标题[^]*后来的正文/);
			assert.ok(!r.text.includes('先前的'));
		}
		/* Another article in the same place of the table, and back. */
		const other = room.publish({headline: '别的文章', slug: 'bie'});
		assert.match((await site.both(`/a/${other}/bie`)).text, /别的文章/);
		assert.match((await site.both(at)).text, /后来的正文/);
		db.sql("UPDATE core.channel SET name_zh = '新要闻' WHERE slug = 'news'; UPDATE site.list_version SET version = version + 1");
		assert.match((await site.both(at)).text, /新要闻/);
		db.sql("UPDATE core.channel SET name_zh = '要闻' WHERE slug = 'news'; UPDATE site.list_version SET version = version + 1");
		room.withdraw(id, '');
		assert.equal((await site.both(at)).status, 410);
	});

	it('pages through a channel without losing or repeating any', async () => {
		const ids = [];
		for (let i = 0; i < 45; i++)
			ids.push(room.publish({headline: `第${i}篇`, slug: `p-${i}`, channel: 'life', bylines: [person('连载者')]}));
		/* Many at the same instant, some of them across a page's end. */
		db.sql(`UPDATE site.live SET first_published_at = timestamptz '2026-01-01 00:00+00' + (article_id / 7) * interval '1 minute'
			WHERE article_id >= ${ids[0]};
			UPDATE site.live_byline b SET first_published_at = l.first_published_at FROM site.live l WHERE l.article_id = b.article_id;
			UPDATE site.list_version SET version = version + 1`);
		for (const [first, where] of [['/c/life', "channel_slug = 'life'"],
			[`/by/${encodeURIComponent('连载者')}`, `article_id >= ${ids[0]}`], ['/c/life?lang=en', "channel_slug = 'life'"]]) {
			const want = db.sql(`SELECT article_id FROM site.article WHERE ${where} ORDER BY first_published_at DESC, article_id DESC`).split('\n');
			const got = [];
			let at = first, pages = 0;
			while (at) {
				const r = await site.both(at);
				assert.equal(r.status, 200, at);
				const main = /<main.*<\/main>/s.exec(r.text)[0];
				got.push(...hrefs(main).map((h) => h.split('/')[2]));
				assert.ok(main.includes(pages > 0 ? '回到最新' : '更早的文章') || first.includes('lang=en'), at);
				at = /href="([^"]*)" rel="next"/.exec(main)?.[1].replaceAll('&amp;', '&');
				pages++;
			}
			assert.deepEqual(got, want, first);
			assert.equal(pages, 3);
		}
		const past = await site.both('/c/life?before=1.1');
		assert.equal(past.status, 200);
		assert.match(past.text, /没有更早的文章了/);
	});

	it('names topics on the article and lists them, and takes another title for sharing', async () => {
		const topics = ['新质生产力', 'AI/机器人 & Co', '100%'];
		const id = room.publish({headline: '带话题的文章', slug: 'hua-ti', channel: 'life', topics, social: '分享时的标题'});
		const plain = room.publish({headline: '同一话题的另一篇', slug: 'ling-yi', topics: ['新质生产力']});
		const r = await site.both(`/a/${id}/hua-ti`);
		assert.match(r.text, /<meta property="og:title" content="分享时的标题">/);
		assert.match(r.text, /<h1>带话题的文章<\/h1>/);
		assert.deepEqual([...r.text.matchAll(/<meta property="article:tag" content="([^"]*)">/g)].map((m) => m[1]), ['新质生产力', 'AI/机器人 &amp; Co', '100%']);
		assert.deepEqual(JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(r.text)[1]).keywords, topics);
		const links = hrefs(/<nav class="topics".*?<\/nav>/s.exec(r.text)[0], '/t/');
		assert.deepEqual(links, topics.map((t) => `/t/${encodeURIComponent(t)}`));
		assert.match((await site.both(`/a/${plain}/ling-yi`)).text, /<meta property="og:title" content="同一话题的另一篇">/);
		const list = await site.both(links[0]);
		assert.equal(list.status, 200);
		assert.deepEqual(hrefs(/<main.*<\/main>/s.exec(list.text)[0]), [`/a/${plain}/ling-yi`, `/a/${id}/hua-ti`]);
		assert.match(list.text, /这一话题的稿件/);
		assert.match((await site.both(`${links[1]}?lang=en`)).text, /Articles on this topic/);
		assert.equal((await site.both(links[2])).status, 200);
		room.withdraw(id, '');
		assert.equal((await site.both(links[1])).status, 404, 'nothing live under it');
		for (const at of ['/t/', '/t/nobody', '/t/%E2%80%AE', '/t/a/b'])
			assert.equal((await site.both(at)).status, 404, at);
	});

	it('escapes hostile words wherever they stand', async () => {
		const evil = `</script><script>alert(1)</script><b a="x'y">&amp;\\u003c`;
		const id = room.publish({
			headline: evil, shoulder: evil, subhead: evil, summary: evil, slug: 'e', source: evil, notice: evil, editor: '</dd>',
			bylines: [person('</a>"\'<i>', 'editor', '<u>')],
		});
		for (const at of [`/a/${id}/e`, '/', '/c/news', '/?lang=en', `/by/${encodeURIComponent('</a>"\'<i>')}`, '/nothing']) {
			const r = await site.both(at);
			assert.notEqual(r.status, 500, at);
			assert.ok(!/<script>|<b |<i>|<u>|alert\(1\)<\/script>/.test(r.text), at);
			assert.ok(textOf(r.text).includes(evil) || at.startsWith('/by'), at);
		}
		const r = await site.both(`/a/${id}/e`);
		const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(r.text)[1]);
		assert.equal(data.headline, evil);
		assert.equal(data.author[0].name, '</a>"\'<i>');
		assert.equal(r.text.match(/<script/g).length, 1);
		room.withdraw(id, evil);
		assert.ok(textOf((await site.both(`/a/${id}/e`)).text).includes(evil));
	});

	it('speaks the language that the rules say', async () => {
		const zh = await site.both('/'), en = await site.both('/?lang=en');
		assert.match(zh.text, /<html lang="zh-Hans">/);
		assert.match(zh.text, /<link rel="alternate" hreflang="en" href="http:\/\/news.example\/\?lang=en">/);
		assert.match(en.text, /<html lang="en">/);
		assert.match(en.text, /hreflang="zh-Hans" href="http:\/\/news.example\/"/);
		assert.match(en.text, /<h1 class="name"><a href="\/\?lang=en">Chaocheng News</);
		/* A page is the same for every reader: Accept-Language does not matter, but to an error page. */
		assert.equal((await site.both('/', {'accept-language': 'en'})).text, zh.text);
		assert.equal((await site.both('/?lang=fr')).text, zh.text);
		assert.match((await site.both('/nothing', {'accept-language': 'en;q=0.9, fr'})).text, /Page not found/);
		assert.match((await site.both('/nothing', {'accept-language': 'zh-TW'})).text, /<html lang="zh-Hans">/);
		const english = /<article class="lead">.*?<h2>\s*<a href="([^"]*)"/s.exec(en.text)[1];
		assert.match(english, /\/tides$/, 'the English front leads with an English article');
	});

	it('is for caches: no cookie, a tag, 304, HEAD', async () => {
		const id = room.publish({headline: '缓存', slug: 'huan-cun'});
		for (const at of ['/', '/?lang=en', '/c/news', `/a/${id}/huan-cun`, `/by/${encodeURIComponent('金檬')}`]) {
			const r = await site.both(at, {cookie: '__Host-copydesk=0123'});
			const tag = r.headers.get('etag');
			assert.deepEqual(r.cookies, [], at);
			assert.equal(r.headers.get('cache-control'), 'public, max-age=0, s-maxage=1', at);
			assert.match(tag, /^"[0-9a-f]{32}"$/);
			/* nginx keeps it to the end of this second, and a 304 renews it so. */
			assert.ok(Math.abs(Number(r.headers.get('x-accel-expires').slice(1)) - Date.now() / 1000) < 5, at);
			for (const given of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
				const again = await site.get(at, {'if-none-match': given});
				assert.equal(again.status, 304, `${at} ${given}`);
				assert.equal(again.body.length, 0);
				assert.match(again.headers.get('x-accel-expires'), /^@\d{10}$/);
				assert.equal(again.headers.get('etag'), tag);
			}
			assert.equal((await site.get(at, {'if-none-match': '"x"'})).status, 200);
			const head = await site.get(at, {}, 0, 'HEAD');
			assert.equal(head.body.length, 0, at);
			assert.equal(head.headers.get('etag'), tag);
			/* No script, no inline style: the strictest policy fits. */
			assert.ok(!/<script(?! type="application\/ld\+json")|<style|\sstyle=|\son[a-z]+=/.test(r.text), at);
		}
		const before = await site.both('/c/news');
		room.publish({headline: '新来的', slug: 'xin'});
		assert.notEqual((await site.both('/c/news')).headers.get('etag'), before.headers.get('etag'));
		const missing = await site.both('/nothing');
		assert.equal(missing.headers.get('cache-control'), 'no-store');
		assert.equal(missing.headers.get('vary'), 'Accept-Language');
		assert.equal((await site.get('/', {}, 0, 'POST')).status, 405);
		assert.match((await site.get('/', {}, 0, 'POST')).headers.get('allow'), /GET/);
		assert.equal((await site.get('/?lang=en&lang=zh')).status, 400);
	});

	it('asks the database once for a page', async () => {
		const id = room.publish({headline: '一问', slug: 'yi-wen'});
		const queries = async (at) => (await site.cost(at)).queries;
		await queries('/');
		for (const at of ['/', '/c/news', `/a/${id}/yi-wen`, `/by/${encodeURIComponent('金檬')}`])
			assert.equal(await queries(at), 1, at);
		room.publish({headline: '再一篇', slug: 'zai'});
		assert.equal(await queries(`/a/${id}/yi-wen`), 3, 'what is current, the article anew, and the lists that changed');
		assert.equal(await queries(`/a/${id}/yi-wen`), 1);
	});

	it('closes a channel with its pages, not with its articles', async () => {
		const id = room.publish({headline: '停办频道的文章', slug: 'ting', channel: 'life'});
		db.sql("UPDATE core.channel SET active = false WHERE slug = 'life'; UPDATE site.list_version SET version = version + 1");
		assert.equal((await site.both('/c/life')).status, 404);
		const r = await site.both(`/a/${id}/ting`);
		assert.equal(r.status, 200);
		assert.ok(!r.text.includes('href="/c/life"'));
		assert.match(r.text, /<h2 class="part-title" id="others">最新<\/h2>/);
		assert.ok(!r.text.includes('id="latest"'));
		assert.match(r.text, /<p class="label">生活<\/p>/);
		db.sql("UPDATE core.channel SET active = true WHERE slug = 'life'; UPDATE site.list_version SET version = version + 1");
		assert.equal((await site.both('/c/life')).status, 200);
	});

	it('says 503 without its database, and recovers by itself', async () => {
		assert.equal((await site.both('/healthz')).text, '{"status":"ok"}\n');
		db.pause();
		try {
			for (const at of ['/', '/c/news', '/a/1', '/by/x']) {
				const r = await site.get(at, {'accept-language': 'zh'});
				assert.equal(r.status, 503, at);
				assert.match(r.headers.get('retry-after'), /^[1-9]/);
				assert.equal(r.headers.get('cache-control'), 'no-store');
				assert.match(r.text, /<html lang="zh-Hans">/);
				assert.ok(hrefs(r.text).length === 0, 'no list that may be stale');
			}
			assert.equal((await site.get('/nothing')).status, 404);
			const health = await site.get('/healthz');
			assert.equal(health.status, 503);
			assert.equal(JSON.parse(health.text).status, 'unavailable');
			assert.equal((await site.get('/robots.txt')).status, 200);
		} finally {
			db.resume();
		}
		for (const at of ['/', '/c/news', '/healthz'])
			assert.equal((await site.both(at)).status, 200, at);
	});
});
