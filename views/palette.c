#include "views/palette.h"

#include <stdlib.h>

#include "core/buf.h"
#include "tui/menu.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/commands.h"
#include "views/help_text.h"
#include "views/overlay.h"
#include "views/view.h"

/* From this height on, header and message stay seen. */
#define ROOMY_H 14

struct palette {
	struct overlay o;
	struct menu menu;
	struct menu_item items[MENU_MAX]; /* id: the line */
	struct help_text text;
};

static void *must(struct cockpit *c, void *memory)
{
	if (!memory)
		cockpit_out_of_memory(c);
	return memory;
}

/* ---- the list ---- */

static bool is_listed(const struct palette *p, const struct deed *d)
{
	for (size_t i = 0; d->key && i < p->menu.nitems; i++)
		if (p->text.line[p->items[i].id].deed.key == d->key)
			return true;
	return false;
}

static bool belongs(const struct palette *p, const struct deed *d)
{
	bool itself = d->key && d->key->run == command_palette;
	return deed_is_any(d) && !itself && !is_listed(p, d);
}

/* What it does, and before that what lacks for it and where it works. */
static char *describe(struct cockpit *c, const struct help_line *line, const char *lacks)
{
	struct buf text = {0};
	const char *elsewhere = deed_elsewhere(c, &line->deed);
	if (lacks)
		buf_printf(&text, "(%s) ", lacks);
	if (elsewhere)
		buf_printf(&text, "%s: ", elsewhere);
	buf_str(&text, line->text);
	return must(c, buf_take(&text));
}

static void add(struct palette *p, struct cockpit *c, size_t i)
{
	const struct help_line *line = &p->text.line[i];
	const struct deed *d = &line->deed;
	const char *lacks = deed_lacks(c, d);
	struct chord keys[KEYMAP_KEYS] = {0};
	if (d->key)
		keymap_keys(p->text.keys, d->key, keys);
	p->items[p->menu.nitems++] = (struct menu_item){
	    .key = keys[0].key,
	    .mods = keys[0].mods,
	    .text = must(c, deed_name(c, d, line->left)),
	    .help = describe(c, line, lacks),
	    .dim = lacks != NULL,
	    .id = (int)i,
	};
}

static void fill(struct palette *p, struct cockpit *c)
{
	p->text.keys = &c->options->settings.keys;
	p->text.w = HELP_FLAT;
	help_text_all(&p->text, view_where(c) | IN_ALL);
	if (p->text.failed)
		cockpit_out_of_memory(c);
	for (size_t i = 0; i < p->text.n && p->menu.nitems < MENU_MAX; i++)
		if (belongs(p, &p->text.line[i].deed))
			add(p, c, i);
	while (p->menu.selected + 1 < p->menu.nitems && p->items[p->menu.selected].dim)
		p->menu.selected++;
}

/* ---- the overlay ---- */

static void draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	if (r.h >= ROOMY_H)
		r = rect_inset(r, 0, 1);
	menu_draw(&((struct palette *)o)->menu, c->screen, r);
}

static bool key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct palette *p = (struct palette *)o;
	enum intent intent = menu_key(&p->menu, ev);
	if (intent == INTENT_SUBMIT)
		deed_do(c, &p->text.line[p->items[p->menu.selected].id].deed);
	return intent != INTENT_SUBMIT && intent != INTENT_CANCEL;
}

static void free_palette(struct overlay *o)
{
	struct palette *p = (struct palette *)o;
	for (size_t i = 0; i < p->menu.nitems; i++) {
		free((char *)(uintptr_t)p->items[i].text);
		free((char *)(uintptr_t)p->items[i].help);
	}
	menu_free(&p->menu);
	help_text_free(&p->text);
	free(p);
}

static const struct overlay_kind kind = {
    .where = IN_PALETTE, .draw = draw, .key = key, .free = free_palette, .bottom = true};

void palette_open(struct cockpit *c)
{
	struct palette *p = must(c, calloc(1, sizeof *p));
	p->o.kind = &kind;
	p->menu = (struct menu){.title = "Palette", .items = p->items, .filter = true};
	fill(p, c);
	overlay_push(c, &p->o);
}
