#ifndef COPYDESK_DOMAIN_MEDIA_STORE_H
#define COPYDESK_DOMAIN_MEDIA_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"
#include "domain/media.h"

/*
 * The files of pictures, under the setting media_dir:
 *	original/ab/<64 hex digits of the SHA-256>       what was uploaded; never public
 *	rendition/ab/<32 hex digits, the key>/<variant>  what nginx serves
 * Files are written beside their place and moved there when whole; none is ever changed.
 * Their group may read them: that is how one program reads what another wrote.
 */

#define MEDIA_BYTES_MAX ((size_t)25 * 1024 * 1024)
#define MEDIA_DIR_DEFAULT "/var/lib/copydesk/media"

enum store_fault {
	STORE_FINE,
	STORE_FULL,  /* no space, or none for us */
	STORE_FAILED /* anything else; it is in the log */
};

/* A file on its way in.  It goes with the arena unless it was kept. */
struct media_draft;

/** media_draft_open(a, dir, out): Begin a file in the store at ${dir}. */
enum store_fault media_draft_open(
    struct arena *a, const char *dir, struct media_draft **out) MUST_CHECK;

/** media_draft_write(d, p, n): Append. */
enum store_fault media_draft_write(struct media_draft *d, const char *p, size_t n) MUST_CHECK;

/** media_draft_size(d): The bytes so far. */
size_t media_draft_size(const struct media_draft *d);

/** media_draft_view(d, out): The whole file, readable until the arena goes; nothing is to be
 * written any more. */
enum store_fault media_draft_view(struct media_draft *d, struct str *out) MUST_CHECK;

/**
 * media_draft_keep(d, sha256):
 * Move the file to its place for good, when it is safely on the disk.  That the place is taken is
 * no fault: it has the same bytes.
 */
enum store_fault media_draft_keep(
    struct media_draft *d, const uint8_t sha256[MEDIA_HASH]) MUST_CHECK;

/** media_store_original(a, sha256): "original/ab/abcd..." */
const char *media_store_original(struct arena *a, const uint8_t sha256[MEDIA_HASH]);

/** media_store_rendition(a, key): "rendition/ab/abcd...", a folder; ${key} has 32 hex digits. */
const char *media_store_rendition(struct arena *a, struct str key);

/** media_store_folder(path): Make the folder ${path}, which others of the group may read, unless it
 * is there; that it is, is on the disk. */
enum store_fault media_store_folder(const char *path) MUST_CHECK;

/** media_store_sweep(folder, age): Delete what was on its way into ${folder}, "*.new", and was not
 * written to for ${age} seconds; return how many files.  What cannot be is in the log. */
size_t media_store_sweep(const char *folder, int64_t age);

/**
 * media_store_lock(dir, alone):
 * Wait for the store's lock and return its descriptor, which close() gives back, or -1 after a
 * message.  An upload shares it from its file to its row; who deletes files holds it ${alone}.
 */
int media_store_lock(const char *dir, bool alone);

/** media_store_fault(err, what, path): Log errno ${err} and say which fault it is. */
enum store_fault media_store_fault(int err, const char *what, const char *path);

/** media_store_sync(folder): Have on the disk which files ${folder} has. */
enum store_fault media_store_sync(const char *folder) MUST_CHECK;

#endif
