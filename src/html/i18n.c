#include "html/html.h"

#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN "copydesk"

/*
 * One process speaks both languages: the English text is the msgid and needs no catalogue, so the
 * process is set to Chinese once.  LANGUAGE chooses the catalogue under any locale but "C",
 * and C.UTF-8 is always there, so no Chinese locale need be installed.
 */
bool
i18n_init(const char *localedir)
{
	if (setenv("LANGUAGE", "zh_CN", 1) != 0 || setlocale(LC_MESSAGES, "C.UTF-8") == NULL ||
	    bindtextdomain(DOMAIN, localedir) == NULL ||
	    bind_textdomain_codeset(DOMAIN, "UTF-8") == NULL)
		return false;
	/* The entry "" is the header of the catalogue, if there is one. */
	return dgettext(DOMAIN, "")[0] != '\0';
}

/*
 * dgettext() costs 100 ns or more, and a page says some fifty messages: this table answers in a
 * few. A place is found by the msgid's address, since nearly all are literals; its words are
 * compared nevertheless, because other memory may come to lie at that address.
 */
#define TABLE_BITS 9
#define KEY_MAX 48

struct entry {
	const char *translated;
	char msgid[KEY_MAX];
};

/* An untranslated message is the caller's own memory, which may go: it is not kept. */
static const char *
look_up(struct entry *e, const char *msgid)
{
	const char *translated = dgettext(DOMAIN, msgid);
	size_t n = strlen(msgid);

	if (translated == msgid || n >= KEY_MAX)
		return translated;
	memcpy(e->msgid, msgid, n + 1);
	e->translated = translated;
	return translated;
}

const char *
i18n(bool zh, const char *msgid)
{
	static struct entry table[1 << TABLE_BITS];
	uint64_t mixed = (uint64_t)(uintptr_t)msgid * UINT64_C(0x9e3779b97f4a7c15);
	struct entry *e = &table[mixed >> (64 - TABLE_BITS)];

	/* Nothing to say is not the header. */
	if (!zh || msgid[0] == '\0')
		return msgid;
	if (e->translated != NULL && strcmp(e->msgid, msgid) == 0)
		return e->translated;
	return look_up(e, msgid);
}
