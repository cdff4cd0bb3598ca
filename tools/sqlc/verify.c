#include "sqlc.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * sqlc-verify CONNINFO MODULE.sql...: prepare every statement on a migrated database,
 * as the role that its file names, and compare what PostgreSQL makes of it with what
 * was declared.  EXPLAIN EXECUTE then opens the plan without running it, which is where PostgreSQL
 * checks the rights to tables and functions.
 */

static bool
fault(const struct query_file *f, int line, const char *name, const char *what)
{
	size_t n = strlen(what);

	while (n > 0 && what[n - 1] == '\n')
		n--;
	fprintf(stderr, "%s:%d: %s: %.*s\n", f->path, line, name, (int)n, what);
	return false;
}

/* Run a statement that is expected to work. */
static bool
run(PGconn *c, const char *sql)
{
	PGresult *r = PQexec(c, sql);
	ExecStatusType st = PQresultStatus(r);

	PQclear(r);
	return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK;
}

static bool
become(PGconn *c, const char *role)
{
	char sql[2 * NAME_MAX_LEN + 32];
	char *ident = PQescapeIdentifier(c, role, strlen(role));
	bool ok = false;

	if (ident != NULL) {
		snprintf(sql, sizeof(sql), "SET ROLE %s", ident);
		ok = run(c, "RESET ROLE") && run(c, sql);
		PQfreemem(ident);
	}
	return ok;
}

static bool
same_type(const struct type *t, Oid oid)
{
	/* varchar and name travel as text does */
	return t->oid == oid || (t->oid == 25 && (oid == 1043 || oid == 19));
}

static bool
check_params(const struct query_file *f, const struct block *b, const PGresult *r)
{
	char what[256];

	if (PQnparams(r) != (int)b->params_n)
		return fault(f, b->line, b->name, "the number of parameters differs");
	for (size_t i = 0; i < b->params_n; i++) {
		if (PQparamtype(r, (int)i) == b->params[i].type->oid)
			continue;
		snprintf(what, sizeof(what),
		    "parameter \"%s\" is declared %s, PostgreSQL takes type %u", b->params[i].name,
		    b->params[i].type->sql, PQparamtype(r, (int)i));
		return fault(f, b->params[i].line, b->name, what);
	}
	return true;
}

static bool
check_cols(const struct query_file *f, const struct block *b, const PGresult *r)
{
	char what[256];
	bool ok = true;

	if (b->kind == KIND_EXEC)
		return true;
	if (PQnfields(r) != (int)b->cols_n) {
		snprintf(what, sizeof(what), "%zu columns are declared, the statement gives %d",
		    b->cols_n, PQnfields(r));
		return fault(f, b->line, b->name, what);
	}
	for (int i = 0; i < (int)b->cols_n; i++) {
		const struct field *c = &b->cols[i];

		if (strcmp(PQfname(r, i), c->name) != 0) {
			snprintf(what, sizeof(what),
			    "column %d is declared \"%s\", the statement calls it \"%s\"", i + 1,
			    c->name, PQfname(r, i));
			ok = fault(f, c->line, b->name, what);
		} else if (!same_type(c->type, PQftype(r, i))) {
			snprintf(what, sizeof(what),
			    "column \"%s\" is declared %s, the statement gives type %u", c->name,
			    c->type->sql, PQftype(r, i));
			ok = fault(f, c->line, b->name, what);
		}
	}
	return ok;
}

/* May the role run it?  Rights are looked at when a plan is opened. */
static bool
check_rights(PGconn *c, const struct query_file *f, const struct block *b)
{
	static const char nulls[] = "NULL, ";
	char sql[NAME_MAX_LEN + FIELDS_MAX * sizeof(nulls) + 64];
	size_t n = (size_t)snprintf(sql, sizeof(sql), "EXPLAIN EXECUTE %s", b->name);
	PGresult *r;
	bool ok;

	for (size_t i = 0; i < b->params_n; i++)
		n +=
		    (size_t)snprintf(sql + n, sizeof(sql) - n, "%s%s", i == 0 ? "(" : ", ", "NULL");
	if (b->params_n > 0)
		snprintf(sql + n, sizeof(sql) - n, ")");
	r = PQexec(c, sql);
	ok = PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok)
		fault(f, b->sql_line, b->name, PQresultErrorMessage(r));
	PQclear(r);
	return ok;
}

static bool
check_block(PGconn *c, const struct query_file *f, const struct block *b)
{
	Oid oids[FIELDS_MAX];
	PGresult *r;
	bool ok;

	for (size_t i = 0; i < b->params_n; i++)
		oids[i] = b->params[i].type->oid;
	r = PQprepare(c, b->name, b->sql, (int)b->params_n, oids);
	ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!ok)
		fault(f, b->sql_line, b->name, PQresultErrorMessage(r));
	PQclear(r);
	if (!ok)
		return false;
	r = PQdescribePrepared(c, b->name);
	ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (!ok)
		fault(f, b->sql_line, b->name, PQresultErrorMessage(r));
	ok = ok && check_params(f, b, r) && check_cols(f, b, r);
	PQclear(r);
	return ok && check_rights(c, f, b);
}

static bool
check_file(PGconn *c, const char *path, size_t *good, size_t *bad)
{
	struct query_file f;
	bool ok = parse_file(path, &f);

	if (!ok) {
		(*bad)++;
	} else if (!become(c, f.role)) {
		ok = fault(&f, 1, f.role, PQerrorMessage(c));
		(*bad)++;
	} else {
		run(c, "DEALLOCATE ALL");
		for (size_t i = 0; i < f.blocks_n; i++) {
			if (check_block(c, &f, &f.blocks[i]))
				(*good)++;
			else
				(*bad)++;
		}
	}
	parse_free(&f);
	return ok;
}

int
main(int argc, char **argv)
{
	size_t good = 0, bad = 0;
	PGconn *c;

	if (argc < 3) {
		fputs("usage: sqlc-verify CONNINFO MODULE.sql...\n", stderr);
		return 2;
	}
	c = PQconnectdb(argv[1]);
	/* Without a generic plan, a NULL handed to a strict function is folded before its rights
	 * are seen. */
	if (PQstatus(c) != CONNECTION_OK || !run(c, "SET client_min_messages = warning") ||
	    !run(c, "SET plan_cache_mode = force_generic_plan")) {
		fprintf(stderr, "sqlc-verify: %s", PQerrorMessage(c));
		PQfinish(c);
		return 1;
	}
	for (int i = 2; i < argc; i++)
		(void)check_file(c, argv[i], &good, &bad);
	PQfinish(c);
	printf("sqlc-verify: %zu statements agree with the database, %zu do not\n", good, bad);
	return bad > 0 ? 1 : 0;
}
