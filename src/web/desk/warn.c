#include "web/desk/warn.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "html/body.h"
#include "web/desk/library.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"

/* Pictures that are to be looked at before an article goes out: the form and the page of an article
 * say so, and the panel's script asks for the same words. */

#define ASKED_MAX 1000

static struct str
warning_text(struct arena *a, const struct picture_warning *w, struct str name, bool zh)
{
	name = utf8_straight(a, name);
	switch (w->kind) {
	case PICTURE_ENDED:
		return page_printf(a,
		    i18n(zh, "“%.*s”: its rights ended after %.*s. It cannot be published anew."),
		    STR_ARG(name), STR_ARG(w->expires_on));
	case PICTURE_SHOWN:
		return page_printf(a,
		    i18n(zh, "“%.*s”: its rights ended after %.*s. A correction may still go out "
			     "with it; better take it out."),
		    STR_ARG(name), STR_ARG(w->expires_on));
	case PICTURE_ENDING:
		return page_printf(a, i18n(zh, "“%.*s”: its rights end on %.*s."), STR_ARG(name),
		    STR_ARG(w->expires_on));
	case PICTURE_PENDING:
		return page_printf(a,
		    i18n(zh, "“%.*s” is not ready for readers yet: submit in a moment."),
		    STR_ARG(name));
	case PICTURE_FAILED:
	case PICTURE_TROUBLES:
		break;
	}
	return page_printf(
	    a, i18n(zh, "“%.*s” cannot be used: upload another file of it."), STR_ARG(name));
}

static struct str
first_of(struct str caption, struct str alt)
{
	return caption.n > 0 ? caption : alt;
}

/* As it is called in the article, where its writer looks for it. */
static struct str
name_of(const struct picture_warning *w, const struct body_figure *figures, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str name = first_of(figures[i].caption, figures[i].alt);

		if (figures[i].media == w->id.v && name.n > 0)
			return name;
	}
	return w->name;
}

enum status
warn_pictures(struct ctx *cx, struct arena *a, struct article_id article, struct str document,
    const struct lead *lead, struct desk_warnings *out)
{
	struct body_figure *figures = NULL;
	struct picture_warning *rows;
	struct desk_fault *v;
	int64_t *ids;
	size_t n = 0, rows_n;
	enum status s;

	/* One that cannot be read is refused where it is saved. */
	if (document.n > 0 && body_figures(a, document, &figures, &n) != STATUS_OK)
		n = 0;
	ids = ARENA_ARRAY(a, n + 1, int64_t);
	for (size_t i = 0; i < n; i++)
		ids[i] = figures[i].media;
	if (lead->media.v > 0)
		ids[n] = lead->media.v;
	s = library_warnings(cx->db, a, article, ids, n + (lead->media.v > 0), &rows, &rows_n);
	if (s != STATUS_OK)
		return s;
	v = ARENA_ARRAY(a, rows_n, struct desk_fault);
	for (size_t i = 0; i < rows_n; i++) {
		const struct body_figure as_lead = {
		    lead->media.v, str_trim(lead->caption), str_trim(lead->alt)};
		struct str name = name_of(&rows[i], &as_lead, 1);

		name =
		    name_of(&(struct picture_warning){.id = rows[i].id, .name = name}, figures, n);
		v[i] = (struct desk_fault){
		    library_href(a, rows[i].id, ""), warning_text(a, &rows[i], name, cx->zh)};
	}
	*out = (struct desk_warnings){v, rows_n};
	return STATUS_OK;
}

/* "17,18". */
static bool
read_ids(struct arena *a, struct str list, int64_t **ids, size_t *n)
{
	*n = 0;
	*ids = ARENA_ARRAY(a, ASKED_MAX, int64_t);
	while (list.n > 0) {
		size_t end = str_chr(list, ',');

		if (*n == ASKED_MAX ||
		    !num_i64(str_sub(list, 0, end), 1, INT64_MAX, &(*ids)[(*n)++]))
			return false;
		list = end < list.n ? str_sub(list, end + 1, list.n) : STR("");
	}
	return true;
}

void
desk_media_warnings(struct ctx *cx, struct request *req, struct response *res)
{
	struct str article = request_query(req, STR("article"));
	struct article_id id = {0};
	struct picture_warning *rows;
	int64_t *ids;
	size_t n;
	enum status s;

	if (!read_ids(req->arena, request_query(req, STR("ids")), &ids, &n) ||
	    (article.n > 0 && !num_i64(article, 1, INT64_MAX, &id.v))) {
		refuse_status(cx, req, res, STATUS_INVALID);
		return;
	}
	s = library_warnings(cx->db, req->arena, id, ids, n, &rows, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->type = STR("application/json");
	buf_char(res->body, '[');
	for (size_t i = 0; i < n; i++) {
		buf_printf(res->body, "%s{\"id\":%" PRId64, i > 0 ? "," : "", rows[i].id.v);
		json_member(res->body, "kind", str_of(library_trouble_word(rows[i].kind)));
		json_member(res->body, "name", rows[i].name);
		json_member(
		    res->body, "text", warning_text(req->arena, &rows[i], rows[i].name, cx->zh));
		buf_char(res->body, '}');
	}
	buf_z(res->body, "]\n");
}
