#include "web/desk/upload.h"

#include "base/log.h"
#include "base/utf8.h"
#include "crypto/hash.h"
#include "http/multipart.h"
#include "web/web.h"

/* A file of the largest size with what a form has around it: its route's limit is above. */
#define UPLOAD_MAX ((size_t)26 * 1024 * 1024)
#define FIELDS_MAX 16
#define FIELD_MAX ((size_t)8 * 1024)
#define PIECE ((size_t)64 * 1024)

static enum upload_fault
of_request(enum request_fault fault)
{
	return fault == REQUEST_TOO_LARGE ? UPLOAD_TOO_LARGE : UPLOAD_FORM;
}

static enum upload_fault
of_store(enum store_fault fault)
{
	return fault == STORE_FULL ? UPLOAD_FULL : UPLOAD_BUSY;
}

static enum upload_fault
of_picture(enum picture_fault fault)
{
	static const enum upload_fault of[] = {
	    [PICTURE_FINE] = UPLOAD_FINE,
	    [PICTURE_NONE] = UPLOAD_NOT_A_PICTURE,
	    [PICTURE_OTHER] = UPLOAD_TYPE,
	    [PICTURE_PIXELS] = UPLOAD_PIXELS,
	    [PICTURE_BROKEN] = UPLOAD_BROKEN,
	    [PICTURE_MIXED] = UPLOAD_POLYGLOT,
	    [PICTURE_BURDEN] = UPLOAD_BURDEN,
	};

	return of[fault];
}

/* One line: what could break or disguise it is left out, a line break becomes a space. */
static struct str
one_line(struct arena *a, struct str s)
{
	struct buf b;
	uint32_t cp;

	buf_init(&b, a, s.n + 1);
	for (struct str rest = s; rest.n > 0;) {
		struct str before = rest;

		if (!utf8_next(&rest, &cp))
			break;
		before = str_sub(before, 0, before.n - rest.n);
		if (utf8_check(before, UTF8_NAME) == UTF8_FINE)
			buf_str(&b, before);
		else if (cp == '\n' || cp == '\t')
			buf_char(&b, ' ');
	}
	return str_trim(buf_view(&b));
}

static size_t
characters(struct str s)
{
	size_t n = 0;
	uint32_t cp;

	while (s.n > 0 && utf8_next(&s, &cp))
		n++;
	return n;
}

/* What the file was called, without the folders that some browsers tell. */
static struct str
file_name(struct arena *a, struct str name)
{
	struct str part;

	for (struct str rest = name; str_split(&rest, '/', &part);)
		name = part;
	for (struct str rest = name; str_split(&rest, '\\', &part);)
		name = part;
	name = utf8_prefix(one_line(a, name), MEDIA_WORDS_MAX);
	return name.n > 0 ? name : STR("-");
}

/* A file into the store, looked at on the way. */
static enum upload_fault
receive(
    struct ctx *cx, struct arena *a, struct multipart *m, struct media_new *out, struct upload *u)
{
	char *piece = arena_alloc(a, PIECE);
	struct media_draft *draft;
	struct picture picture;
	enum upload_fault why;
	struct str bytes;
	size_t got;
	enum store_fault fault = media_draft_open(a, cx->media_dir, &draft);

	if (fault != STORE_FINE)
		return of_store(fault);
	do {
		enum request_fault f = multipart_read(m, piece, PIECE, &got);

		if (f != REQUEST_FINE)
			return of_request(f);
		if (media_draft_size(draft) + got > MEDIA_BYTES_MAX)
			return UPLOAD_TOO_LARGE;
		fault = media_draft_write(draft, piece, got);
		if (fault != STORE_FINE)
			return of_store(fault);
	} while (got > 0);
	fault = media_draft_view(draft, &bytes);
	if (fault != STORE_FINE)
		return of_store(fault);
	why = of_picture(picture_read(bytes, &picture));
	u->other = picture.other;
	if (why != UPLOAD_FINE)
		return why;
	hash_sha256(bytes, out->sha256);
	out->type = str_of(picture_type_name(picture.type));
	out->bytes = (int64_t)bytes.n;
	out->width = picture.width;
	out->height = picture.height;
	fault = media_draft_keep(draft, out->sha256);
	return fault == STORE_FINE ? UPLOAD_FINE : of_store(fault);
}

