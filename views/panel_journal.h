/*
 * panel_journal: the journal as a panel, shared by the views that show it. Main thread.
 */
#ifndef VIEWS_PANEL_JOURNAL_H
#define VIEWS_PANEL_JOURNAL_H

#include <stdbool.h>

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

struct cockpit;
struct journal_panel;
struct journal_row;

int journal_panel_new(struct journal_panel **out); /* 0 or -ENOMEM */
void journal_panel_free(struct journal_panel *p);

void journal_panel_draw(struct cockpit *c, struct rect r, bool focused);
enum intent journal_panel_key(struct cockpit *c, const struct event *ev);

/* The row of the selected line, or NULL. */
const struct journal_row *journal_panel_selected(const struct cockpit *c);

#endif
