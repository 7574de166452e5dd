/*
 * help: the keys of this view, all others, and all operations, to be read, searched and done.
 *
 * Everything is made from the key table and the operations' rows. Main thread.
 */
#ifndef VIEWS_HELP_H
#define VIEWS_HELP_H

struct cockpit;
struct value;

void help_open(struct cockpit *c);

/* Only what is known of one value: a function, method, class, module. */
void help_open_value(struct cockpit *c, const struct value *v);

#endif
