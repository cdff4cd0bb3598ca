#ifndef COPYDESK_WEB_STARTUP_H
#define COPYDESK_WEB_STARTUP_H

#include <stdbool.h>

#include "base/config.h"
#include "base/str.h"
#include "http/request.h"

/**
 * startup(name, argc, argv):
 * What the FastCGI programs do before they serve: read the settings ("-c FILE",
 * then the environment), begin the log as ${name}, set up the newsroom's zone,
 * the catalogue and the crypto library.  Return the settings, or NULL after a
 * message that says what is wrong.
 */
struct config *startup(const char *name, int argc, char **argv);

/* What the settings say of the newsroom. */
struct newsroom {
	enum http_lang lang; /* for who wishes neither */
	struct str name_zh, name_en;
	struct str site_url, desk_url; /* without a slash at the end */
};

/** startup_newsroom(c, out): Take it from ${c}, in whose strings it lives. */
void startup_newsroom(const struct config *c, struct newsroom *out);

/** startup_socket(c, file, out): Write the path of ${file} in the setting socket_dir; false with a
 * message if it is too long for a Unix socket. */
bool startup_socket(const struct config *c, const char *file, char out[108]);

#endif
