/* welcome: what the empty journal says at the start: three keys to begin with. Main thread. */
#ifndef VIEWS_WELCOME_H
#define VIEWS_WELCOME_H

#include "tui/draw.h"

struct screen;

void welcome_draw(struct screen *s, struct rect r);

#endif
