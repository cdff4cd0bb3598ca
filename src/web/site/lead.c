#include "web/site/lead.h"

#include "domain/media_picture.h"
#include "web/site/link.h"

/* Three formats at five widths, with a tiny copy and 300 characters of words, take less. */
#define MARKUP_MAX 16384
#define ADDRESS_MAX 256
#define SHARE_WIDTH 1280

/* As the style sheets lay the places out. */
#define SIZES_CARD "(min-width:740px) 364px, 104px"
#define SIZES_WIDE "(min-width:1200px) 742px, (min-width:1024px) 62vw, 100vw"
#define SIZES_ARTICLE "(min-width:740px) 648px, 100vw"

static struct safe_html
markup(struct arena *a, const struct picture *p, struct str alt, const char *sizes, bool first)
{
	struct buf b;

	buf_init(&b, a, MARKUP_MAX);
	picture_write(&b, p, alt, sizes, first);
	/* A picture that does not fit is left out rather than cut in two. */
	return (struct safe_html){buf_ok(&b) ? buf_view(&b) : STR_NULL};
}

void
lead_card(struct arena *a, const struct live_lead *lead, struct site_card *card)
{
	struct picture whole;
	struct picture crop;

	if (lead->key.n == 0)
		return;
	media_whole(lead->key, lead->width, lead->height, lead->blur, &whole);
	media_cropped(a, MEDIA_4X3, &whole, lead->focal_x, lead->focal_y, &crop);
	/* Beside the headline it says nothing that a listener misses. */
	card->picture = markup(a, &crop, STR(""), SIZES_CARD, false);
	media_cropped(a, MEDIA_16X9, &whole, lead->focal_x, lead->focal_y, &crop);
	card->wide = markup(a, &crop, STR(""), SIZES_WIDE, true);
}

/* The absolute address of a crop, as others are to show it. */
static struct str
share(const struct ctx *cx, struct arena *a, const struct live_lead *lead,
    const struct picture *whole, enum media_crop kind, struct picture *crop)
{
	struct buf b;

	media_cropped(a, kind, whole, lead->focal_x, lead->focal_y, crop);
	buf_init(&b, a, ADDRESS_MAX);
	picture_file(&b, crop, SHARE_WIDTH);
	return link_absolute(cx, a, buf_view(&b));
}

void
lead_fill(
    const struct ctx *cx, struct arena *a, const struct live_article *in, struct site_lead *out)
{
	const struct live_lead *lead = &in->card.lead;
	struct picture whole;
	struct picture crop;

	*out = (struct site_lead){.picture = {STR_NULL}};
	if (lead->key.n == 0)
		return;
	media_whole(lead->key, lead->width, lead->height, lead->blur, &whole);
	out->picture = markup(a, &whole, in->lead_alt, SIZES_ARTICLE, true);
	out->caption = in->lead_caption;
	out->credit = in->lead_credit;
	out->alt = in->lead_alt;
	out->four_by_three = share(cx, a, lead, &whole, MEDIA_4X3, &crop);
	out->square = share(cx, a, lead, &whole, MEDIA_1X1, &crop);
	out->share = share(cx, a, lead, &whole, MEDIA_16X9, &crop);
	out->share_width = crop.width;
	out->share_height = crop.height;
}
