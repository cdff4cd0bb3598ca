-- Values, stale bases and repeated requests: the wall behind the desk's own checks.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

SAVEPOINT a;
-- Values: the wall behind the desk's own checks.
SELECT is(test.attempt('desk_app', 'reporter', s), w, 'refused value: ' || n) FROM (VALUES
	('empty headline', test.save_sql(NULL, NULL, 'news', ''), '23514'),
	('headline of 201', test.save_sql(NULL, NULL, 'news', repeat('长', 201)), '23514'),
	('headline of 200', test.save_sql(NULL, NULL, 'news', repeat('长', 200)), 'ok'),
	('control character', test.save_sql(NULL, NULL, 'news', E'a\x01b'), '23514'),
	('line break in headline', test.save_sql(NULL, NULL, 'news', E'a\nb'), '23514'),
	('script', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p>x</p><ScRipt>1</script>'), '23514'),
	('event handler', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p onclick="x">x</p>'), '23514'),
	('event handler after a slash', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p><img/onerror=x src=x></p>'), '23514'),
	('event handler after a quote', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<a href="https://example.org/"onclick="x">x</a>'), '23514'),
	('event handler after a closing bracket', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p title=">" onclick="x">x</p>'), '23514'),
	('address with an entity', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<a href="java&#115;cript:x">x</a>'), '23514'),
	('address with a tabulator', test.save_sql(NULL, NULL, 'news', 'x', NULL, E'<a href="java\tscript:x">x</a>'), '23514'),
	('comment that swallows the page', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p>x</p><!--'), '23514'),
	('tag put together from two', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<scr<p>ipt>x</script>'), '23514'),
	('end of the page''s own element', test.save_sql(NULL, NULL, 'news', 'x', NULL, '</article><p>x</p>'), '23514'),
	('everything that the renderer writes', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<h2>a</h2><h4>a</h4><p>a<br>b &lt;c&gt; <em>d</em><strong>e</strong><sub>f</sub><sup>g</sup></p><blockquote><p>x</p></blockquote><ul><li>x</li></ul>'
		'<ol start="12"><li>x</li></ol><ol><li>x</li></ol><hr><p><a href="https://example.org/a?b=c&amp;d=e#f:g">x</a><a href="mailto:a@example.org">x</a><a href="/a/1/x:y">x</a><a href="#">x</a></p>'), 'ok'),
	('and its blocks', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p>a<sup><a href="#fn-1" id="fnref-1">1</a></sup></p><blockquote class="pull-quote"><p>x</p><footer>y</footer></blockquote>'
		'<table><tr><th colspan="2"><p>x</p></th><td colspan="2" rowspan="3"><p>x</p></td></tr></table><p class="embed"><a href="https://x.com/1"><bdi>x</bdi></a> <cite>X</cite></p>'
		'<aside class="correction"><time datetime="2026-11-24">2026年11月24日</time> x</aside><ol class="footnotes"><li id="fn-1">x <a href="#fnref-1">1</a></li></ol>'), 'ok'),
	('a gallery', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<figure class="gallery"><figure class="figure figure-wide"><span class="frame"><img class="blur" src="data:image/webp;base64,UklGRgIA/w==" alt="" aria-hidden="true"><picture><source type="image/avif" srcset="/m/0123456789abcdef0123456789abcdef/w-320.avif 320w, /m/0123456789abcdef0123456789abcdef/w-640.avif 640w" sizes="(min-width:740px) 648px, 100vw"><source type="image/webp" srcset="/m/0123456789abcdef0123456789abcdef/w-320.webp 320w, /m/0123456789abcdef0123456789abcdef/w-640.webp 640w" sizes="(min-width:740px) 648px, 100vw"><img src="/m/0123456789abcdef0123456789abcdef/w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async"></picture></span><figcaption>x <span class="credit"><span class="credit-word">Picture: </span>y</span></figcaption></figure></figure>'), 'ok'),
	('a picture of another host', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="https://x.example/w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('a picture of another host without a scheme', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="//x.example/m/0123456789abcdef0123456789abcdef/w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('another host among the sizes', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/w-640.jpg" srcset="https://x.example/w-320.jpg 320w, https://x.example/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('a script as a picture', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="javascript:x" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('a file of another kind', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/original" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('a way out of the folder', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/../w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async">'), '23514'),
	('a handler on a picture', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="a &lt;b&gt; &quot;" loading="lazy" decoding="async" onerror="x">'), '23514'),
	('a handler in the words for it', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/w-640.jpg" srcset="/m/0123456789abcdef0123456789abcdef/w-320.jpg 320w, /m/0123456789abcdef0123456789abcdef/w-640.jpg 640w" sizes="(min-width:740px) 648px, 100vw" width="1600" height="1067" alt="x" onerror="x" loading="lazy" decoding="async">'), '23514'),
	('a picture that counts readers', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img src="/m/0123456789abcdef0123456789abcdef/w-640.jpg">'), '23514'),
	('a tiny copy that is a vector graphic', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img class="blur" src="data:image/svg+xml;base64,AAAA" alt="" aria-hidden="true">'), '23514'),
	('a tiny copy that is a page', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<img class="blur" src="data:text/html;base64,AAAA" alt="" aria-hidden="true">'), '23514'),
	('a class of the page on a figure', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<figure class="masthead">x</figure>'), '23514'),
	('a class of the page on a run', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<span class="hidden">x</span>'), '23514'),
	('a style on a figure', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<figure class="figure" style="position:fixed">x</figure>'), '23514'),
	('another class', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<p class="button">x</p>'), '23514'),
	('the page''s own id', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<li id="main">x</li>'), '23514'),
	('an attribute after a known one', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<td colspan="2" onclick="x">x</td>'), '23514'),
	('an address for a footnote', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<a href="javascript:x" id="fnref-1">x</a>'), '23514'),
	('javascript address', test.save_sql(NULL, NULL, 'news', 'x', NULL, '<a href="javascript:x">x</a>'), '23514'),
	('byline of unknown role', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', '[{"name":"a","role":"king","outlet":""}]'), '23514'),
	('byline with more in it', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', '[{"name":"a","role":"editor","outlet":"","x":1}]'), '23514'),
	('byline without a name', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', '[{"name":"","role":"editor","outlet":""}]'), '23514'),
	('byline with a bidi control', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', E'[{"name":"a\u202eb","role":"editor","outlet":""}]'), '23514'),
	('21 bylines', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', (SELECT jsonb_agg('{"name":"a","role":"editor","outlet":""}'::jsonb)::text FROM generate_series(1, 21))), '23514'),
	('bylines that are no array', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', '{}'), '23514'),
	('source with a bidi control', test.save_sql(NULL, NULL, 'news', 'x', NULL, '', '[]', E'a\u2066b'), '23514'),
	('short key', test.save_sql(NULL, NULL, 'news', 'x', 'short'), '23514'),
	('unknown channel', replace(test.save_sql(NULL, NULL, 'news', 'x'), format(', %s, ''zh''', (SELECT id FROM core.channel WHERE slug = 'news')), ', 999, ''zh'''), '22023'),
	('stale base', test.save_sql(test.article('edited'), test.live('edited'), 'news', 'x'), 'CD001'),
	('no base', test.save_sql(test.article('draft'), NULL, 'news', 'x'), 'CD001'),
	('base of another article', test.save_sql(test.article('draft'), test.head('submitted'), 'news', 'x'), 'CD001'),
	('base without an article', test.save_sql(NULL, test.head('draft'), 'news', 'x'), '22023'),
	('no such article', test.save_sql(999999, 1, 'news', 'x'), 'P0002')) AS t (n, s, w);
SELECT is(test.attempt('desk_app', 'reporter', format('SELECT desk.submit(%s, %s)', a, test.act('desk_app', 'reporter', test.save_sql(a, test.head('draft'), 'news', 'x', NULL, '', '[]')))), '23514', 'submitting without a byline')
FROM test.article('draft') AS a;
ROLLBACK TO a;

-- Idempotency: the same request again is answered, another one under its key is not.
SELECT is(test.act('desk_app', 'reporter', test.save_sql(NULL, NULL, 'news', 'once', 'k0123456789abcdef')), test.act('desk_app', 'reporter', test.save_sql(NULL, NULL, 'news', 'once', 'k0123456789abcdef')), 'a repeated save is one save');
SELECT is((SELECT count(*) FROM core.revision WHERE headline = 'once'), 1::bigint, 'and makes one revision');
SELECT is(test.attempt('desk_app', 'reporter', test.save_sql(NULL, NULL, 'news', 'twice', 'k0123456789abcdef')), 'CD007', 'the key with other content');
SELECT is(test.attempt('desk_app', 'reporter2', test.save_sql(NULL, NULL, 'news', 'twice', 'k0123456789abcdef')), 'ok', 'keys are each user''s own');

SELECT * FROM finish();
ROLLBACK;
