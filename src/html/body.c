#include "html/body.h"

#include <unicode/uchar.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "html/body_tree.h"

/* As core.revision holds of it: a body that is refused here is told why. */
#define HTML_MAX (4u * 1024 * 1024)

#define SIZES_NORMAL "(min-width:740px) 648px, 100vw"
#define SIZES_WIDE "(min-width:1280px) 784px, (min-width:1024px) 648px, 100vw"
#define SIZES_SMALL "(min-width:740px) 288px, 100vw"
#define SIZES_GALLERY "(min-width:740px) 320px, 50vw"

/* Rendering: the schema's tables say which tags there are, nothing else is ever written. */

static void
write_attr(struct buf *b, const struct body_attr *rule, const struct body_value *value)
{
	if (rule->html.n == 0 || (rule->optional && value->i == rule->fallback))
		return;
	buf_char(b, ' ');
	buf_str(b, rule->html);
	BUF_LIT(b, "=\"");
	if (rule->type == BODY_URL)
		html_url(b, value->s);
	else
		buf_i64(b, value->i);
	buf_char(b, '"');
}

static void
open_tag(struct buf *b, struct str tag, struct str class, const struct body_attr *rules, size_t n,
    const struct body_value *values, int64_t level)
{
	buf_char(b, '<');
	buf_str(b, tag);
	if (level > 0)
		buf_i64(b, level);
	if (class.n > 0) {
		BUF_LIT(b, " class=\"");
		buf_str(b, class);
		buf_char(b, '"');
	}
	for (size_t i = 0; i < n; i++)
		write_attr(b, &rules[i], &values[i]);
	buf_char(b, '>');
}

static void
close_tag(struct buf *b, struct str tag, int64_t level)
{
	BUF_LIT(b, "</");
	buf_str(b, tag);
	if (level > 0)
		buf_i64(b, level);
	buf_char(b, '>');
}

struct render {
	struct buf b;
	const struct body_pictures *pictures;
	size_t notes;                    /* footnotes so far */
	const struct body_item *gallery; /* whose figures are being rendered */
};

struct marks {
	const struct body_mark_item *v;
	size_t n;
};

/* A footnote's sign is a link of its own, so it stands outside of marks, as links do not nest. */
static struct marks
marks_of(const struct body_item *item)
{
	if (item == NULL || item->type == BODY_FOOTNOTE)
		return (struct marks){NULL, 0};
	/* Remarks are the desk's alone: of the marks without a tag, which come last, none is seen.
	 */
	for (size_t n = item->marks_n; n > 0; n--) {
		if (body_marks[item->marks[n - 1].type].tag.n > 0)
			return (struct marks){item->marks, n};
	}
	return (struct marks){NULL, 0};
}

/* Close the marks that the next run of text does not share, and open those that are new. */
static void
change_marks(struct buf *b, const struct body_item *from, const struct body_item *to)
{
	struct marks old = marks_of(from);
	struct marks new = marks_of(to);
	size_t same = 0;

	while (same < old.n && same < new.n &&body_mark_eq(&old.v[same], &new.v[same]))
		same++;
	for (size_t i = old.n; i > same; i--)
		close_tag(b, body_marks[old.v[i - 1].type].tag, 0);
	for (size_t i = same; i < new.n; i++) {
		const struct body_mark_rule *rule = &body_marks[new.v[i].type];

		open_tag(b, rule->tag, STR(""), rule->attrs, rule->attrs_n, new.v[i].attrs, 0);
	}
}

/* The sign in the text and the note at the end lead to each other. */
static void
footnote_sign(struct buf *b, size_t number)
{
	buf_printf(b, "<a href=\"#fn-%zu\" id=\"fnref-%zu\">%zu</a>", number, number, number);
}

#define TURNING                                                                                    \
	(U_MASK(U_RIGHT_TO_LEFT) | U_MASK(U_RIGHT_TO_LEFT_ARABIC) | U_MASK(U_ARABIC_NUMBER) |      \
	    U_MASK(U_LEFT_TO_RIGHT_EMBEDDING) | U_MASK(U_RIGHT_TO_LEFT_EMBEDDING) |                \
	    U_MASK(U_LEFT_TO_RIGHT_OVERRIDE) | U_MASK(U_RIGHT_TO_LEFT_OVERRIDE) |                  \
	    U_MASK(U_LEFT_TO_RIGHT_ISOLATE) | U_MASK(U_RIGHT_TO_LEFT_ISOLATE) |                    \
	    U_MASK(U_FIRST_STRONG_ISOLATE) | U_MASK(U_POP_DIRECTIONAL_FORMAT) |                    \
	    U_MASK(U_POP_DIRECTIONAL_ISOLATE))

