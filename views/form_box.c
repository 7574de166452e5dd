#include "views/form_box.h"

#include <stdlib.h>

#include "views/cockpit.h"
#include "views/keys.h"

static void changed(struct form_box *b)
{
	if (b->kind->changed)
		b->kind->changed(b);
}

static void draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	form_draw(&((struct form_box *)o)->form, c->screen, r);
}

static bool key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct form_box *b = (struct form_box *)o;
	enum intent intent = form_key(&b->form, ev);
	changed(b);
	if (intent == INTENT_SUBMIT)
		return !b->kind->submit(b, c);
	return intent != INTENT_CANCEL;
}

static void free_box(struct overlay *o)
{
	struct form_box *b = (struct form_box *)o;
	form_free(&b->form);
	if (b->kind->free)
		b->kind->free(b);
	free(b);
}

static const struct overlay_kind overlay = {
    .where = IN_FORM, .draw = draw, .key = key, .free = free_box};

void form_box_open(struct cockpit *c, struct form_box *b, const struct form_box_kind *kind,
    const char *title, struct form_field *fields, size_t n)
{
	b->o.kind = &overlay;
	b->kind = kind;
	if (form_init(&b->form, title, fields, n) < 0)
		cockpit_out_of_memory(c);
	b->form.preview = kind->preview;
	b->form.ctx = b;
	changed(b);
	overlay_push(c, &b->o);
}
