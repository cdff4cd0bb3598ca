#include "html/body_match.h"

#include <stdint.h>

#include "base/fnv.h"
#include "html/body_index.h"
#include "html/body_like.h"

#define PRIME 1099511628211U
/* Blocks that are looked at for one that lost its name. */
#define NEIGHBOURS 8

bool
body_mark_eq(const struct body_mark_item *a, const struct body_mark_item *b)
{
	const struct body_mark_rule *rule = &body_marks[a->type];

	if (a->type != b->type)
		return false;
	for (size_t i = 0; i < rule->attrs_n; i++) {
		if (a->attrs[i].i != b->attrs[i].i || !str_eq(a->attrs[i].s, b->attrs[i].s))
			return false;
	}
	return true;
}

bool
body_item_eq(const struct body_item *a, const struct body_item *b)
{
	if (a->type != b->type || a->marks_n != b->marks_n || a->content_n != b->content_n ||
	    !str_eq(a->text, b->text))
		return false;
	for (size_t i = 0; i < body_nodes[a->type].attrs_n; i++) {
		if (body_nodes[a->type].attrs[i].type == BODY_ID)
			continue;
		if (a->attrs[i].i != b->attrs[i].i || !str_eq(a->attrs[i].s, b->attrs[i].s))
			return false;
	}
	for (size_t i = 0; i < a->marks_n; i++) {
		if (!body_mark_eq(&a->marks[i], &b->marks[i]))
			return false;
	}
	for (size_t i = 0; i < a->content_n; i++) {
		if (!body_item_eq(&a->content[i], &b->content[i]))
			return false;
	}
	return true;
}

struct str
body_item_id(const struct body_item *item)
{
	const struct body_node_rule *rule = &body_nodes[item->type];

	for (size_t i = 0; i < rule->attrs_n; i++) {
		if (rule->attrs[i].type == BODY_ID)
			return item->attrs[i].s;
	}
	return STR_NULL;
}

void
body_item_name(struct arena *a, struct body_item *item, struct str id)
{
	const struct body_node_rule *rule = &body_nodes[item->type];
	struct body_value *attrs = ARENA_ARRAY(a, rule->attrs_n, struct body_value);

	for (size_t i = 0; i < rule->attrs_n; i++) {
		attrs[i] = item->attrs[i];
		if (rule->attrs[i].type == BODY_ID)
			attrs[i].s = id;
	}
	item->attrs = attrs;
}

static uint64_t
mix(uint64_t h, uint64_t v)
{
	return (h ^ v) * PRIME;
}

static uint64_t
hash_attrs(uint64_t h, const struct body_attr *rules, size_t n, const struct body_value *v)
{
	for (size_t i = 0; i < n; i++) {
		if (rules[i].type != BODY_ID)
			h = mix(mix(h, (uint64_t)v[i].i), fnv_32(v[i].s));
	}
	return h;
}

/* Equal for what body_item_eq() calls equal.  As deep as a body may be. */
static uint64_t
hash_item(uint64_t h, const struct body_item *item)
{
	h = mix(mix(h, item->type), fnv_32(item->text));
	h = hash_attrs(
	    h, body_nodes[item->type].attrs, body_nodes[item->type].attrs_n, item->attrs);
	for (size_t i = 0; i < item->marks_n; i++) {
		const struct body_mark_item *mark = &item->marks[i];

		h = mix(h, mark->type);
		h = hash_attrs(
		    h, body_marks[mark->type].attrs, body_marks[mark->type].attrs_n, mark->attrs);
	}
	for (size_t i = 0; i < item->content_n; i++)
		h = hash_item(h, &item->content[i]);
	return mix(h, item->content_n);
}

typedef bool (*key_fn)(const struct body_item *item, uint64_t *hash);
typedef bool (*same_fn)(const struct body_item *a, const struct body_item *b);

static bool
name_key(const struct body_item *item, uint64_t *hash)
{
	struct str id = body_item_id(item);

	*hash = fnv_32(id);
	return id.n > 0;
}

static bool
name_same(const struct body_item *a, const struct body_item *b)
{
	return str_eq(body_item_id(a), body_item_id(b));
}

static bool
content_key(const struct body_item *item, uint64_t *hash)
{
	*hash = hash_item(PRIME, item);
	return true;
}

/* The blocks of ${doc} that have no partner yet, in the order of their keys. */
static size_t
sorted(struct arena *a, const struct body_item *doc, const size_t *partner, key_fn key,
    struct body_entry **out)
{
	struct body_entry *e = ARENA_ARRAY(a, doc->content_n, struct body_entry);
	size_t n = 0;

	for (size_t i = 0; i < doc->content_n; i++) {
		if (partner[i] == BODY_NOWHERE && key(&doc->content[i], &e[n].key))
			e[n++].at = i;
	}
	body_index_sort(e, n);
	*out = e;
	return n;
}

