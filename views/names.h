/*
 * names: between values and the names that lines of notation call them by. Main thread.
 */
#ifndef VIEWS_NAMES_H
#define VIEWS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/session.h"

/* Room for any name or expression written here. */
#define NAMES_MAX 96

/* An expression that gives v: "conn", or "pair[1]" where a tuple holds it. False: none does. */
bool names_of(const struct session *s, const struct value *v, char text[NAMES_MAX]);

/* A name that nothing is bound to, and no waiting line will bind: stem, stem2, stem3... or, where
 * numbered, stem1, stem2... */
void names_fresh(const struct session *s, const char *stem, bool numbered, char text[NAMES_MAX]);

/* Is it bound, or will a line under way bind it? */
bool names_taken(const struct session *s, const char *name);

#endif
