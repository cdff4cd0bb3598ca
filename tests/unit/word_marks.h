#ifndef COPYDESK_TESTS_UNIT_WORD_MARKS_H
#define COPYDESK_TESTS_UNIT_WORD_MARKS_H

#include <ctype.h>
#include <stdlib.h>

#include "html/body_tree.h"

/* What the words w000 to w999 of a body are marked as, where each stands once: knows nothing of how
 * it is found in the program. */
#define WORD_MARKS_MAX 1000
/* Whether a link was taken off its words the text alone does not tell. */
#define WORD_MARKS_LINK (1u << 17)

struct word_marks {
	bool there[WORD_MARKS_MAX];
	uint32_t as[WORD_MARKS_MAX];
};

static inline void
word_marks_text(struct word_marks *m, struct str s, uint32_t as)
{
	for (size_t i = 0; i + 4 <= s.n; i++) {
		unsigned n = 0;

		/* "new " is none, nor is what stands without a space. */
		if (s.p[i] != 'w' || s.p[i + 1] < '0' || s.p[i + 1] > '9' ||
		    (i + 4 < s.n && isalnum((unsigned char)s.p[i + 4])) ||
		    (i > 0 && isalnum((unsigned char)s.p[i - 1])))
			continue;
		for (size_t k = 1; k < 4; k++)
			n = n * 10 + (unsigned)(s.p[i + k] - '0');
		if (n >= WORD_MARKS_MAX)
			abort();
		m->there[n] = true;
		m->as[n] = as;
	}
}

static inline void
word_marks_item(struct word_marks *m, const struct body_item *item)
{
	uint32_t as = 0; /* 1: an address */

	for (size_t i = 0; i < item->marks_n; i++) {
		if (item->marks[i].type == BODY_LINK) {
			word_marks_text(m, item->marks[i].attrs[0].s, 1);
			as |= WORD_MARKS_LINK;
		} else {
			as |= 2u << item->marks[i].type;
		}
	}
	if (item->type == BODY_TEXT)
		word_marks_text(m, item->text, as);
	if (item->type == BODY_FOOTNOTE)
		word_marks_text(m, item->attrs[BODY_FOOTNOTE_TEXT].s, as | 1u << 16);
	for (size_t i = 0; i < item->content_n; i++)
		word_marks_item(m, &item->content[i]);
}

/* Has word ${i}, which is ${typed} still, less than it had? */
static inline bool
word_marks_lost(const struct word_marks *was, const struct word_marks *typed,
    const struct word_marks *is, unsigned i)
{
	return was->there[i] && typed->there[i] && is->there[i] &&
	       (was->as[i] & ~is->as[i] & ~WORD_MARKS_LINK) != 0;
}

#endif
