#include "web/desk/picture_form.h"

#include "base/num.h"
#include "base/utf8.h"
#include "web/desk/library.h"
#include "web/desk/page.h"

#define OTHER "other"

static const struct {
	const char *name; /* also its id */
	const char *label;
	size_t max;
} fields[PICTURE_FIELDS] = {
    [PICTURE_ALT] = {"alt", N_("Alt text"), LIBRARY_ALT_MAX},
    [PICTURE_CAPTION] = {"caption", N_("Caption"), LIBRARY_CAPTION_MAX},
    [PICTURE_CREDIT] = {"credit", N_("Credit"), LIBRARY_CREDIT_MAX},
    [PICTURE_SOURCE] = {"source", N_("Origin"), LIBRARY_SOURCE_MAX},
    [PICTURE_LICENCE] = {"licence_other", N_("Another licence"), LIBRARY_LICENCE_MAX},
    [PICTURE_EXPIRES_ON] = {"expires_on", N_("Rights end on"), 10},
    [PICTURE_FOCAL_X] = {"focal_x", N_("Focal point from the left, in percent"), 3},
    [PICTURE_FOCAL_Y] = {"focal_y", N_("Focal point from the top, in percent"), 3},
};

const char *
picture_field_name(enum picture_field i)
{
	return fields[i].name;
}

static struct desk_field
field_of(const struct ctx *cx, struct arena *a, enum picture_field i, struct str hint,
    const struct picture_form *f)
{
	const char *name = fields[i].name;
	struct desk_field out = {
	    .name = name,
	    .label = i18n(cx->zh, fields[i].label),
	    .hint = hint,
	    .value = f->typed[i].p != NULL ? f->typed[i] : STR(""),
	    .error = f->fault[i],
	    .rows = 3,
	};

	if (out.hint.n > 0 && out.error.n > 0)
		out.describedby = str_z(a, page_printf(a, "%s-error %s-hint", name, name));
	else if (out.hint.n > 0)
		out.describedby = str_z(a, page_printf(a, "%s-hint", name));
	else if (out.error.n > 0)
		out.describedby = str_z(a, page_printf(a, "%s-error", name));
	return out;
}

static struct str
at_most(const struct ctx *cx, struct arena *a, enum picture_field i)
{
	return page_printf(a, i18n(cx->zh, "At most %d characters."), (int)fields[i].max);
}

static struct desk_choice
licence_choice(const struct ctx *cx, struct arena *a, const struct picture_form *f)
{
	struct desk_option *v = ARENA_ARRAY(a, LIBRARY_LICENCES + 2, struct desk_option);
	size_t i, n = 0;

	v[n++] =
	    (struct desk_option){STR(""), str_of(i18n(cx->zh, "Not known")), f->licence.n == 0};
	for (i = 0; i < LIBRARY_LICENCES; i++) {
		const char *code, *word = library_licence(i, cx->zh, &code);

		v[n++] = (struct desk_option){
		    str_of(code), str_of(word), str_eq(f->licence, str_of(code))};
	}
	v[n++] = (struct desk_option){STR(OTHER), str_of(i18n(cx->zh, "Another one: see below")),
	    str_eq(f->licence, STR(OTHER))};
	return (struct desk_choice){
	    .field = {.name = "licence", .label = i18n(cx->zh, "Licence")}, .v = v, .n = n};
}

void
picture_form_show(
    const struct ctx *cx, struct arena *a, const struct picture_form *f, struct picture_view *view)
{
	bool zh = cx->zh;
	struct desk_fault *faults = ARENA_ARRAY(a, PICTURE_FIELDS, struct desk_fault);
	unsigned i;

	view->alt_field = field_of(cx, a, PICTURE_ALT,
	    str_of(i18n(zh, "What it shows, for readers who do not see it. It is proposed wherever "
			    "the picture is used.")),
	    f);
	view->caption = field_of(cx, a, PICTURE_CAPTION, at_most(cx, a, PICTURE_CAPTION), f);
	view->credit = field_of(cx, a, PICTURE_CREDIT,
	    str_of(i18n(zh, "Who took or gave it, as readers will see it.")), f);
	view->source = field_of(cx, a, PICTURE_SOURCE,
	    str_of(i18n(zh, "Where the newsroom has it from: an agency, a person, an address. "
			    "Readers do not see it.")),
	    f);
	view->licence = licence_choice(cx, a, f);
	view->licence_other = field_of(cx, a, PICTURE_LICENCE, STR(""), f);
	view->expires_on = field_of(cx, a, PICTURE_EXPIRES_ON,
	    str_of(i18n(zh, "The last day on which it may be published, as 2026-12-31. Empty: "
			    "there is no end.")),
	    f);
	view->focal_x = field_of(cx, a, PICTURE_FOCAL_X, STR(""), f);
	view->focal_y = field_of(cx, a, PICTURE_FOCAL_Y, STR(""), f);
	for (i = 0; i < PICTURE_FIELDS; i++) {
		if (f->fault[i].n > 0)
			faults[view->faults_n++] =
			    (struct desk_fault){page_printf(a, "#%s", fields[i].name), f->fault[i]};
	}
	view->faults = faults;
}

