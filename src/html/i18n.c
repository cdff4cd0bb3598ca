#include "html/html.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

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

const char *
i18n(bool zh, const char *msgid)
{
	/* Nothing to say is not the header. */
	if (!zh || msgid[0] == '\0')
		return msgid;
	return dgettext(DOMAIN, msgid);
}
