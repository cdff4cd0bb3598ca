#include "domain/byline.h"

#include "base/json.h"
#include "base/utf8.h"

/* The first word of each role is the one that is written; the others are read as well. */
static const struct {
	enum byline_role role;
	const char *key; /* as stored */
	const char *zh[3];
	const char *en[3];
} roles[] = {
    {BYLINE_REPORTER, "reporter", {"记者", "本报记者"}, {"Reporter", "Reporters"}},
    {BYLINE_CORRESPONDENT, "correspondent", {"通讯员"}, {"Correspondent", "Correspondents"}},
    {BYLINE_PHOTOGRAPHER, "photographer", {"摄影", "摄影记者"}, {"Photographer", "Photo"}},
    {BYLINE_EDITOR, "editor", {"编辑"}, {"Editor", "Editors"}},
};
/* Of a byline: each person, name, role and outlet. */
#define JSON_VALUES ((size_t)BYLINE_MAX * 4)
#define ROLES (sizeof roles / sizeof roles[0])

const char *
byline_role_word(enum byline_role role, bool zh)
{
	return zh ? roles[role].zh[0] : roles[role].en[0];
}

const char *
byline_role_key(enum byline_role role)
{
	return roles[role].key;
}

bool
byline_role_of(struct str key, enum byline_role *out)
{
	for (size_t i = 0; i < ROLES; i++) {
		if (str_eq(key, str_of(roles[i].key))) {
			*out = roles[i].role;
			return true;
		}
	}
	return false;
}

static bool
role_of(struct str word, enum byline_role *out)
{
	size_t i, j;

	for (i = 0; i < ROLES; i++) {
		for (j = 0; j < 3; j++) {
			if ((roles[i].zh[j] != NULL && str_eq(word, str_of(roles[i].zh[j]))) ||
			    (roles[i].en[j] != NULL &&
				str_eq_nocase(word, str_of(roles[i].en[j])))) {
				*out = roles[i].role;
				return true;
			}
		}
	}
	return false;
}

/* Take the part before ${sep}, which may be more than one byte, off ${rest}. */
static struct str
take(struct str *rest, struct str sep)
{
	size_t at = str_find(*rest, sep);
	struct str part = str_sub(*rest, 0, at);

	if (at == rest->n)
		*rest = STR_NULL;
	else
		*rest = str_sub(*rest, at + sep.n, rest->n);
	return part;
}

/* The full-width bar is what a Chinese input method gives. */
static struct str
plain_bars(struct arena *a, struct str line)
{
	struct buf b;
	bool first = true;

	if (str_find(line, STR("\uff5c")) == line.n)
		return line;
	buf_init(&b, a, line.n + 1);
	while (line.p != NULL) {
		if (!first)
			buf_char(&b, '|');
		first = false;
		buf_str(&b, take(&line, STR("\uff5c")));
	}
	return buf_view(&b);
}

static enum byline_fault
check_name(struct str s)
{
	if (utf8_check(s, UTF8_NAME) != UTF8_FINE)
		return BYLINE_CHARACTERS;
	return utf8_count(s) > BYLINE_NAME_MAX ? BYLINE_LONG : BYLINE_FINE;
}

static enum byline_fault
add(struct byline_list *out, struct byline person)
{
	enum byline_fault fault;
	size_t i;

	if (person.name.n == 0)
		return BYLINE_NAME;
	fault = check_name(person.name);
	if (fault != BYLINE_FINE)
		return fault;
	for (i = 0; i < out->n; i++) {
		if (out->v[i].role == person.role && str_eq(out->v[i].name, person.name))
			return BYLINE_TWICE;
	}
	if (out->n == BYLINE_MAX)
		return BYLINE_MANY;
	out->v[out->n++] = person;
	return BYLINE_FINE;
}

static enum byline_fault
parse_line(struct arena *a, struct str line, struct byline_list *out)
{
	struct str rest = plain_bars(a, line), word, names, outlet = STR("");
	struct byline person = {.role = BYLINE_REPORTER};
	enum byline_fault fault;

	word = str_trim(take(&rest, STR("|")));
	if (rest.p == NULL)
		return BYLINE_SHAPE;
	names = take(&rest, STR("|"));
	if (rest.p != NULL)
		outlet = str_trim(take(&rest, STR("|")));
	if (rest.p != NULL)
		return BYLINE_SHAPE;
	if (!role_of(word, &person.role))
		return BYLINE_ROLE;
	fault = check_name(outlet);
	person.outlet = outlet;
	while (fault == BYLINE_FINE && names.p != NULL) {
		person.name = str_trim(take(&names, STR("、")));
		fault = add(out, person);
	}
	return fault;
}

enum status
byline_parse(struct arena *a, struct str text, struct byline_list *out, struct byline_error *error)
{
	struct str line;
	size_t number = 0;

	*error = (struct byline_error){.fault = BYLINE_FINE};
	*out = (struct byline_list){.v = ARENA_ARRAY(a, BYLINE_MAX, struct byline)};
	while (str_split(&text, '\n', &line)) {
		number++;
		line = str_trim(line);
		if (line.n == 0)
			continue;
		error->fault = parse_line(a, line, out);
		if (error->fault != BYLINE_FINE) {
			error->line = number;
			error->text = line;
			return STATUS_INVALID;
		}
	}
	return STATUS_OK;
}

void
byline_format(struct buf *b, const struct byline_list *list, bool zh)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		buf_z(b, byline_role_word(list->v[i].role, zh));
		buf_z(b, " | ");
		buf_str(b, list->v[i].name);
		if (list->v[i].outlet.n > 0) {
			buf_z(b, " | ");
			buf_str(b, list->v[i].outlet);
		}
		buf_char(b, '\n');
	}
}

void
byline_to_json(struct buf *b, const struct byline_list *list)
{
	size_t i;

	buf_char(b, '[');
	for (i = 0; i < list->n; i++) {
		buf_z(b, i == 0 ? "{" : ",{");
		json_member(b, "name", list->v[i].name);
		json_member(b, "role", str_of(byline_role_key(list->v[i].role)));
		json_member(b, "outlet", list->v[i].outlet);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static bool
person_of(const struct json_value *object, struct byline *out)
{
	struct str role = json_get_text(object, STR("role"));

	out->name = json_get_text(object, STR("name"));
	out->outlet = json_get_text(object, STR("outlet"));
	return out->name.p != NULL && out->outlet.p != NULL && role.p != NULL &&
	       byline_role_of(role, &out->role);
}

enum status
byline_from_json(struct arena *a, struct str json, struct byline_list *out)
{
	const struct json_value *root = json_read(a, a, json, JSON_VALUES, NULL);
	size_t n = json_count(root);
	const struct json_value *person;

	if (!json_is(root, JSON_IS_ARRAY) || n > BYLINE_MAX)
		return STATUS_INTERNAL;
	*out = (struct byline_list){.v = ARENA_ARRAY(a, BYLINE_MAX, struct byline), .n = n};
	person = json_first(root);
	for (size_t i = 0; i < n; i++, person = person->next) {
		if (!person_of(person, &out->v[i]))
			return STATUS_INTERNAL;
	}
	return STATUS_OK;
}

bool
byline_same(const struct byline_list *a, const struct byline_list *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++) {
		if (a->v[i].role != b->v[i].role || !str_eq(a->v[i].name, b->v[i].name) ||
		    !str_eq(a->v[i].outlet, b->v[i].outlet))
			return false;
	}
	return true;
}
