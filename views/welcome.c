#include "views/welcome.h"

#include "tui/text.h"
#include "views/keymap.h"

#define KEYS 3
static const char *const first_actions[KEYS] = {"demo", "new", "server"};

static int widest(const struct keymap *keys)
{
	int w = 0;
	for (size_t i = 0; i < KEYS; i++) {
		char name[64];
		int mine = text_width(
		    keymap_name(keys, keymap_action(first_actions[i]), name, sizeof name));
		w = mine > w ? mine : w;
	}
	return w;
}

/* The keys in w columns, with what the table of keys tells of them; returns the lines it took. */
static int draw_key(
    const struct keymap *keys, const struct key_row *row, struct screen *s, struct rect r, int w)
{
	char name[64];
	if (r.h < 1 || r.w < w + 7)
		return 0;
	draw_text(s, r.x + 2, r.y, w, ROLE_KEY, keymap_name(keys, row, name, sizeof name));
	r = (struct rect){r.x + w + 4, r.y, r.w - w - 4, r.h};
	return draw_wrapped(s, r, ROLE_NORMAL, row->help);
}

static struct rect below(struct rect r, int lines)
{
	return (struct rect){r.x, r.y + lines, r.w, r.h - lines};
}

static void draw_dim(const struct keymap *keys, const char *hint, struct screen *s, struct rect r)
{
	char text[256];
	draw_wrapped(s, r, ROLE_DIM, keymap_text(keys, hint, text, sizeof text));
}

static const char what_stands_here[] =
    "Whatever you do becomes a line of Python's notation, and stands here with the system calls "
    "that it made. Type lines yourself after {prompt} and press {help} for all keys.";

void welcome_draw(const struct keymap *keys, struct screen *s, struct rect r, bool first)
{
	int gap = r.h >= 8; /* an empty line around the keys, where there is room */
	int w = widest(keys);
	if (!first) {
		draw_dim(keys, what_stands_here, s, r);
		return;
	}
	r = below(r,
	    gap + draw_wrapped(s, r, ROLE_STRONG, "Welcome to sockpit. Three keys to begin with:"));
	for (size_t i = 0; i < KEYS; i++)
		r = below(r, draw_key(keys, keymap_action(first_actions[i]), s, r, w));
	draw_dim(keys, what_stands_here, s, below(r, gap));
}

void welcome_draw_readonly(const struct keymap *keys, struct screen *s, struct rect r)
{
	draw_dim(keys,
	    "What is done becomes a line of Python's notation, and stands here with the system "
	    "calls that it made. Read only, none is run: press 3 to look at the sockets of the "
	    "machine, and {help} for all keys.",
	    s, r);
}
