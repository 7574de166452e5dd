/*
 * overlay: what stands above a view and has all keys while it does: prompt, form, menu, question,
 * help.
 *
 * Main thread. An overlay embeds struct overlay as its first member and lives from overlay_push()
 * until its key() says it is done; then it is freed.
 */
#ifndef VIEWS_OVERLAY_H
#define VIEWS_OVERLAY_H

#include <stdbool.h>

#include "tui/draw.h"
#include "tui/input.h"

struct cockpit;
struct overlay;

struct overlay_kind {
	unsigned where; /* its keys in the key table, for footer and help */
	/* r is the body between header and message. */
	void (*draw)(struct overlay *o, struct cockpit *c, struct rect r);
	/* Takes every event. False: it is done. It may push another one. */
	bool (*key)(struct overlay *o, struct cockpit *c, const struct event *ev);
	void (*free)(struct overlay *o);
	bool bottom; /* r is the whole screen less the footer: a prompt over its last lines */
};

struct overlay {
	const struct overlay_kind *kind;
	struct overlay *below;
};

void overlay_push(struct cockpit *c, struct overlay *o); /* takes o */
void overlay_draw_all(struct cockpit *c, struct rect body, struct rect bottom);
void overlay_key(struct cockpit *c, const struct event *ev); /* of the topmost */
void overlay_free_all(struct cockpit *c);

#endif
