#include "tui/footer.h"

#include <string.h>

#include "tui/text.h"

#define GAP 2

static int item_width(const struct footer_item *item)
{
	char name[32];
	return text_width(key_label(item->key, item->mods, name, sizeof(name))) + 1 +
	       text_width(item->text);
}

static int total_width(const struct footer_item *items, size_t n, const bool *shown)
{
	int w = -GAP;
	for (size_t i = 0; i < n; i++)
		if (shown[i])
			w += item_width(&items[i]) + GAP;
	return w;
}

static bool least_important(
    const struct footer_item *items, size_t n, const bool *shown, size_t *which)
{
	bool found = false;
	for (size_t i = 0; i < n; i++) {
		if (shown[i] && (!found || items[i].priority >= items[*which].priority)) {
			found = true;
			*which = i;
		}
	}
	return found;
}

void footer_fit(const struct footer_item *items, size_t n, int w, bool *shown)
{
	size_t drop = 0;
	memset(shown, true, n * sizeof(*shown));
	while (total_width(items, n, shown) > w && least_important(items, n, shown, &drop))
		shown[drop] = false;
}

void footer_draw(struct footer *f, struct screen *s, struct rect r)
{
	bool shown[FOOTER_MAX];
	size_t n = f->n < FOOTER_MAX ? f->n : FOOTER_MAX;
	int x = r.x;
	f->n = n;
	footer_fit(f->items, n, r.h > 0 ? r.w : 0, shown);
	for (size_t i = 0; i < n; i++) {
		f->area[i] = (struct rect){0};
		if (!shown[i])
			continue;
		char name[32];
		key_label(f->items[i].key, f->items[i].mods, name, sizeof(name));
		int start = x;
		x += draw_text(s, x, r.y, r.w, ROLE_KEY, name) + 1;
		x += draw_text(s, x, r.y, r.w, ROLE_KEY_TEXT, f->items[i].text);
		f->area[i] = (struct rect){start, r.y, x - start, 1};
		x += GAP;
	}
}

bool footer_hit(const struct footer *f, const struct event *ev, struct event *pressed)
{
	if (ev->type != INPUT_MOUSE || ev->mouse != MOUSE_PRESS)
		return false;
	for (size_t i = 0; i < f->n; i++) {
		if (rect_has(f->area[i], ev->x, ev->y)) {
			const struct footer_item *item = &f->items[i];
			*pressed =
			    (struct event){.type = INPUT_KEY, .key = item->key, .mods = item->mods};
			return true;
		}
	}
	return false;
}
