#ifndef COPYDESK_DOMAIN_USER_H
#define COPYDESK_DOMAIN_USER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/*
 * The management of people, for the owner of the database.  Whatever ends or changes a person's
 * rights ends that person's sessions in the same transaction.
 */

struct user_new {
	struct str login; /* a-z 0-9 . _ -, at most 32 */
	struct str name;  /* as it stands in the newsroom, 1 to 60 characters */
	struct str roles; /* reporter editor deputy chief admin, parted by spaces */
	struct str lang;  /* "zh" or "en" */
	const char *hash; /* password_hash() */
};

/** user_add(db, a, u, id): STATUS_CONFLICT if the login is taken, STATUS_INVALID for a bad value or
 * role. */
enum status user_add(
    struct db *db, struct arena *a, const struct user_new *u, struct user_id *id) MUST_CHECK;
/** user_set_active(db, a, login, active): Disable or enable; STATUS_NOT_FOUND without such a login.
 */
enum status user_set_active(
    struct db *db, struct arena *a, struct str login, bool active) MUST_CHECK;
/** user_set_roles(db, a, login, roles): Give exactly ${roles}, parted by spaces. */
enum status user_set_roles(
    struct db *db, struct arena *a, struct str login, struct str roles) MUST_CHECK;
/** user_set_password(db, a, login, hash): Replace the password. */
enum status user_set_password(
    struct db *db, struct arena *a, struct str login, const char *hash) MUST_CHECK;

struct user {
	struct user_id id;
	struct str login, name, roles;
	bool active;
	struct instant created_at;
	bool has_signed_in;
	struct instant last_sign_in;
};

/** user_list(db, a, rows, n): Everybody, by login. */
enum status user_list(struct db *db, struct arena *a, struct user **rows, size_t *n) MUST_CHECK;

#endif
