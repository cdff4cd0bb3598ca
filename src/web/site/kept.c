#include "web/site/kept.h"

#include <stdlib.h>

#include "base/buf.h"

#define PAGE_MAX ((size_t)256 * 1024)

/* A page has one place, given by its id: what is asked for most is there most. */
struct slot {
	struct kept_page page;
	struct buf room;
};

struct kept {
	size_t n;
	struct slot slots[];
};

struct kept *
kept_new(size_t slots)
{
	struct kept *k;

	if (slots == 0)
		return NULL;
	k = calloc(1, sizeof(*k) + slots * sizeof(k->slots[0]));
	if (k == NULL)
		return NULL;
	k->n = slots;
	for (size_t i = 0; i < slots; i++)
		buf_init(&k->slots[i].room, NULL, PAGE_MAX);
	return k;
}

static size_t
place(const struct kept *k, struct article_id id)
{
	return (uint64_t)id.v % k->n;
}

const struct kept_page *
kept_find(const struct kept *k, struct article_id id)
{
	const struct kept_page *p;

	if (k == NULL)
		return NULL;
	p = &k->slots[place(k, id)].page;
	return p->frame != 0 && p->article.v == id.v ? p : NULL;
}

void
kept_put(struct kept *k, const struct kept_page *page)
{
	struct slot *s;

	if (k == NULL)
		return;
	s = &k->slots[place(k, page->article)];
	buf_reset(&s->room);
	buf_str(&s->room, page->html);
	s->page = *page;
	s->page.html = buf_view(&s->room);
	if (!buf_ok(&s->room))
		s->page.frame = 0;
}
