/*
 * frame: one picture of the cockpit, and the look at the world before it.
 *
 * Main thread.
 */
#ifndef VIEWS_FRAME_H
#define VIEWS_FRAME_H

#include <stdbool.h>
#include <stdint.h>

struct cockpit;
struct journal_row;

/* Look at sockets and servers. True while something goes on that changes by itself. */
bool frame_sample(struct cockpit *c, int64_t now_ns);

void frame_draw(struct cockpit *c);

/* The same, but the terminal is not written to: what lies where is known for the next event. */
void frame_compose(struct cockpit *c);

/* Put what came of a line on the message line. */
void frame_tell(struct cockpit *c, const struct journal_row *row);

#endif
