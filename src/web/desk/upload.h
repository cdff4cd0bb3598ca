#ifndef COPYDESK_WEB_DESK_UPLOAD_H
#define COPYDESK_WEB_DESK_UPLOAD_H

#include "domain/media.h"
#include "domain/media_store.h"
#include "http/request.h"
#include "imaging/picture.h"
#include "web/desk/ctx.h"

/* Why an upload was refused; the words for programs are in upload_words.c. */
enum upload_fault {
	UPLOAD_FINE,
	UPLOAD_FORM, /* not a form that any page of ours sends, or cut off */
	UPLOAD_CSRF,
	UPLOAD_NOTHING, /* no file was chosen */
	UPLOAD_MANY,
	UPLOAD_WORDS, /* an alt text, caption or credit that is too long */
	UPLOAD_TOO_LARGE,
	UPLOAD_NOT_A_PICTURE,
	UPLOAD_TYPE,
	UPLOAD_PIXELS,
	UPLOAD_BROKEN,
	UPLOAD_POLYGLOT,
	UPLOAD_BURDEN,
	UPLOAD_FULL,
	UPLOAD_BUSY
};

#define UPLOAD_FILES_MAX 20

/* What a form brought in. */
struct upload {
	struct media_new files[UPLOAD_FILES_MAX];
	size_t n;
	struct str name;   /* of the file that was refused; absent for none */
	const char *other; /* what kind of file it is instead, for UPLOAD_TYPE */
};

/**
 * upload_read(cx, req, out):
 * Read the form of ${req} and put its files into the store, where they are nobody's until
 * media_add() tells the database.
 */
enum upload_fault upload_read(struct ctx *cx, struct request *req, struct upload *out) MUST_CHECK;

/** upload_status(fault), upload_word(fault): The HTTP status, and the word for programs. */
int upload_status(enum upload_fault fault);
const char *upload_word(enum upload_fault fault);

/** upload_message(a, fault, u, zh): What happened and what to do. */
struct str upload_message(
    struct arena *a, enum upload_fault fault, const struct upload *u, bool zh);

/** upload_failure(word, zh): What it means that the worker gave a picture up with ${word}; "" for
 * none. */
const char *upload_failure(struct str word, bool zh);

#endif
