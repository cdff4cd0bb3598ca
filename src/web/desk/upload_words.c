#include "html/html.h"
#include "web/desk/page.h"
#include "web/desk/upload.h"

/* What an upload comes to, in words: for programs one, for people a sentence that says what to do.
 */

static const struct {
	int status;
	const char *word;
} table[] = {
    [UPLOAD_FINE] = {201, "ok"},
    [UPLOAD_FORM] = {400, "form"},
    [UPLOAD_CSRF] = {403, "csrf"},
    [UPLOAD_NOTHING] = {422, "nothing"},
    [UPLOAD_MANY] = {422, "many"},
    [UPLOAD_WORDS] = {422, "words"},
    [UPLOAD_TOO_LARGE] = {413, "too_large"},
    [UPLOAD_NOT_A_PICTURE] = {415, "not_a_picture"},
    [UPLOAD_TYPE] = {415, "type"},
    [UPLOAD_PIXELS] = {422, "too_many_pixels"},
    [UPLOAD_BROKEN] = {422, "broken"},
    [UPLOAD_POLYGLOT] = {422, "polyglot"},
    [UPLOAD_BURDEN] = {422, "too_large"},
    [UPLOAD_FULL] = {507, "full"},
    [UPLOAD_BUSY] = {503, "busy"},
};

int
upload_status(enum upload_fault fault)
{
	return table[fault].status;
}

const char *
upload_word(enum upload_fault fault)
{
	return table[fault].word;
}

/* Long: one line for each fault. */
static const char *
sentence(enum upload_fault fault, bool zh)
{
	switch (fault) {
	case UPLOAD_FINE:
		return "";
	case UPLOAD_FORM:
		return i18n(zh, "The upload did not arrive whole. Send it again.");
	case UPLOAD_CSRF:
		return i18n(zh, "This page is older than your sign-in. Reload it and send the "
				"picture again.");
	case UPLOAD_NOTHING:
		return i18n(zh, "No file was chosen. Choose a picture and send it again.");
	case UPLOAD_MANY:
		return i18n(zh, "These are too many files at once. Send fewer of them.");
	case UPLOAD_WORDS:
		return i18n(zh, "The alt text may have 300 characters, the caption 1000 and the "
				"credit 200. Shorten what is longer and send it again.");
	case UPLOAD_TOO_LARGE:
		return i18n(zh, "The file is larger than 25 MB. Export it again with a smaller "
				"size or more compression.");
	case UPLOAD_NOT_A_PICTURE:
		return i18n(zh, "This file is not a picture, or an empty one. Pictures are JPEG, "
				"PNG, WebP or AVIF.");
	case UPLOAD_TYPE:
		return i18n(zh, "Save it as JPEG, PNG, WebP or AVIF and send that.");
	case UPLOAD_PIXELS:
		return i18n(zh, "The picture has more than 60 million pixels, or a side of more "
				"than 16,000. Make it smaller and send it again.");
	case UPLOAD_BROKEN:
		return i18n(zh, "The picture is damaged or cut off. Open it in a picture editor, "
				"save it anew and send that.");
	case UPLOAD_POLYGLOT:
		return i18n(zh, "The file holds other data besides the picture. Open it in a "
				"picture editor, save it anew and send that.");
	case UPLOAD_BURDEN:
		return i18n(zh, "The file carries more than 8 MB of data that are not the picture. "
				"Export it again without them.");
	case UPLOAD_FULL:
		return i18n(zh, "The server's disk is full: nothing was stored. Tell the "
				"administrator, keep the file, and send it again later.");
	case UPLOAD_BUSY:
		break;
	}
	return i18n(zh, "The picture could not be stored just now. Send it again in a minute; "
			"if that fails, tell the administrator.");
}

struct str
upload_message(struct arena *a, enum upload_fault fault, const struct upload *u, bool zh)
{
	const char *what = sentence(fault, zh);

	if (fault == UPLOAD_TYPE)
		what = str_z(a,
		    page_printf(a, i18n(zh, "This is a file of the kind %s. %s"), u->other, what));
	if (u->name.p == NULL)
		return str_of(what);
	return page_printf(a, i18n(zh, "“%.*s”: %s"), STR_ARG(u->name), what);
}

const char *
upload_failure(struct str word, bool zh)
{
	if (word.n == 0)
		return "";
	if (str_eq(word, STR("time")) || str_eq(word, STR("memory")))
		return i18n(zh, "Working on this picture took too much time or memory. Make it "
				"smaller and upload it again.");
	if (str_eq(word, STR("broken")))
		return i18n(zh, "The picture is damaged inside. Open it in a picture editor, save "
				"it anew and upload that.");
	return i18n(zh, "The picture could not be worked on. Upload it again; if that fails, tell "
			"the administrator.");
}
