#include "domain/event.h"

#include "base/num.h"

static const struct {
	enum event_what bit;
	const char *word;
} words[] = {
    {EVENT_PRESENCE, "presence"},
    {EVENT_SAVED, "saved"},
    {EVENT_STATE, "state"},
    {EVENT_REMARKS, "remarks"},
};
#define WORDS (sizeof(words) / sizeof(words[0]))

bool
event_parse(struct str s, struct event *out)
{
	struct str who, what;
	size_t i, space;

	for (space = 0; space < s.n && s.p[space] != ' '; space++)
		;
	if (space == s.n)
		return false;
	who = (struct str){s.p, space};
	what = (struct str){s.p + space + 1, s.n - space - 1};
	*out = (struct event){.article = 0};
	for (i = 0; i < WORDS; i++) {
		if (str_eq(what, str_of(words[i].word)))
			out->what = words[i].bit;
	}
	if (out->what == 0)
		return false;
	if (str_eq(who, STR("review")))
		return true;
	return who.n > 1 && who.p[0] == 'a' &&
	       num_i64((struct str){who.p + 1, who.n - 1}, 1, INT64_MAX, &out->article);
}

void
event_channel(struct buf *b, const struct event *e)
{
	if (e->article == 0) {
		buf_z(b, "review");
		return;
	}
	buf_char(b, 'a');
	buf_i64(b, e->article);
}

void
event_message(struct buf *b, const struct event *e)
{
	bool first = true;
	size_t i;

	buf_z(b, "{\"what\":[");
	for (i = 0; i < WORDS; i++) {
		if ((e->what & (unsigned)words[i].bit) == 0)
			continue;
		buf_z(b, first ? "\"" : ",\"");
		buf_z(b, words[i].word);
		buf_char(b, '"');
		first = false;
	}
	buf_z(b, "]}");
}

bool
event_add(struct event_set *set, const struct event *e)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		if (set->v[i].article == e->article) {
			set->v[i].what |= e->what;
			return true;
		}
	}
	if (set->n == EVENT_SET_MAX)
		return false;
	set->v[set->n++] = *e;
	return true;
}
