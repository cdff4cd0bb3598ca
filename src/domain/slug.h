#ifndef COPYDESK_DOMAIN_SLUG_H
#define COPYDESK_DOMAIN_SLUG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

#define SLUG_MAX 80 /* bytes */

/**
 * slug_propose(a, headline):
 * Return a slug for ${headline}: Han in pinyin, syllable by syllable, other
 * scripts in Latin letters, all lower-case ASCII parted by hyphens, cut at a hyphen.
 * Never empty: "article" when nothing can be spelled.
 */
struct str slug_propose(struct arena *a, struct str headline);

/** slug_valid(s): Is ${s} 1 to SLUG_MAX of a-z 0-9 and single inner hyphens? */
bool slug_valid(struct str s);

#endif
