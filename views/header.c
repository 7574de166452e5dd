#include "views/header.h"

#include <stdio.h>

#include "tui/text.h"
#include "views/cockpit.h"
#include "views/units.h"

/* From here on there is room for the program's name, and for the rates. */
#define NAME_FROM 70
#define RATES_FROM 76

static int draw_rates(struct cockpit *c, struct rect r)
{
	char in[UNITS_MAX], out[UNITS_MAX], text[96];
	units_rate(c->sockets.total.in + c->servers.total.in, in);
	units_rate(c->sockets.total.out + c->servers.total.out, out);
	/* In places that stay where they are: the numbers change four times a second. */
	snprintf(text, sizeof text, "in %9s  out %9s ", in, out);
	int w = text_width(text);
	draw_field(c->screen, r.x + r.w - w, r.y, w, ROLE_HEADER, ALIGN_LEFT, text);
	return w;
}

void header_draw(struct cockpit *c, struct rect r)
{
	draw_fill(c->screen, r, ROLE_HEADER);
	int used = 0;
	if (r.w >= NAME_FROM)
		used = draw_text(c->screen, r.x, r.y, r.w, ROLE_HEADER, " sockpit  ");
	int rates = r.w >= RATES_FROM ? draw_rates(c, r) : 0;
	tabs_draw(&c->tabs, c->screen, (struct rect){r.x + used, r.y, r.w - used - rates, 1});
}
