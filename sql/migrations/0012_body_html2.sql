-- The tags of the renderer grew: figures of pictures of the library, and galleries of them.  A picture's address is
-- under /m/ and names a key and a file; data: is for the tiny copy alone that stands in until it is loaded.
CREATE OR REPLACE FUNCTION core.html_ok(p text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT p !~* ('<(?!(/?(p|h[2-4]|blockquote|ul|ol|li|em|strong|sub|sup|table|tr|th|td|aside|footer|cite|time|figcaption|picture)|'
		'hr|br|/a|/figure|/span|'
		'ol start="[0-9]{1,4}"|t[hd]( colspan="[0-9]{1,2}")?( rowspan="[0-9]{1,2}")?|'
		'blockquote class="pull-quote"|aside class="correction"|p class="embed"|ol class="footnotes"|li id="fn-[0-9]{1,5}"|'
		'figure class="(figure( figure-(wide|small))?|gallery)"|span class="(frame|credit|credit-word)"|'
		'img class="blur" src="data:image/webp;base64,[a-z0-9+/]+={0,2}" alt="" aria-hidden="true"|'
		'source type="image/(avif|webp)" srcset="(/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.(avif|webp) [0-9]{1,4}w(, )?)+" sizes="[a-z0-9 (),:-]+"|'
		'img src="/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.jpg" '
		'srcset="(/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.jpg [0-9]{1,4}w(, )?)+" '
		'sizes="[a-z0-9 (),:-]+" width="[0-9]{1,5}" height="[0-9]{1,5}" alt="[^"<>]*" loading="lazy" decoding="async"|'
		'a href="#fn-[0-9]{1,5}" id="fnref-[0-9]{1,5}"|'
		'a href="((https?|mailto|tel):[^"<>]*|[^":&<>/?#]*([/?#][^"<>]*)?)")>)');
END;

-- Crops are named by their focal point: when they were cut anew, the pages that show them are made anew.
CREATE FUNCTION core.media_recropped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM site.live_media l WHERE l.media_id = NEW.id) THEN
		PERFORM core.lists_changed();
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER media_recropped AFTER UPDATE OF crop_x, crop_y ON core.media FOR EACH ROW
	WHEN (NEW.crop_x IS DISTINCT FROM OLD.crop_x OR NEW.crop_y IS DISTINCT FROM OLD.crop_y)
	EXECUTE FUNCTION core.media_recropped();
