#include "cmd/import_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cmd/cli.h"

#define FILE_MAX_BYTES (1u << 20)
#define DATE_BYTES 19

/* A place in a file, for messages. */
struct place {
	const char *file;
	int line;
};

static bool
fault(const struct place *p, const char *what, struct str word)
{
	cli_fail("%s:%d: %s: \"%.*s\"", p->file, p->line, what, STR_ARG(word));
	return false;
}

/* "key: value" in two; an empty key if there is no colon. */
static struct str
split_key(struct str line, struct str *value)
{
	size_t colon = str_chr(line, ':');

	*value = str_trim(str_sub(line, colon + 1, line.n));
	return colon < line.n ? str_trim(str_sub(line, 0, colon)) : STR("");
}

/* The parts of "a | b | c"; how many there are, at most ${max} + 1. */
static size_t
split_bars(struct str s, struct str *parts, size_t max)
{
	size_t n = 0;
	struct str part;

	while (n <= max && str_split(&s, '|', &part)) {
		if (n < max)
			parts[n] = str_trim(part);
		n++;
	}
	return n;
}

static bool
take_channel(struct import_newsroom *room, const struct place *p, struct str value)
{
	struct str part[4];
	struct import_channel *c = &room->channels[room->channels_n];
	int64_t levels;

	if (split_bars(value, part, 4) != 4 || !num_i64(part[3], 1, 3, &levels))
		return fault(p, "a channel is \"slug | 中文名 | English name | levels\"", value);
	if (room->channels_n == IMPORT_CHANNELS_MAX)
		return fault(p, "too many channels", value);
	*c = (struct import_channel){
	    .slug = part[0], .name_zh = part[1], .name_en = part[2], .levels = (int32_t)levels};
	room->channels_n++;
	return true;
}

static bool
load_newsroom(struct arena *a, const char *path, struct import_newsroom *room)
{
	struct str text = cli_read_file(a, path, FILE_MAX_BYTES), line, value;
	struct place p = {path, 0};

	if (text.p == NULL)
		return false;
	while (str_split(&text, '\n', &line)) {
		struct str key = split_key(line, &value);
		bool ok = true;

		p.line++;
		if (str_trim(line).n == 0 || str_starts(line, STR("#")))
			continue;
		/* The people are accounts: the administrator makes them, with their passwords. */
		if (str_eq(key, STR("channel")))
			ok = take_channel(room, &p, value);
		else if (!str_eq(key, STR("person")))
			ok = fault(&p, "neither channel nor person", line);
		if (!ok)
			return false;
	}
	return room->channels_n > 0 || fault(&p, "no channel", STR(""));
}

static const char *const state_words[IMPORT_STATES] = {
    [IMPORT_DRAFT] = "draft",
    [IMPORT_SUBMITTED] = "submitted",
    [IMPORT_LEVEL1] = "level1",
    [IMPORT_LEVEL2] = "level2",
    [IMPORT_APPROVED] = "approved",
    [IMPORT_RETURNED] = "returned",
    [IMPORT_PUBLISHED] = "published",
    [IMPORT_UPDATED] = "updated",
    [IMPORT_WITHDRAWN] = "withdrawn",
};

static bool
take_state(struct import_article *x, const struct place *p, struct str value)
{
	for (unsigned i = 0; i < IMPORT_STATES; i++) {
		if (str_eq(value, str_of(state_words[i]))) {
			x->state = (enum import_state)i;
			return true;
		}
	}
	return fault(p, "no such state", value);
}

static bool
take_channel_of(
    struct import_newsroom *room, struct import_article *x, const struct place *p, struct str value)
{
	for (size_t i = 0; i < room->channels_n; i++)
		if (str_eq(room->channels[i].slug, value))
			x->channel = &room->channels[i];
	return x->channel != NULL || fault(p, "no such channel", value);
}

static const char *const field_keys[ARTICLE_FIELDS] = {
    [FIELD_HEADLINE] = "headline",
    [FIELD_SHOULDER] = "shoulder",
    [FIELD_SUBHEAD] = "subhead",
    [FIELD_SUMMARY] = "summary",
    [FIELD_CHANNEL] = "channel",
    [FIELD_LANG] = "lang",
    [FIELD_SLUG] = "slug",
    [FIELD_SOURCE_KIND] = "source-kind",
    [FIELD_SOURCE_NAME] = "source-name",
    [FIELD_REPRINT_AUTHOR] = "reprint-author",
    [FIELD_REPRINT_TITLE] = "reprint-title",
    [FIELD_REPRINT_URL] = "reprint-url",
    [FIELD_RESPONSIBLE_EDITOR] = "responsible-editor",
    [FIELD_REPRINT_NOTICE] = "reprint-notice",
    [FIELD_BYLINES] = "byline",
    [FIELD_TOPICS] = "topics",
    [FIELD_SOCIAL_TITLE] = "social-title",
    [FIELD_LEAD] = "lead",
    [FIELD_LEAD_ALT] = "lead-alt",
    [FIELD_LEAD_CAPTION] = "lead-caption",
    [FIELD_LEAD_CREDIT] = "lead-credit",
    [FIELD_BODY] = "body",
};

const char *
import_key_of(enum article_field field)
{
	return field_keys[field];
}

