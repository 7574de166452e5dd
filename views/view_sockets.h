/*
 * view_sockets: view 1. All sockets of this notebook, the selected one in detail, the journal.
 *
 * What the actions need to know of it. Main thread.
 */
#ifndef VIEWS_VIEW_SOCKETS_H
#define VIEWS_VIEW_SOCKETS_H

#include "tui/table.h"
#include "views/socket_rows.h"

struct cockpit;

extern const struct table_column view_sockets_columns[SOCKET_COLUMNS];

/* The selected socket, or NULL. Valid until the next look at the sockets. */
const struct socket_row *view_sockets_selected(const struct cockpit *c);

/* All sockets that the table shows. */
const struct socket_rows *view_sockets_rows(const struct cockpit *c);

/* Select the socket of that name as soon as there is one. */
void view_sockets_want(struct cockpit *c, const char *name);

/* Show the data as text, as hex, as both. */
void view_sockets_data_mode(struct cockpit *c);

/* The next page of the detail, or the one before. */
void view_sockets_page(struct cockpit *c, int step);

/* Enter in the detail: set the option that is selected, on other pages all operations; what the
 * footer calls it. */
void view_sockets_enter(struct cockpit *c, int unused);
const char *view_sockets_label_enter(const struct cockpit *c);

/* Put the selected socket and the one it talks to side by side, in the journal's place; again: the
 * journal. */
void view_sockets_pair(struct cockpit *c, int unused);
const char *view_sockets_label_pair(const struct cockpit *c);

#endif
