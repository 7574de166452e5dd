/* view_system: Every socket of this machine, whoever owns it. */
#include "views/cockpit.h"
#include "views/view.h"

static void draw(struct cockpit *c, void *state, struct rect r)
{
	(void)state;
	struct rect in = draw_panel(c->screen, r, "System", true);
	draw_wrapped(c->screen, in, ROLE_DIM,
	    "Here every socket of this machine will stand: queues, owner, bytes, rates.");
}

const struct view view_system = {
    .name = "System",
    .help = "Every socket of this machine, whoever owns it.",
    .draw = draw,
};
