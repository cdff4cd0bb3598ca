/* Made by sqlc from demo.sql: edit that. */
#ifndef COPYDESK_GEN_Q_DEMO_H
#define COPYDESK_GEN_Q_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

struct q_demo_echo_params {
	struct article_id i64;
	int32_t i32;
	int16_t i16;
	bool flag;
	struct str words;
	struct str doc;
	struct str raw;
	struct instant at;
};
struct q_demo_echo {
	struct article_id i64;
	int32_t i32;
	int16_t i16;
	bool flag;
	struct str words;
	struct str doc;
	struct str raw;
	struct instant at;
};
/*
 * Every type there and back.  * / must not end this comment.
 */
enum status q_demo_echo(struct db *db, struct arena *a, const struct q_demo_echo_params *in, struct q_demo_echo *out) MUST_CHECK;

struct q_demo_echo_null_params {
	bool has_i64;
	struct article_id i64;
	bool has_i32;
	int32_t i32;
	bool has_i16;
	int16_t i16;
	bool has_flag;
	bool flag;
	struct str words;
	struct str doc;
	struct str raw;
	bool has_at;
	struct instant at;
};
struct q_demo_echo_null {
	bool has_i64;
	struct article_id i64;
	bool has_i32;
	int32_t i32;
	bool has_i16;
	int16_t i16;
	bool has_flag;
	bool flag;
	struct str words;
	struct str doc;
	struct str raw;
	bool has_at;
	struct instant at;
};
enum status q_demo_echo_null(struct db *db, struct arena *a, const struct q_demo_echo_null_params *in, struct q_demo_echo_null *out) MUST_CHECK;

struct q_demo_series_params {
	int32_t last;
};
struct q_demo_series {
	int32_t n;
	struct str word;
};
enum status q_demo_series(struct db *db, struct arena *a, const struct q_demo_series_params *in, struct q_demo_series **rows, size_t *n) MUST_CHECK;

struct q_demo_add_params {
	struct str k;
	int32_t v;
};
enum status q_demo_add(struct db *db, struct arena *a, const struct q_demo_add_params *in) MUST_CHECK;

struct q_demo_get_params {
	struct str k;
};
struct q_demo_get {
	int32_t v;
};
enum status q_demo_get(struct db *db, struct arena *a, const struct q_demo_get_params *in, struct q_demo_get *out) MUST_CHECK;

struct q_demo_defer_params {
	struct str k;
};
enum status q_demo_defer(struct db *db, struct arena *a, const struct q_demo_defer_params *in) MUST_CHECK;

struct q_demo_sleep_params {
	int32_t ms;
};
enum status q_demo_sleep(struct db *db, struct arena *a, const struct q_demo_sleep_params *in) MUST_CHECK;

struct q_demo_raise_params {
	struct str state;
};
enum status q_demo_raise(struct db *db, struct arena *a, const struct q_demo_raise_params *in) MUST_CHECK;

struct q_demo_backend {
	int32_t pid;
	bool transaction;
};
enum status q_demo_backend(struct db *db, struct arena *a, struct q_demo_backend *out) MUST_CHECK;

struct q_demo_null {
	int32_t v;
};
enum status q_demo_null(struct db *db, struct arena *a, struct q_demo_null *out) MUST_CHECK;

struct q_demo_wrong_type {
	int32_t v;
};
enum status q_demo_wrong_type(struct db *db, struct arena *a, struct q_demo_wrong_type *out) MUST_CHECK;

struct q_demo_twice {
	int32_t v;
};
enum status q_demo_twice(struct db *db, struct arena *a, struct q_demo_twice *out) MUST_CHECK;

struct q_demo_view {
	int32_t v;
};
enum status q_demo_view(struct db *db, struct arena *a, struct q_demo_view *out) MUST_CHECK;

struct q_demo_big_params {
	int32_t mib;
};
struct q_demo_big {
	struct str filler;
};
enum status q_demo_big(struct db *db, struct arena *a, const struct q_demo_big_params *in, struct q_demo_big **rows, size_t *n) MUST_CHECK;

#endif
