#include "domain/myers.h"

#include <assert.h>
#include <string.h>

/*
 * furthest[k] is how far along x the furthest path of d edits on diagonal k reaches.
 * The trace keeps, for each d, the d + 1 diagonals that it wrote: -d, -d + 2, ..., d.
 */
struct myers {
	struct arena *arena;
	int32_t edits; /* that there is room for */
	int64_t work;  /* steps that are left */
	int32_t *furthest;
	int32_t *trace;
};

/* The two sequences without what is common at their ends. */
struct pair {
	const uint32_t *x, *y;
	int32_t nx, ny;
	bool *same_x, *same_y;
};

struct myers *
myers_new(struct arena *a)
{
	struct myers *m = ARENA_NEW(a, struct myers);

	m->arena = a;
	m->edits = -1;
	m->work = MYERS_WORK_MAX;
	return m;
}

/* Make room for as many edits as the pair can need, within the limit. */
static void
make_room(struct myers *m, const struct pair *p)
{
	int32_t need = p->nx + p->ny < MYERS_EDITS_MAX ? p->nx + p->ny : MYERS_EDITS_MAX;

	if (need <= m->edits)
		return;
	/* Doubling, so that what is left behind is no more than what is used. */
	m->edits = 2 * m->edits > need ? 2 * m->edits : need;
	if (m->edits > MYERS_EDITS_MAX)
		m->edits = MYERS_EDITS_MAX;
	need = m->edits;
	m->furthest = ARENA_ARRAY(m->arena, 2 * (size_t)need + 3, int32_t);
	m->trace = ARENA_ARRAY(m->arena, ((size_t)need + 1) * ((size_t)need + 2) / 2, int32_t);
}

static int32_t *
trace_of(struct myers *m, int32_t d)
{
	return m->trace + (size_t)d * ((size_t)d + 1) / 2;
}

/* Does the best path with d edits on diagonal k come from above (an addition)? */
static bool
from_above(const int32_t *v, int32_t k, int32_t d)
{
	return k == -d || (k != d && v[k - 1] < v[k + 1]);
}

/* Find the number of edits, leaving the trace; -1 if too many. */
static int32_t
search(struct myers *m, const struct pair *p)
{
	int32_t *v = m->furthest + m->edits + 1;
	int32_t d, k, x, y, from;

	v[1] = 0;
	for (d = 0; d <= m->edits && m->work > 0; d++) {
		int32_t *kept = trace_of(m, d);

		for (k = -d; k <= d; k += 2) {
			x = from_above(v, k, d) ? v[k + 1] : v[k - 1] + 1;
			y = x - k;
			from = x;
			while (x < p->nx && y < p->ny && p->x[x] == p->y[y]) {
				x++;
				y++;
			}
			m->work -= 1 + x - from;
			v[k] = x;
			kept[(k + d) / 2] = x;
			if (x >= p->nx && y >= p->ny)
				return d;
		}
	}
	return -1;
}

/* Walk the trace back from the end and mark what stayed. */
static void
mark(struct myers *m, const struct pair *p, int32_t d)
{
	int32_t *v = m->furthest + m->edits + 1;
	int32_t x = p->nx, y = p->ny, k, from_x, from_y;

	for (; d >= 0; d--) {
		k = x - y;
		from_x = from_y = 0;
		if (d > 0) {
			const int32_t *kept = trace_of(m, d - 1);
			int32_t i, before;

			for (i = 0; i < d; i++)
				v[2 * i - (d - 1)] = kept[i];
			before = from_above(v, k, d) ? k + 1 : k - 1;
			from_x = v[before];
			from_y = from_x - before;
		}
		while (x > from_x && y > from_y) {
			x--;
			y--;
			p->same_x[x] = p->same_y[y] = true;
		}
		x = from_x;
		y = from_y;
	}
}

bool
myers_diff(struct myers *m, const uint32_t *x, size_t nx, const uint32_t *y, size_t ny,
    bool *same_x, bool *same_y)
{
	struct pair p;
	size_t head = 0, tail = 0;
	int32_t d;

	assert(nx < INT32_MAX / 2 && ny < INT32_MAX / 2);
	memset(same_x, 0, nx);
	memset(same_y, 0, ny);
	while (head < nx && head < ny && x[head] == y[head]) {
		same_x[head] = same_y[head] = true;
		head++;
	}
	while (tail < nx - head && tail < ny - head && x[nx - 1 - tail] == y[ny - 1 - tail]) {
		same_x[nx - 1 - tail] = same_y[ny - 1 - tail] = true;
		tail++;
	}
	p = (struct pair){
	    .x = x + head,
	    .y = y + head,
	    .nx = (int32_t)(nx - head - tail),
	    .ny = (int32_t)(ny - head - tail),
	    .same_x = same_x + head,
	    .same_y = same_y + head,
	};
	make_room(m, &p);
	d = search(m, &p);
	if (d < 0)
		return false;
	mark(m, &p, d);
	return true;
}
