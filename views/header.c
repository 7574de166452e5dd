#include "views/header.h"

#include <stdio.h>

#include "views/cockpit.h"
#include "views/units.h"

/* Columns of the program's name and of the rates; the tabs with all names come before both. */
#define NAME_W 10
#define RATES_W 27
#define RATES_NARROW_W 24
#define TABS_W 54

static void squeeze(char *text)
{
	char *to = text;
	for (; *text; text++)
		if (*text != ' ')
			*to++ = *text;
	*to = '\0';
}

/* In places that stay where they are, for the numbers change all the time. */
static int draw_rates(struct cockpit *c, struct rect r)
{
	bool narrow = r.w < TABS_W + RATES_W;
	int w = narrow ? RATES_NARROW_W : RATES_W;
	char in[UNITS_MAX], out[UNITS_MAX], text[96];
	units_rate(c->sockets.total.in + c->servers.total.in, in);
	units_rate(c->sockets.total.out + c->servers.total.out, out);
	if (narrow) {
		squeeze(in);
		squeeze(out);
	}
	snprintf(text, sizeof text, narrow ? "in %-8s out %-8s" : "in %-9s  out %-9s", in, out);
	draw_field(c->screen, r.x + r.w - w, r.y, w, ROLE_HEADER, ALIGN_LEFT, text);
	return w;
}

void header_draw(struct cockpit *c, struct rect r)
{
	draw_fill(c->screen, r, ROLE_HEADER);
	int used = 0, rates = r.w >= TABS_W + RATES_NARROW_W ? draw_rates(c, r) : 0;
	if (r.w >= TABS_W + rates + NAME_W)
		used = draw_text(c->screen, r.x, r.y, r.w, ROLE_HEADER, " sockpit  ");
	tabs_draw(&c->tabs, c->screen, (struct rect){r.x + used, r.y, r.w - used - rates, 1});
}
