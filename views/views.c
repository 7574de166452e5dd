#include "views/view.h"

#include "views/cockpit.h"
#include "views/keys.h"

const struct view *const views[] = {
    &view_sockets,
    &view_servers,
    &view_system,
    &view_compare,
    &view_lessons,
};
const size_t views_count = sizeof views / sizeof *views;

_Static_assert(sizeof views / sizeof *views <= COCKPIT_VIEWS, "each view has its state");

const struct view *view_now(const struct cockpit *c)
{
	return views[c->view];
}

void view_show(struct cockpit *c, size_t index)
{
	if (index >= views_count)
		return;
	c->view = index;
	c->tabs.active = index;
	c->due.sample = c->due.draw = true;
}

unsigned view_where(const struct cockpit *c)
{
	const struct view *v = view_now(c);
	return v->where ? v->where(c->state[c->view]) : 0;
}

size_t view_index(const struct view *v)
{
	size_t i = 0;
	while (i + 1 < views_count && views[i] != v)
		i++;
	return i;
}
