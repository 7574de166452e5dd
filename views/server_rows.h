/*
 * server_rows: a look at all servers of the session and at the connections of one, as plain data.
 *
 * Main thread. Holds no reference.
 */
#ifndef VIEWS_SERVER_ROWS_H
#define VIEWS_SERVER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/server/server.h"
#include "views/list.h"
#include "views/meter.h"
#include "views/names.h"

/* What a server moved in each of the last seconds, oldest first. */
#define SERVER_SECONDS 24

struct server_history {
	uint64_t id;
	double rate[SERVER_SECONDS];
	size_t n;
};

struct server_row {
	struct server_facts facts; /* texts cleaned */
	struct rate rate;
	bool named;
	char name[NAMES_MAX];
};

struct conn_row {
	struct conn_facts facts;
	struct rate rate;
};

enum server_column {
	SERVER_NAME,
	SERVER_MODEL,
	SERVER_ADDRESS,
	SERVER_HANDLER,
	SERVER_STATE,
	SERVER_LIVE,
	SERVER_ACCEPTED,
	SERVER_REFUSED,
	SERVER_CREW,
	SERVER_ZOMBIES,
	SERVER_IN,
	SERVER_OUT,
	SERVER_IN_RATE,
	SERVER_OUT_RATE,
	SERVER_SPARK,
	SERVER_COLUMNS,
};

enum conn_column {
	CONN_PEER,
	CONN_WHO,
	CONN_STATE,
	CONN_AGE,
	CONN_IDLE_FOR,
	CONN_REQUESTS,
	CONN_IN,
	CONN_OUT,
	CONN_IN_RATE,
	CONN_OUT_RATE,
	CONN_COLUMNS,
};

struct server_rows {
	struct server_row *row;
	size_t n, cap, all;
	const struct list
	    *list; /* borrowed: their filter and order; NULL: all, as they were made */
	struct meter meter;
	struct server_history *history;
	size_t nhistory;
	int64_t second_ns; /* when the last second was added to it */

	struct conn_row *conn; /* of server conn_of */
	size_t nconn, cap_conn;
	size_t live; /* how many there are, shown or not */
	uint64_t conn_of;
	const struct list *conn_list; /* the same of the connections, that have no filter */
	struct meter conn_meter;
	int64_t now_ns; /* of the last look */
	bool ascii;
};

/* Look at all servers, and at the connections of the one with that id. 0 or -ENOMEM. */
int server_rows_look(
    struct server_rows *rows, const struct session *s, uint64_t conns_of, int64_t now_ns);
void server_rows_free(struct server_rows *rows);

const char *server_rows_cell(const struct server_rows *rows, const struct server_row *row,
    enum server_column column, char *text, size_t size);
const char *server_rows_conn_cell(const struct server_rows *rows, const struct conn_row *row,
    enum conn_column column, char *text, size_t size);

/* Index of the row with that id, or SIZE_MAX. */
size_t server_rows_find(const struct server_rows *rows, uint64_t id);

/* What the server with that id moved; NULL: not known yet. */
const struct server_history *server_rows_history(const struct server_rows *rows, uint64_t id);

/* "serving", "bound", ... */
const char *server_rows_state(enum server_state state);

#endif
