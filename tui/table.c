#include "tui/table.h"

#include <stdint.h>
#include <string.h>

#include "tui/scroll.h"
#include "tui/text.h"

/* One column of marks stands before the first, one blank between columns. */
#define MARK_WIDTH 1
#define GAP 1
/* For a projector: the gap there, and the columns that are left out whatever room there is. */
#define WIDE_GAP 3
#define WIDE_DROPS_FROM 4

/* ---- which columns, how wide ---- */

static int gap_of(const struct table *t)
{
	return t->wide ? WIDE_GAP : GAP;
}

static bool may_show(const struct table *t, size_t column)
{
	if (t->shown != 0)
		return t->shown >> column & 1;
	return !t->wide || t->columns[column].priority < WIDE_DROPS_FROM;
}

static int total_width(const struct table *t, const bool *kept)
{
	int sum = MARK_WIDTH;
	for (size_t i = 0; i < t->ncolumns; i++)
		if (kept[i])
			sum += t->columns[i].min + gap_of(t);
	return sum - gap_of(t);
}

/* The column to give up first: of the highest priority the last. False: all must stay. */
static bool least_important(const struct table *t, const bool *kept, size_t *which)
{
	int worst = 0;
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (kept[i] && t->columns[i].priority > 0 && t->columns[i].priority >= worst) {
			worst = t->columns[i].priority;
			*which = i;
		}
	}
	return worst > 0;
}

void table_widths(const struct table *t, int w, int *width)
{
	bool kept[TABLE_COLUMNS_MAX];
	struct layout_part parts[TABLE_COLUMNS_MAX];
	size_t drop = 0, n = t->ncolumns;
	for (size_t i = 0; i < n; i++)
		kept[i] = may_show(t, i);
	while (total_width(t, kept) > w && least_important(t, kept, &drop))
		kept[drop] = false;

	int gaps = -gap_of(t);
	for (size_t i = 0; i < n; i++) {
		const struct table_column *c = &t->columns[i];
		parts[i] = (struct layout_part){0};
		if (kept[i])
			parts[i] = (struct layout_part){c->min, c->max, c->weight};
		gaps += kept[i] ? gap_of(t) : 0;
	}
	layout_split(w - MARK_WIDTH - gaps, parts, n, width);
}

/* ---- drawing ---- */

static size_t page_of(const struct table *t)
{
	return t->area.h > 1 ? (size_t)t->area.h - 1 : t->area.h > 0 ? 1 : 0;
}

static int first_row_y(const struct table *t)
{
	return t->area.y + (t->area.h > 1 ? 1 : 0);
}

/* Behind the title's last letter. */
static void draw_sort_mark(
    const struct table *t, struct screen *s, const struct table_column *c, int x, int w)
{
	int title_w = text_width(c->title);
	int at = c->align == ALIGN_LEFT && title_w < w ? title_w : w - 1;
	draw_glyph(s, x + at, t->area.y, ROLE_COLUMN, t->descending ? GLYPH_DOWN : GLYPH_UP);
}

static void draw_titles(const struct table *t, struct screen *s)
{
	int x = t->area.x + MARK_WIDTH, right = t->area.x + t->area.w;
	draw_fill(s, (struct rect){t->area.x, t->area.y, t->area.w, 1}, ROLE_COLUMN);
	for (size_t i = 0; i < t->ncolumns && x < right; i++) {
		const struct table_column *c = &t->columns[i];
		int w = t->width[i];
		if (w == 0)
			continue;
		bool marked = t->sort == (int)i;
		int title_w = marked && w > 1 ? w - 1 : w;
		draw_field(s, x, t->area.y, title_w, ROLE_COLUMN, c->align, c->title);
		if (marked)
			draw_sort_mark(t, s, c, x, w);
		x += w + gap_of(t);
	}
}

static void draw_row(const struct table *t, struct screen *s, size_t row, int y, enum role over)
{
	bool chosen = over != ROLE_NORMAL;
	int x = t->area.x + MARK_WIDTH;
	if (chosen)
		draw_fill(s, (struct rect){t->area.x, y, t->area.w, 1}, over);
	if (row == t->selected)
		draw_glyph(s, t->area.x, y, over, GLYPH_POINTER);
	for (size_t i = 0; i < t->ncolumns; i++) {
		struct table_cell cell;
		if (t->width[i] == 0)
			continue;
		cell.text = NULL;
		cell.role = ROLE_NORMAL;
		cell.buf[0] = '\0';
		t->cell(t->ctx, row, i, &cell);
		if (cell.text != NULL)
			draw_field(s, x, y, t->width[i], chosen ? over : cell.role,
			    t->columns[i].align, cell.text);
		x += t->width[i] + gap_of(t);
	}
}

