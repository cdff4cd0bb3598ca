#include "sqlc.h"

#include <ctype.h>
#include <string.h>

static void
emit_struct(const char *suffix, const struct block *b, const struct field *v, size_t n, FILE *out)
{
	fprintf(out, "struct q_%s%s {\n", b->name, suffix);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &v[i];

		if (f->null && !f->type->absent_is_null)
			fprintf(out, "\tbool has_%s;\n", f->name);
		if (f->id[0] != '\0')
			fprintf(out, "\tstruct %s %s;\n", f->id, f->name);
		else
			fprintf(out, "\t%s %s;\n", f->type->c, f->name);
	}
	fputs("};\n", out);
}

/* The comment lines that the block had in its head. */
static void
emit_doc(const struct block *b, FILE *out)
{
	const char *line = b->doc;

	if (*line == '\0')
		return;
	fputs("/*\n", out);
	while (*line != '\0') {
		size_t n = strcspn(line, "\n");

		fputs(" * ", out);
		for (size_t i = 0; i < n; i++) {
			fputc(line[i], out);
			if (line[i] == '*' && line[i + 1] == '/') /* would end ours */
				fputc(' ', out);
		}
		fputc('\n', out);
		line += n + 1;
	}
	fputs(" */\n", out);
}

static void
emit_signature(const struct block *b, FILE *out)
{
	fprintf(out, "q_%s(struct db *db, struct arena *a", b->name);
	if (b->params_n > 0)
		fprintf(out, ", const struct q_%s_params *in", b->name);
	if (b->kind == KIND_ONE)
		fprintf(out, ", struct q_%s *out", b->name);
	else if (b->kind == KIND_MANY)
		fprintf(out, ", struct q_%s **rows, size_t *n", b->name);
	fputc(')', out);
}

void
emit_header(const struct query_file *f, FILE *out)
{
	char guard[NAME_MAX_LEN + 1];
	size_t n = strlen(f->module);

	for (size_t i = 0; i <= n; i++)
		guard[i] = (char)toupper((unsigned char)f->module[i]);
	fprintf(out, "/* Made by sqlc from %s.sql: edit that. */\n", f->module);
	fprintf(out, "#ifndef COPYDESK_GEN_Q_%s_H\n#define COPYDESK_GEN_Q_%s_H\n\n", guard, guard);
	fputs("#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
	      "#include \"base/arena.h\"\n#include \"base/clock.h\"\n#include \"base/ids.h\"\n"
	      "#include \"base/status.h\"\n#include \"base/str.h\"\n#include \"db/db.h\"\n",
	    out);
	for (size_t i = 0; i < f->blocks_n; i++) {
		const struct block *b = &f->blocks[i];

		fputc('\n', out);
		if (b->params_n > 0)
			emit_struct("_params", b, b->params, b->params_n, out);
		if (b->cols_n > 0)
			emit_struct("", b, b->cols, b->cols_n, out);
		emit_doc(b, out);
		fputs("enum status ", out);
		emit_signature(b, out);
		fputs(" MUST_CHECK;\n", out);
	}
	fputs("\n#endif\n", out);
}

/* The table by which db/codec.c finds each member. */
static void
emit_fields(const struct block *b, const char *suffix, const char *table, const struct field *v,
    size_t n, FILE *out)
{
	if (n == 0)
		return;
	fprintf(out, "static const struct db_field %s_%s[] = {\n", b->name, table);
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "\t{\"%s\", %s, offsetof(struct q_%s%s, %s), ", v[i].name,
		    v[i].type->db, b->name, suffix, v[i].name);
		if (!v[i].null)
			fputs("DB_NOT_NULL},\n", out);
		else if (v[i].type->absent_is_null)
			fputs("DB_NULL_IS_ABSENT},\n", out);
		else
			fprintf(
			    out, "offsetof(struct q_%s%s, has_%s)},\n", b->name, suffix, v[i].name);
	}
	fputs("};\n", out);
}

static void
emit_sql(const char *sql, FILE *out)
{
	fputs("\t\"", out);
	for (; *sql != '\0'; sql++) {
		switch (*sql) {
		case '\n':
			fputs("\\n\"\n\t\"", out);
			break;
		case '\t':
			fputs("\\t", out);
			break;
		case '\r':
			fputs("\\r", out);
			break;
		case '"':
		case '\\':
			fputc('\\', out);
			/* fall through */
		default:
			fputc(*sql, out);
		}
	}
	fputs("\"", out);
}

static void
emit_statement(const struct block *b, FILE *out)
{
	fprintf(out,
	    "static const struct db_statement %s_statement = {\n\t.name = \"%s\",\n\t.sql =\n",
	    b->name, b->name);
	emit_sql(b->sql, out);
	fputs(",\n", out);
	if (b->params_n > 0)
		fprintf(out, "\t.params = %s_params,\n\t.params_n = %zu,\n", b->name, b->params_n);
	if (b->cols_n > 0)
		fprintf(out,
		    "\t.cols = %s_cols,\n\t.cols_n = %zu,\n\t.row_size = sizeof(struct q_%s),\n",
		    b->name, b->cols_n, b->name);
	if (b->kind == KIND_MANY)
		fprintf(out, "\t.limit = %ld,\n", b->limit);
	fputs("};\n\n", out);
}

static void
emit_function(const struct block *b, FILE *out)
{
	const char *in = b->params_n > 0 ? "in" : "NULL";

	fputs("enum status\n", out);
	emit_signature(b, out);
	fputs("\n{\n", out);
	if (b->kind == KIND_ONE)
		fprintf(
		    out, "\treturn statement_one(db, a, &%s_statement, %s, out);\n", b->name, in);
	else if (b->kind == KIND_EXEC)
		fprintf(out, "\treturn statement_exec(db, a, &%s_statement, %s);\n", b->name, in);
	else
		fprintf(out,
		    "\tvoid *v = NULL;\n"
		    "\tenum status st = statement_many(db, a, &%s_statement, %s, &v, n);\n\n"
		    "\t*rows = v;\n\treturn st;\n",
		    b->name, in);
	fputs("}\n", out);
}

void
emit_source(const struct query_file *f, FILE *out)
{
	fprintf(out, "/* Made by sqlc from %s.sql: edit that. */\n#include \"gen/q_%s.h\"\n\n",
	    f->module, f->module);
	fputs("#include \"db/statement.h\"\n", out);
	for (size_t i = 0; i < f->blocks_n; i++) {
		const struct block *b = &f->blocks[i];

		fputc('\n', out);
		emit_fields(b, "_params", "params", b->params, b->params_n, out);
		emit_fields(b, "", "cols", b->cols, b->cols_n, out);
		emit_statement(b, out);
		emit_function(b, out);
	}
}
