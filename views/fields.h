/*
 * fields: between a parameter of an operation and a field of a form.
 *
 * Choices come from the constants of the socket module and from the session's names; what was
 * typed becomes notation. Main thread.
 */
#ifndef VIEWS_FIELDS_H
#define VIEWS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"
#include "core/notation/op.h"
#include "core/session.h"
#include "tui/form.h"

/* Is it chosen from a list? Then fields_choices() makes it. */
bool fields_is_choice(const struct param *p);

/* A list of choices as the caller's (fields_free_choices); *chosen is the default's, or the first.
 * 0 or -ENOMEM. */
int fields_choices(const struct session *s, const struct param *p, struct form_choice **out,
    size_t *n, size_t *chosen);
void fields_free_choices(struct form_choice *choices, size_t n);

/* What stands in the field at first: the default, or something that works. */
const char *fields_initial(const struct param *p);

/* Is this the parameter's default, or empty where it may be left out? */
bool fields_is_default(const struct param *p, const char *text);

/* What was typed or chosen, as an expression. */
void fields_write(const struct param *p, const char *text, struct buf *to);

/* Text as a str or (prefix "b") bytes literal; escapes that were typed stay escapes. */
void fields_write_quoted(const char *prefix, const char *text, struct buf *to);

/* A constant of the socket module by its name. False: there is none. */
bool fields_constant(const char *name, int *value);

#endif
