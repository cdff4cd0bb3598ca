#ifndef COPYDESK_HTML_PICTURE_H
#define COPYDESK_HTML_PICTURE_H

#include "base/buf.h"
#include "base/str.h"

/*
 * The markup of a picture: three formats at several widths, of which the browser takes one.  No
 * script, no style: the place is kept by width and height, and a tiny copy of the picture, which
 * comes along with the page, stands there until the picture is loaded.
 */
#define PICTURE_WIDTHS_MAX 8

struct picture {
	struct str key;     /* 32 lower-case hexadecimal digits */
	struct str variant; /* what the names of the files begin with: "w-", "16x9-" */
	struct str tail;    /* and end with, after the width: "", "-50-50" */
	int32_t width;      /* of the picture or its crop, in pixels */
	int32_t height;
	int32_t widths[PICTURE_WIDTHS_MAX]; /* of the files that there are, ascending */
	size_t widths_n;                    /* at least 1 */
	struct str blur;                    /* the tiny copy, a WebP; n == 0: none */
};

/* A picture of the library, by its number there. */
struct body_picture {
	int64_t id;
	struct picture picture; /* the whole of it */
	struct picture crop;    /* what a gallery shows: 4:3 about its focal point */
};

/* All that a body may show. */
struct body_pictures {
	const struct body_picture *v; /* by ascending id */
	size_t n;
	bool zh; /* the article's language: that of the word before a credit, and of days */
};

/**
 * picture_write(b, picture, alt, sizes, first):
 * Write ${picture} with the words ${alt} (empty: it says nothing that the text does not) for the
 * space that ${sizes} describes, as the attribute sizes of HTML.  ${first}: it is what the reader
 * sees first, so the browser is not to wait with it.
 */
void picture_write(
    struct buf *b, const struct picture *picture, struct str alt, const char *sizes, bool first);

/** picture_file(b, picture, most): Write the address of its JPEG that is at most ${most} wide, or
 * of the narrowest. */
void picture_file(struct buf *b, const struct picture *picture, int32_t most);

#endif
