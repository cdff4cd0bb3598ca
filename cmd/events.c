#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/notice.h"
#include "domain/event.h"

/*
 * copydesk-events: hears from the database what changed, and tells nginx, which tells the browsers
 * that watch.  A program of its own, as the worker may be busy with a picture for seconds.  What
 * gets lost here the pages find out by asking, which they do all the same.
 */

#define STATEMENT_MS 5000
#define CONNECT_MS 5000
#define IDLE_MS 30000
/* What comes within this time is told together; a take-over still shows in well under a second. */
#define GATHER_US 40000
#define PUBLISH_MS 1000L
#define RETRY_S 2
#define ARENA_MAX ((size_t)64 * 1024)
/* nginx being away is logged this often. */
#define QUIET_US 60000000

struct relay {
	struct db *db;
	struct arena *arena;
	CURL *curl;
	struct event_set set;
	int64_t quiet_until;
};

/* There is nothing to finish. */
static void
on_stop(int sig)
{
	(void)sig;
	_exit(0);
}

/* nginx's answer says how many listen; nobody needs to know. */
static size_t
forget(char *data, size_t size, size_t n, void *arg)
{
	(void)data;
	(void)arg;
	return size * n;
}

/* Everything about a request but its address and its body. */
static CURL *
make_client(const char *sock)
{
	CURL *c = curl_easy_init();
	bool ok = c != NULL && curl_easy_setopt(c, CURLOPT_UNIX_SOCKET_PATH, sock) == CURLE_OK &&
		  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http") == CURLE_OK &&
		  curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
		  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, PUBLISH_MS) == CURLE_OK &&
		  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
		  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, forget) == CURLE_OK;

	if (ok)
		return c;
	curl_easy_cleanup(c);
	return NULL;
}

static void
complain(struct relay *r, const char *why, long status)
{
	int64_t now = clock_mono_us();

	if (now < r->quiet_until)
		return;
	log_msg(LOG_WARN, "an event could not be passed on: %s, status %ld", why, status);
	r->quiet_until = now + QUIET_US;
}

/* Published once: an event that is late is no event. */
static void
publish(struct relay *r, const struct event *e)
{
	struct buf address, body;
	CURLcode code = CURLE_FAILED_INIT;
	long status = 0;

	buf_init(&address, r->arena, 64);
	buf_z(&address, "http://events/publish/");
	event_channel(&address, e);
	buf_init(&body, r->arena, 128);
	event_message(&body, e);
	if (curl_easy_setopt(r->curl, CURLOPT_URL, str_z(r->arena, buf_view(&address))) ==
		CURLE_OK &&
	    curl_easy_setopt(r->curl, CURLOPT_POSTFIELDS, str_z(r->arena, buf_view(&body))) ==
		CURLE_OK)
		code = curl_easy_perform(r->curl);
	if (code == CURLE_OK)
		code = curl_easy_getinfo(r->curl, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || status / 100 != 2)
		complain(r, curl_easy_strerror(code), status);
	arena_reset(r->arena);
}

static void
publish_all(struct relay *r)
{
	size_t i;

	for (i = 0; i < r->set.n; i++)
		publish(r, &r->set.v[i]);
	r->set.n = 0;
}

/* Anybody who is in the database can send a message; only well-formed ones go on. */
static void
on_notice(void *arg, struct str payload)
{
	struct relay *r = arg;
	struct event e;

	if (!event_parse(payload, &e))
		return;
	if (event_add(&r->set, &e))
		return;
	publish_all(r);
	(void)event_add(&r->set, &e);
}

/* Until the connection is lost. */
static void
pass_on(struct relay *r)
{
	int n;

	if (notice_listen(r->db, "events") != STATUS_OK)
		return;
	log_msg(LOG_INFO, "listening");
	while (notice_wait(r->db, IDLE_MS, on_notice, r, &n) == STATUS_OK) {
		int64_t until = clock_mono_us() + GATHER_US, left;

		/* A connection that died in silence is noticed by a question; a new one must
		 * listen too. */
		if (n == 0 && notice_listen(r->db, "events") != STATUS_OK)
			return;
		while (r->set.n > 0 && (left = until - clock_mono_us()) > 0) {
			if (notice_wait(r->db, (int)(left / 1000) + 1, on_notice, r, &n) !=
			    STATUS_OK)
				break;
		}
		publish_all(r);
	}
}

int
main(int argc, char **argv)
{
	static struct relay r;
	struct sigaction stop = {.sa_handler = on_stop};
	const char *path = NULL, *sock;
	struct config *config;
	int opt;

	while ((opt = getopt(argc, argv, "c:")) != -1) {
		if (opt != 'c') {
			fputs("usage: copydesk-events [-c FILE]\n", stderr);
			return 2;
		}
		path = optarg;
	}
	config = config_load(path);
	if (config == NULL)
		return 1;
	log_init("events", LOG_INFO);
	sock = config_get(config, "events_socket", NULL);

	struct db_options o = {.conninfo = config_get(config, "database_worker", NULL),
	    .program = "copydesk-events",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS};

	if (sock == NULL || o.conninfo == NULL) {
		log_msg(LOG_ERROR, "the settings events_socket and database_worker are needed");
		return 1;
	}
	r.db = db_new(&o);
	r.arena = arena_new(ARENA_MAX);
	r.curl = curl_global_init(CURL_GLOBAL_NOTHING) == CURLE_OK ? make_client(sock) : NULL;
	if (r.db == NULL || r.arena == NULL || r.curl == NULL) {
		log_msg(LOG_ERROR, "out of memory");
		return 1;
	}
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	for (;;) {
		pass_on(&r);
		sleep(RETRY_S);
	}
}
