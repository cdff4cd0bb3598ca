#include "web/startup.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/token.h"
#include "html/html.h"
#include "web/web.h"

#define SOCKET_PATH_MAX 108 /* sockaddr_un */

#ifndef COPYDESK_LOCALEDIR
#define COPYDESK_LOCALEDIR "/usr/local/share/locale"
#endif

static const char *
config_path(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "-c") == 0)
			return argv[i + 1];
	return NULL;
}

static enum log_level
level_of(const char *word)
{
	if (strcmp(word, "debug") == 0)
		return LOG_DEBUG;
	if (strcmp(word, "warn") == 0)
		return LOG_WARN;
	if (strcmp(word, "error") == 0)
		return LOG_ERROR;
	return LOG_INFO;
}

/* A day, as the last one of a picture's rights, is a day of the newsroom's zone in the database
 * too.
 */
static bool
keep_days(const char *zone)
{
	return setenv("PGTZ", zone, 1) == 0;
}

/*
 * The Chinese catalogue is for readers.  libc and libpq would follow LANGUAGE too, and write
 * their messages to the log in whatever the locale makes of Chinese: leave them none to find.
 */
static bool
keep_log_english(void)
{
	return setenv("PGLOCALEDIR", "/nonexistent", 1) == 0 &&
	       bindtextdomain("libc", "/nonexistent") != NULL;
}

struct config *
startup(const char *name, int argc, char **argv)
{
	struct config *c = config_load(config_path(argc, argv));
	const char *zone, *locales;

	if (c == NULL)
		return NULL;
	log_init(name, level_of(config_get(c, "log_level", "info")));
	zone = config_get(c, "zone", "Asia/Shanghai");
	locales = config_get(c, "localedir", COPYDESK_LOCALEDIR);
	if (!clock_set_zone(zone)) {
		log_msg(LOG_ERROR, "zone \"%s\" is not known: set an IANA name, as Asia/Shanghai",
		    zone);
		goto err0;
	}
	/* English needs no catalogue: a site without Chinese words is better than none. */
	if (!i18n_init(locales))
		log_msg(LOG_WARN, "no Chinese catalogue in %s: pages will be in English", locales);
	if (!keep_log_english() || !keep_days(zone)) {
		log_msg(LOG_ERROR, "no memory to start");
		goto err0;
	}
	if (!crypto_init()) {
		log_msg(LOG_ERROR, "the system gives no randomness");
		goto err0;
	}
	return c;

err0:
	config_free(c);
	return NULL;
}

bool
startup_socket(const struct config *c, const char *file, char out[SOCKET_PATH_MAX])
{
	const char *dir = config_get(c, "socket_dir", "/run/copydesk");
	int n = snprintf(out, SOCKET_PATH_MAX, "%s/%s", dir, file);

	if (n > 0 && n < SOCKET_PATH_MAX)
		return true;
	log_msg(LOG_ERROR, "socket_dir \"%s\" is too long for a Unix socket", dir);
	return false;
}

static struct str
address(const struct config *c, const char *name, const char *fallback)
{
	struct str url = str_of(config_get(c, name, fallback));

	while (str_ends(url, STR("/")))
		url.n--;
	return url;
}

void
startup_newsroom(const struct config *c, struct newsroom *out)
{
	*out = (struct newsroom){
	    .lang = web_lang_of(str_of(config_get(c, "newsroom_lang", "zh")), LANG_ZH),
	    .name_zh = str_of(config_get(c, "newsroom_name_zh", "潮城新闻")),
	    .name_en = str_of(config_get(c, "newsroom_name_en", "Chaocheng News")),
	    .site_url = address(c, "site_url", "http://localhost:8080"),
	    .desk_url = address(c, "desk_url", "http://localhost:8081"),
	};
}
