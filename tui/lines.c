#include "tui/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/scroll.h"
#include "tui/text.h"

/* Columns that one key moves to the side. */
#define SIDE_STEP 8

/* ---- making a line ---- */

/* Format into what is left of the line's room; the text, cut where it does not fit. */
static __attribute__((format(printf, 2, 0))) const char *keep(
    struct lines_line *line, const char *fmt, va_list ap)
{
	size_t room = sizeof(line->buf) - line->used;
	char *text = line->buf + line->used;
	if (room <= 1)
		return "";
	int n = vsnprintf(text, room, fmt, ap);
	if (n < 0)
		return "";
	line->used += (size_t)n < room ? (size_t)n + 1 : room;
	return text;
}

void lines_add(struct lines_line *line, enum role role, const char *fmt, ...)
{
	if (line->n == LINES_SPANS_MAX)
		return;
	va_list ap;
	va_start(ap, fmt);
	line->spans[line->n++] = (struct span){role, keep(line, fmt, ap)};
	va_end(ap);
}

void lines_right(struct lines_line *line, enum role role, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	line->right = (struct span){role, keep(line, fmt, ap)};
	va_end(ap);
}

/* ---- drawing ---- */

static size_t page_of(const struct lines *l)
{
	return l->area.h > 0 ? (size_t)l->area.h : 0;
}

static int spans_width(const struct lines_line *line)
{
	int w = 0;
	for (size_t i = 0; i < line->n; i++)
		w += text_width(line->spans[i].text);
	return w;
}

/* The columns for what stands at the right edge: all it needs, or what the rest leaves, or a
 * third. */
static int right_width(const struct lines_line *line, int w)
{
	if (line->right.text == NULL)
		return 0;
	int wanted = text_width(line->right.text), left = w - spans_width(line) - 1;
	int given = left > w / 3 ? left : w / 3;
	return wanted < given ? wanted : given;
}

/* The pieces, scrolled sideways: the clip cuts what is left of the area. */
static void draw_pieces(
    const struct lines *l, struct screen *s, int y, const struct lines_line *line)
{
	int w = l->area.w, right = right_width(line, w);
	if (right > 0) {
		w -= right + 1;
		draw_text(s, l->area.x + w + 1, y, right, line->right.role, line->right.text);
	}
	struct rect before = draw_clip(s, (struct rect){l->area.x, y, w, 1});
	draw_spans(s, l->area.x - l->left, y, w + l->left, line->spans, line->n);
	draw_set_clip(s, before);
}

/* There is more below the last line, or above the first: a sign where they leave room for it. */
static void draw_more(const struct lines *l, struct screen *s, size_t index, int y)
{
	bool below = y == l->area.y + l->area.h - 1 && index + 1 < l->count;
	bool above = y == l->area.y && index > 0;
	if (below || above)
		draw_glyph(
		    s, l->area.x + l->area.w - 1, y, ROLE_DIM, below ? GLYPH_DOWN : GLYPH_UP);
}

static void draw_line(const struct lines *l, struct screen *s, size_t index, int y, bool focused)
{
	struct lines_line line;
	line.n = line.used = 0;
	line.right.text = NULL;
	l->line(l->ctx, index, &line);
	draw_pieces(l, s, y, &line);
	if (line.right.text == NULL && spans_width(&line) < l->area.w + l->left)
		draw_more(l, s, index, y);
	if (!l->selectable || index != l->selected)
		return;
	draw_role(s, (struct rect){l->area.x, y, l->area.w, 1},
	    focused ? ROLE_SELECTED : ROLE_SELECTED_OFF);
	if (focused)
		screen_cursor(s, l->area.x, y, false);
}

static void settle(struct lines *l)
{
	size_t last = l->count > 0 ? l->count - 1 : 0;
	size_t end = scroll_end(l->count, page_of(l));
	bool follows = l->follow && !l->away;
	if (follows || l->selected > last)
		l->selected = last;
	if (follows || l->top > end)
		l->top = end;
	if (l->selectable)
		l->top = scroll_top(l->top, l->selected, l->count, page_of(l));
}

void lines_draw(struct lines *l, struct screen *s, struct rect r, bool focused)
{
	struct rect before = draw_clip(s, r);
	l->area = r;
	settle(l);
	if (l->count == 0 && l->empty != NULL)
		draw_wrapped(s, r, ROLE_DIM, l->empty);
	for (size_t i = 0; i < page_of(l) && l->top + i < l->count; i++)
		draw_line(l, s, l->top + i, r.y + (int)i, focused);
	if (focused && !l->selectable)
		screen_cursor(s, r.x, r.y, false);
	draw_set_clip(s, before);
}

/* ---- events ---- */

bool lines_hit(const struct lines *l, int x, int y, size_t *index)
{
	if (!rect_has(l->area, x, y) || l->top + (size_t)(y - l->area.y) >= l->count)
		return false;
	*index = l->top + (size_t)(y - l->area.y);
	return true;
}

void lines_show(struct lines *l, size_t index)
{
	l->away = true;
	l->top = scroll_top(l->top, index, l->count, page_of(l));
}

void lines_select(struct lines *l, size_t index)
{
	l->selected = index;
	lines_show(l, index);
}

/* Whoever goes to the end wants to see what comes; whoever leaves it does not want to be moved. */
static void moved(struct lines *l)
{
	size_t end = scroll_end(l->count, page_of(l));
	l->away = l->selectable ? l->selected + 1 < l->count : l->top < end;
}

/* What the keys move: the selection, or the window over the lines. */
static size_t *mover(struct lines *l, size_t *count)
{
	*count = l->selectable ? l->count : scroll_end(l->count, page_of(l)) + 1;
	return l->selectable ? &l->selected : &l->top;
}

static enum intent mouse(struct lines *l, const struct event *ev)
{
	size_t count, *at = mover(l, &count);
	if (!rect_has(l->area, ev->x, ev->y))
		return INTENT_NONE;
	if (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN)
		scroll_by(at, ev->mouse == MOUSE_WHEEL_UP ? -SCROLL_WHEEL : SCROLL_WHEEL, count);
	else if (ev->mouse != MOUSE_PRESS)
		return INTENT_NONE;
	else if (!l->selectable || !lines_hit(l, ev->x, ev->y, &l->selected))
		return INTENT_HANDLED;
	moved(l);
	return ev->mouse == MOUSE_PRESS && ev->clicks == 2 ? INTENT_SUBMIT : INTENT_SELECT;
}

static bool sideways(struct lines *l, const struct event *ev)
{
	if (event_is(ev, K_RIGHT, 0) || event_is(ev, 'l', 0))
		l->left += SIDE_STEP;
	else if (l->left > 0 && (event_is(ev, K_LEFT, 0) || event_is(ev, 'h', 0)))
		l->left -= SIDE_STEP;
	else
		return false;
	return true;
}

enum intent lines_key(struct lines *l, const struct event *ev)
{
	if (ev->type == INPUT_MOUSE)
		return mouse(l, ev);
	struct event as = *ev;
	if (event_is(ev, ' ', 0))
		as.key = K_PAGE_DOWN;
	size_t count, *at = mover(l, &count);
	if (scroll_key(&as, count, page_of(l), at)) {
		moved(l);
		return INTENT_SELECT;
	}
	if (l->selectable && event_is(ev, K_ENTER, 0) && l->count > 0)
		return INTENT_SUBMIT;
	return sideways(l, ev) ? INTENT_HANDLED : INTENT_NONE;
}
