#ifndef COPYDESK_BASE_UTF8_H
#define COPYDESK_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/** utf8_valid(s): Is ${s} well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates)? */
bool utf8_valid(struct str s);

/** utf8_count(s): Return the number of code points in the well-formed ${s}. */
size_t utf8_count(struct str s);

/**
 * utf8_next(s, cp):
 * Take one code point off the well-formed ${s} into ${cp}; false at its end.
 */
bool utf8_next(struct str *s, uint32_t *cp);

/** utf8_prefix(s, n): Return the first ${n} code points of the well-formed ${s}. */
struct str utf8_prefix(struct str s, size_t n);

/**
 * utf8_line(a, s):
 * Return a copy of the well-formed ${s} in one line: a tab and every end of a line (UAX #14: LF,
 * CR, CR LF, VT, FF, NEL, LS, PS) is a space.  STR_NULL becomes empty.
 */
struct str utf8_line(struct arena *a, struct str s);

/** utf8_lines(a, s): As utf8_line(), but every end of a line is LF, and a tab stays. */
struct str utf8_lines(struct arena *a, struct str s);

/**
 * utf8_name(a, s):
 * Return a copy of the well-formed ${s} without what comes along with a paste, shows nothing and
 * means nothing in a name: soft hyphen, zero width space, word joiner, byte order mark, and a
 * joiner (ZWNJ, ZWJ) that does not stand between two letters that could join.  STR_NULL becomes
 * empty.
 */
struct str utf8_name(struct arena *a, struct str s);

/**
 * utf8_straight(a, s):
 * Return a copy of the well-formed ${s} without what turns a line around until it is closed:
 * embeddings, overrides and isolates (UAX #9).  For where no element ends them.
 */
struct str utf8_straight(struct arena *a, struct str s);

/* What utf8_check() refuses. */
enum utf8_class {
	UTF8_LINE, /* one line: no C0, C1 or DEL, no line or paragraph separator */
	UTF8_TEXT, /* several lines: as above but for TAB, LF and CR LF */
	UTF8_NAME  /* one line, and no bidi controls or other invisible format characters */
};

/* Why a text was refused. */
enum utf8_fault { UTF8_FINE, UTF8_MALFORMED, UTF8_CONTROL, UTF8_BIDI };

/** utf8_check(s, class): Return the first fault of ${s} for a field of ${class}. */
enum utf8_fault utf8_check(struct str s, enum utf8_class class);

#endif
