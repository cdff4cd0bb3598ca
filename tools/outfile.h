#ifndef COPYDESK_TOOLS_OUTFILE_H
#define COPYDESK_TOOLS_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * outfile_write(path, p, n):
 * Make the file ${path} one of the ${n} bytes at ${p}: whole, or as it was, whenever the generator
 * is cut short.  False with errno.
 */
bool outfile_write(const char *path, const char *p, size_t n);

#endif
