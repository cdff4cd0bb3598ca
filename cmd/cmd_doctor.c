#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "cmd/cli.h"
#include "domain/audit.h"
#include "domain/media_store.h"
#include "domain/migrate.h"
#include "gen/q_owner.h"

#define STATEMENT_MS 60000
#define CONNECT_MS 10000
#define OLDEST_SERVER 150000
#define SKEW_MAX_US 5000000
#define MB ((int64_t)1024 * 1024)
#define FREE_WARN_MB 1024
#define FREE_FAIL_MB 100

enum finding { FINE, WARNING, FAULT };

struct doctor {
	struct cli *c;
	struct db *db;
	int faults;
	int warnings;
};

static void __attribute__((format(printf, 4, 5)))
tell(struct doctor *d, enum finding f, const char *topic, const char *fmt, ...)
{
	static const char *const words[] = {
	    [FINE] = "ok", [WARNING] = "warning", [FAULT] = "FAULT"};
	va_list ap;

	d->faults += f == FAULT;
	d->warnings += f == WARNING;
	printf("%-8s %-12s ", words[f], topic);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void
tell_db(struct doctor *d, const char *topic, enum status st)
{
	const struct db_error *e = db_last_error(d->db);

	tell(d, FAULT, topic, "%s", e->message[0] != '\0' ? e->message : status_name(st));
}

/* False: nothing else can be looked at. */
static bool
look_at_server(struct doctor *d)
{
	struct q_doctor_server s;
	enum status st = q_doctor_server(d->db, d->c->arena, &s);
	int64_t skew;

	if (st != STATUS_OK) {
		tell_db(d, "database", st);
		return false;
	}
	if (s.version < OLDEST_SERVER)
		tell(d, FAULT, "database", "PostgreSQL %.*s is too old: 15 or newer",
		    STR_ARG(s.version_text));
	else
		tell(d, FINE, "database", "PostgreSQL %.*s, %" PRId64 " MB",
		    STR_ARG(s.version_text), s.bytes / MB);
	if (!str_eq(s.role, STR("cms_owner")))
		tell(d, FAULT, "database", "database_owner signs in as %.*s, not as cms_owner",
		    STR_ARG(s.role));
	if (!str_eq(s.encoding, STR("UTF8")))
		tell(d, FAULT, "database", "the encoding is %.*s, not UTF8", STR_ARG(s.encoding));
	skew = s.now.us - clock_now().us;
	if (skew > SKEW_MAX_US || skew < -SKEW_MAX_US)
		tell(d, WARNING, "clock",
		    "the database's clock is %" PRId64 " s from this machine's", skew / 1000000);
	return true;
}

/* False: what follows needs the tables. */
static bool
look_at_migrations(struct doctor *d)
{
	struct migrate_files files;
	struct buf why;
	size_t pending;
	enum status st;

	buf_init(&why, d->c->arena, 4096);
	st = migrate_load(d->c->arena, cli_sql_dir(d->c), &files, &why);
	if (st == STATUS_OK)
		st = migrate_pending(d->db, d->c->arena, &files, &pending, &why);
	if (st != STATUS_OK) {
		tell(d, FAULT, "migrations", "%.*s", STR_ARG(buf_view(&why)));
		return true;
	}
	if (pending == 0)
		tell(d, FINE, "migrations", "all %zu ran, none was edited", files.n);
	else
		tell(d, FAULT, "migrations", "%zu of %zu did not run: copydesk migrate", pending,
		    files.n);
	return pending < files.n;
}

static void
look_at_roles(struct doctor *d)
{
	struct q_doctor_role_faults *rows;
	size_t n;
	enum status st = q_doctor_role_faults(d->db, d->c->arena, &rows, &n);

	if (st != STATUS_OK) {
		tell_db(d, "roles", st);
		return;
	}
	for (size_t i = 0; i < n; i++)
		tell(d, FAULT, "roles", "%.*s %.*s", STR_ARG(rows[i].role), STR_ARG(rows[i].fault));
	if (n == 0)
		tell(d, FINE, "roles", "each program's role may do what it must, and no more");
}

static void
look_at_audit(struct doctor *d)
{
	struct audit_result r;
	enum status st = audit_verify(d->db, d->c->arena, &r);

	if (st != STATUS_OK)
		tell_db(d, "audit", st);
	else if (!audit_whole(&r))
		tell(d, FAULT, "audit", "the chain is broken: copydesk audit verify");
	else
		tell(d, FINE, "audit", "the chain of %" PRId64 " rows is whole", r.rows);
}

/* A program that signs in as another's role would have that one's rights. */
static void
look_at_program(struct doctor *d, const char *setting, const char *role)
{
	struct db_options o = {.conninfo = config_get(d->c->config, setting, NULL),
	    .program = "copydesk",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS};
	struct q_doctor_server s;
	struct db *db;
	enum status st;

	if (o.conninfo == NULL)
		return;
	db = db_new(&o);
	st = db != NULL ? q_doctor_server(db, d->c->arena, &s) : STATUS_BUSY;
	if (st != STATUS_OK)
		tell(d, FAULT, "programs", "%s: %s", setting,
		    db != NULL ? db_last_error(db)->message : "out of memory");
	else if (!str_eq(s.role, str_of(role)))
		tell(d, FAULT, "programs", "%s signs in as %.*s, not as %s", setting,
		    STR_ARG(s.role), role);
	else
		tell(d, FINE, "programs", "%s signs in as %s", setting, role);
	db_free(db);
}

static bool
local_name(struct str url)
{
	return str_starts(url, STR("http://localhost")) ||
	       str_starts(url, STR("http://127.0.0.1")) || str_starts(url, STR("http://[::1]"));
}

static void
look_at_addresses(struct doctor *d)
{
	struct str desk = str_of(config_get(d->c->config, "desk_url", "http://localhost:8081"));
	struct str site = str_of(config_get(d->c->config, "site_url", "http://localhost:8080"));

	if (!str_starts(desk, STR("https://")) && !local_name(desk))
		tell(d, FAULT, "addresses",
		    "the newsroom is at %.*s: without TLS browsers do not take its cookie. See "
		    "conf/nginx/copydesk-tls.conf.example",
		    STR_ARG(desk));
	else if (!str_starts(site, STR("https://")) && !local_name(site))
		tell(d, WARNING, "addresses", "the site is at %.*s: give it TLS", STR_ARG(site));
	else
		tell(
		    d, FINE, "addresses", "site %.*s, newsroom %.*s", STR_ARG(site), STR_ARG(desk));
}

static void
look_at_disk(struct doctor *d)
{
	const char *path = config_get(d->c->config, "media_dir", MEDIA_DIR_DEFAULT);
	struct statvfs v;

	if (statvfs(path, &v) != 0) {
		tell(d, WARNING, "disk", "%s cannot be looked at", path);
		return;
	}
	uint64_t mb = (uint64_t)v.f_bavail * v.f_frsize / (uint64_t)MB;
	enum finding f = mb < FREE_FAIL_MB ? FAULT : mb < FREE_WARN_MB ? WARNING : FINE;

	tell(d, f, "disk", "%" PRIu64 " MB are free at %s", mb, path);
}

int
cmd_doctor(struct cli *c, int argc, char **argv)
{
	struct doctor d = {.c = c};

	(void)argv;
	if (!cli_no_arguments(argc))
		return cli_usage(c);
	d.db = cli_owner(c, STATEMENT_MS);
	if (d.db == NULL)
		return CLI_FAILED;
	if (look_at_server(&d) && look_at_migrations(&d)) {
		look_at_roles(&d);
		look_at_audit(&d);
	}
	look_at_program(&d, "database_site", "site_reader");
	look_at_program(&d, "database_desk", "desk_app");
	look_at_program(&d, "database_auth", "auth_app");
	look_at_program(&d, "database_worker", "worker_app");
	look_at_addresses(&d);
	look_at_disk(&d);
	db_free(d.db);
	if (d.faults > 0)
		return cli_fail("%d fault%s found.", d.faults, d.faults == 1 ? "" : "s");
	return CLI_DONE;
}
