#include "domain/user.h"

#include "gen/q_owner.h"

enum status
user_add(struct db *db, struct arena *a, const struct user_new *u, struct user_id *id)
{
	struct q_user_add_params in = {.login = u->login,
	    .name = u->name,
	    .roles = u->roles,
	    .hash = str_of(u->hash),
	    .lang = u->lang};
	struct q_user_add row;
	enum status st = q_user_add(db, a, &in, &row);

	if (st == STATUS_OK)
		*id = row.id;
	return st;
}

enum status
user_set_active(struct db *db, struct arena *a, struct str login, bool active)
{
	struct q_user_set_active_params in = {.login = login, .active = active};

	return q_user_set_active(db, a, &in);
}

enum status
user_set_roles(struct db *db, struct arena *a, struct str login, struct str roles)
{
	struct q_user_set_roles_params in = {.login = login, .roles = roles};

	return q_user_set_roles(db, a, &in);
}

enum status
user_set_password(struct db *db, struct arena *a, struct str login, const char *hash)
{
	struct q_user_set_password_params in = {.login = login, .hash = str_of(hash)};

	return q_user_set_password(db, a, &in);
}

enum status
user_list(struct db *db, struct arena *a, struct user **rows, size_t *n)
{
	struct q_user_list *q;
	enum status st = q_user_list(db, a, &q, n);

	*rows = NULL;
	if (st != STATUS_OK)
		return st;
	*rows = ARENA_ARRAY(a, *n, struct user);
	for (size_t i = 0; i < *n; i++)
		(*rows)[i] = (struct user){.id = q[i].id,
		    .login = q[i].login,
		    .name = q[i].name,
		    .roles = q[i].roles,
		    .active = q[i].active,
		    .created_at = q[i].created_at,
		    .has_signed_in = q[i].has_last_sign_in,
		    .last_sign_in = q[i].last_sign_in};
	return STATUS_OK;
}
