#include "sample_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/article.h"
#include "domain/byline.h"
#include "domain/lead.h"

static const struct {
	const char *name;
	size_t max; /* code points */
} keys[KEYS] = {
    [K_HEADLINE] = {"headline", ARTICLE_HEADLINE_MAX},
    [K_SHOULDER] = {"shoulder", ARTICLE_SHOULDER_MAX},
    [K_SUBHEAD] = {"subhead", ARTICLE_SUBHEAD_MAX},
    [K_SUMMARY] = {"summary", ARTICLE_SUMMARY_MAX},
    [K_CHANNEL] = {"channel", 40},
    [K_LANG] = {"lang", 2},
    [K_SLUG] = {"slug", ARTICLE_SLUG_MAX},
    [K_SOURCE_KIND] = {"source-kind", 8},
    [K_SOURCE_NAME] = {"source-name", ARTICLE_SOURCE_MAX},
    [K_REPRINT_AUTHOR] = {"reprint-author", ARTICLE_AUTHOR_MAX},
    [K_REPRINT_TITLE] = {"reprint-title", ARTICLE_TITLE_MAX},
    [K_REPRINT_URL] = {"reprint-url", ARTICLE_URL_MAX},
    [K_RESPONSIBLE_EDITOR] = {"responsible-editor", ARTICLE_EDITOR_MAX},
    [K_REPRINT_NOTICE] = {"reprint-notice", ARTICLE_NOTICE_MAX},
    [K_TOPICS] = {"topics", TOPIC_MAX *TOPIC_LENGTH_MAX},
    [K_LEAD] = {"lead", 60},
    [K_LEAD_ALT] = {"lead-alt", LEAD_ALT_MAX},
    [K_LEAD_CAPTION] = {"lead-caption", LEAD_CAPTION_MAX},
    [K_LEAD_CREDIT] = {"lead-credit", LEAD_CREDIT_MAX},
    [K_STATE] = {"state", 9},
    [K_AUTHOR] = {"author", 9},
    [K_DATE] = {"date", 19},
    [K_RETURN_REASON] = {"return-reason", ARTICLE_REASON_MAX},
    [K_WITHDRAW_REASON] = {"withdraw-reason", ARTICLE_REASON_MAX},
    [K_PUBLIC_REASON] = {"public-reason", 200},
};

const char *const sample_states[SAMPLE_STATES] = {"draft", "submitted", "level1", "level2",
    "approved", "returned", "published", "withdrawn", "updated"};

static bool
one_of(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return true;
	return false;
}

struct sample_channel *
sample_channel_of(struct sample_newsroom *room, struct str slug)
{
	for (size_t i = 0; i < room->channels_n; i++)
		if (str_eq(room->channels[i].slug, slug))
			return &room->channels[i];
	return NULL;
}

static bool
login_known(const struct sample_newsroom *room, struct str login)
{
	for (size_t i = 0; i < room->logins_n; i++)
		if (str_eq(room->logins[i], login))
			return true;
	return false;
}

const char *
sample_newsroom(struct sample_newsroom *room, struct str text)
{
	struct str line;

	*room = (struct sample_newsroom){0};
	if (!utf8_valid(text))
		return "not UTF-8";
	while (str_split(&text, '\n', &line)) {
		size_t colon = str_chr(line, ':');
		struct str rest = str_sub(line, colon + 1, SIZE_MAX);
		struct str part[4] = {0};
		size_t n = 0;

		if (line.n == 0)
			continue;
		while (n < 4 && str_split(&rest, '|', &part[n])) {
			part[n] = str_trim(part[n]);
			if (part[n++].n == 0)
				return "an empty part";
		}
		if (rest.p != NULL)
			return "too many parts";
		if (str_starts(line, STR("channel:")) && n == 4 && part[3].n == 1 &&
		    part[3].p[0] >= '1' && part[3].p[0] <= '3' && room->channels_n < 20)
			room->channels[room->channels_n++] =
			    (struct sample_channel){part[0], (size_t)(part[3].p[0] - '0'), 0};
		else if (str_starts(line, STR("person:")) && n == 2 && room->logins_n < 20)
			room->logins[room->logins_n++] = part[0];
		else
			return "neither a channel nor a person";
	}
	return NULL;
}

static const char *
key_value(struct arena *a, struct sample *s, struct str line)
{
	size_t colon = str_chr(line, ':');
	struct str key = str_sub(line, 0, colon);
	struct str value = str_trim(str_sub(line, colon + 1, SIZE_MAX));

	if (colon == line.n)
		return "a header line without a colon";
	if (str_eq(key, STR("byline"))) {
		struct byline_list list;
		struct byline_error error;

		s->bylines++;
		return byline_parse(a, value, &list, &error) == STATUS_OK ? NULL : "a bad byline";
	}
	for (size_t k = 0; k < KEYS; k++) {
		if (!str_eq(key, str_of(keys[k].name)))
			continue;
		if (s->v[k].p != NULL)
			return "a key twice";
		if (value.n == 0)
			return "an empty value";
		if (utf8_count(value) > keys[k].max)
			return "a value over its limit";
		s->v[k] = value;
		return NULL;
	}
	return "an unknown key";
}

