#ifndef COPYDESK_TOOLS_BODYC_H
#define COPYDESK_TOOLS_BODYC_H

#include <jansson.h>
#include <stdio.h>

/** Say what is wrong ${where} in the description, and end with exit code 1. */
_Noreturn void __attribute__((format(printf, 2, 3))) die(const char *where, const char *fmt, ...);

/**
 * doc_write(out, root):
 * Write the description ${root}, of which everything else is known to be sound, to ${out} as a page
 * of Markdown for people.  What has no 'about' ends the run.
 */
void doc_write(FILE *out, json_t *root);

#endif
