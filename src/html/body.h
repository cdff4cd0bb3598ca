#ifndef COPYDESK_HTML_BODY_H
#define COPYDESK_HTML_BODY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "html/html.h"
#include "html/picture.h"

/*
 * The body of an article is a ProseMirror document, JSON with a schema version:
 * {"schema":2,"doc":{"type":"doc","content":[...]}}.  web/schema/body.json is the one description;
 * the table of node types is generated from it.  Documents of an older schema are read as well:
 * see html/body_upgrade.h.
 */
#define BODY_SCHEMA 2
/*
 * What a body may hold is counted so that it does not depend on how its JSON is spaced: PostgreSQL
 * gives jsonb back in its own spacing.  Every body within the other limits fits BODY_MAX_BYTES.
 */
#define BODY_MAX_BYTES (8u * 1024 * 1024) /* of JSON */
#define BODY_MAX_TEXT (1024u * 1024)      /* bytes of text and addresses together */
#define BODY_MAX_ITEMS 20000              /* nodes and marks together */
#define BODY_MAX_BLOCKS 5000
#define BODY_MAX_DEPTH 32

struct body_error {
	char path[128];   /* "doc.content[3].attrs.level" */
	char reason[128]; /* English, for the log and the API */
	struct str large; /* words that have more than ${max} characters; empty if it is not that */
	int64_t max;
};

/**
 * body_from_text(a, text, json):
 * Turn the plain-text form into a stored document: a blank line parts paragraphs, a line that
 * begins with "## " ("### ", "#### ") is a heading, a single newline is a hard break; white space
 * at the ends of lines is dropped.  STATUS_INVALID: not UTF-8, control characters, or more than a
 * body may hold.
 */
enum status body_from_text(struct arena *a, struct str text, struct str *json) MUST_CHECK;

/**
 * body_from_text_over(a, text, old, json, apart):
 * As body_from_text(), for a ${text} that body_to_text() made of ${old} and somebody changed: a
 * block whose text is still there, wherever it was moved to, stays as it is in ${old}.  Where text
 * was changed, the words before and after keep marks, links and footnotes, and the block its name;
 * so do the parts of a paragraph that was parted, and two that became one.
 * Lists, quotations and tables take in lines that were changed, added, moved or dropped, if that is
 * certain: new items by their sign, new rows by their cells, others between two lines of one
 * quotation or item.  Where it is not, what holds pictures or tables stays as it was until all its
 * lines are gone, and what was changed follows it; of all else the lines become paragraphs.  Then
 * ${apart} is true, and so it is whenever a mark, a link or a footnote of ${old} became plain words
 * (see html/body_lost.h).  Words of ${old} that are longer than what can be saved are
 * STATUS_INVALID as long as they stay.
 */
enum status body_from_text_over(
    struct arena *a, struct str text, struct str old, struct str *json, bool *apart) MUST_CHECK;

/**
 * body_to_text(a, json, text, lossless):
 * The way back; words of a picture may be longer than what can be saved.  ${lossless} tells whether
 * body_from_text() of it gives the same document.
 */
enum status body_to_text(
    struct arena *a, struct str json, struct str *text, bool *lossless) MUST_CHECK;

/**
 * body_render(a, json, pictures, html, error):
 * Render a stored document with the ${pictures} that it names (NULL: it may name none, and is
 * Chinese).
 * STATUS_INVALID with ${error} for anything that the schema does not know: node, mark, attribute,
 * URL scheme, child order, size; and for a picture that is not among ${pictures}.
 */
enum status body_render(struct arena *a, struct str json, const struct body_pictures *pictures,
    struct safe_html *html, struct body_error *error) MUST_CHECK;

/**
 * body_media(a, json, ids, n):
 * The pictures that the document names, each once, by ascending id.  STATUS_INVALID: it is none of
 * the schema.
 */
enum status body_media(struct arena *a, struct str json, int64_t **ids, size_t *n) MUST_CHECK;

/* A picture in the text, and what is said of it there. */
struct body_figure {
	int64_t media;
	struct str caption, alt;
};

/**
 * body_figures(a, json, figures, n):
 * The figures of the document in their order, also those of galleries; their words may be longer
 * than what can be saved.  STATUS_INVALID: it is none of the schema.
 */
enum status body_figures(
    struct arena *a, struct str json, struct body_figure **figures, size_t *n) MUST_CHECK;

/**
 * body_current(a, json, current):
 * The document ${json} as one of the present schema, which the editor takes; itself, if it is one.
 * STATUS_INVALID: it is none of any schema.  Only body_render() and the like check all of it.
 */
enum status body_current(struct arena *a, struct str json, struct str *current) MUST_CHECK;

/** body_same(a, x, y): Do both documents say the same, with every mark?  The names of blocks say
 * nothing; what cannot be read is like nothing. */
bool body_same(struct arena *a, struct str x, struct str y);

/** body_words(a, json, words): Count 字数: each Han character and each run of other letters or
 * digits is one. */
enum status body_words(struct arena *a, struct str json, int64_t *words) MUST_CHECK;

/** body_text_words(s): The same of a piece of well-formed text. */
int64_t body_text_words(struct str s);

#endif
