#include "tui/menu.h"

#include <stdio.h>
#include <string.h>

#include "tui/rank.h"
#include "tui/scroll.h"
#include "tui/text.h"

/* Lines for what is told of the selected item below a list that typing narrows, in a narrow box
 * more, and the height from which on there is room for them. */
#define ABOUT_LINES 2
#define ABOUT_NARROW_LINES 3
#define ABOUT_NARROW_W 60
#define ABOUT_FROM 7

/* Below this width keys stand behind the items, not in a column before them. */
#define NARROW_W 30

/* What is longer than this, in bytes, fits no item, and none is searched for it: a paste by mistake
 * must not make each key slow. */
#define TYPED_MAX 1024

/* ---- which items are shown: all, or those that fit what was typed, best first ---- */

/* Insert an item behind those that fit as well or better; of two that fit alike, the one that
 * nothing lacks for comes first. */
static void insert(struct menu *m, int *ranks, size_t item, int rank)
{
	size_t place = m->nshown++;
	for (; place > 0 && ranks[place - 1] < rank; place--) {
		ranks[place] = ranks[place - 1];
		m->shown[place] = m->shown[place - 1];
	}
	ranks[place] = rank;
	m->shown[place] = (uint16_t)item;
}

static void narrow(struct menu *m)
{
	int ranks[MENU_MAX];
	const char *typed = edit_text(&m->edit);
	m->nshown = 0;
	if (strnlen(typed, TYPED_MAX + 1) > TYPED_MAX)
		return;
	for (size_t i = 0; i < m->nitems && i < MENU_MAX; i++) {
		const struct menu_item *item = &m->items[i];
		int rank = rank_words(typed, item->text, item->help);
		if (rank > 0)
			insert(m, ranks, i, 2 * rank + !item->dim);
	}
}

/* Where the selected item is shown; the first, where it is not. */
static size_t place_now(const struct menu *m)
{
	for (size_t place = 0; place < m->nshown; place++)
		if (m->shown[place] == m->selected)
			return place;
	return 0;
}

static void move_to(struct menu *m, size_t place)
{
	if (place < m->nshown)
		m->selected = m->shown[place];
}

/* ---- drawing ---- */

static int key_width(const struct menu *m)
{
	int w = 0;
	for (size_t i = 0; i < m->nitems; i++) {
		char name[32];
		if (m->items[i].key == 0)
			continue;
		int mine =
		    text_width(key_label(m->items[i].key, m->items[i].mods, name, sizeof(name)));
		w = mine > w ? mine : w;
	}
	return w;
}

static int text_column_width(const struct menu *m)
{
	int w = 0;
	for (size_t i = 0; i < m->nitems; i++) {
		int mine = text_width(m->items[i].text);
		w = mine > w ? mine : w;
	}
	return w;
}

static int wanted_width(const struct menu *m)
{
	int help = 0, title = m->title == NULL ? 0 : text_width(m->title) + 6;
	for (size_t i = 0; i < m->nitems; i++) {
		int mine = m->items[i].help == NULL ? 0 : text_width(m->items[i].help) + 2;
		help = mine > help ? mine : help;
	}
	int w = 6 + key_width(m) + 1 + text_column_width(m) + help;
	return w > title ? w : title;
}

/* Its key in the column before the item, or where there is no room for one behind it. What is left
 * between x and right is the item's. */
static void draw_key(const struct menu *m, struct screen *s, const struct menu_item *item, int y,
    enum role role, int *x, int *right)
{
	char name[32] = "";
	int column = key_width(m);
	if (column == 0)
		return;
	if (item->key != 0)
		key_label(item->key, item->mods, name, sizeof(name));
	if (*right - *x < NARROW_W) {
		*right -= text_width(name) + 1;
		draw_text(s, *right + 1, y, column, role, name);
	} else {
		draw_text(s, *x, y, column, role, name);
		*x += column + 1;
	}
}

static void draw_item(const struct menu *m, struct screen *s, struct rect r, size_t i)
{
	const struct menu_item *item = &m->items[i];
	bool chosen = i == m->selected;
	enum role over = chosen ? ROLE_SELECTED : item->dim ? ROLE_DIM : ROLE_NORMAL;
	/* The last two columns are for what tells that there is more. */
	int x = r.x, right = r.x + r.w - 2;
	draw_fill(s, r, over);
	draw_key(m, s, item, r.y, chosen ? over : ROLE_KEY, &x, &right);
	draw_text(s, x, r.y, right - x, over, item->text);
	x += text_column_width(m) + 2;
	if (item->help != NULL && x < right)
		draw_text(s, x, r.y, right - x, chosen ? over : ROLE_DIM, item->help);
	if (chosen && !m->filter)
		screen_cursor(s, r.x, r.y, false);
}

