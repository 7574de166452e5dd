/*
 * form_box: a form as an overlay, from its opening to what Enter does with it.
 *
 * Main thread. Each form embeds struct form_box as its first member, so that the callbacks can cast
 * back to it:
 *
 *	struct my_form *f = calloc(1, sizeof *f);
 *	fill_fields(f);
 *	form_box_open(c, &f->box, &kind, "New thing", f->fields, FIELD_COUNT);
 */
#ifndef VIEWS_FORM_BOX_H
#define VIEWS_FORM_BOX_H

#include "tui/form.h"
#include "views/overlay.h"

struct form_box;

struct form_box_kind {
	/* Enter. False: it stays open, and form.message says why. */
	bool (*submit)(struct form_box *b, struct cockpit *c);
	form_preview_fn preview; /* its ctx is the form_box */
	/* After each event and at the start: hide what the choices leave no use for. Or NULL. */
	void (*changed)(struct form_box *b);
	void (*free)(struct form_box *b); /* what it holds besides form and itself, or NULL */
};

struct form_box {
	struct overlay o;
	struct form form;
	const struct form_box_kind *kind;
};

/* Takes b, which begins a block of calloc(), and borrows title and fields, which live in it. Does
 * not return where memory lacks. */
void form_box_open(struct cockpit *c, struct form_box *b, const struct form_box_kind *kind,
    const char *title, struct form_field *fields, size_t n);

#endif
