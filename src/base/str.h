#ifndef COPYDESK_BASE_STR_H
#define COPYDESK_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * A view of bytes that somebody else owns; not terminated.  p == NULL means
 * "absent" (SQL NULL, a field that was not sent), which differs from "".
 */
struct str {
	const char *p;
	size_t n;
};

/* A view of a string literal. */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
#define STR_NULL ((struct str){NULL, 0})
/* For "%.*s". */
#define STR_ARG(s) ((int)(s).n), ((s).p ? (s).p : "")

/** str_of(z): Return a view of the terminated string ${z} (NULL: absent). */
struct str str_of(const char *z);

bool str_eq(struct str a, struct str b);
/** str_eq_nocase(a, b): Compare ASCII letters without regard to case. */
bool str_eq_nocase(struct str a, struct str b);
/** str_cmp(a, b): Bytewise order, as memcmp. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/** str_chr(s, c): Return the offset of the first ${c}, or s.n. */
size_t str_chr(struct str s, char c);
/** str_find(s, needle): Return the offset of the first ${needle}, or s.n. */
size_t str_find(struct str s, struct str needle);
/** str_sub(s, from, n): Return the part of ${s}; both are clamped to it. */
struct str str_sub(struct str s, size_t from, size_t n);
/** str_trim(s): Drop ASCII white space and U+3000 from both ends. */
struct str str_trim(struct str s);
/**
 * str_split(rest, sep, part):
 * Take the part up to ${sep} off ${rest} into ${part}; false when ${rest} was
 * absent (p == NULL).  After the last part ${rest} is absent.
 */
bool str_split(struct str *rest, char sep, struct str *part);

/** str_dup(a, s): Return a copy of ${s} that lives in ${a}. */
struct str str_dup(struct arena *a, struct str s);
/** str_z(a, s): Return a terminated copy of ${s} in ${a}; "" if absent. */
const char *str_z(struct arena *a, struct str s);

#endif
