/* view_servers: view 2. All servers, the live connections of the selected one, the journal. What
 * the actions need to know of it. Main thread. */
#ifndef VIEWS_VIEW_SERVERS_H
#define VIEWS_VIEW_SERVERS_H

#include "tui/table.h"
#include "views/server_rows.h"

struct cockpit;

extern const struct table_column view_servers_columns[SERVER_COLUMNS];
extern const struct table_column view_servers_conn_columns[CONN_COLUMNS];

/* The selected server, or NULL. Valid until the next look at the servers. */
const struct server_row *view_servers_selected(const struct cockpit *c);

/* Select the server of that name as soon as there is one. */
void view_servers_want(struct cockpit *c, const char *name);

#endif
