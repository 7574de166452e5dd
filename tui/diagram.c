#include "tui/diagram.h"

#include <stdio.h>

#include "tui/text.h"

/* Cells between two columns of boxes, and lines between two rows. */
#define GAP_MIN 4
#define GAP_MAX 14
#define GAP_LINES 1
#define FRAMED_LINES 3

/* One drawing's measures. */
struct measures {
	int columns, rows;
	int box_w, box_h, gap_w;
	struct rect r; /* what it fills */
};

struct point {
	int x, y;
};

/* ---- measures ---- */

static struct measures measure(const struct diagram *d, bool framed)
{
	struct measures m = {.box_h = framed ? FRAMED_LINES : 1, .gap_w = GAP_MIN};
	for (size_t i = 0; i < d->nboxes; i++) {
		const struct diagram_box *b = &d->boxes[i];
		int w = text_width(b->text) + (framed ? 4 : 2);
		m.box_w = w > m.box_w ? w : m.box_w;
		m.columns = b->column >= m.columns ? b->column + 1 : m.columns;
		m.rows = b->row >= m.rows ? b->row + 1 : m.rows;
	}
	m.r.w = m.columns * m.box_w + (m.columns - 1) * m.gap_w;
	m.r.h = m.rows * m.box_h + (m.rows - 1) * GAP_LINES;
	return m;
}

void diagram_size(const struct diagram *d, int *w, int *h)
{
	struct measures m = measure(d, false);
	*w = m.r.w;
	*h = m.r.h;
}

static bool fit(struct measures *m, struct rect r)
{
	if (m->r.w > r.w || m->r.h > r.h)
		return false;
	if (m->columns > 1)
		m->gap_w = (r.w - m->columns * m->box_w) / (m->columns - 1);
	m->gap_w = m->gap_w > GAP_MAX ? GAP_MAX : m->gap_w;
	m->r.w = m->columns * m->box_w + (m->columns - 1) * m->gap_w;
	m->r = rect_center(r, m->r.w, m->r.h);
	m->r.y = r.y;
	return true;
}

/* Without frames a box is as wide as its text. */
static struct rect box_rect(const struct diagram *d, const struct measures *m, size_t i)
{
	const struct diagram_box *b = &d->boxes[i];
	int w = m->box_h > 1 ? m->box_w : text_width(b->text) + 2;
	int x = m->r.x + b->column * (m->box_w + m->gap_w) + (m->box_w - w) / 2;
	return (struct rect){x, m->r.y + b->row * (m->box_h + GAP_LINES), w, m->box_h};
}

/* Arrows begin and end at the middle of the column, whatever the width of the box. */
static struct point middle(const struct diagram *d, const struct measures *m, size_t i)
{
	const struct diagram_box *b = &d->boxes[i];
	struct rect r = box_rect(d, m, i);
	return (struct point){
	    m->r.x + b->column * (m->box_w + m->gap_w) + m->box_w / 2, r.y + r.h / 2};
}

/* ---- arrows ---- */

struct pen {
	struct screen *s;
	enum role role;
};

/* A line over the cells between both, these left out; label in its middle where that leaves some
 * of the line. */
static void line_across(const struct pen *p, int x, int to, int y, const char *label)
{
	int left = (x < to ? x : to) + 1, w = (x < to ? to - x : x - to) - 1;
	int label_w = label ? text_width(label) : 0;
	if (w <= 0)
		return;
	draw_hline(p->s, left, y, w, p->role);
	if (label_w && label_w + 2 <= w)
		draw_text(p->s, left + (w - label_w) / 2, y, label_w, p->role, label);
}

static void line_down(const struct pen *p, int x, int y, int to)
{
	if (to - y > 1)
		draw_vline(p->s, x, y + 1, to - y - 1, p->role);
}

static void straight_down(const struct pen *p, struct rect from, struct rect to, int x,
    const struct diagram_arrow *a, const struct measures *m)
{
	int head = to.y - 1;
	line_down(p, x, from.y + from.h - 1, head);
	draw_glyph(p->s, x, head, p->role, GLYPH_DOWN);
	if (a->label && text_width(a->label) + 2 <= m->box_w / 2 + m->gap_w / 2)
		draw_text(p->s, x + 2, head, text_width(a->label), p->role, a->label);
}

