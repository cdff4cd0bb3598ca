#include "web/desk/change.h"

#include "domain/byline.h"
#include "html/html.h"
#include "http/request.h"
#include "web/desk/library.h"

/* A picture's five fields, old and new. */
#define TEXT_MAX ((size_t)16 * 1024)

static const struct {
	const char *field, *label;
} labels[] = {
    {"credit", N_("Credit")},
    {"licence", N_("Licence")},
    {"expires_on", N_("Rights end on")},
    {"source", N_("Origin")},
    {"focal", N_("Focal point")},
    {"name", N_("Name")},
    {"outlet", N_("Outlet")},
    {"role", N_("Usual role")},
    {"active", N_("Propose in bylines")},
};

static struct str
label_of(struct str field, bool zh)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_eq(field, str_of(labels[i].field)))
			return str_of(i18n(zh, labels[i].label));
	return field;
}

/* The database's words for a value, as people read it. */
static struct str
value_text(struct str field, struct str value, bool zh)
{
	enum byline_role role;

	if (str_eq(field, STR("licence")))
		return library_licence_text(value, zh);
	if (str_eq(field, STR("role")) && byline_role_of(value, &role))
		return str_of(byline_role_word(role, zh));
	if (str_eq(field, STR("active")) && value.n > 0)
		return str_of(str_eq(value, STR("true")) ? i18n(zh, "yes") : i18n(zh, "no"));
	return value;
}

static void
put_change(struct buf *b, const struct http_pair *change, bool zh)
{
	const struct str arrow = STR(" → ");
	size_t at = str_find(change->value, arrow);
	struct str was = str_sub(change->value, 0, at);
	struct str is = str_sub(change->value, at + arrow.n, change->value.n);

	buf_str(b, label_of(change->name, zh));
	buf_z(b, zh ? "：" : ": ");
	buf_str(b, value_text(change->name, was, zh));
	buf_str(b, arrow);
	buf_str(b, value_text(change->name, is, zh));
}

struct str
change_text(struct arena *a, struct str detail, bool zh)
{
	size_t brace = str_chr(detail, '{'), i;
	struct http_pairs changes;
	struct buf b;

	if (json_parse(a, str_sub(detail, brace, detail.n), &changes) != REQUEST_FINE)
		return detail;
	buf_init(&b, a, TEXT_MAX);
	for (i = 0; i < changes.n; i++) {
		if (i > 0)
			buf_z(&b, zh ? "；" : "; ");
		put_change(&b, &changes.v[i], zh);
	}
	return buf_ok(&b) ? buf_view(&b) : detail;
}
