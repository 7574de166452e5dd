#include "tui/menu.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tui/scroll.h"
#include "tui/text.h"

/* ---- which items are shown: all, or those that hold every word of the filter ---- */

static bool has_word(const struct menu_item *item, const char *word, size_t len)
{
	char text[64];
	snprintf(
	    text, sizeof(text), "%.*s", (int)(len < sizeof(text) ? len : sizeof(text) - 1), word);
	return strcasestr(item->text, text) != NULL ||
	       (item->help != NULL && strcasestr(item->help, text) != NULL);
}

static bool matches(const struct menu *m, size_t i)
{
	const char *word = edit_text(&m->edit);
	while (*(word += strspn(word, " ")) != '\0') {
		size_t len = strcspn(word, " ");
		if (!has_word(&m->items[i], word, len))
			return false;
		word += len;
	}
	return true;
}

static size_t count_shown(const struct menu *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->nitems; i++)
		n += matches(m, i);
	return n;
}

/* The item in a place of the list shown; nitems: none there. */
static size_t item_at(const struct menu *m, size_t place)
{
	size_t i = 0;
	for (; i < m->nitems; i++)
		if (matches(m, i) && place-- == 0)
			break;
	return i;
}

static size_t place_of(const struct menu *m, size_t item)
{
	size_t place = 0;
	for (size_t i = 0; i < item && i < m->nitems; i++)
		place += matches(m, i);
	return place;
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

static void draw_item(const struct menu *m, struct screen *s, struct rect r, size_t i)
{
	const struct menu_item *item = &m->items[i];
	bool chosen = i == m->selected;
	enum role over = chosen ? ROLE_SELECTED : ROLE_NORMAL;
	/* The last two columns are for what tells that there is more. */
	int x = r.x, right = r.x + r.w - 2, keys = key_width(m);
	draw_fill(s, r, over);
	if (keys > 0) {
		char name[32] = "";
		if (item->key != 0)
			key_label(item->key, item->mods, name, sizeof(name));
		draw_text(s, x, r.y, keys, chosen ? over : ROLE_KEY, name);
		x += keys + 1;
	}
	draw_text(s, x, r.y, right - x, over, item->text);
	x += text_column_width(m) + 2;
	if (item->help != NULL)
		draw_text(s, x, r.y, right - x, chosen ? over : ROLE_DIM, item->help);
	if (chosen && !m->filter)
		screen_cursor(s, r.x, r.y, false);
}

static void draw_list(struct menu *m, struct screen *s, struct rect r)
{
	size_t n = count_shown(m), page = (size_t)r.h;
	m->area = r;
	if (!matches(m, m->selected) && n > 0)
		m->selected = item_at(m, 0);
	m->top = scroll_top(m->top, place_of(m, m->selected), n, page);
	for (size_t i = 0; i < page && m->top + i < n; i++) {
		struct rect row = {r.x, r.y + (int)i, r.w, 1};
		draw_item(m, s, row, item_at(m, m->top + i));
	}
	if (m->top > 0)
		draw_glyph(s, r.x + r.w - 1, r.y, ROLE_DIM, GLYPH_UP);
	if (m->top + page < n)
		draw_glyph(s, r.x + r.w - 1, r.y + r.h - 1, ROLE_DIM, GLYPH_DOWN);
	if (n == 0)
		draw_text(s, r.x, r.y, r.w, ROLE_DIM, "nothing matches");
}

void menu_draw(struct menu *m, struct screen *s, struct rect r)
{
	int h = (int)m->nitems + 2 + (m->filter ? 1 : 0);
	struct rect box = rect_center(r, wanted_width(m), h > 3 ? h : 3);
	draw_fill(s, box, ROLE_NORMAL);
	struct rect in = draw_box(s, box, ROLE_BORDER_ON, m->title);
	if (in.w > 8)
		in = rect_inset(in, 1, 0);
	if (m->filter && in.h > 1) {
		m->edit.placeholder = "type to find";
		edit_draw(&m->edit, s, (struct rect){in.x, in.y, in.w, 1}, true);
		in.y++;
		in.h--;
	}
	draw_list(m, s, in);
}

/* ---- events ---- */

static bool inside(const struct menu *m, const struct event *ev)
{
	struct rect box = rect_inset(m->area, -2, -2);
	return rect_has(box, ev->x, ev->y);
}

static void move_to(struct menu *m, size_t place)
{
	size_t item = item_at(m, place);
	if (item < m->nitems)
		m->selected = item;
}

static enum intent mouse(struct menu *m, const struct event *ev)
{
	size_t place = place_of(m, m->selected);
	if (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN) {
		scroll_by(&place, ev->mouse == MOUSE_WHEEL_UP ? -1 : 1, count_shown(m));
		move_to(m, place);
		return INTENT_HANDLED;
	}
	if (ev->mouse != MOUSE_PRESS)
		return INTENT_HANDLED;
	if (!rect_has(m->area, ev->x, ev->y))
		return inside(m, ev) ? INTENT_HANDLED : INTENT_CANCEL;
	place = m->top + (size_t)(ev->y - m->area.y);
	if (place >= count_shown(m))
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
	if (intent == INTENT_HANDLED)
		move_to(m, 0);
	return intent == INTENT_CANCEL ? INTENT_CANCEL : INTENT_HANDLED;
}

enum intent menu_key(struct menu *m, const struct event *ev)
{
	size_t place = place_of(m, m->selected);
	if (ev->type == INPUT_MOUSE)
		return mouse(m, ev);
	if (event_is(ev, K_ESC, 0))
		return INTENT_CANCEL;
	if (event_is(ev, K_ENTER, 0))
		return count_shown(m) > 0 ? INTENT_SUBMIT : INTENT_HANDLED;
	/* Items' keys come before j and k, letters of a filter before both. */
	if (!m->filter && pick(m, ev))
		return INTENT_SUBMIT;
	bool letter = event_is_text(ev) && m->filter;
	if (!letter &&
	    scroll_key(ev, count_shown(m), (size_t)(m->area.h > 0 ? m->area.h : 1), &place)) {
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
