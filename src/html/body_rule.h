#ifndef COPYDESK_HTML_BODY_RULE_H
#define COPYDESK_HTML_BODY_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * The shape of the tables in gen/body_schema.c, which tools/bodyc makes from
 * web/schema/body.json.  Nothing that is not in them can be in a body.
 */
enum body_value_type {
	BODY_INTEGER,
	BODY_URL,
	BODY_WORDS,    /* a line of text, not empty */
	BODY_DATE,     /* a day as YYYY-MM-DD */
	BODY_PROVIDER, /* a name of body_providers */
	BODY_CHOICE,   /* one of a few names; its value is the place among them */
	BODY_HEX,      /* as many lower-case hexadecimal digits as ${max} says */
	BODY_ID        /* a block's own name, 8 to 12 of [a-z0-9], once in a document */
};

struct body_attr {
	struct str name;
	enum body_value_type type;
	int64_t
	    min; /* integer: bounds; address: 0 and the most bytes; words: the most characters */
	int64_t max;
	bool optional; /* left out it is ${fallback}, words are empty; that is not written */
	int64_t fallback;
	struct str html; /* the attribute that shows it; n == 0: none */
	const struct str *choices;
	size_t choices_n;
};

/* A term of a content expression.  Terms follow each other; each takes all that it can. */
struct body_term {
	uint32_t nodes; /* bit of each node type that may stand here */
	uint32_t min;   /* so many of them at least, and at most */
	uint32_t max;
};

struct body_node_rule {
	struct str name;
	bool is_inline;
	bool is_void;   /* no content and no end tag */
	struct str tag; /* n == 0: none */
	struct str class;
	int tag_attr; /* the integer attribute that ends the tag's name, or -1 */
	const struct body_attr *attrs;
	size_t attrs_n;
	const struct body_term *terms;
	size_t terms_n;
};

/* Who may be embedded, as a link: the names of their hosts, and what ends in "." and one. */
struct body_provider {
	struct str name;
	struct str label;
	const struct str *hosts;
	size_t hosts_n;
};

struct body_mark_rule {
	struct str name;
	struct str tag; /* n == 0: readers never see it */
	const struct body_attr *attrs;
	size_t attrs_n;
};

#endif