static void head_aside(const struct pen *p, struct rect to, int from_x, int y, const char *label)
{
	bool right = from_x < to.x;
	int head = right ? to.x - 1 : to.x + to.w;
	line_across(p, from_x, head, y, label);
	draw_glyph(p->s, head, y, p->role, right ? GLYPH_ARROW : GLYPH_BACK);
}

static void straight_aside(
    const struct pen *p, struct rect from, struct rect to, int y, const char *label)
{
	head_aside(p, to, from.x < to.x ? from.x + from.w - 1 : from.x, y, label);
}

static void side_down(const struct pen *p, struct rect from, struct point at, struct rect to,
    struct point end, const char *label)
{
	bool right = end.x > at.x;
	line_across(p, right ? from.x + from.w - 1 : from.x, end.x, at.y, label);
	draw_glyph(p->s, end.x, at.y, p->role, right ? GLYPH_URCORNER : GLYPH_ULCORNER);
	line_down(p, end.x, at.y, to.y - 1);
	draw_glyph(p->s, end.x, to.y - 1, p->role, GLYPH_DOWN);
}

static void down_side(const struct pen *p, struct rect from, struct point at, struct rect to,
    struct point end, const char *label)
{
	bool right = end.x > at.x;
	line_down(p, at.x, from.y + from.h - 1, end.y);
	draw_glyph(p->s, at.x, end.y, p->role, right ? GLYPH_LLCORNER : GLYPH_LRCORNER);
	head_aside(p, to, at.x, end.y, label);
}

static void fork_down(
    const struct pen *p, struct rect from, struct point at, struct point end, const char *label)
{
	int y = from.y + from.h;
	line_across(p, at.x, end.x, y, label);
	draw_glyph(p->s, at.x, y, p->role, GLYPH_BTEE);
	draw_glyph(p->s, end.x, y, p->role, GLYPH_DOWN);
}

static void draw_arrow(
    const struct diagram *d, const struct measures *m, struct screen *s, size_t i)
{
	const struct diagram_arrow *a = &d->arrows[i];
	const struct pen p = {s, d->taken & (1u << i) ? ROLE_STRONG : ROLE_DIM};
	struct rect from = box_rect(d, m, a->from), to = box_rect(d, m, a->to);
	struct point at = middle(d, m, a->from), end = middle(d, m, a->to);
	switch (a->way) {
	case DIAGRAM_SIDE_DOWN:
		side_down(&p, from, at, to, end, a->label);
		break;
	case DIAGRAM_DOWN_SIDE:
		down_side(&p, from, at, to, end, a->label);
		break;
	case DIAGRAM_FORK:
		fork_down(&p, from, at, end, a->label);
		break;
	default:
		if (at.x == end.x)
			straight_down(&p, from, to, at.x, a, m);
		else
			straight_aside(&p, from, to, at.y, a->label);
	}
}

/* Those taken last: where arrows share cells they are seen whole. */
static void draw_arrows(const struct diagram *d, const struct measures *m, struct screen *s)
{
	for (int taken = 0; taken < 2; taken++)
		for (size_t i = 0; i < d->narrows && i < DIAGRAM_MAX; i++)
			if ((d->taken >> i & 1) == (unsigned)taken)
				draw_arrow(d, m, s, i);
}

/* ---- boxes ---- */

static void draw_one_box(
    const struct diagram *d, const struct measures *m, struct screen *s, size_t i)
{
	static const char *const brackets[] = {"  ", "()", "[]"};
	static const enum role roles[] = {ROLE_DIM, ROLE_NORMAL, ROLE_SELECTED};
	char text[64];
	int mark = i == d->now ? 2 : (int)(d->seen >> i & 1);
	struct rect r = box_rect(d, m, i);
	if (m->box_h > 1)
		r = draw_box(s, r, mark ? ROLE_BORDER_ON : ROLE_BORDER, NULL);
	snprintf(
	    text, sizeof text, "%c%s%c", brackets[mark][0], d->boxes[i].text, brackets[mark][1]);
	draw_field(s, r.x, r.y, r.w, roles[mark], ALIGN_CENTER, text);
}

bool diagram_draw(const struct diagram *d, struct screen *s, struct rect r)
{
	struct measures m = measure(d, true);
	if (!fit(&m, r)) {
		m = measure(d, false);
		if (!fit(&m, r))
			return false;
	}
	draw_arrows(d, &m, s);
	for (size_t i = 0; i < d->nboxes && i < DIAGRAM_MAX; i++)
		draw_one_box(d, &m, s, i);
	return true;
}
