/* view_compare: The server models under the same load, side by side. */
#include "views/cockpit.h"
#include "views/view.h"

static void draw(struct cockpit *c, void *state, struct rect r)
{
	(void)state;
	struct rect in = draw_panel(c->screen, r, "Compare", true);
	draw_wrapped(c->screen, in, ROLE_DIM,
	    "Here the server models will stand side by side under the same load.");
}

const struct view view_compare = {
    .name = "Compare",
    .help = "The server models under the same load, side by side.",
    .draw = draw,
};
