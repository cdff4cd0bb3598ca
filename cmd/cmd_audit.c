#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/num.h"
#include "cmd/cli.h"
#include "domain/audit.h"

/* "SEQ:HASH" as audit verify prints it, or the hash alone. */
static bool
read_head(struct str text, struct audit_head *out)
{
	struct str seq;

	if (str_chr(text, ':') == text.n)
		return num_hex(text, out->hash, sizeof(out->hash));
	return str_split(&text, ':', &seq) && num_i64(seq, 0, INT64_MAX, &out->seq) &&
	       num_hex(text, out->hash, sizeof(out->hash));
}

static int
tell_broken(const struct audit_result *r)
{
	if (r->broken)
		return cli_fail("The audit chain is broken at row %" PRId64 " of %" PRId64
				": it was changed, or a row before it was removed.",
		    r->first_bad, r->rows);
	return cli_fail("The audit chain does not end where its head says: rows were cut off "
			"after row %" PRId64 ".",
	    r->rows);
}

static void
tell_head(struct arena *a, const struct audit_head *head)
{
	struct buf hex;

	buf_init(&hex, a, 2 * sizeof(head->hash));
	buf_hex(&hex, (struct str){(const char *)head->hash, sizeof(head->hash)});
	printf("Its head: %" PRId64 ":%.*s\n", head->seq, STR_ARG(buf_view(&hex)));
}

/* ${noted}: a head of earlier, as given in ${text}; NULL for none. */
static int
verify(struct cli *c, struct db *db, const struct audit_head *noted, const char *text)
{
	struct audit_result r;
	int64_t seq;
	enum status st = audit_verify(db, c->arena, &r);

	if (st != STATUS_OK)
		return cli_db_failed(db, st);
	if (!audit_whole(&r))
		return tell_broken(&r);
	printf("The audit chain is whole: %" PRId64 " rows.\n", r.rows);
	tell_head(c->arena, &r.head);
	if (noted == NULL)
		return CLI_DONE;
	st = audit_find(db, c->arena, noted, &seq);
	if (st == STATUS_NOT_FOUND)
		return cli_fail("The noted head %s is not in the audit chain: since it was noted, "
				"rows were removed or the chain was made anew.",
		    text);
	if (st != STATUS_OK)
		return cli_db_failed(db, st);
	printf("The noted row %" PRId64 " is in it.\n", seq);
	return CLI_DONE;
}

int
cmd_audit_verify(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {
	    {"head", required_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	struct audit_head noted = {.seq = AUDIT_SEQ_ANY};
	const char *text = NULL;
	struct db *db;
	int opt, code;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt != 'h')
			return cli_usage(c);
		text = optarg;
	}
	if (optind != argc)
		return cli_usage(c);
	if (text != NULL && !read_head(str_of(text), &noted))
		return cli_fail("A head is what audit verify prints: SEQ:HASH, or the HASH alone, "
				"64 hex digits.");
	db = cli_owner(c, 0);
	if (db == NULL)
		return CLI_FAILED;
	code = verify(c, db, text != NULL ? &noted : NULL, text);
	db_free(db);
	return code;
}
