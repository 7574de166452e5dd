/*
 * crew: who serves, a box for each process or thread: its number, what it does, for whom.
 *
 * Where there are more than boxes fit, each is one sign. Main thread.
 */
#ifndef VIEWS_CREW_H
#define VIEWS_CREW_H

#include "tui/draw.h"
#include "views/server_rows.h"

/* The crew of server, which is the one whose connections rows has; inside r. */
void crew_draw(struct screen *s, struct rect r, const struct server_rows *rows,
    const struct server_row *server);

/* How many lines it takes to show n boxes in w columns. */
int crew_height(int w, size_t n);

#endif