static const char *
sample_parse(struct arena *a, struct sample *s, struct str text)
{
	struct str line;

	*s = (struct sample){0};
	if (utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return "not UTF-8, or control characters";
	while (str_split(&text, '\n', &line) && line.n > 0) {
		const char *f = key_value(a, s, line);
		if (f != NULL)
			return f;
	}
	s->body = text.p == NULL ? STR("") : str_trim(text);
	return NULL;
}

/* "2026-11-24T08:30:00" */
static bool
date_ok(struct str s)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";

	if (s.n != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (shape[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
			return false;
	return memcmp(s.p + 5, "01", 2) >= 0 && memcmp(s.p + 5, "12", 2) <= 0 &&
	       memcmp(s.p + 8, "01", 2) >= 0 && memcmp(s.p + 8, "31", 2) <= 0 &&
	       memcmp(s.p + 11, "23", 2) <= 0 && memcmp(s.p + 14, "59", 2) <= 0 &&
	       memcmp(s.p + 17, "59", 2) <= 0;
}

/* Own Chinese text is set in full-width punctuation.  The quotes of a block are JSON's. */
static bool
han_before_ascii_mark(struct str s)
{
	uint32_t cp, last = 0;
	bool block = str_starts(s, STR("block:"));

	while (utf8_next(&s, &cp)) {
		bool mark = cp == ',' || cp == ';' || cp == ':' || cp == '?' || cp == '!' ||
			    cp == '(' || (cp == '"' && !block);
		if (mark && last >= 0x4e00 && last <= 0x9fff)
			return true;
		last = cp;
	}
	return false;
}

static bool
any_line_has_ascii_mark(struct str text)
{
	struct str line;

	while (str_split(&text, '\n', &line))
		if (han_before_ascii_mark(line))
			return true;
	return false;
}

static const char *
reprint_fault(const struct sample *s)
{
	bool reprint = str_eq(s->v[K_SOURCE_KIND], STR("reprint"));

	if (!reprint && !str_eq(s->v[K_SOURCE_KIND], STR("original")))
		return "source-kind is neither original nor reprint";
	for (int k = K_REPRINT_AUTHOR; k <= K_REPRINT_URL; k++)
		if (reprint != (s->v[k].p != NULL))
			return "reprint details where there is no reprint, or none where there is";
	if (reprint && s->v[K_RESPONSIBLE_EDITOR].p == NULL)
		return "a reprint without a responsible editor";
	if (reprint && !str_starts(s->v[K_REPRINT_URL], STR("https://")))
		return "a reprint without an address";
	return NULL;
}

static const char *
state_fault(const struct sample *s, const struct sample_channel *channel)
{
	struct str state = s->v[K_STATE];

	if (!one_of(state, sample_states, SAMPLE_STATES))
		return "an unknown state";
	if (str_eq(state, STR("returned")) != (s->v[K_RETURN_REASON].p != NULL))
		return "return-reason does not fit the state";
	if (str_eq(state, STR("withdrawn")) != (s->v[K_WITHDRAW_REASON].p != NULL) ||
	    str_eq(state, STR("withdrawn")) != (s->v[K_PUBLIC_REASON].p != NULL))
		return "withdraw-reason or public-reason does not fit the state";
	if ((str_eq(state, STR("level1")) && channel->levels < 2) ||
	    (str_eq(state, STR("level2")) && channel->levels < 3))
		return "the channel has not that many levels before the last";
	return NULL;
}

/* Whoever shows a picture says what it shows and whose it is. */
static const char *
pictures_fault(struct sample *s)
{
	struct str rest = s->body;
	struct str line;

	for (int k = K_LEAD_ALT; k <= K_LEAD_CREDIT; k++)
		if ((s->v[K_LEAD].p != NULL) != (s->v[k].p != NULL))
			return "a lead without its words, or words without a lead";
	if (s->v[K_LEAD].p != NULL)
		s->pictures[s->pictures_n++] = s->v[K_LEAD];
	while (str_split(&rest, '\n', &line)) {
		struct str part[5] = {0};
		struct str list = str_sub(line, 8, SIZE_MAX);
		size_t n = 0;

		if (!str_starts(line, STR("picture:")))
			continue;
		while (n < 5 && str_split(&list, '|', &part[n]))
			n += str_trim(part[n]).n > 0 ? 1 : 6;
		if (n != 5 || list.p != NULL || s->pictures_n == SAMPLE_PICTURES)
			return "a picture line has five parts";
		s->pictures[s->pictures_n++] = str_trim(part[0]);
	}
	return NULL;
}

const char *
sample_fault(struct arena *a, struct sample_newsroom *room, struct str text, struct sample *s)
{
	static const enum key required[] = {
	    K_HEADLINE, K_CHANNEL, K_LANG, K_SOURCE_KIND, K_SOURCE_NAME, K_STATE, K_AUTHOR, K_DATE};
	const char *f = sample_parse(a, s, text);

	if (f != NULL)
		return f;
	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++)
		if (s->v[required[i]].p == NULL)
			return "a required key is missing";
	struct sample_channel *channel = sample_channel_of(room, s->v[K_CHANNEL]);
	bool zh = str_eq(s->v[K_LANG], STR("zh"));
	if (channel == NULL)
		return "an unknown channel";
	if (!zh && !str_eq(s->v[K_LANG], STR("en")))
		return "an unknown language";
	if (!login_known(room, s->v[K_AUTHOR]))
		return "an unknown author";
	if (!date_ok(s->v[K_DATE]))
		return "not a date";
	if (s->bylines == 0 || s->bylines > BYLINE_MAX)
		return "no byline, or too many";
	if (s->body.n > ARTICLE_BODY_MAX || utf8_count(s->body) < 80)
		return "a body too long or too short";
	/* The one page that is not our own writing stands as it was printed. */
	if (zh && !str_eq(s->v[K_SOURCE_NAME], STR("潮新闻客户端")) &&
	    (any_line_has_ascii_mark(s->body) || han_before_ascii_mark(s->v[K_HEADLINE])))
		return "half-width punctuation after a Chinese character";
	f = pictures_fault(s);
	if (f != NULL)
		return f;
	f = reprint_fault(s);
	return f != NULL ? f : state_fault(s, channel);
}
