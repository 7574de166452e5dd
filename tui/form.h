/*
 * form: an overlay of fields to fill, with a line of help for the field and a preview of what the
 * form will do, made anew by the owner with every change.
 *
 *	struct form_field fields[] = {
 *		{.label = "family", .kind = FORM_CHOICE, .choices = families, .nchoices = 7, .help =
 *"..."},
 *		{.label = "port", .kind = FORM_TEXT, .help = "0: the kernel chooses"},
 *	};
 *	form_init(&f, "New socket", fields, 2);
 *	f.preview = my_preview; f.ctx = view;
 *	form_draw(&f, screen, screen_rect(screen));
 *	switch (form_key(&f, &ev)) { case INTENT_SUBMIT: ... form_value(&f, 1) ...; form_free(&f); }
 *
 * Tab, Shift-Tab, Up, Down move between fields (Up and Down move in an open list); Left, Right and
 *typing change a choice; Space turns a toggle or opens the list; Enter submits; Esc leaves. The
 *mouse does all of it.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/edit.h"

#define FORM_PREVIEW_MAX 8

struct form;

enum form_kind { FORM_TEXT, FORM_CHOICE, FORM_TOGGLE };

struct form_choice {
	const char *text; /* "AF_INET" */
	const char *help; /* "IPv4", or NULL; shown beside it */
};

struct form_field {
	const char *label;
	const char *help; /* one line, or NULL */
	enum form_kind kind;
	/* Of a toggle: how off and on are called, or none for False and True. */
	const struct form_choice *choices;
	size_t nchoices;
	size_t chosen;	     /* FORM_CHOICE */
	bool on;	     /* FORM_TOGGLE */
	const char *initial; /* FORM_TEXT: what stands there at first, or NULL */
	bool touched; /* private. FORM_TEXT: until then what is typed replaces what stands there */
	bool hidden;  /* not shown, not reached: the owner may change it while the form is open */
	struct edit edit; /* FORM_TEXT: its history and placeholder may be set before form_init */
};

/* Lines to show under the fields; returns how many were filled. */
struct form_preview {
	enum role role;
	char text[512];
};
typedef size_t (*form_preview_fn)(void *ctx, const struct form *f, struct form_preview *lines);

struct form {
	const char *title;
	struct form_field *fields; /* borrowed; lives as long as the form */
	size_t nfields;
	form_preview_fn preview;
	void *ctx;
	const char *message; /* an error to show until the next key, or NULL; borrowed */
	size_t current;	     /* the field that has the keys */
	/* private */
	bool open;     /* the current choice's list is open */
	size_t before; /* what was chosen when it was opened */
	size_t top;    /* first shown field that is seen */
	size_t list_top;
	int tallest;	/* the form grows with its preview and does not shrink under the eye */
	char typed[32]; /* type-ahead */
	struct rect fields_area, list_area;
};

/* 0 or -ENOMEM. */
int form_init(struct form *f, const char *title, struct form_field *fields, size_t n);
void form_free(struct form *f); /* what the fields hold; not the fields */

/* The text of a field: what was typed, the choice's text, "True" or "False". Valid until a change.
 */
const char *form_value(const struct form *f, size_t i);

/* Draw in the middle of r, as large as it needs and r allows. */
void form_draw(struct form *f, struct screen *s, struct rect r);

/* Takes every event: INTENT_HANDLED, INTENT_SUBMIT or INTENT_CANCEL; INTENT_SELECT: a value
 * changed. */
enum intent form_key(struct form *f, const struct event *ev);

#endif
