/* welcome: what the empty journal says: at the very first start three keys to begin with, later
 * what stands here. Main thread. */
#ifndef VIEWS_WELCOME_H
#define VIEWS_WELCOME_H

#include "tui/draw.h"

struct keymap;
struct screen;

void welcome_draw(const struct keymap *keys, struct screen *s, struct rect r, bool first);

/* With --readonly, whose empty journal stays so. */
void welcome_draw_readonly(const struct keymap *keys, struct screen *s, struct rect r);

#endif