/* Where the plain value of ${key} goes; NULL for another key. */
static struct str *
text_of(struct import_article *x, struct str key)
{
	struct article_draft *d = &x->draft;
	const struct {
		const char *key;
		struct str *to;
	} texts[] = {{"headline", &d->headline}, {"shoulder", &d->shoulder},
	    {"subhead", &d->subhead}, {"summary", &d->summary}, {"lang", &d->lang},
	    {"slug", &d->slug}, {"source-kind", &d->source_kind}, {"source-name", &d->source_name},
	    {"reprint-author", &d->reprint_author}, {"reprint-title", &d->reprint_title},
	    {"reprint-url", &d->reprint_url}, {"responsible-editor", &d->responsible_editor},
	    {"reprint-notice", &d->reprint_notice}, {"social-title", &d->social_title},
	    {"lead", &x->lead_file}, {"lead-alt", &d->lead.alt}, {"lead-caption", &d->lead.caption},
	    {"lead-credit", &d->lead.credit}, {"topics", &x->topics}, {"author", &x->author},
	    {"date", &x->date}, {"return-reason", &x->return_reason},
	    {"withdraw-reason", &x->withdraw_reason}, {"public-reason", &x->public_reason}};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (str_eq(key, str_of(texts[i].key)))
			return texts[i].to;
	return NULL;
}

static bool
take_line(struct import_newsroom *room, struct import_article *x, const struct place *p,
    struct str line, struct buf *bylines)
{
	struct str value, key = split_key(line, &value), *text;

	if (value.n == 0 && !str_eq(key, STR("byline")))
		return fault(p, "a line of the head is \"key: value\"", line);
	if (str_eq(key, STR("state")))
		return take_state(x, p, value);
	if (str_eq(key, STR("channel")))
		return take_channel_of(room, x, p, value);
	if (str_eq(key, STR("byline"))) {
		buf_str(bylines, value);
		buf_char(bylines, '\n');
		return true;
	}
	text = text_of(x, key);
	if (text == NULL)
		return fault(p, "no such key", key);
	if (text->p != NULL)
		return fault(p, "this key was given before", key);
	*text = value;
	return true;
}

/* A head without these cannot be acted on; what an article itself needs is asked by
 * article_check(). */
static bool
whole(const struct import_article *x, const struct place *p)
{
	if (x->channel == NULL || x->author.p == NULL || x->date.n != DATE_BYTES)
		return fault(p, "the head needs channel, author, and a date as 2026-11-24T08:30:00",
		    x->date);
	if (x->state == IMPORT_RETURNED && x->return_reason.p == NULL)
		return fault(p, "state returned needs a return-reason", STR(""));
	if (x->state == IMPORT_WITHDRAWN && x->withdraw_reason.p == NULL)
		return fault(p, "state withdrawn needs a withdraw-reason", STR(""));
	if ((x->state == IMPORT_LEVEL1 && x->channel->levels < 2) ||
	    (x->state == IMPORT_LEVEL2 && x->channel->levels < 3))
		return fault(p, "the channel has no level after that", x->channel->slug);
	return true;
}

static bool
load_article(struct arena *a, struct import_newsroom *room, struct import_article *x)
{
	struct str text = cli_read_file(a, x->file, FILE_MAX_BYTES), line;
	struct place p = {x->file, 0};
	struct byline_error error;
	struct topic_error topic;
	struct buf bylines;

	if (text.p == NULL)
		return false;
	if (!utf8_valid(text))
		return fault(&p, "not UTF-8", STR(""));
	buf_init(&bylines, a, FILE_MAX_BYTES);
	while (str_split(&text, '\n', &line) && str_trim(line).n > 0) {
		p.line++;
		if (!take_line(room, x, &p, line, &bylines))
			return false;
	}
	x->draft.body_text = text.p != NULL ? text : STR("");
	if (byline_parse(a, buf_view(&bylines), &x->draft.bylines, &error) != STATUS_OK)
		return fault(&p, "this byline is not understood", error.text);
	if (topic_parse(a, x->topics, &x->draft.topics, &topic) != STATUS_OK)
		return fault(&p, "this is no topic, or one too many", topic.text);
	return whole(x, &p);
}

static int
by_date(const void *x, const void *y)
{
	const struct import_article *p = x, *q = y;
	int order = str_cmp(p->date, q->date);

	return order != 0 ? order : strcmp(p->file, q->file);
}

static bool
list_articles(struct arena *a, const char *path, struct import_newsroom *room)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	if (dir == NULL) {
		cli_fail("%s: %s", path, strerror(errno));
		return false;
	}
	while ((e = readdir(dir)) != NULL && room->articles_n < IMPORT_ARTICLES_MAX) {
		struct buf file;

		if (e->d_name[0] == '.' || !str_ends(str_of(e->d_name), STR(".txt")))
			continue;
		buf_init(&file, a, 8192);
		buf_printf(&file, "%s/%s", path, e->d_name);
		room->articles[room->articles_n++].file = str_z(a, buf_view(&file));
	}
	closedir(dir);
	if (room->articles_n == 0 || e != NULL) {
		cli_fail("%s holds no article, or more than %d.", path, IMPORT_ARTICLES_MAX);
		return false;
	}
	return true;
}

bool
import_load(struct arena *a, const char *dir, struct import_newsroom *room)
{
	char path[4096];

	*room = (struct import_newsroom){
	    .articles = ARENA_ARRAY(a, IMPORT_ARTICLES_MAX, struct import_article),
	    .pictures = ARENA_ARRAY(a, IMPORT_PICTURES_MAX, struct import_picture)};
	snprintf(path, sizeof(path), "%s/newsroom.txt", dir);
	if (!load_newsroom(a, str_z(a, str_of(path)), room))
		return false;
	snprintf(path, sizeof(path), "%s/articles", dir);
	if (!list_articles(a, path, room))
		return false;
	for (size_t i = 0; i < room->articles_n; i++)
		if (!load_article(a, room, &room->articles[i]))
			return false;
	qsort(room->articles, room->articles_n, sizeof(room->articles[0]), by_date);
	return true;
}
