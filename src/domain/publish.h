#ifndef COPYDESK_DOMAIN_PUBLISH_H
#define COPYDESK_DOMAIN_PUBLISH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/**
 * publish_article(db, a, revision, has_live, live, out):
 * Publish ${revision}.  The caller says what it saw published: ${live}, or
 * nothing (${has_live} false); REFUSAL_LIVE if that changed.  REFUSAL_APPROVALS if reviews
 * are missing, REFUSAL_OWN for own words.
 */
enum status publish_article(struct db *db, struct arena *a, struct revision_id revision,
    bool has_live, struct revision_id live, struct publication_id *out) MUST_CHECK;

/**
 * publish_withdraw(db, a, article, live, reason, public_reason):
 * Take ${article}, whose published revision the caller saw as ${live}, off the
 * site.  ${reason} is for the newsroom, ${public_reason} ("" for none) for readers.
 */
enum status publish_withdraw(struct db *db, struct arena *a, struct article_id article,
    struct revision_id live, struct str reason, struct str public_reason) MUST_CHECK;

#endif
