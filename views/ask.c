#include "views/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/confirm.h"
#include "tui/text.h"
#include "views/cockpit.h"
#include "views/keys.h"
#include "views/overlay.h"

static void *must(struct cockpit *c, void *memory)
{
	if (!memory)
		cockpit_out_of_memory(c);
	return memory;
}

/* ---- a line to type ---- */

struct line_asked {
	struct overlay o;
	struct edit edit;
	const char *label;
	void (*answer)(struct cockpit *c, const char *text);
};

static void line_draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	struct line_asked *a = (struct line_asked *)o;
	struct rect line = {r.x, r.y + r.h - 1, r.w, 1};
	draw_fill(c->screen, line, ROLE_FIELD_ON);
	int used = draw_text(c->screen, line.x, line.y, line.w, ROLE_LABEL, a->label);
	used += draw_text(c->screen, line.x + used, line.y, line.w - used, ROLE_LABEL, ": ");
	edit_draw(
	    &a->edit, c->screen, (struct rect){line.x + used, line.y, line.w - used, 1}, true);
}

static bool line_key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct line_asked *a = (struct line_asked *)o;
	switch (edit_key(&a->edit, ev)) {
	case INTENT_SUBMIT:
		a->answer(c, edit_text(&a->edit));
		return false;
	case INTENT_CANCEL:
		return false;
	default:
		return true;
	}
}

static void line_free(struct overlay *o)
{
	edit_free(&((struct line_asked *)o)->edit);
	free(o);
}

static const struct overlay_kind line_kind = {
    .where = IN_LINE, .draw = line_draw, .key = line_key, .free = line_free, .bottom = true};

void ask_line(struct cockpit *c, const char *label, const char *initial,
    void (*answer)(struct cockpit *c, const char *text))
{
	struct line_asked *a = must(c, calloc(1, sizeof *a));
	a->o.kind = &line_kind;
	a->label = label;
	a->answer = answer;
	edit_set(&a->edit, initial);
	overlay_push(c, &a->o);
}

/* ---- yes or no ---- */

struct yes_asked {
	struct overlay o;
	struct confirm confirm;
	char *question;
	void (*yes)(struct cockpit *c);
};

static void yes_draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	confirm_draw(&((struct yes_asked *)o)->confirm, c->screen, r);
}

static bool yes_key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct yes_asked *a = (struct yes_asked *)o;
	enum intent intent = confirm_key(&a->confirm, ev);
	if (intent == INTENT_SUBMIT)
		a->yes(c);
	return intent != INTENT_SUBMIT && intent != INTENT_CANCEL;
}

static void yes_free(struct overlay *o)
{
	free(((struct yes_asked *)o)->question);
	free(o);
}

static const struct overlay_kind yes_kind = {
    .where = IN_QUESTION, .draw = yes_draw, .key = yes_key, .free = yes_free};

void ask_yes(struct cockpit *c, const char *question, void (*yes)(struct cockpit *c))
{
	struct yes_asked *a = must(c, calloc(1, sizeof *a));
	a->o.kind = &yes_kind;
	a->question = must(c, strdup(question));
	a->confirm.question = a->question;
	a->yes = yes;
	overlay_push(c, &a->o);
}

/* ---- one of a list ---- */

struct choice_asked {
	struct overlay o;
	struct menu menu;
	struct menu_item *items;
	char *title;
	void (*chosen)(struct cockpit *c, int id);
};

static void choice_draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	menu_draw(&((struct choice_asked *)o)->menu, c->screen, r);
}

static bool choice_key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct choice_asked *a = (struct choice_asked *)o;
	enum intent intent = menu_key(&a->menu, ev);
	if (intent == INTENT_SUBMIT && a->menu.selected < a->menu.nitems)
		a->chosen(c, a->items[a->menu.selected].id);
	return intent != INTENT_SUBMIT && intent != INTENT_CANCEL;
}

static void choice_free(struct overlay *o)
{
	struct choice_asked *a = (struct choice_asked *)o;
	menu_free(&a->menu);
	for (size_t i = 0; a->items && i < a->menu.nitems; i++) {
		free((char *)(uintptr_t)a->items[i].text);
		free((char *)(uintptr_t)a->items[i].help);
	}
	free(a->items);
	free(a->title);
	free(a);
}

static const struct overlay_kind choice_kind = {
    .where = IN_MENU, .draw = choice_draw, .key = choice_key, .free = choice_free};

void ask_choice(struct cockpit *c, const char *title, const struct menu_item *items, size_t n,
    void (*chosen)(struct cockpit *c, int id))
{
	struct choice_asked *a = must(c, calloc(1, sizeof *a));
	a->o.kind = &choice_kind;
	a->title = must(c, strdup(title));
	a->items = must(c, calloc(n ? n : 1, sizeof *items));
	for (size_t i = 0; i < n; i++) {
		a->items[i] = items[i];
		a->items[i].text = must(c, strdup(items[i].text));
		a->items[i].help = items[i].help ? must(c, strdup(items[i].help)) : NULL;
	}
	a->menu = (struct menu){.title = a->title, .items = a->items, .nitems = n};
	a->chosen = chosen;
	overlay_push(c, &a->o);
}
