#include "html/body_like.h"

#include "base/utf8.h"

/* Of the words of two texts, so many in a hundred are common: then one was made from the other. */
#define LIKE_PERCENT 50

static bool
is_letter(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
	       (cp >= 0xc0 && cp < 0x1100);
}

static void
add(struct body_bag *b, uint32_t word)
{
	uint16_t *slot = &b->count[word % BODY_BAG_SLOTS];

	if (*slot < UINT16_MAX) {
		++*slot;
		b->n++;
	}
}

void
body_bag_text(struct body_bag *b, struct str s)
{
	uint32_t word = 0;
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		if (is_letter(cp)) {
			word = (word ^ cp) * 16777619U + 1;
			continue;
		}
		if (word != 0)
			add(b, word);
		word = 0;
		if (cp >= 0x1100)
			add(b, cp);
	}
	if (word != 0)
		add(b, word);
}

/* As deep as a body may be. */
void
body_bag_item(struct body_bag *b, const struct body_item *item)
{
	body_bag_text(b, item->text);
	for (size_t i = 0; i < item->content_n; i++)
		body_bag_item(b, &item->content[i]);
}

/* Enough of so many words, if ${common} of them are? */
static bool
enough(size_t common, size_t all)
{
	return all > 0 && 200 * common >= LIKE_PERCENT * all;
}

bool
body_bag_like(const struct body_bag *x, const struct body_bag *y)
{
	size_t all = x->n + y->n;
	size_t common = 0;

	if (!enough(x->n < y->n ? x->n : y->n, all))
		return false;
	for (size_t i = 0; i < BODY_BAG_SLOTS; i++)
		common += x->count[i] < y->count[i] ? x->count[i] : y->count[i];
	return enough(common, all);
}