/* May it turn around what follows it in its line: letters that are read from the right, and what
 * embeds, overrides or isolates (UAX #9)? */
static bool
turns(struct str s)
{
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		if (cp >= 0x590 && (U_MASK(u_charDirection((UChar32)cp)) & TURNING) != 0)
			return true;
	}
	return false;
}

/* Words that others follow in their line. */
static void
words_before(struct buf *b, struct str words)
{
	bool alone = turns(words);

	if (alone)
		BUF_LIT(b, "<bdi>");
	html_text(b, words);
	if (alone)
		BUF_LIT(b, "</bdi>");
}

/* A card that leads there: nothing of the provider's is loaded into our page. */
static void
embed_card(struct buf *b, const struct body_item *item)
{
	const struct body_value *v = item->attrs;

	BUF_LIT(b, "<a href=\"");
	html_url(b, v[BODY_EMBED_URL].s);
	BUF_LIT(b, "\">");
	words_before(b, v[BODY_EMBED_TITLE].s);
	BUF_LIT(b, "</a> <cite>");
	html_text(b, body_providers[v[BODY_EMBED_PROVIDER].i].label);
	BUF_LIT(b, "</cite>");
}

static void
correction_date(struct render *r, struct str day)
{
	BUF_LIT(&r->b, "<time datetime=\"");
	html_attr(&r->b, day);
	BUF_LIT(&r->b, "\">");
	clock_calendar(&r->b, day, r->pictures == NULL || r->pictures->zh);
	BUF_LIT(&r->b, "</time> ");
}

/* What a node shows before its content, or in place of one. */
static void
render_own(struct render *r, const struct body_item *item)
{
	if (item->type == BODY_TEXT) {
		html_text(&r->b, item->text);
	} else if (item->type == BODY_FOOTNOTE) {
		footnote_sign(&r->b, ++r->notes);
	} else if (item->type == BODY_EMBED) {
		embed_card(&r->b, item);
	} else if (item->type == BODY_CORRECTION_NOTE) {
		correction_date(r, item->attrs[BODY_CORRECTION_NOTE_DATE].s);
	}
}

static void render(struct render *r, const struct body_item *item);

static void
render_content(struct render *r, const struct body_item *item)
{
	const struct body_item *before = NULL;

	for (size_t i = 0; i < item->content_n; i++) {
		change_marks(&r->b, before, &item->content[i]);
		render(r, &item->content[i]);
		before = &item->content[i];
	}
	change_marks(&r->b, before, NULL);
}

static void
render_caption(struct render *r, const struct body_item *caption, struct str credit)
{
	bool alone = false;

	if (caption->content_n == 0 && credit.n == 0)
		return;
	for (size_t i = 0; credit.n > 0 && i < caption->content_n && !alone; i++)
		alone = turns(caption->content[i].text);
	BUF_LIT(&r->b, "<figcaption>");
	if (alone)
		BUF_LIT(&r->b, "<bdi>");
	render_content(r, caption);
	if (alone)
		BUF_LIT(&r->b, "</bdi>");
	if (credit.n > 0) {
		if (caption->content_n > 0)
			buf_char(&r->b, ' ');
		/* Readers see by its looks what it is; who listens is told. */
		BUF_LIT(&r->b, "<span class=\"credit\"><span class=\"credit-word\">");
		html_text(&r->b, str_of(i18n(r->pictures->zh, "Picture: ")));
		BUF_LIT(&r->b, "</span>");
		html_text(&r->b, credit);
		BUF_LIT(&r->b, "</span>");
	}
	BUF_LIT(&r->b, "</figcaption>");
}

/* Two of a gallery share a line; the odd one out comes first and has one to itself (figure.css). */
static bool
in_half(const struct body_item *gallery, const struct body_item *figure)
{
	return gallery != NULL && (gallery->content_n % 2 == 0 || figure != &gallery->content[0]);
}

