#ifndef COPYDESK_DOMAIN_BYLINE_H
#define COPYDESK_DOMAIN_BYLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

#define BYLINE_MAX 20      /* persons of one article */
#define BYLINE_NAME_MAX 60 /* code points, of a name and of an outlet */

enum byline_role { BYLINE_REPORTER, BYLINE_CORRESPONDENT, BYLINE_PHOTOGRAPHER, BYLINE_EDITOR };

/* A credit of a person for a role on one article, with the outlet ("" if none). */
struct byline {
	enum byline_role role;
	struct str name;
	struct str outlet;
};

struct byline_list {
	struct byline *v;
	size_t n;
};

enum byline_fault {
	BYLINE_FINE,
	BYLINE_SHAPE,      /* not "role | name | outlet" */
	BYLINE_ROLE,       /* a word that is no role */
	BYLINE_NAME,       /* the name is missing */
	BYLINE_LONG,       /* a name or outlet has more than 60 characters */
	BYLINE_CHARACTERS, /* control or invisible characters in a name */
	BYLINE_TWICE,      /* the same person in the same role twice */
	BYLINE_MANY        /* more than BYLINE_MAX lines */
};

struct byline_error {
	enum byline_fault fault;
	size_t line;     /* from 1 */
	struct str text; /* the line, as typed */
};

/**
 * byline_parse(a, text, out, error):
 * Read the form's text: a line `role | name | outlet` for each person, the
 * outlet optional, the role in Chinese or English, '|' also full-width; several
 * names parted by 、 share a line.  Empty lines do not count.  STATUS_INVALID with
 * the first ${error}.
 */
enum status byline_parse(struct arena *a, struct str text, struct byline_list *out,
    struct byline_error *error) MUST_CHECK;

/** byline_format(b, list, zh): Append the form's text for ${list}, roles in Chinese or English. */
void byline_format(struct buf *b, const struct byline_list *list, bool zh);

/** byline_to_json(b, list): Append ${list} as desk.save() takes it. */
void byline_to_json(struct buf *b, const struct byline_list *list);

/** byline_from_json(a, json, out): The way back; STATUS_INTERNAL if ${json} is not such a list. */
enum status byline_from_json(struct arena *a, struct str json, struct byline_list *out) MUST_CHECK;

/** byline_same(a, b): Are these the same people, in the same roles and order? */
bool byline_same(const struct byline_list *a, const struct byline_list *b);

/** byline_role_key(role): The role as it is stored: "reporter". */
const char *byline_role_key(enum byline_role role);
/** byline_role_of(key, out): The way back; false for another word. */
bool byline_role_of(struct str key, enum byline_role *out);
/** byline_role_word(role, zh): The role as it stands in print. */
const char *byline_role_word(enum byline_role role, bool zh);

#endif
