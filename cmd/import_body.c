#include "html/body_json.h"

#include "cmd/import_media.h"

/*
 * The text of an article file as a document: plain text, lines that are pictures, and what plain
 * text has no form for as the JSON of a block.
 */

#define PICTURE_KEY "picture:"
#define BLOCK_KEY "block:"
#define PICTURES_MAX 65536

bool
import_media_line(struct str text, struct import_figure *out)
{
	struct str *const parts[] = {
	    &out->file, &out->layout, &out->alt, &out->caption, &out->credit};
	size_t n = 0;
	struct str rest;
	struct str part;

	*out = (struct import_figure){.file = STR_NULL};
	if (!str_starts(text, STR(PICTURE_KEY)))
		return false;
	rest = str_sub(text, sizeof(PICTURE_KEY) - 1, text.n);
	while (n < sizeof(parts) / sizeof(parts[0]) && str_split(&rest, '|', &part))
		*parts[n++] = str_trim(part);
	return n == sizeof(parts) / sizeof(parts[0]) && rest.p == NULL && out->file.n > 0;
}

static void
json_attr(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, ",\"%s\":\"", name);
	html_json(b, value);
	buf_char(b, '"');
}

static void
json_figure(struct buf *b, const struct import_figure *f, struct media_id id)
{
	buf_printf(b, "{\"type\":\"figure\",\"attrs\":{\"media\":%lld", (long long)id.v);
	json_attr(b, "alt", f->alt);
	json_attr(b, "credit", f->credit);
	json_attr(b, "layout", f->layout);
	BUF_LIT(b, "},\"content\":[{\"type\":\"caption\",\"content\":[");
	if (f->caption.n > 0) {
		BUF_LIT(b, "{\"type\":\"text\",\"text\":\"");
		html_json(b, f->caption);
		BUF_LIT(b, "\"}");
	}
	BUF_LIT(b, "]}]}");
}

/* A document of the pictures of the paragraph ${text} alone: several are a gallery. */
static struct str
pictures_json(struct arena *a, struct str text, const struct import_newsroom *room)
{
	bool many = str_chr(text, '\n') < text.n;
	const char *before = "";
	struct import_figure figure;
	struct str line;
	struct buf b;

	buf_init(&b, a, PICTURES_MAX);
	buf_printf(&b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	if (many)
		BUF_LIT(&b, "{\"type\":\"gallery\",\"content\":[");
	while (str_split(&text, '\n', &line)) {
		(void)import_media_line(line, &figure);
		buf_z(&b, before);
		json_figure(&b, &figure, import_media_id(room, figure.file));
		before = ",";
	}
	if (many)
		BUF_LIT(&b, "]}");
	BUF_LIT(&b, "]}}");
	return buf_ok(&b) ? buf_view(&b) : STR("");
}

/* Is each line of the paragraph a picture? */
static bool
is_pictures(struct str text)
{
	struct import_figure figure;
	struct str line;

	while (str_split(&text, '\n', &line))
		if (!import_media_line(line, &figure))
			return false;
	return true;
}

/* A document of the block that the paragraph ${text} holds after its key. */
static struct str
block_json(struct arena *a, struct str text)
{
	struct buf b;

	buf_init(&b, a, text.n + 64);
	buf_printf(&b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	buf_str(&b, str_sub(text, sizeof(BLOCK_KEY) - 1, text.n));
	BUF_LIT(&b, "]}}");
	return buf_view(&b);
}

/* The blocks of the document ${json}. */
static enum status
add_blocks(struct arena *a, struct body_list *blocks, struct str json)
{
	const struct body_item *doc;
	enum status st = body_load(a, json, &doc, NULL);

	if (st == STATUS_OK)
		body_list_add(a, blocks, doc->content, doc->content_n);
	return st;
}

enum status
import_media_body(
    struct arena *a, struct str text, const struct import_newsroom *room, struct str *json)
{
	struct body_list blocks = {NULL, 0, 0};
	enum status st = STATUS_OK;
	size_t words = 0; /* they begin here */
	size_t at = 0;

	while (st == STATUS_OK && at < text.n) {
		struct str rest = str_sub(text, at, text.n);
		struct str one = str_sub(rest, 0, str_find(rest, STR("\n\n")));
		size_t next = at + one.n;
		bool block = str_starts(one, STR(BLOCK_KEY));

		while (next < text.n && text.p[next] == '\n')
			next++;
		if (block || is_pictures(one)) {
			st = body_list_text(a, &blocks, str_sub(text, words, at - words));
			if (st == STATUS_OK)
				st = add_blocks(a, &blocks,
				    block ? block_json(a, one) : pictures_json(a, one, room));
			words = next;
		}
		at = next;
	}
	if (st == STATUS_OK)
		st = body_list_text(a, &blocks, str_sub(text, words, text.n));
	return st == STATUS_OK ? body_json_store(a, &blocks, json) : st;
}
