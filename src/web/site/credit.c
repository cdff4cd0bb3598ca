#include "web/site/credit.h"

#include "html/html.h"
#include "web/site/link.h"

static bool
same_run(const struct byline *a, const struct byline *b)
{
	return a->role == b->role && str_eq(a->outlet, b->outlet);
}

/* The word for a role before one name or several; Chinese does not tell them apart. */
static const char *
role_word(enum byline_role role, bool several, bool zh)
{
	switch (role) {
	case BYLINE_REPORTER:
		return several ? i18n(zh, "Reporters") : i18n(zh, "Reporter");
	case BYLINE_CORRESPONDENT:
		return several ? i18n(zh, "Correspondents") : i18n(zh, "Correspondent");
	case BYLINE_PHOTOGRAPHER:
		return several ? i18n(zh, "Photographers") : i18n(zh, "Photographer");
	case BYLINE_EDITOR:
		return several ? i18n(zh, "Editors") : i18n(zh, "Editor");
	}
	return "";
}

const struct site_credit *
credit_line(
    const struct ctx *cx, struct arena *a, const struct byline_list *list, bool zh, size_t *n)
{
	struct site_credit *v = ARENA_ARRAY(a, list->n, struct site_credit);
	struct str outlet = STR("");

	for (size_t i = 0; i < list->n; i++) {
		const struct byline *b = &list->v[i];
		bool goes_on = i > 0 && same_run(b, b - 1);
		bool several = i + 1 < list->n && same_run(b, b + 1);

		v[i] = (struct site_credit){
		    .role = goes_on ? "" : role_word(b->role, several, zh),
		    .name = b->name,
		    .href = link_byline(cx, a, b->name, zh, NULL),
		    .first = i == 0,
		};
		v[i].url = link_absolute(cx, a, v[i].href);
		if (b->outlet.n > 0 && !str_eq(b->outlet, outlet))
			v[i].outlet = b->outlet;
		outlet = b->outlet;
	}
	*n = list->n;
	return v;
}
