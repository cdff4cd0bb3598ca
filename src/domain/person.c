#include "domain/person.h"

#include "base/utf8.h"
#include "gen/q_people.h"

static enum status
person_of(struct str name, struct str outlet, struct str role, struct person *out)
{
	out->usual.name = name;
	out->usual.outlet = outlet;
	return byline_role_of(role, &out->usual.role) ? STATUS_OK : STATUS_INTERNAL;
}

enum status
person_list(struct db *db, struct arena *a, struct str words, bool only_active,
    struct person **rows, size_t *n)
{
	struct q_person_list_params in = {
	    .words = words, .has_active = only_active, .active = true};
	struct q_person_list *found;
	enum status s = q_person_list(db, a, &in, &found, n);

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct person);
	for (size_t i = 0; s == STATUS_OK && i < *n; i++) {
		(*rows)[i] = (struct person){
		    .id = found[i].id, .active = found[i].active, .uses = found[i].uses};
		s = person_of(found[i].name, found[i].outlet, found[i].role, &(*rows)[i]);
	}
	return s;
}

enum status
person_get(struct db *db, struct arena *a, struct row_id id, struct person *out)
{
	struct q_person_by_id_params in = {.id = id};
	struct q_person_by_id row;
	enum status s = q_person_by_id(db, a, &in, &row);

	if (s != STATUS_OK)
		return s;
	*out = (struct person){.id = row.id, .active = row.active, .uses = row.uses};
	return person_of(row.name, row.outlet, row.role, out);
}

static enum byline_fault
check(struct str s)
{
	if (utf8_check(s, UTF8_NAME) != UTF8_FINE || str_chr(s, '|') < s.n ||
	    str_find(s, STR("｜")) < s.n)
		return BYLINE_CHARACTERS;
	return utf8_count(s) > BYLINE_NAME_MAX ? BYLINE_LONG : BYLINE_FINE;
}

enum byline_fault
person_check(const struct person *p)
{
	enum byline_fault fault = check(p->usual.name);

	if (p->usual.name.n == 0)
		return BYLINE_NAME;
	if (str_find(p->usual.name, STR("、")) < p->usual.name.n)
		return BYLINE_CHARACTERS;
	return fault != BYLINE_FINE ? fault : check(p->usual.outlet);
}

enum status
person_save(struct db *db, struct arena *a, const struct person *p, struct row_id *id)
{
	struct q_person_save_params in = {
	    .has_id = p->id.v > 0,
	    .id = p->id,
	    .name = p->usual.name,
	    .outlet = p->usual.outlet,
	    .role = str_of(byline_role_key(p->usual.role)),
	    .active = p->active,
	};
	struct q_person_save row;
	enum status s = q_person_save(db, a, &in, &row);

	if (s == STATUS_OK)
		*id = row.id;
	return s;
}
