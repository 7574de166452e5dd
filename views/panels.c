#include "views/panels.h"

#include <string.h>

bool panels_single(const struct panels *p, struct rect r)
{
	return p->zoomed || r.w < PANELS_MIN_W || r.h < PANELS_MIN_H;
}

void panels_fill(struct panels *p, struct rect r)
{
	memset(p->area, 0, sizeof p->area);
	p->area[p->focus] = r;
}

void panels_step(struct panels *p, int step)
{
	do {
		p->focus = (p->focus + p->n + (size_t)(step < 0 ? -1 : 1)) % p->n;
	} while (p->hidden[p->focus]);
}

size_t panels_shown(const struct panels *p)
{
	size_t shown = 0;
	for (size_t i = 0; i < p->n; i++)
		shown += p->area[i].h > 0;
	return shown;
}

size_t panels_for(struct panels *p, const struct event *ev)
{
	if (ev->type != INPUT_MOUSE)
		return p->focus;
	for (size_t i = 0; i < p->n; i++) {
		if (!rect_has(p->area[i], ev->x, ev->y))
			continue;
		if (ev->mouse == MOUSE_PRESS)
			p->focus = i;
		return i;
	}
	return p->focus;
}

struct rect panels_inside(struct rect r)
{
	return r.w >= 30 ? rect_inset(r, 1, 0) : r;
}
