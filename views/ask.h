/*
 * ask: three small overlays that put a question: a line to type, yes or no, one of a list.
 *
 * Main thread. The answer comes to a function, after which the overlay is gone; leaving it calls
 * nothing.
 */
#ifndef VIEWS_ASK_H
#define VIEWS_ASK_H

#include <stddef.h>

#include "tui/menu.h"

struct cockpit;

/* A line at the bottom, "label: initial". */
void ask_line(struct cockpit *c, const char *label, const char *initial,
    void (*answer)(struct cockpit *c, const char *text));

/* "question y/n". */
void ask_yes(struct cockpit *c, const char *question, void (*yes)(struct cockpit *c));

/* One of items (copied, and so are their texts and the title); answered with its id. */
void ask_choice(struct cockpit *c, const char *title, const struct menu_item *items, size_t n,
    void (*chosen)(struct cockpit *c, int id));

#endif
