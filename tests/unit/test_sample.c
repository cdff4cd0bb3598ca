/*
 * The sample newsroom is content, so it is tested as content: every file must be
 * importable, within the limits that the desk sets, and the whole must fill every page.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/article.h"
#include "sample_check.h"

#define FILE_MAX (ARTICLE_BODY_MAX + 16384u) /* also more than any picture has */
#define ARTICLES_MAX 200

static struct str
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		fail_msg("%s: %s", path, strerror(errno));
	char *p = arena_alloc(a, FILE_MAX + 1);
	size_t n = fread(p, 1, FILE_MAX + 1, f);
	if (ferror(f) || n > FILE_MAX)
		fail_msg("%s: unreadable or over %u bytes", path, FILE_MAX);
	fclose(f);
	return (struct str){p, n};
}

static const char *
sample_path(struct arena *a, const char *name)
{
	const char *top = getenv("COPYDESK_SRCDIR");
	struct buf b;

	buf_init(&b, a, PATH_MAX);
	buf_printf(&b, "%s/sample/%s", top != NULL ? top : ".", name);
	buf_char(&b, '\0');
	assert_true(buf_ok(&b));
	return buf_view(&b).p;
}

static void
load_newsroom(struct arena *a, struct sample_newsroom *room)
{
	const char *f = sample_newsroom(room, read_file(a, sample_path(a, "newsroom.txt")));

	if (f != NULL)
		fail_msg("newsroom.txt: %s", f);
}

static size_t
load_articles(struct arena *a, struct sample_newsroom *room, struct sample *out)
{
	DIR *dir = opendir(sample_path(a, "articles"));
	struct dirent *e;
	size_t n = 0;
	struct str rules = read_file(a, sample_path(a, "local.am"));

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		struct buf b;
		const char *f;

		if (!str_ends(str_of(e->d_name), STR(".txt")))
			continue;
		assert_true(n < ARTICLES_MAX);
		buf_init(&b, a, PATH_MAX);
		buf_printf(&b, "articles/%s", e->d_name);
		if (str_find(rules, buf_view(&b)) == rules.n)
			fail_msg("sample/local.am does not install %s", e->d_name);
		buf_char(&b, '\0');
		struct str text = read_file(a, sample_path(a, buf_view(&b).p));
		f = sample_fault(a, room, text, &out[n++]);
		if (f != NULL)
			fail_msg("%s: %s", e->d_name, f);
	}
	closedir(dir);
	return n;
}

static void
test_newsroom(void **state)
{
	struct arena *a = arena_new(4u << 20);
	struct sample_newsroom room;
	struct sample_channel *news;

	(void)state;
	load_newsroom(a, &room);
	assert_int_equal(room.channels_n, 7);
	assert_int_equal(room.logins_n, 6);
	news = sample_channel_of(&room, STR("news"));
	assert_non_null(news);
	assert_int_equal(news->levels, 3);
	arena_free(a);
}

/* Enough of everything for every page to look like a working paper's. */
static void
test_articles(void **state)
{
	struct arena *a = arena_new(64u << 20);
	struct sample_newsroom room;
	static struct sample all[ARTICLES_MAX];
	size_t seen[SAMPLE_STATES] = {0}, zh = 0, long_headline = 0, many_names = 0, reprints = 0;

	(void)state;
	load_newsroom(a, &room);
	size_t n = load_articles(a, &room, all);
	for (size_t i = 0; i < n; i++) {
		struct str word = all[i].v[K_STATE];

		for (size_t j = 0; j < SAMPLE_STATES; j++)
			seen[j] += str_eq(word, str_of(sample_states[j]));
		if (str_eq(word, STR("published")) || str_eq(word, STR("updated")))
			sample_channel_of(&room, all[i].v[K_CHANNEL])->published++;
		zh += str_eq(all[i].v[K_LANG], STR("zh"));
		long_headline += utf8_count(all[i].v[K_HEADLINE]) >= 60;
		many_names += all[i].bylines >= 8;
		reprints += str_eq(all[i].v[K_SOURCE_KIND], STR("reprint"));
		for (size_t j = 0; j < i; j++)
			assert_false(str_eq(all[i].v[K_HEADLINE], all[j].v[K_HEADLINE]));
	}
	assert_true(zh >= 36);
	assert_true(n - zh >= 8);
	assert_true(long_headline >= 1 && many_names >= 1 && reprints >= 2);
	for (size_t j = 0; j < SAMPLE_STATES; j++)
		assert_true(seen[j] >= 1);
	for (size_t i = 0; i < room.channels_n; i++)
		assert_true(room.channels[i].published >= 2);
	arena_free(a);
}

