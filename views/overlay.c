#include "views/overlay.h"

#include "views/cockpit.h"

void overlay_push(struct cockpit *c, struct overlay *o)
{
	o->below = c->overlays;
	c->overlays = o;
	c->due.draw = true;
}

static void draw_upwards(struct cockpit *c, struct overlay *o, struct rect body, struct rect bottom)
{
	if (!o)
		return;
	draw_upwards(c, o->below, body, bottom);
	o->kind->draw(o, c, o->kind->bottom ? bottom : body);
}

void overlay_draw_all(struct cockpit *c, struct rect body, struct rect bottom)
{
	draw_upwards(c, c->overlays, body, bottom);
}

static void remove_overlay(struct cockpit *c, struct overlay *o)
{
	for (struct overlay **at = &c->overlays; *at; at = &(*at)->below) {
		if (*at != o)
			continue;
		*at = o->below;
		o->kind->free(o);
		return;
	}
}

void overlay_key(struct cockpit *c, const struct event *ev)
{
	struct overlay *o = c->overlays;
	c->due.draw = true;
	if (!o->kind->key(o, c, ev))
		remove_overlay(c, o);
}

void overlay_free_all(struct cockpit *c)
{
	while (c->overlays)
		remove_overlay(c, c->overlays);
}
