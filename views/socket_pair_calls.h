/*
 * socket_pair_calls: which system calls of the journal belong to a pair, and what they say. Main
 * thread.
 */
#ifndef VIEWS_SOCKET_PAIR_CALLS_H
#define VIEWS_SOCKET_PAIR_CALLS_H

#include "views/socket_pair.h"

/* Tell the calls anew; what ended long ago is told only once. */
void pair_calls_look(struct pair *p, const struct session *s);

#endif
