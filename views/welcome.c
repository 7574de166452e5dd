#include "views/welcome.h"

#include "views/keys.h"

/* One key with what the table of keys tells of it; returns the lines it took. */
static int draw_key(struct screen *s, struct rect r, uint32_t key)
{
	const struct event ev = {.type = INPUT_KEY, .key = key};
	const struct key_row *row = keys_find(&ev, IN_ALL);
	char name[32];
	if (!row || r.h < 1 || r.w < 8)
		return 0;
	draw_text(s, r.x + 2, r.y, 3, ROLE_KEY, keys_name(row, name, sizeof name));
	return draw_wrapped(s, (struct rect){r.x + 5, r.y, r.w - 5, r.h}, ROLE_NORMAL, row->help);
}

static struct rect below(struct rect r, int lines)
{
	return (struct rect){r.x, r.y + lines, r.w, r.h - lines};
}

static const char what_stands_here[] =
    "Whatever you do becomes a line of Python's notation, and stands here with the system "
    "calls that it made. Type lines yourself after : and press ? for all keys.";

void welcome_draw(struct screen *s, struct rect r, bool first)
{
	static const uint32_t keys[] = {'d', 'n', 'S'};
	int gap = r.h >= 8; /* an empty line around the keys, where there is room */
	if (!first) {
		draw_wrapped(s, r, ROLE_DIM, what_stands_here);
		return;
	}
	r = below(r,
	    gap + draw_wrapped(s, r, ROLE_STRONG, "Welcome to sockpit. Three keys to begin with:"));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		r = below(r, draw_key(s, r, keys[i]));
	draw_wrapped(s, below(r, gap), ROLE_DIM, what_stands_here);
}
