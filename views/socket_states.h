/*
 * socket_states: the TCP state diagram with the state a socket is in and the way it came, as a
 * drawing, and in words where there is no room for one. Main thread.
 */
#ifndef VIEWS_SOCKET_STATES_H
#define VIEWS_SOCKET_STATES_H

#include "core/buf.h"
#include "tui/draw.h"
#include "views/socket_trail.h"

/* "CLOSED → SYN_SENT → [ESTABLISHED]", with "..." where states passed unseen. */
void socket_states_way(const struct trail *way, const struct screen *s, struct buf *to);

/* way NULL: no TCP, or not looked at yet. */
void socket_states_draw(const struct trail *way, struct screen *s, struct rect r);

/* Can a connection go from one state (the kernel's number) straight to the other? */
bool socket_states_follow(int from, int to);

#endif
