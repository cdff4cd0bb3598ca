#include "http/request.h"

static struct str
find(const struct http_pairs *pairs, struct str name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (str_eq(pairs->v[i].name, name))
			return pairs->v[i].value;
	return STR_NULL;
}

struct str
request_query(const struct request *r, struct str name)
{
	return find(&r->query, name);
}

struct str
request_form(const struct request *r, struct str name)
{
	return find(&r->form, name);
}

struct str
request_cookie(const struct request *r, struct str name)
{
	return find(&r->cookies, name);
}

/* RFC 9110, 12.4.2: a weight, "1", "0.5", in thousandths; -1 if it is none. */
static int
weight(struct str s)
{
	int q = 0;
	int unit = 100;

	if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
		return -1;
	for (size_t i = 2; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		q += (s.p[i] - '0') * unit;
		unit /= 10;
	}
	if (s.p[0] == '1')
		return q == 0 ? 1000 : -1;
	return q;
}

/* The weight of one element of Accept-Language, whose range is left in ${range}. */
static int
range_weight(struct str element, struct str *range)
{
	struct str param;
	int q = 1000;

	if (!str_split(&element, ';', range))
		return -1;
	*range = str_trim(*range);
	while (str_split(&element, ';', &param)) {
		param = str_trim(param);
		if (str_starts(param, STR("q=")) || str_starts(param, STR("Q=")))
			q = weight(str_trim(str_sub(param, 2, param.n)));
	}
	return q;
}

enum http_lang
request_lang(struct str accept_language, enum http_lang fallback)
{
	enum http_lang best = fallback;
	int best_q = 0;
	struct str element;
	struct str range;

	while (str_split(&accept_language, ',', &element)) {
		int q = range_weight(element, &range);
		struct str primary = str_sub(range, 0, str_chr(range, '-'));

		if (q <= best_q)
			continue;
		if (str_eq_nocase(primary, STR("zh")))
			best = LANG_ZH;
		else if (str_eq_nocase(primary, STR("en")))
			best = LANG_EN;
		else
			continue;
		best_q = q;
	}
	return best;
}

bool
request_wants_json(const struct request *r)
{
	struct str rest = r->accept, range;
	bool json = false;

	while (str_split(&rest, ',', &range)) {
		struct str type = str_trim(str_sub(range, 0, str_chr(range, ';')));

		if (str_eq_nocase(type, STR("text/html")))
			return false;
		json = json || str_eq_nocase(type, STR("application/json"));
	}
	return json;
}

bool
request_same_origin(const struct request *r)
{
	struct str scheme = r->https ? STR("https://") : STR("http://");
	struct str host;

	if (r->sec_fetch_site.p != NULL)
		return str_eq(r->sec_fetch_site, STR("same-origin")) ||
		       str_eq(r->sec_fetch_site, STR("none"));
	if (r->host.n == 0 || !str_starts(r->origin, scheme))
		return false;
	host = str_sub(r->origin, scheme.n, r->origin.n);
	return str_eq_nocase(host, r->host);
}
