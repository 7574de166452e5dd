#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/sparkline.h"
#include "views/compare_bars.h"
#include "views/compare_text.h"

#define CELLS_MAX 256
#define TICK_W 9
#define TICK_EVERY 13

/* The scale that all share: from the shortest to the longest of all, in equal factors. */
struct scale {
	double from, to; /* logarithms of nanoseconds */
	int cells;
};

static void widen(struct scale *s, const struct histogram *h)
{
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		if (!h->bucket[i])
			continue;
		double at = log((double)histogram_from(i) + 1);
		s->from = at < s->from ? at : s->from;
		s->to = at > s->to ? at : s->to;
	}
}

static struct scale scale_of(const struct compare_result *c, int cells)
{
	struct scale s = {.from = INFINITY, .to = -INFINITY, .cells = cells};
	for (size_t i = 0; i < c->n; i++)
		widen(&s, &c->runs[i].load.latency);
	if (s.to - s.from < 0.1) /* one bucket, or none */
		s.to = s.from + 0.1;
	return s;
}

static size_t cell_of(const struct scale *s, double at)
{
	double cell = (at - s->from) / (s->to - s->from) * s->cells;
	return cell < 0 ? 0 : cell >= s->cells ? (size_t)s->cells - 1 : (size_t)cell;
}

static void count_cells(const struct scale *s, const struct histogram *h, uint64_t *cell)
{
	memset(cell, 0, (size_t)s->cells * sizeof *cell);
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (h->bucket[i])
			cell[cell_of(s, log((double)histogram_from(i) + 1))] += h->bucket[i];
}

static void draw_one(
    struct screen *s, struct rect r, const struct scale *scale, const struct compare_run *run)
{
	uint64_t cell[CELLS_MAX];
	count_cells(scale, &run->load.latency, cell);
	r.w = scale->cells;
	sparkline_draw(s, r, cell, (size_t)scale->cells, 0, ROLE_BAR);
}

static void draw_scale(struct screen *s, struct rect r, const struct scale *scale)
{
	char text[UNITS_MAX];
	for (int x = 0; x + TICK_W <= scale->cells; x += TICK_EVERY) {
		double ns = exp(scale->from + (scale->to - scale->from) * x / scale->cells);
		draw_glyph(s, r.x + x, r.y, ROLE_DIM, GLYPH_VLINE);
		draw_text(s, r.x + x + 1, r.y, TICK_W - 1, ROLE_DIM, compare_text_ns(ns, text));
	}
}

/* A line or two each, the name beside them. */
static void draw_low(struct screen *s, struct rect r, const struct compare_result *c, int each)
{
	char name[COMPARE_NAME_MAX];
	int wanted = compare_text_names_width(c), name_w = wanted < r.w / 2 ? wanted : r.w / 2;
	struct rect chart = {r.x + name_w + 1, r.y, r.w - name_w - 1, each};
	struct scale scale = scale_of(c, chart.w < CELLS_MAX ? chart.w : CELLS_MAX);
	for (size_t i = 0; i < c->n && chart.y < r.y + r.h; i++, chart.y += each) {
		draw_text(s, r.x, chart.y + each - 1, name_w, ROLE_LABEL,
		    compare_text_name(c->runs[i].model, name));
		draw_one(s, chart, &scale, &c->runs[i]);
	}
	if (chart.y < r.y + r.h)
		draw_scale(s, chart, &scale);
}

/* A line for the name, the rest for the columns. */
static void draw_high(struct screen *s, struct rect r, const struct compare_result *c, int each)
{
	struct scale scale = scale_of(c, r.w < CELLS_MAX ? r.w : CELLS_MAX);
	for (size_t i = 0; i < c->n; i++) {
		struct rect at = {r.x, r.y + (int)i * each, r.w, each};
		draw_text(s, at.x, at.y, at.w, ROLE_LABEL, model_name(c->runs[i].model));
		draw_one(s, (struct rect){at.x, at.y + 1, at.w, each - 1}, &scale, &c->runs[i]);
	}
	draw_scale(s, (struct rect){r.x, r.y + (int)c->n * each, r.w, 1}, &scale);
}

void compare_histogram_draw(struct screen *s, struct rect r, const struct compare_result *c)
{
	uint64_t answered = 0;
	for (size_t i = 0; i < c->n; i++)
		answered += c->runs[i].load.latency.count;
	if (answered == 0 || r.w < 12 || r.h < 1) {
		draw_wrapped(s, r, ROLE_DIM, "No answers yet.");
		return;
	}
	int each = (r.h - 1) / (int)c->n;
	if (each >= 3)
		draw_high(s, r, c, each < 8 ? each : 8);
	else
		draw_low(s, r, c, each > 1 ? each : 1);
}
