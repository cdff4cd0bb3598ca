#ifndef COPYDESK_HTML_BODY_UPGRADE_H
#define COPYDESK_HTML_BODY_UPGRADE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"

/*
 * Documents stay in the database as they were approved; what reads them brings them to the present
 * schema first.  To change the schema so that documents of the one before would be refused, or mean
 * something else: raise "schema" in web/schema/body.json and BODY_SCHEMA, write a step that turns a
 * document of the one before into one of the new, add it at the end of ${body_upgrades} and its
 * twin at the end of "upgrades" in web/editor/upgrade.ts (texts that a browser kept), and give the
 * tests of both a document of the schema before.
 */

/* Change the node ${doc} in place, with what is new in ${a}; false: it is no document of that
 * schema. */
typedef bool (*body_upgrade_step)(struct arena *a, struct json_value *doc);

/* The step at i makes schema i + 2 of schema i + 1. */
extern const body_upgrade_step body_upgrades[];

/** body_upgrade(a, doc, from, to, steps): Take the ${steps} that lead from schema ${from} to ${to}.
 */
bool body_upgrade(struct arena *a, struct json_value *doc, int64_t from, int64_t to,
    const body_upgrade_step *steps);

#endif
