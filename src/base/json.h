#ifndef COPYDESK_BASE_JSON_H
#define COPYDESK_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/*
 * JSON (RFC 8259).  Read, it is a tree in an arena, of which strings without an escape are views
 * of the text; written, it goes straight into a buffer.
 */

enum json_kind {
	JSON_IS_NULL,
	JSON_IS_FALSE,
	JSON_IS_TRUE,
	JSON_IS_INTEGER,
	JSON_IS_REAL, /* ${s} is how it was written */
	JSON_IS_STRING,
	JSON_IS_ARRAY,
	JSON_IS_OBJECT
};

struct json_value {
	enum json_kind kind;
	struct str name; /* of a member of an object */
	union {
		struct str s;
		int64_t i;
		struct {
			struct json_value *first;
			size_t n;
		} of; /* array and object: what is in them, in the order of the text */
	};
	struct json_value *next; /* beside it */
};

struct json_fault {
	size_t at; /* byte of the text */
	const char *what;
};

/* An object may have so many members, and values may be nested so deep. */
#define JSON_MEMBERS_MAX 256
#define JSON_DEPTH_MAX 512

/**
 * json_read(a, tree, text, max, fault):
 * The value that ${text} is, of at most ${max} values in all, in the arena ${tree}; its strings
 * live as long as both ${a} and ${text}.  NULL, with ${fault} (may be NULL), if it is none. Refused
 * as well: a member twice, U+0000, integers beyond 64 bits.
 */
struct json_value *json_read(
    struct arena *a, struct arena *tree, struct str text, size_t max, struct json_fault *fault);

/** json_get(object, name): The member ${name}; NULL if there is none, or no object. */
struct json_value *json_get(const struct json_value *object, struct str name);

/** json_first(v): The first value in the array or object ${v}; NULL if there is none. */
struct json_value *json_first(const struct json_value *v);

/** json_count(v): How many values are in ${v} itself; 0 if it is neither array nor object. */
size_t json_count(const struct json_value *v);

/** json_is(v, kind): Is ${v} (may be NULL) there and of that kind? */
bool json_is(const struct json_value *v, enum json_kind kind);

/** json_get_text(object, name): The string that is its member ${name}; absent if there is none. */
struct str json_get_text(const struct json_value *object, struct str name);

/** json_write(b, v): Append ${v} without white space. */
void json_write(struct buf *b, const struct json_value *v);

/** json_str(b, s): Append ${s} as a JSON string with its quotes; bad UTF-8 becomes U+FFFD. */
void json_str(struct buf *b, struct str s);

/**
 * json_member(b, name, value):
 * Append a member of the object at the end of ${b}: "name":"value", with the comma that it needs.
 * An absent ${value} is written as an empty string.
 */
void json_member(struct buf *b, const char *name, struct str value);

#endif
