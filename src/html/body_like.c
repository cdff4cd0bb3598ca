#include "html/body_like.h"

#include "base/utf8.h"

/* A text of more bytes is not read twice. */
#define LONG_TEXT 1024

bool
body_like_letter(uint32_t cp)
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

	b->read += s.n;
	while (utf8_next(&s, &cp)) {
		if (body_like_letter(cp)) {
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

struct body_bags {
	struct arena *a;
	body_bag_fill *fill;
	const void *of;
	const struct body_bag **kept;
	struct {
		size_t i; /* 1 + the text; 0: none yet */
		struct body_bag bag;
	} last[BODY_BAGS_LAST];
};

struct body_bags *
body_bags(struct arena *a, size_t n, body_bag_fill *fill, const void *of)
{
	struct body_bags *bags = ARENA_NEW(a, struct body_bags);

	bags->a = a;
	bags->fill = fill;
	bags->of = of;
	bags->kept = ARENA_ARRAY(a, n, const struct body_bag *);
	return bags;
}

const struct body_bag *
body_bags_get(struct body_bags *bags, size_t i)
{
	struct body_bag *bag = &bags->last[i % BODY_BAGS_LAST].bag;

	if (bags->kept[i] != NULL)
		return bags->kept[i];
	if (bags->last[i % BODY_BAGS_LAST].i == i + 1)
		return bag;
	bags->last[i % BODY_BAGS_LAST].i = i + 1;
	*bag = (struct body_bag){.n = 0};
	bags->fill(bag, bags->of, i);
	if (bag->read > LONG_TEXT) {
		struct body_bag *kept = ARENA_NEW(bags->a, struct body_bag);

		*kept = *bag;
		bags->kept[i] = kept;
	}
	return bag;
}

/* Enough of so many words, if ${common} of them are? */
static bool
enough(size_t common, size_t all)
{
	return all > 0 && 200 * common >= BODY_LIKE_PERCENT * all;
}

static size_t
count_common(const struct body_bag *x, const struct body_bag *y)
{
	size_t common = 0;

	for (size_t i = 0; i < BODY_BAG_SLOTS; i++)
		common += x->count[i] < y->count[i] ? x->count[i] : y->count[i];
	return common;
}

size_t
body_bag_share(const struct body_bag *x, const struct body_bag *y)
{
	return x->n + y->n > 0 ? 200 * count_common(x, y) / (x->n + y->n) : 0;
}

bool
body_bag_like(const struct body_bag *x, const struct body_bag *y)
{
	size_t all = x->n + y->n;

	if (!enough(x->n < y->n ? x->n : y->n, all))
		return false;
	return enough(count_common(x, y), all);
}
