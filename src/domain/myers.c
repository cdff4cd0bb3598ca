#include "domain/myers.h"

#include <assert.h>
#include <string.h>

#define D_MAX MYERS_EDITS_MAX

/*
 * furthest[k] is how far along x the furthest path of d edits on diagonal k reaches.
 * The trace keeps, for each d, the d + 1 diagonals that it wrote: -d, -d + 2, ..., d.
 */
struct myers {
	int32_t furthest[2 * D_MAX + 3];
	int32_t trace[(D_MAX + 1) * (D_MAX + 2) / 2];
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
	return ARENA_NEW(a, struct myers);
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
	int32_t *v = m->furthest + D_MAX + 1;
	int32_t d, k, x, y;

	v[1] = 0;
	for (d = 0; d <= D_MAX; d++) {
		int32_t *kept = trace_of(m, d);

		for (k = -d; k <= d; k += 2) {
			x = from_above(v, k, d) ? v[k + 1] : v[k - 1] + 1;
			y = x - k;
			while (x < p->nx && y < p->ny && p->x[x] == p->y[y]) {
				x++;
				y++;
			}
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
	int32_t *v = m->furthest + D_MAX + 1;
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
	d = search(m, &p);
	if (d < 0)
		return false;
	mark(m, &p, d);
	return true;
}