void
picture_form_of(struct arena *a, const struct library_item *p, struct picture_form *f)
{
	const char *code;
	size_t i;

	*f = (struct picture_form){.licence = p->licence.n > 0 ? STR(OTHER) : STR("")};
	for (i = 0; i < LIBRARY_LICENCES; i++) {
		(void)library_licence(i, false, &code);
		if (str_eq(p->licence, str_of(code)))
			f->licence = p->licence;
	}
	f->typed[PICTURE_ALT] = p->alt;
	f->typed[PICTURE_CAPTION] = p->caption;
	f->typed[PICTURE_CREDIT] = p->credit;
	f->typed[PICTURE_SOURCE] = p->source;
	f->typed[PICTURE_LICENCE] = str_eq(f->licence, STR(OTHER)) ? p->licence : STR("");
	f->typed[PICTURE_EXPIRES_ON] = p->expires_on;
	f->typed[PICTURE_FOCAL_X] = page_printf(a, "%d", p->focal_x);
	f->typed[PICTURE_FOCAL_Y] = page_printf(a, "%d", p->focal_y);
}

static void
fault(struct picture_form *f, enum picture_field i, struct str text)
{
	if (f->fault[i].n == 0)
		f->faults++;
	f->fault[i] = text;
}

/* A caption is one line: what a text area makes of it becomes spaces. */
static struct str
typed(struct request *req, const char *name)
{
	struct str s = request_form(req, str_of(name));

	return s.p == NULL ? STR_NULL : str_trim(utf8_line(req->arena, s));
}

static void
check_words(const struct ctx *cx, struct arena *a, struct picture_form *f)
{
	unsigned i;

	for (i = PICTURE_ALT; i <= PICTURE_LICENCE; i++) {
		const char *label = i18n(cx->zh, fields[i].label);
		size_t n;

		if (f->typed[i].p == NULL)
			continue;
		n = utf8_count(f->typed[i]);
		if (utf8_check(f->typed[i], UTF8_LINE) != UTF8_FINE)
			fault(f, (enum picture_field)i,
			    page_printf(a,
				i18n(cx->zh, "“%s” contains control characters or a line break. "
					     "Take them out."),
				label));
		else if (n > fields[i].max)
			fault(f, (enum picture_field)i,
			    page_printf(a,
				i18n(cx->zh, "“%s” has %zu characters; at most %zu are allowed."),
				label, n, fields[i].max));
	}
}

static bool
read_percent(struct str s, int16_t *out)
{
	int64_t v;

	if (!num_i64(str_trim(s), 0, 100, &v))
		return false;
	*out = (int16_t)v;
	return true;
}

static void
check_focal(const struct ctx *cx, struct picture_form *f)
{
	struct str wrong = str_of(i18n(cx->zh, "Write a number from 0 to 100."));

	f->edit.has_focal =
	    f->typed[PICTURE_FOCAL_X].p != NULL || f->typed[PICTURE_FOCAL_Y].p != NULL;
	if (!f->edit.has_focal)
		return;
	if (!read_percent(f->typed[PICTURE_FOCAL_X], &f->edit.focal_x))
		fault(f, PICTURE_FOCAL_X, wrong);
	if (!read_percent(f->typed[PICTURE_FOCAL_Y], &f->edit.focal_y))
		fault(f, PICTURE_FOCAL_Y, wrong);
}

/* The licence is one of the list, or, if that says so, the words beside it. */
static void
read_licence(struct picture_form *f)
{
	f->edit.licence = f->licence;
	if (f->licence.p != NULL && str_eq(f->licence, STR(OTHER)))
		f->edit.licence =
		    f->typed[PICTURE_LICENCE].p != NULL ? f->typed[PICTURE_LICENCE] : STR("");
}

void
picture_form_read(const struct ctx *cx, struct request *req, struct picture_form *f)
{
	struct arena *a = req->arena;
	unsigned i;

	*f = (struct picture_form){.licence = typed(req, "licence")};
	for (i = 0; i < PICTURE_FIELDS; i++)
		f->typed[i] = typed(req, fields[i].name);
	check_words(cx, a, f);
	if (f->typed[PICTURE_EXPIRES_ON].n > 0 && !library_day(f->typed[PICTURE_EXPIRES_ON]))
		fault(f, PICTURE_EXPIRES_ON, str_of(i18n(cx->zh, "Write the day as 2026-01-31.")));
	check_focal(cx, f);
	f->edit.alt = f->typed[PICTURE_ALT];
	f->edit.caption = f->typed[PICTURE_CAPTION];
	f->edit.credit = f->typed[PICTURE_CREDIT];
	f->edit.source = f->typed[PICTURE_SOURCE];
	f->edit.expires_on = f->typed[PICTURE_EXPIRES_ON];
	read_licence(f);
	/* A program may name a licence in its own words. */
	if (f->edit.licence.p != NULL && (utf8_check(f->edit.licence, UTF8_LINE) != UTF8_FINE ||
					     utf8_count(f->edit.licence) > LIBRARY_LICENCE_MAX))
		fault(f, PICTURE_LICENCE, str_of(i18n(cx->zh, "Name the licence in a few words.")));
}

void
picture_form_fill(struct picture_form *f, const struct picture_form *stored)
{
	unsigned i;

	for (i = 0; i < PICTURE_FIELDS; i++) {
		if (f->typed[i].p == NULL)
			f->typed[i] = stored->typed[i];
	}
	if (f->licence.p == NULL)
		f->licence = stored->licence;
}
