/* view_lessons: Notebooks with words between the lines, stepped with Enter. */
#include "views/cockpit.h"
#include "views/view.h"

static void draw(struct cockpit *c, void *state, struct rect r)
{
	(void)state;
	struct rect in = draw_panel(c->screen, r, "Lessons", true);
	draw_wrapped(c->screen, in, ROLE_DIM,
	    "Here lessons will be stepped line by line, the effect beside them.");
}

const struct view view_lessons = {
    .name = "Lessons",
    .help = "Notebooks with words between the lines, stepped with Enter.",
    .draw = draw,
};
