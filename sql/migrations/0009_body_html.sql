-- The tags of the renderer grew: tables, pull quotes, footnotes, embeds as link cards, corrections.
CREATE OR REPLACE FUNCTION core.html_ok(p text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT p !~* ('<(?!(/?(p|h[2-4]|blockquote|ul|ol|li|em|strong|sub|sup|table|tr|th|td|aside|footer|cite|time)|hr|br|/a|'
		'ol start="[0-9]{1,4}"|t[hd]( colspan="[0-9]{1,2}")?( rowspan="[0-9]{1,2}")?|'
		'blockquote class="pull-quote"|aside class="correction"|p class="embed"|ol class="footnotes"|li id="fn-[0-9]{1,5}"|'
		'a href="#fn-[0-9]{1,5}" id="fnref-[0-9]{1,5}"|'
		'a href="((https?|mailto|tel):[^"<>]*|[^":&<>/?#]*([/?#][^"<>]*)?)")>)');
END;
