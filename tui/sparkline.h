/* sparkline: the last values as small columns, newest at the right: ▁▂▃▅█, or ASCII _.:-=+*#. */
#ifndef TUI_SPARKLINE_H
#define TUI_SPARKLINE_H

#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"

/* values oldest first; as many of the newest as r is wide are shown over the whole height of r,
 * scaled to their maximum, or to max where that is not 0. */
void sparkline_draw(struct screen *s, struct rect r, const uint64_t *values, size_t n, uint64_t max,
    enum role role);

#endif
