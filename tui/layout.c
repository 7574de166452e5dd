#include "tui/layout.h"

#include <limits.h>

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

/* How much longer a part may still become. */
static int room(const struct layout_part *part, int length)
{
	if (part->weight <= 0)
		return 0;
	return part->max > 0 ? max_int(part->max - length, 0) : INT_MAX;
}

static int open_weight(const struct layout_part *parts, size_t n, const int *lengths)
{
	int sum = 0;
	for (size_t i = 0; i < n; i++)
		if (room(&parts[i], lengths[i]) > 0)
			sum += parts[i].weight;
	return sum;
}

/* Hand out up to left cells once, by weight. Returns what is left: less, or the same when nobody
 * takes any. */
static int share(int left, const struct layout_part *parts, size_t n, int *lengths)
{
	int weight = open_weight(parts, n, lengths);
	int rest = left;
	for (size_t i = 0; i < n && weight > 0; i++) {
		int free_cells = room(&parts[i], lengths[i]);
		if (free_cells == 0)
			continue;
		/* Of what is still there, by the weights still to come: rounding loses nothing. */
		int mine = min_int((int)((long)rest * parts[i].weight / weight), free_cells);
		weight -= parts[i].weight;
		lengths[i] += mine;
		rest -= mine;
	}
	return rest;
}

void layout_split(int total, const struct layout_part *parts, size_t n, int *lengths)
{
	int left = max_int(total, 0);
	for (size_t i = 0; i < n; i++) {
		lengths[i] = min_int(parts[i].min, left);
		left -= lengths[i];
	}
	while (left > 0) {
		int rest = share(left, parts, n, lengths);
		if (rest == left)
			break;
		left = rest;
	}
}

void layout_rows(struct rect r, const struct layout_part *parts, size_t n, struct rect *out)
{
	int lengths[LAYOUT_PARTS_MAX];
	layout_split(r.h, parts, n, lengths);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct rect){r.x, r.y, r.w, lengths[i]};
		r.y += lengths[i];
	}
}

void layout_columns(struct rect r, const struct layout_part *parts, size_t n, struct rect *out)
{
	int lengths[LAYOUT_PARTS_MAX];
	layout_split(r.w, parts, n, lengths);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct rect){r.x, r.y, lengths[i], r.h};
		r.x += lengths[i];
	}
}

struct rect rect_inset(struct rect r, int dx, int dy)
{
	return (struct rect){
	    r.x + dx, r.y + dy, max_int(r.w - 2 * dx, 0), max_int(r.h - 2 * dy, 0)};
}

struct rect rect_center(struct rect r, int w, int h)
{
	w = min_int(w, r.w);
	h = min_int(h, r.h);
	return (struct rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
}

struct rect rect_cut(struct rect a, struct rect b)
{
	int x = max_int(a.x, b.x), y = max_int(a.y, b.y);
	int right = min_int(a.x + a.w, b.x + b.w), bottom = min_int(a.y + a.h, b.y + b.h);
	return (struct rect){x, y, max_int(right - x, 0), max_int(bottom - y, 0)};
}

bool rect_has(struct rect r, int x, int y)
{
	return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}
