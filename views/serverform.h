/*
 * serverform: the form that starts a server: model, address, handler. It writes the lines that
 * construct it and make it serve. Main thread.
 */
#ifndef VIEWS_SERVERFORM_H
#define VIEWS_SERVERFORM_H

struct cockpit;

void serverform_open(struct cockpit *c);

#endif