static void draw_empty(const struct table *t, struct screen *s, bool focused)
{
	struct rect r = rect_inset(t->area, 1, 0);
	r.y = first_row_y(t);
	r.h = (int)page_of(t);
	if (t->empty != NULL)
		draw_wrapped(s, r, ROLE_DIM, t->empty);
	if (focused)
		screen_cursor(s, r.x, r.y, false);
}

static void draw_rows(struct table *t, struct screen *s, bool focused)
{
	size_t page = page_of(t);
	if (t->selected >= t->rows)
		t->selected = t->rows - 1;
	t->top = scroll_top(t->top, t->selected, t->rows, page);
	for (size_t i = 0; i < page && t->top + i < t->rows; i++) {
		size_t row = t->top + i;
		enum role over = row != t->selected ? ROLE_NORMAL
				 : focused	    ? ROLE_SELECTED
						    : ROLE_SELECTED_OFF;
		draw_row(t, s, row, first_row_y(t) + (int)i, over);
	}
	if (focused)
		screen_cursor(s, t->area.x, first_row_y(t) + (int)(t->selected - t->top), false);
}

void table_draw(struct table *t, struct screen *s, struct rect r, bool focused)
{
	struct rect before = draw_clip(s, r);
	t->area = r;
	t->wide = screen_projector(s);
	table_widths(t, r.w, t->width);
	if (r.h > 1)
		draw_titles(t, s);
	if (t->rows == 0)
		draw_empty(t, s, focused);
	else if (r.h > 0)
		draw_rows(t, s, focused);
	draw_set_clip(s, before);
}

/* ---- events ---- */

bool table_hit(const struct table *t, int x, int y, size_t *row, size_t *column)
{
	if (!rect_has(t->area, x, y))
		return false;
	size_t hit_row = SIZE_MAX;
	if (y >= first_row_y(t)) {
		hit_row = t->top + (size_t)(y - first_row_y(t));
		if (hit_row >= t->rows)
			return false;
	}
	int right = t->area.x + MARK_WIDTH;
	size_t last = 0;
	for (size_t i = 0; i < t->ncolumns && right <= x; i++) {
		if (t->width[i] == 0)
			continue;
		right += t->width[i] + gap_of(t);
		last = i;
	}
	*row = hit_row;
	*column = last;
	return true;
}

void table_select(struct table *t, size_t row)
{
	t->selected = row;
}

int table_next_sort(const struct table *t, int step)
{
	int n = (int)t->ncolumns, column = t->sort;
	do
		column = (column + 1 + n + 1 + step) % (n + 1) - 1;
	while (column >= 0 && t->width[column] == 0);
	return column;
}

static enum intent click(struct table *t, const struct event *ev)
{
	size_t row, column;
	if (!table_hit(t, ev->x, ev->y, &row, &column))
		return rect_has(t->area, ev->x, ev->y) ? INTENT_HANDLED : INTENT_NONE;
	if (row == SIZE_MAX) {
		t->clicked = (int)column;
		return INTENT_SORT;
	}
	t->selected = row;
	return ev->clicks == 2 ? INTENT_SUBMIT : INTENT_SELECT;
}

static enum intent mouse(struct table *t, const struct event *ev)
{
	if (ev->mouse == MOUSE_PRESS)
		return click(t, ev);
	bool up = ev->mouse == MOUSE_WHEEL_UP, down = ev->mouse == MOUSE_WHEEL_DOWN;
	if (!rect_has(t->area, ev->x, ev->y) || (!up && !down))
		return INTENT_NONE;
	scroll_by(&t->selected, up ? -SCROLL_WHEEL : SCROLL_WHEEL, t->rows);
	return INTENT_SELECT;
}

enum intent table_key(struct table *t, const struct event *ev)
{
	if (ev->type == INPUT_MOUSE)
		return mouse(t, ev);
	if (scroll_key(ev, t->rows, page_of(t), &t->selected))
		return INTENT_SELECT;
	if (event_is(ev, K_ENTER, 0) && t->rows > 0)
		return INTENT_SUBMIT;
	return INTENT_NONE;
}
