#ifndef COPYDESK_CMD_IMPORT_PLAY_H
#define COPYDESK_CMD_IMPORT_PLAY_H

#include "base/arena.h"
#include "base/status.h"
#include "cmd/import_file.h"
#include "crypto/token.h"
#include "db/db.h"

#define IMPORT_PEOPLE_MAX 20

/* Somebody of the newsroom, with a session of the import's own. */
struct import_person {
	struct str login;
	struct token token;
};

struct import_people {
	struct import_person v[IMPORT_PEOPLE_MAX];
	size_t n;
};

/* Where a failure happened. */
struct import_trouble {
	const char *step; /* "approve" */
	char more[512];   /* what the database does not say; "" nothing */
};

/**
 * import_sign_in(db, a, room, people, trouble):
 * Open a session for everybody who wrote an article of ${room} or reviews.
 */
enum status import_sign_in(struct db *db, struct arena *a, const struct import_newsroom *room,
    struct import_people *people, struct import_trouble *trouble) MUST_CHECK;

/** import_sign_out(db, a, people): End these sessions, in the database and here. */
enum status import_sign_out(
    struct db *db, struct arena *a, struct import_people *people) MUST_CHECK;

/** import_act_as(db, a, people, login): From here on the transaction acts for ${login}, by the
 * secret of that session. */
enum status import_act_as(struct db *db, struct arena *a, const struct import_people *people,
    struct str login) MUST_CHECK;

/**
 * import_play(db, a, room, people, x, trouble):
 * Take ${x} to its state, each step by somebody who may: the author writes and submits, editor,
 * deputy and chief approve, the editor publishes, returns and withdraws.
 */
enum status import_play(struct db *db, struct arena *a, const struct import_newsroom *room,
    const struct import_people *people, struct import_article *x,
    struct import_trouble *trouble) MUST_CHECK;

#endif
