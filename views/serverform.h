/*
 * serverform: the form that starts a server: model, address, handler. It writes the lines that
 * construct it and make it serve. Main thread.
 */
#ifndef VIEWS_SERVERFORM_H
#define VIEWS_SERVERFORM_H

#include <stdbool.h>

struct cockpit;

void serverform_open(struct cockpit *c);

/* With this model or this handler chosen, in the view of servers. False: it is neither. */
bool serverform_open_with(struct cockpit *c, const char *name);

#endif
