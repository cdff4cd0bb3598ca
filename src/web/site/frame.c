#include "web/site/frame.h"

#include <setjmp.h>

#include "base/arena.h"
#include "base/log.h"
#include "domain/live.h"
#include "web/site/choose.h"
#include "web/site/link.h"
#include "web/site/when.h"

/* 200 channels of 24 articles with full summaries take less. */
#define FRAME_MAX (32u * 1024 * 1024)
#define MINUTE_US INT64_C(60000000)

struct site_frame {
	struct arena *arena;
	int64_t version;
	uint64_t serial;
	struct instant made;
	int64_t seen; /* the minute in which it was last found to be of this day */
	struct site_edition zh, en;
};

void
frame_free(struct site_frame *f)
{
	/* It lies in its own arena. */
	if (f != NULL)
		arena_free(f->arena);
}

/* Word the rows in one language: links, sections, and a card for each article. */
static void
make_edition(const struct ctx *cx, struct arena *a, const struct live_frame *live, bool zh,
    struct site_edition *e)
{
	struct site_link *links = ARENA_ARRAY(a, live->channels_n, struct site_link);
	struct site_section *sections = ARENA_ARRAY(a, live->channels_n, struct site_section);

	for (size_t i = 0; i < live->channels_n; i++) {
		const struct live_channel *c = &live->channels[i];
		struct site_card *cards = ARENA_ARRAY(a, c->cards_n, struct site_card);

		links[i] = (struct site_link){
		    link_channel(cx, a, c->slug, zh, NULL), zh ? c->name_zh : c->name_en};
		for (size_t k = 0; k < c->cards_n; k++)
			cards[k] = link_card(cx, a, &c->cards[k], zh, links[i]);
		sections[i] = (struct site_section){c->id, c->slug, {cards, c->cards_n}};
	}
	*e = (struct site_edition){.channels = links,
	    .sections = sections,
	    .n = live->channels_n,
	    .today = when_today(a, cx->now, zh),
	    .year = clock_year(cx->now)};
	choose_latest(cx, a, live, zh, e);
	choose_front(a, e);
}

/* A day begins with a minute, so that one look a minute is enough. */
static bool
is_of_today(struct site_frame *f, struct instant now)
{
	int64_t minute = now.us / MINUTE_US;

	if (f->seen == minute)
		return true;
	if (!clock_same_day(f->made, now))
		return false;
	f->seen = minute;
	return true;
}

/* Read and word the frame in ${a}; NULL with ${st} set. */
static struct site_frame *
make_frame(struct ctx *cx, struct arena *a, enum status *st)
{
	struct site_frame *f;
	struct live_frame live;
	jmp_buf full;

	/* A frame that outgrows its arena fails the request, not the worker. */
	arena_on_exhausted(a, &full);
	if (setjmp(full) != 0) {
		log_msg(LOG_ERROR, "the frame takes more than %u bytes", FRAME_MAX);
		*st = STATUS_BUSY;
		return NULL;
	}
	*st = live_frame_load(cx->db, a, &live);
	if (*st != STATUS_OK)
		return NULL;
	f = ARENA_NEW(a, struct site_frame);
	f->arena = a;
	f->version = live.version;
	f->made = cx->now;
	f->seen = cx->now.us / MINUTE_US;
	make_edition(cx, a, &live, true, &f->zh);
	make_edition(cx, a, &live, false, &f->en);
	arena_on_exhausted(a, NULL);
	return f;
}

enum status
frame_at(struct ctx *cx, int64_t version)
{
	struct site_frame *old = cx->frame, *f;
	struct arena *a;
	enum status st;

	if (old != NULL && old->version == version && is_of_today(old, cx->now))
		return STATUS_OK;
	a = arena_new(FRAME_MAX);
	if (a == NULL) {
		log_msg(LOG_ERROR, "no memory for the frame");
		return STATUS_BUSY;
	}
	f = make_frame(cx, a, &st);
	if (f == NULL) {
		arena_free(a);
		return st;
	}
	f->serial = old != NULL ? old->serial + 1 : 1;
	cx->frame = f;
	frame_free(old);
	return STATUS_OK;
}

uint64_t
frame_serial(const struct ctx *cx)
{
	return cx->frame != NULL && is_of_today(cx->frame, cx->now) ? cx->frame->serial : 0;
}

int64_t
frame_version(const struct ctx *cx)
{
	return cx->frame != NULL ? cx->frame->version : 0;
}

const struct site_edition *
frame_edition(const struct ctx *cx, bool zh)
{
	if (cx->frame == NULL)
		return NULL;
	return zh ? &cx->frame->zh : &cx->frame->en;
}

size_t
frame_section(const struct site_edition *e, struct channel_id id)
{
	size_t i = 0;

	while (i < e->n && e->sections[i].id.v != id.v)
		i++;
	return i;
}