static void
render_figure(struct render *r, const struct body_item *item)
{
	/* As the schema lists the layouts. */
	static const struct {
		const char *class;
		const char *sizes;
	} layouts[] = {{"figure", SIZES_NORMAL}, {"figure figure-wide", SIZES_WIDE},
	    {"figure figure-small", SIZES_SMALL}};
	const struct body_value *v = item->attrs;
	int64_t layout = r->gallery != NULL ? 0 : v[BODY_FIGURE_LAYOUT].i;
	/* The loader made sure that it is there. */
	const struct body_picture *found = body_picture_find(r->pictures, v[BODY_FIGURE_MEDIA].i);

	buf_printf(&r->b, "<figure class=\"%s\">\n", layouts[layout].class);
	picture_write(&r->b, r->gallery != NULL ? &found->crop : &found->picture,
	    v[BODY_FIGURE_ALT].s, in_half(r->gallery, item) ? SIZES_GALLERY : layouts[layout].sizes,
	    false);
	render_caption(r, &item->content[0], v[BODY_FIGURE_CREDIT].s);
	BUF_LIT(&r->b, "</figure>\n");
}

/* A header cell without a word heads nothing, and would be read out as if it did. */
static bool
heads_nothing(const struct body_item *item)
{
	if (item->type != BODY_TABLE_HEADER)
		return false;
	for (size_t i = 0; i < item->content_n; i++)
		if (item->content[i].content_n > 0)
			return false;
	return true;
}

/* The depth is the loader's, which capped it. */
static void
render(struct render *r, const struct body_item *item)
{
	/* (The two kinds of cells have the same attributes, in the same order.) */
	const struct body_node_rule *rule =
	    &body_nodes[heads_nothing(item) ? BODY_TABLE_CELL : item->type];
	int64_t level = rule->tag_attr < 0 ? 0 : item->attrs[rule->tag_attr].i;

	/* The editor always keeps a place for who said it; readers need not see an empty one. */
	if (item->type == BODY_ATTRIBUTION && item->content_n == 0)
		return;
	if (item->type == BODY_FIGURE) {
		render_figure(r, item);
		return;
	}
	if (item->type == BODY_GALLERY)
		r->gallery = item;
	if (rule->tag.n > 0)
		open_tag(
		    &r->b, rule->tag, rule->class, rule->attrs, rule->attrs_n, item->attrs, level);
	render_own(r, item);
	render_content(r, item);
	if (item->type == BODY_GALLERY)
		r->gallery = NULL;
	if (rule->tag.n > 0 && !rule->is_void)
		close_tag(&r->b, rule->tag, level);
	if (rule->tag.n > 0 && !rule->is_inline)
		buf_char(&r->b, '\n');
}

/* The texts of the footnotes, in their order; ${number} counts them again. */
static void
render_notes(struct buf *b, const struct body_item *item, size_t *number)
{
	if (item->type == BODY_FOOTNOTE) {
		++*number;
		buf_printf(b, "<li id=\"fn-%zu\">", *number);
		words_before(b, item->attrs[BODY_FOOTNOTE_TEXT].s);
		buf_printf(b, " <a href=\"#fnref-%zu\">↩%zu</a></li>\n", *number, *number);
	}
	for (size_t i = 0; i < item->content_n; i++)
		render_notes(b, &item->content[i], number);
}

enum status
body_doc_render(struct arena *a, const struct body_item *doc, const struct body_pictures *pictures,
    struct safe_html *html, struct body_error *error)
{
	static const struct body_pictures none = {.n = 0};
	struct render r = {.pictures = pictures == NULL ? &none : pictures};
	size_t number = 0;

	if (!body_check_pictures(doc, r.pictures, error))
		return STATUS_INVALID;
	buf_init(&r.b, a, HTML_MAX);
	render(&r, doc);
	if (r.notes > 0) {
		BUF_LIT(&r.b, "<ol class=\"footnotes\">\n");
		render_notes(&r.b, doc, &number);
		BUF_LIT(&r.b, "</ol>\n");
	}
	if (!buf_ok(&r.b)) {
		*error =
		    (struct body_error){.path = "doc", .reason = "the page would be too large"};
		return STATUS_INVALID;
	}
	html->s = buf_view(&r.b);
	return STATUS_OK;
}

enum status
body_render(struct arena *a, struct str json, const struct body_pictures *pictures,
    struct safe_html *html, struct body_error *error)
{
	const struct body_item *doc;
	enum status s = body_load(a, json, &doc, error);

	return s == STATUS_OK ? body_doc_render(a, doc, pictures, html, error) : s;
}
