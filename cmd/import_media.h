#ifndef COPYDESK_CMD_IMPORT_MEDIA_H
#define COPYDESK_CMD_IMPORT_MEDIA_H

#include "cmd/cli.h"
#include "cmd/import_play.h"

/* The pictures of a sample newsroom, the files of its folder media/. */

/**
 * import_media_store(c, db, dir, room, people, trouble):
 * Store every picture that an article of ${room} names, by the hands of its author, and tell the
 * database; inside a transaction.  The same pictures once more are the same rows.
 */
enum status import_media_store(struct cli *c, struct db *db, const char *dir,
    struct import_newsroom *room, const struct import_people *people,
    struct import_trouble *trouble) MUST_CHECK;

/**
 * import_media_ready(c, db, trouble):
 * Make of the stored pictures what readers will be sent, as copydesk-worker does; outside of a
 * transaction.
 */
enum status import_media_ready(
    struct cli *c, struct db *db, struct import_trouble *trouble) MUST_CHECK;

/** import_media_id(room, file): The picture of the file ${file}; 0 if it was not stored. */
struct media_id import_media_id(const struct import_newsroom *room, struct str file);

/**
 * import_media_line(text, out):
 * Is the line ${text} a picture, "picture: FILE | layout | alt | caption | credit"?
 */
bool import_media_line(struct str text, struct import_figure *out);

/**
 * import_media_body(a, text, room, json):
 * The document of an article's plain text, with its pictures, and with blocks that are written as
 * JSON ("block: {...}", a paragraph of its own).  STATUS_INVALID: there are too many pictures, or
 * one is no such line, or a block none of the schema.
 */
enum status import_media_body(struct arena *a, struct str text, const struct import_newsroom *room,
    struct str *json) MUST_CHECK;

#endif