/* Pair the first of equal keys with the first, the second with the second. */
static void
match_by(struct arena *a, const struct body_item *x, const struct body_item *y, size_t *of_x,
    size_t *of_y, key_fn key, same_fn same)
{
	struct body_entry *ex;
	struct body_entry *ey;
	size_t nx = sorted(a, x, of_x, key, &ex);
	size_t ny = sorted(a, y, of_y, key, &ey);
	size_t i = 0;
	size_t j = 0;

	while (i < nx && j < ny) {
		if (ex[i].key == ey[j].key) {
			/* Of equal hashes and other content: these two stay alone. */
			if (same(&x->content[ex[i].at], &y->content[ey[j].at])) {
				of_x[ex[i].at] = ey[j].at;
				of_y[ey[j].at] = ex[i].at;
			}
			i++;
			j++;
		} else if (ex[i].key < ey[j].key) {
			i++;
		} else {
			j++;
		}
	}
}

struct side {
	const struct body_item *doc;
	struct body_bags *bags; /* of its blocks */
};

static void
fill_bag(struct body_bag *b, const void *doc, size_t i)
{
	body_bag_item(b, &((const struct body_item *)doc)->content[i]);
}

/* The place of the first of at most NEIGHBOURS unpaired blocks of ${x} from ${from} on that is like
 * block ${j} of ${y}. */
static size_t
find_like(const struct side *y, size_t j, const struct side *x, const size_t *of_x, size_t from)
{
	const struct body_item *it = &y->doc->content[j];
	bool named = body_item_id(it).n > 0;

	for (size_t i = from; i < x->doc->content_n && i - from < NEIGHBOURS; i++) {
		const struct body_item *other = &x->doc->content[i];

		if (of_x[i] != BODY_NOWHERE)
			break;
		if (other->type == it->type && !(named && body_item_id(other).n > 0) &&
		    body_bag_like(body_bags_get(y->bags, j), body_bags_get(x->bags, i)))
			return i;
	}
	return BODY_NOWHERE;
}

static bool
is_alone(const size_t *partner, size_t n, size_t at)
{
	return at < n && partner[at] == BODY_NOWHERE &&
	       (at == 0 || partner[at - 1] != BODY_NOWHERE) &&
	       (at + 1 == n || partner[at + 1] != BODY_NOWHERE);
}

/* One block became one other, however little is left of it. */
static bool
replaces(const struct body_item *x, size_t i, const size_t *of_x, const struct body_item *y,
    size_t j, const size_t *of_y)
{
	return is_alone(of_x, x->content_n, i) && is_alone(of_y, y->content_n, j) &&
	       x->content[i].type == y->content[j].type &&
	       (body_item_id(&x->content[i]).n == 0 || body_item_id(&y->content[j]).n == 0);
}

/* What lost its name is still between the same neighbours. */
static void
match_neighbours(struct arena *a, const struct body_item *x, const struct body_item *y,
    size_t *of_x, size_t *of_y)
{
	const struct side side_x = {x, body_bags(a, x->content_n, fill_bag, x)};
	const struct side side_y = {y, body_bags(a, y->content_n, fill_bag, y)};
	size_t next = 0;

	for (size_t j = 0; j < y->content_n; j++) {
		if (of_y[j] == BODY_NOWHERE) {
			size_t i = find_like(&side_y, j, &side_x, of_x, next);

			if (i == BODY_NOWHERE && replaces(x, next, of_x, y, j, of_y))
				i = next;
			if (i == BODY_NOWHERE)
				continue;
			of_x[i] = j;
			of_y[j] = i;
		}
		next = of_y[j] + 1;
	}
}

void
body_match_names(struct arena *a, const struct body_item *x, const struct body_item *y,
    size_t *of_x, size_t *of_y)
{
	match_by(a, x, y, of_x, of_y, name_key, name_same);
}

void
body_match(struct arena *a, const struct body_item *x, const struct body_item *y, size_t *of_x,
    size_t *of_y)
{
	body_match_names(a, x, y, of_x, of_y);
	match_by(a, x, y, of_x, of_y, content_key, body_item_eq);
	match_neighbours(a, x, y, of_x, of_y);
}

void
body_in_order(struct arena *a, const size_t *place, size_t n, bool *stays)
{
	/* last[k] ends the rising sequence of k + 1 places whose end is lowest; before[i] is what
	 * came before i in its own. */
	size_t *last = ARENA_ARRAY(a, n, size_t);
	size_t *before = ARENA_ARRAY(a, n, size_t);
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		size_t low = 0;
		size_t high = length;

		stays[i] = false;
		if (place[i] == BODY_NOWHERE)
			continue;
		while (low < high) {
			size_t mid = low + (high - low) / 2;

			if (place[last[mid]] < place[i])
				low = mid + 1;
			else
				high = mid;
		}
		before[i] = low > 0 ? last[low - 1] : BODY_NOWHERE;
		last[low] = i;
		if (low == length)
			length++;
	}
	for (size_t i = length > 0 ? last[length - 1] : BODY_NOWHERE; i != BODY_NOWHERE;
	     i = before[i])
		stays[i] = true;
}

bool
body_same(struct arena *a, struct str x, struct str y)
{
	const struct body_item *p, *q;

	return body_load(a, x, &p, NULL) == STATUS_OK && body_load(a, y, &q, NULL) == STATUS_OK &&
	       body_item_eq(p, q);
}