static void draw_list(struct menu *m, struct screen *s, struct rect r)
{
	size_t page = (size_t)r.h, place = place_now(m);
	m->area = r;
	move_to(m, place);
	m->top = scroll_top(m->top, place, m->nshown, page);
	for (size_t i = 0; i < page && m->top + i < m->nshown; i++) {
		struct rect row = {r.x, r.y + (int)i, r.w, 1};
		draw_item(m, s, row, m->shown[m->top + i]);
	}
	if (m->top > 0)
		draw_glyph(s, r.x + r.w - 1, r.y, ROLE_DIM, GLYPH_UP);
	if (m->top + page < m->nshown)
		draw_glyph(s, r.x + r.w - 1, r.y + r.h - 1, ROLE_DIM, GLYPH_DOWN);
	if (m->nshown == 0)
		draw_text(s, r.x, r.y, r.w, ROLE_DIM, "nothing matches");
}

/* What is typed, above the list. Returns what it leaves. */
static struct rect draw_entry(struct menu *m, struct screen *s, struct rect r)
{
	m->edit.placeholder = "type to find";
	edit_draw(&m->edit, s, (struct rect){r.x, r.y, r.w, 1}, true);
	return (struct rect){r.x, r.y + 1, r.w, r.h - 1};
}

/* All that is said of the selected item, below the list. Returns what it leaves. */
static struct rect draw_about(const struct menu *m, struct screen *s, struct rect r)
{
	int lines = r.w < ABOUT_NARROW_W ? ABOUT_NARROW_LINES : ABOUT_LINES;
	const struct rect about = {r.x, r.y + r.h - lines, r.w, lines};
	const char *help = m->nshown > 0 ? m->items[m->selected].help : NULL;
	if (help != NULL)
		draw_wrapped(s, about, ROLE_LABEL, help);
	r.h -= lines;
	return r;
}

void menu_draw(struct menu *m, struct screen *s, struct rect r)
{
	int h = (int)m->nitems + 2 + (m->filter ? 1 + ABOUT_LINES : 0);
	struct rect box = rect_center(r, wanted_width(m), h > 3 ? h : 3);
	narrow(m);
	move_to(m, place_now(m));
	draw_fill(s, box, ROLE_NORMAL);
	/* Too low for a box: at least what is typed and what is selected. */
	struct rect in = box.h < 3 + m->filter ? box : draw_box(s, box, ROLE_BORDER_ON, m->title);
	if (in.w > 8)
		in = rect_inset(in, 1, 0);
	if (m->filter && in.h > 1)
		in = draw_entry(m, s, in);
	if (m->filter && in.h >= ABOUT_FROM)
		in = draw_about(m, s, in);
	draw_list(m, s, in);
}

/* ---- events ---- */

static bool inside(const struct menu *m, const struct event *ev)
{
	struct rect box = rect_inset(m->area, -2, -2);
	return rect_has(box, ev->x, ev->y);
}

static enum intent mouse(struct menu *m, const struct event *ev)
{
	size_t place = place_now(m);
	if (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN) {
		scroll_by(&place, ev->mouse == MOUSE_WHEEL_UP ? -1 : 1, m->nshown);
		move_to(m, place);
		return INTENT_HANDLED;
	}
	if (ev->mouse != MOUSE_PRESS)
		return INTENT_HANDLED;
	if (!rect_has(m->area, ev->x, ev->y))
		return inside(m, ev) ? INTENT_HANDLED : INTENT_CANCEL;
	place = m->top + (size_t)(ev->y - m->area.y);
	if (place >= m->nshown)
		return INTENT_HANDLED;
	move_to(m, place);
	return INTENT_SUBMIT;
}

/* An item's own key. */
static bool pick(struct menu *m, const struct event *ev)
{
	for (size_t i = 0; i < m->nitems; i++) {
		if (m->items[i].key != 0 && event_is(ev, m->items[i].key, m->items[i].mods)) {
			m->selected = i;
			return true;
		}
	}
	return false;
}

static enum intent type(struct menu *m, const struct event *ev)
{
	enum intent intent = edit_key(&m->edit, ev);
	narrow(m);
	if (intent == INTENT_HANDLED)
		move_to(m, 0);
	return intent == INTENT_CANCEL ? INTENT_CANCEL : INTENT_HANDLED;
}

enum intent menu_key(struct menu *m, const struct event *ev)
{
	narrow(m);
	size_t place = place_now(m);
	if (ev->type == INPUT_MOUSE)
		return mouse(m, ev);
	if (event_is(ev, K_ESC, 0))
		return INTENT_CANCEL;
	if (event_is(ev, K_ENTER, 0))
		return m->nshown > 0 ? INTENT_SUBMIT : INTENT_HANDLED;
	/* Items' keys come before j and k, letters of a filter before both. */
	if (!m->filter && pick(m, ev))
		return INTENT_SUBMIT;
	bool letter = event_is_text(ev) && m->filter;
	if (!letter && scroll_key(ev, m->nshown, (size_t)(m->area.h > 0 ? m->area.h : 1), &place)) {
		move_to(m, place);
		return INTENT_HANDLED;
	}
	if (m->filter)
		return type(m, ev);
	return event_is(ev, 'q', 0) ? INTENT_CANCEL : INTENT_HANDLED;
}

void menu_free(struct menu *m)
{
	edit_free(&m->edit);
}
