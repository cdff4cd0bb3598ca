#include "domain/account.h"

#include "base/utf8.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "gen/q_auth.h"

/* Longer than any login; what is typed beyond it changes nothing. */
#define LOGIN_MAX 64
#define AGENT_MAX 300

static struct str
token_str(const struct token *t)
{
	return (struct str){t->hex, TOKEN_HEX};
}

/* What the database keeps of a token. */
static void
token_hash(const struct token *t, uint8_t hash[32])
{
	uint8_t raw[TOKEN_BYTES];

	token_raw(t, raw);
	hash_sha256((struct str){(const char *)raw, sizeof(raw)}, hash);
	secret_wipe(raw, sizeof(raw));
}

/* Text for a column that is never NULL. */
static struct str
text(struct str s, size_t max)
{
	return s.p != NULL ? utf8_prefix(s, max) : STR("");
}

enum status
account_find(struct db *db, struct arena *a, const struct token *token, struct account *out)
{
	const struct q_auth_session_user_params in = {.token = token_str(token)};
	struct q_auth_session_user row;
	enum status st = q_auth_session_user(db, a, &in, &row);

	if (st == STATUS_NOT_FOUND)
		return STATUS_DENIED;
	if (st != STATUS_OK)
		return st;
	*out = (struct account){
	    .user = row.user_id, .login = row.login, .name = row.name, .lang = row.lang};
	return STATUS_OK;
}

/* The answer to a COMMIT was lost: the session is there if it took effect. */
static enum status
settle(struct db *db, struct arena *a, const struct token *token)
{
	struct account found;
	enum status st;

	db_rollback(db);
	st = account_find(db, a, token, &found);
	return st == STATUS_OK ? STATUS_OK : STATUS_BUSY;
}

/*
 * Is ${password} that of ${login}?  No transaction is open during the hashing, which takes long.
 * A failure is counted before it is told.
 */
static enum status
verify(struct db *db, struct arena *a, struct str login, struct str password,
    const struct account_client *from, struct q_auth_sign_in_begin *row)
{
	const struct q_auth_sign_in_begin_params in = {
	    .login = text(login, LOGIN_MAX), .address = text(from->address, LOGIN_MAX)};
	const struct q_auth_sign_in_failed_params failed = {
	    .login = in.login, .address = in.address};
	enum status st;
	bool match;

	st = q_auth_sign_in_begin(db, a, &in, row);
	if (st != STATUS_OK)
		return st == STATUS_NOT_FOUND ? STATUS_INTERNAL : st;
	if (row->retry_after > 0)
		return STATUS_BUSY;
	st = password_verify(
	    password, row->password_hash.p != NULL ? str_z(a, row->password_hash) : NULL, &match);
	if (st != STATUS_OK)
		return st;
	if (match && row->has_user_id)
		return STATUS_OK;
	st = q_auth_sign_in_failed(db, a, &failed);
	return st == STATUS_OK ? STATUS_DENIED : st;
}

static enum status
open_session(struct db *db, struct arena *a, const struct q_auth_sign_in_begin *user,
    const struct account_client *from, const struct token *old, const struct token *token)
{
	uint8_t hash[32];
	const struct q_auth_sign_in_ok_params in = {.user_id = user->user_id,
	    .hash = user->password_hash,
	    .address = text(from->address, LOGIN_MAX),
	    .token_hash = {(const char *)hash, sizeof(hash)},
	    .user_agent = text(from->agent, AGENT_MAX)};
	enum status st;

	token_hash(token, hash);
	st = db_begin(db);
	if (st != STATUS_OK)
		return st;
	if (old != NULL) {
		const struct q_auth_sign_out_params out = {.token = token_str(old)};

		st = q_auth_sign_out(db, a, &out);
	}
	if (st == STATUS_OK)
		st = q_auth_sign_in_ok(db, a, &in);
	if (st == STATUS_OK)
		st = db_commit(db);
	if (st == STATUS_UNCERTAIN)
		return settle(db, a, token);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

enum status
account_sign_in(struct db *db, struct arena *a, struct str login, struct str password,
    const struct account_client *from, const struct token *old, struct account_entry *out)
{
	struct q_auth_sign_in_begin row = {.retry_after = 0};
	enum status st;

	*out = (struct account_entry){.lang = STR("")};
	st = verify(db, a, login, password, from, &row);
	out->retry_after = row.retry_after;
	if (st != STATUS_OK)
		return st;
	token_new(&out->token);
	out->user = row.user_id;
	out->lang = text(row.lang, LOGIN_MAX);
	st = open_session(db, a, &row, from, old, &out->token);
	if (st != STATUS_OK)
		token_wipe(&out->token);
	return st;
}

enum status
account_sign_out(struct db *db, struct arena *a, const struct token *token)
{
	const struct q_auth_sign_out_params in = {.token = token_str(token)};

	return q_auth_sign_out(db, a, &in);
}

enum status
account_sign_out_everywhere(struct db *db, struct arena *a, const struct token *token)
{
	const struct q_auth_sign_out_everywhere_params in = {.token = token_str(token)};

	return q_auth_sign_out_everywhere(db, a, &in);
}

static enum status
replace(struct db *db, struct arena *a, const struct token *token, const char *hash,
    const struct token *new_token)
{
	uint8_t new_hash[32];
	const struct q_auth_password_change_params in = {.token = token_str(token),
	    .hash = str_of(hash),
	    .new_token_hash = {(const char *)new_hash, sizeof(new_hash)}};
	enum status st;

	token_hash(new_token, new_hash);
	st = db_begin(db);
	if (st != STATUS_OK)
		return st;
	st = q_auth_password_change(db, a, &in);
	if (st == STATUS_OK)
		st = db_commit(db);
	if (st == STATUS_UNCERTAIN)
		return settle(db, a, new_token);
	if (st != STATUS_OK)
		db_rollback(db);
	/* The only refusal of this function: the session ended meanwhile. */
	return st == STATUS_DENIED ? STATUS_NOT_FOUND : st;
}

enum status
account_change_password(struct db *db, struct arena *a, const struct account *who,
    const struct token *token, struct str current, struct str new,
    const struct account_client *from, struct account_entry *out)
{
	struct q_auth_sign_in_begin row = {.retry_after = 0};
	char hash[PASSWORD_HASH_MAX];
	enum status st;

	*out = (struct account_entry){.user = who->user, .lang = who->lang};
	st = verify(db, a, who->login, current, from, &row);
	out->retry_after = row.retry_after;
	if (st == STATUS_OK)
		st = password_hash(new, hash);
	if (st != STATUS_OK)
		return st;
	token_new(&out->token);
	st = replace(db, a, token, hash, &out->token);
	secret_wipe(hash, sizeof(hash));
	if (st != STATUS_OK)
		token_wipe(&out->token);
	return st;
}
