/* header: the first line: name, the views' tabs, total rates. Main thread. */
#ifndef VIEWS_HEADER_H
#define VIEWS_HEADER_H

#include "tui/draw.h"

struct cockpit;

void header_draw(struct cockpit *c, struct rect r);

#endif
