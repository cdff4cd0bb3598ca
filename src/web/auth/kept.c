#include "web/auth/kept.h"

#include "web/web.h"

#define PREFIX STR("kept_")

void
kept_fields(const struct request *req, struct auth_kept_fields *out)
{
	struct str action = request_form(req, STR("kept-action"));
	struct auth_kept *v;
	size_t n = 0;

	*out = (struct auth_kept_fields){.n = 0};
	/* No other address gets the new session's form token. */
	if (!web_is_typed(action))
		return;
	v = ARENA_ARRAY(req->arena, req->form.n, struct auth_kept);
	for (size_t i = 0; i < req->form.n; i++) {
		const struct http_pair *f = &req->form.v[i];
		struct str name = str_sub(f->name, PREFIX.n, f->name.n);

		/* The old session's form token is worth nothing now. */
		if (!str_starts(f->name, PREFIX) || str_eq(name, STR(WEB_FIELD_CSRF)))
			continue;
		v[n++] = (struct auth_kept){.name = name, .value = f->value};
	}
	*out = (struct auth_kept_fields){.action = action, .v = v, .n = n};
}

void
kept_fill(struct arena *a, const struct auth_kept_fields *kept, struct auth_kept_view *v)
{
	struct auth_kept *others = ARENA_ARRAY(a, kept->n, struct auth_kept);

	v->action = kept->action;
	v->others = others;
	v->others_n = 0;
	for (size_t i = 0; i < kept->n; i++) {
		if (str_eq(kept->v[i].name, STR("headline"))) {
			v->has_headline = true;
			v->headline = kept->v[i].value;
		} else if (str_eq(kept->v[i].name, STR("body"))) {
			v->has_body = true;
			v->body = kept->v[i].value;
		} else {
			others[v->others_n++] = kept->v[i];
		}
	}
}
