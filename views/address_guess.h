/*
 * address_guess: whom one may want to talk to: the newest of this session's own listeners and
 * servers that fits. Main thread.
 */
#ifndef VIEWS_ADDRESS_GUESS_H
#define VIEWS_ADDRESS_GUESS_H

#include "views/names.h"

struct cockpit;

#define ADDRESS_PORT_MAX 16

/* Fill in host (or path) and port for a socket of that family and type; "" where nothing fits. */
void address_guess(const struct cockpit *c, int family, int type, char host[NAMES_MAX],
    char port[ADDRESS_PORT_MAX]);

/* "127.0.0.1:9000", "[::1]:9000", "unix:/path" taken apart, a wildcard as this machine alone.
 * False: it is not of that family. */
bool address_take_apart(
    const char *text, int family, char host[NAMES_MAX], char port[ADDRESS_PORT_MAX]);

#endif
