#ifndef COPYDESK_BASE_CONFIG_H
#define COPYDESK_BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Settings come from a file of "name = value" lines (inih: "#" or ";" begins a
 * comment line, " ;" a comment at a line's end), then from the environment:
 * COPYDESK_SITE_PORT over site_port.  The environment wins.
 */
struct config;

/**
 * config_load(path):
 * Read ${path} (NULL: environment alone).  Return NULL with a message on
 * standard error if it cannot be read or a line is not understood: a
 * section, a name set twice, a line of over 198 bytes.
 */
struct config *config_load(const char *path);
void config_free(struct config *c);

/** config_get(c, name, fallback): Return the setting ${name}, or ${fallback}.
 * The result lives as long as ${c} and the environment do. */
const char *config_get(const struct config *c, const char *name, const char *fallback);
/** config_int(c, name, min, max, fallback, out): false with a message if out of range. */
bool config_int(const struct config *c, const char *name, int64_t min, int64_t max,
    int64_t fallback, int64_t *out);

#endif
