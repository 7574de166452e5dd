#include "views/header.h"

#include <stdio.h>

#include "views/cockpit.h"
#include "views/units.h"

/* Columns of the program's name and of the rates; the tabs with all names come before both. */
#define NAME_W 10
#define RATES_W 26
#define TABS_W 54

static int draw_rates(struct cockpit *c, struct rect r)
{
	char in[UNITS_MAX], out[UNITS_MAX], text[96];
	units_rate(c->sockets.total.in + c->servers.total.in, in);
	units_rate(c->sockets.total.out + c->servers.total.out, out);
	/* In places that stay where they are: the numbers change four times a second. */
	snprintf(text, sizeof text, "in %9s out %9s", in, out);
	draw_field(c->screen, r.x + r.w - RATES_W, r.y, RATES_W, ROLE_HEADER, ALIGN_LEFT, text);
	return RATES_W;
}

void header_draw(struct cockpit *c, struct rect r)
{
	draw_fill(c->screen, r, ROLE_HEADER);
	int used = 0, rates = r.w >= TABS_W + RATES_W ? draw_rates(c, r) : 0;
	if (r.w >= TABS_W + rates + NAME_W)
		used = draw_text(c->screen, r.x, r.y, r.w, ROLE_HEADER, " sockpit  ");
	tabs_draw(&c->tabs, c->screen, (struct rect){r.x + used, r.y, r.w - used - rates, 1});
}
