#include "views/compare_bars.h"

#include "tui/gauge.h"
#include "tui/scroll.h"
#include "views/compare_text.h"

#define COLUMN_W 46 /* so wide a group should be; more stand beside each other */
#define VALUE_W 10
#define MARK_W 2
#define GAP 2

static double greatest(const struct compare_result *c, const struct compare_measure *m)
{
	double max = 0;
	for (size_t i = 0; i < c->n; i++)
		max = m->get(&c->runs[i]) > max ? m->get(&c->runs[i]) : max;
	return max;
}

/* Name, bar, value, and an asterisk behind the best. */
static void draw_bar(struct screen *s, struct rect r, int name_w, const struct compare_result *c,
    size_t i, const struct compare_measure *m, double max)
{
	char name[COMPARE_NAME_MAX], text[UNITS_MAX];
	double value = m->get(&c->runs[i]);
	bool best = compare_is_best(c->runs, c->n, i, m);
	compare_text_name(c->runs[i].model, name);
	int most = r.w - VALUE_W - MARK_W - 6;
	int w = name_w < most ? name_w : most > 0 ? most : 0;
	draw_text(s, r.x, r.y, w, best ? ROLE_STRONG : ROLE_LABEL, name);
	struct rect bar = {r.x + w + 1, r.y, r.w - w - 1 - VALUE_W - MARK_W, 1};
	if (value > 0)
		gauge_draw(s, bar, (uint64_t)(value / max * 1e6), 1000000,
		    best ? ROLE_OK : ROLE_BAR, NULL);
	draw_field(s, bar.x + bar.w, r.y, VALUE_W, best ? ROLE_STRONG : ROLE_NORMAL, ALIGN_RIGHT,
	    compare_text_value(m, value, text));
	if (best)
		draw_text(s, bar.x + bar.w + VALUE_W, r.y, MARK_W, ROLE_OK, "*");
}

static void draw_group(struct screen *s, struct rect r, const struct compare_result *c,
    const struct compare_measure *m)
{
	const char *counts = c->n ? compare_counts(c->runs[0].model, &c->load) : "";
	bool rate = m->unit == COMPARE_PER_SECOND;
	int name_w = compare_text_names_width(c);
	draw_format(
	    s, r.x, r.y, r.w, ROLE_TITLE, "%s%s%s", rate ? counts : "", rate ? " " : "", m->name);
	double max = greatest(c, m);
	for (size_t i = 0; i < c->n && (int)i + 1 < r.h; i++)
		draw_bar(s, (struct rect){r.x, r.y + 1 + (int)i, r.w, 1}, name_w, c, i, m, max);
}

void compare_bars_draw(
    struct compare_bars *b, struct screen *s, struct rect r, const struct compare_result *c)
{
	/* For a projector one below the other, as wide as there is room. */
	int columns = r.w >= COLUMN_W && !screen_projector(s) ? r.w / COLUMN_W : 1;
	int w = (r.w - GAP * (columns - 1)) / columns, h = (int)c->n + 2;
	int each = (r.h + 1) / h > 0 ? (r.h + 1) / h : 1;
	b->shown = (size_t)each * (size_t)columns;
	size_t end = scroll_end(COMPARE_MEASURES, b->shown);
	b->top = b->top < end ? b->top : end;
	for (size_t i = 0; i < b->shown && b->top + i < COMPARE_MEASURES; i++) {
		struct rect at = {
		    r.x + (int)i / each * (w + GAP), r.y + (int)i % each * h, w, h - 1};
		draw_group(s, rect_cut(at, r), c, &compare_measures[b->top + i]);
	}
	/* The last column is free: values end before it. */
	if (b->top > 0)
		draw_glyph(s, r.x + r.w - 1, r.y, ROLE_DIM, GLYPH_UP);
	if (b->top < end)
		draw_glyph(s, r.x + r.w - 1, r.y + r.h - 1, ROLE_DIM, GLYPH_DOWN);
}

enum intent compare_bars_key(struct compare_bars *b, const struct event *ev)
{
	size_t places = scroll_end(COMPARE_MEASURES, b->shown ? b->shown : 1) + 1;
	if (ev->type == INPUT_MOUSE && ev->mouse == MOUSE_WHEEL_UP)
		scroll_by(&b->top, -1, places);
	else if (ev->type == INPUT_MOUSE && ev->mouse == MOUSE_WHEEL_DOWN)
		scroll_by(&b->top, 1, places);
	else if (!scroll_key(ev, places, b->shown ? b->shown : 1, &b->top))
		return INTENT_NONE;
	return INTENT_HANDLED;
}