/* The token comes before any file: nobody stores anything for a stranger. */
static enum upload_fault
read_file(
    struct ctx *cx, struct request *req, struct multipart *m, struct str filename, struct upload *u)
{
	struct media_new *file = &u->files[u->n];
	enum upload_fault why;

	if (!web_csrf_ok(req, &cx->token))
		return UPLOAD_CSRF;
	if (filename.n == 0)
		return UPLOAD_FINE; /* the field was left empty; multipart_next() goes past it */
	if (u->n == UPLOAD_FILES_MAX)
		return UPLOAD_MANY;
	u->name = file->name = file_name(req->arena, filename);
	why = receive(cx, req->arena, m, file, u);
	if (why == UPLOAD_FINE) {
		u->name = STR_NULL;
		u->n++;
	}
	return why;
}

static enum upload_fault
read_field(struct request *req, struct multipart *m, struct str name)
{
	struct http_pair *pair = &req->form.v[req->form.n];
	enum request_fault fault;

	if (req->form.n == FIELDS_MAX || request_form(req, name).p != NULL)
		return UPLOAD_FORM;
	fault = multipart_text(m, FIELD_MAX, &pair->value);
	if (fault != REQUEST_FINE)
		return fault == REQUEST_TOO_LARGE ? UPLOAD_WORDS : UPLOAD_FORM;
	pair->name = name;
	req->form.n++;
	return UPLOAD_FINE;
}

static enum upload_fault
read_parts(struct ctx *cx, struct request *req, struct multipart *m, struct upload *u)
{
	for (;;) {
		struct multipart_part part;
		enum upload_fault why;
		bool more;
		enum request_fault fault = multipart_next(m, &part, &more);

		if (fault != REQUEST_FINE)
			return of_request(fault);
		if (!more)
			return UPLOAD_FINE;
		why = part.filename.p != NULL ? read_file(cx, req, m, part.filename, u)
					      : read_field(req, m, part.name);
		if (why != UPLOAD_FINE)
			return why;
	}
}

/* What is said of the picture is said of one; a credit may be of all. */
static enum upload_fault
read_words(struct request *req, struct upload *u)
{
	struct arena *a = req->arena;
	struct str alt = one_line(a, request_form(req, STR("alt")));
	struct str caption = one_line(a, request_form(req, STR("caption")));
	struct str credit = one_line(a, request_form(req, STR("credit")));

	if (characters(alt) > MEDIA_ALT_MAX || characters(caption) > MEDIA_CAPTION_MAX ||
	    characters(credit) > MEDIA_WORDS_MAX)
		return UPLOAD_WORDS;
	for (size_t i = 0; i < u->n; i++) {
		u->files[i].credit = credit;
		u->files[i].alt = u->n == 1 ? alt : STR("");
		u->files[i].caption = u->n == 1 ? caption : STR("");
	}
	return UPLOAD_FINE;
}

enum upload_fault
upload_read(struct ctx *cx, struct request *req, struct upload *out)
{
	struct multipart *m;
	enum upload_fault why;

	*out = (struct upload){.name = STR_NULL};
	req->form.v = ARENA_ARRAY(req->arena, FIELDS_MAX, struct http_pair);
	if (req->content_length > (int64_t)UPLOAD_MAX)
		return UPLOAD_TOO_LARGE;
	if (multipart_open(req->arena, req->content_type, req->stream, UPLOAD_MAX, &m) !=
	    REQUEST_FINE)
		return UPLOAD_FORM;
	why = read_parts(cx, req, m, out);
	if (why != UPLOAD_FINE)
		return why;
	if (!web_csrf_ok(req, &cx->token))
		return UPLOAD_CSRF;
	return out->n > 0 ? read_words(req, out) : UPLOAD_NOTHING;
}
