#include "domain/session.h"

#include "domain/access.h"
#include "gen/q_desk.h"

static enum status
begin(struct db *db, struct arena *a, const struct token *token, bool reads, struct session *out)
{
	struct q_desk_session_begin_params in = {.token = str_of(token->hex), .reads = reads};
	struct q_desk_session_begin row;
	enum status s;

	s = db_begin(db);
	if (s == STATUS_OK)
		s = q_desk_session_begin(db, a, &in, &row);
	if (s != STATUS_OK) {
		db_rollback(db);
		/* No row is how the database says: not signed in, or no longer. */
		return s == STATUS_NOT_FOUND ? STATUS_DENIED : s;
	}
	*out = (struct session){
	    .user = row.user_id,
	    .login = row.login,
	    .name = row.name,
	    .lang = row.lang.p == NULL ? STR("") : row.lang,
	    .rights = access_parse(row.rights),
	};
	return STATUS_OK;
}

enum status
session_begin(struct db *db, struct arena *a, const struct token *token, struct session *out)
{
	return begin(db, a, token, false, out);
}

enum status
session_look(struct db *db, struct arena *a, const struct token *token, struct session *out)
{
	return begin(db, a, token, true, out);
}

static enum status
change_and_commit(struct db *db, struct arena *a, session_change *change, void *arg)
{
	enum status s = change(db, a, arg);

	if (s == STATUS_OK)
		s = db_commit(db);
	return s;
}

enum status
session_settle(
    struct db *db, struct arena *a, const struct token *token, session_change *change, void *arg)
{
	struct session again;
	enum status s = change_and_commit(db, a, change, arg);

	if (s == STATUS_UNCERTAIN) {
		db_rollback(db);
		if (session_begin(db, a, token, &again) != STATUS_OK)
			return STATUS_UNCERTAIN;
		s = change_and_commit(db, a, change, arg);
	}
	if (s != STATUS_OK)
		db_rollback(db);
	return s;
}

enum status
session_set_lang(struct db *db, struct arena *a, bool zh)
{
	struct q_desk_set_lang_params in = {.lang = zh ? STR("zh") : STR("en")};

	return q_desk_set_lang(db, a, &in);
}
