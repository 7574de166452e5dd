#include "tui/tabs.h"

#include <stdio.h>

#include "tui/text.h"

/* " 1 Sockets ", or " 1 " where only the number fits. */
static void tab_text(const struct tabs *t, size_t i, bool named, char *text, size_t size)
{
	if (named)
		snprintf(text, size, " %zu %s ", i + 1, t->names[i]);
	else
		snprintf(text, size, " %zu ", i + 1);
}

enum names { ALL_NAMES, ACTIVE_NAME, NO_NAMES };

static bool is_named(const struct tabs *t, size_t i, enum names names)
{
	return names == ALL_NAMES || (names == ACTIVE_NAME && i == t->active);
}

static int total_width(const struct tabs *t, enum names names)
{
	int w = 0;
	for (size_t i = 0; i < t->n; i++) {
		char text[64];
		tab_text(t, i, is_named(t, i, names), text, sizeof(text));
		w += text_width(text);
	}
	return w;
}

int tabs_draw(struct tabs *t, struct screen *s, struct rect r)
{
	enum names names = ALL_NAMES;
	while (names < NO_NAMES && total_width(t, names) > r.w)
		names++;
	int x = r.x, right = r.x + (r.h > 0 ? r.w : 0);
	for (size_t i = 0; i < t->n; i++) {
		char text[64];
		tab_text(t, i, is_named(t, i, names), text, sizeof(text));
		enum role role = i == t->active ? ROLE_TAB_ON : ROLE_TAB;
		int used = draw_text(s, x, r.y, right - x, role, text);
		t->area[i] = (struct rect){x, r.y, used, 1};
		x += used;
	}
	return x - r.x;
}

enum intent tabs_key(struct tabs *t, const struct event *ev)
{
	if (ev->type != INPUT_MOUSE || ev->mouse != MOUSE_PRESS)
		return INTENT_NONE;
	for (size_t i = 0; i < t->n; i++) {
		if (rect_has(t->area[i], ev->x, ev->y)) {
			t->active = i;
			return INTENT_SELECT;
		}
	}
	return INTENT_NONE;
}