#define PICTURE_MAX (90u * 1024)

/* Each picture that is named is there, is installed, and is light. */
static void
test_pictures(void **state)
{
	struct arena *a = arena_new(64u << 20);
	struct sample_newsroom room;
	static struct sample all[ARTICLES_MAX];
	struct str rules = read_file(a, sample_path(a, "local.am"));
	size_t leads = 0;

	(void)state;
	load_newsroom(a, &room);
	size_t n = load_articles(a, &room, all);
	for (size_t i = 0; i < n; i++) {
		leads += all[i].v[K_LEAD].p != NULL;
		for (size_t k = 0; k < all[i].pictures_n; k++) {
			struct buf b;

			buf_init(&b, a, PATH_MAX);
			buf_printf(&b, "media/%.*s", STR_ARG(all[i].pictures[k]));
			if (str_find(rules, buf_view(&b)) == rules.n)
				fail_msg(
				    "sample/local.am does not install %s", str_z(a, buf_view(&b)));
			assert_in_range(read_file(a, sample_path(a, str_z(a, buf_view(&b)))).n,
			    10000, PICTURE_MAX);
		}
	}
	assert_true(leads >= 12);
	arena_free(a);
}

/* A good file, from which each text below differs by one thing. */
#define HEAD                                                                                            \
	"headline: 标题\nchannel: news\nlang: zh\nsource-kind: original\nsource-name: 潮城新闻\n" \
	"byline: reporter | 林知夏 | 潮城新闻\nauthor: reporter\n"
#define REST "date: 2026-11-24T08:30:00\n\n" BODY
#define TENS "一二三四五六七八九十一二三四五六七八九十"
#define BODY TENS TENS TENS TENS "。\n"

/* The checks above can fail: each fault is found, and for its own reason. */
static void
test_faults(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} t[] = {
	    {HEAD "state: draft\n" REST, NULL},
	    {HEAD "state: draft\ndate: 2026-11-24T08:30:00\n\n短\n",
		"a body too long or too short"},
	    {HEAD "state: draft\ndate: 2026-11-24 08:30:00\n\n" BODY, "not a date"},
	    {HEAD "state: draft\ndate: 2026-13-24T08:30:00\n\n" BODY, "not a date"},
	    {HEAD "state: draft\n\n" BODY, "a required key is missing"},
	    {HEAD "state: printed\n" REST, "an unknown state"},
	    {HEAD "state: returned\n" REST, "return-reason does not fit the state"},
	    {HEAD "state: withdrawn\n" REST,
		"withdraw-reason or public-reason does not fit the state"},
	    {HEAD "state: draft\nheadlines: x\n" REST, "an unknown key"},
	    {HEAD "state: draft\nheadline: x\n" REST, "a key twice"},
	    {HEAD "state: draft\nsubhead:\n" REST, "an empty value"},
	    {HEAD "state: draft\nsubhead\n" REST, "a header line without a colon"},
	    {HEAD "state: draft\nslug: " TENS TENS TENS TENS "十\n" REST, "a value over its limit"},
	    {HEAD "state: draft\nreprint-url: https://x\n" REST,
		"reprint details where there is no reprint, or none where there is"},
	    {HEAD "state: draft\nbyline: poet | 李\n" REST, "a bad byline"},
	    {HEAD "state: draft\n" REST "字,字",
		"half-width punctuation after a Chinese character"},
	    {HEAD "lead: x.jpg\nlead-alt: 图\nstate: draft\n" REST,
		"a lead without its words, or words without a lead"},
	    {HEAD "state: draft\n" REST "\npicture: x.jpg | wide | 图 | 说明\n",
		"a picture line has five parts"},
	    {HEAD "state: draft\n" REST "\npicture: x.jpg | wide |  | 说明 | 署名\n",
		"a picture line has five parts"},
	    {HEAD "state: draft\n" REST "\xff", "not UTF-8, or control characters"},
	};
	struct arena *a = arena_new(4u << 20);
	struct sample_newsroom room;
	struct sample s;

	(void)state;
	load_newsroom(a, &room);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct str why = str_of(sample_fault(a, &room, str_of(t[i].text), &s));

		if (!str_eq(why, str_of(t[i].why)))
			fail_msg("text %zu: %.*s", i, STR_ARG(why));
	}
	assert_non_null(sample_newsroom(&room, STR("channel: a | b | c | 4\n")));
	assert_non_null(sample_newsroom(&room, STR("person: a\n")));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_newsroom),
	    cmocka_unit_test(test_articles),
	    cmocka_unit_test(test_pictures),
	    cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
