/*
 * socket_rows: a look at all open sockets of the session, as plain data for table and detail.
 *
 * What the kernel says (core/observe) beside what the object counts. Holds no reference: a socket
 * is closed as soon as its notebook drops it. Main thread.
 *
 *	socket_rows_look(&rows, session);       // then rows.row[0 .. rows.n)
 */
#ifndef VIEWS_SOCKET_ROWS_H
#define VIEWS_SOCKET_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observe/observe.h"
#include "views/list.h"
#include "views/names.h"
#include "views/socket_trail.h"

struct socket_row {
	uint64_t id;
	int fd, family, type, proto;
	bool named;			     /* name is an expression that gives the socket */
	char name[NAMES_MAX];		     /* "-" where no name holds it */
	char family_name[32], type_name[32]; /* "AF_INET", "SOCK_STREAM" */
	uint64_t bytes_in, bytes_out;
	int64_t timeout_ns, opened_ns;
	bool wildcard; /* bound to all addresses of this machine */
	struct socket_facts facts;
	char repr[256]; /* Python's, cleaned */
};

struct socket_rows {
	struct socket_row *row; /* those that the filter lets through, sorted */
	size_t n, cap;
	size_t all;	      /* how many there are without the filter */
	int64_t at_ns;	      /* monotonic: of the look */
	struct trails trails; /* of all of them, whatever the filter lets through */
	const struct list
	    *list; /* borrowed: their filter and order; NULL: all, as they were made */
};

enum socket_column {
	SOCKET_NAME,
	SOCKET_FD,
	SOCKET_FAMILY,
	SOCKET_TYPE,
	SOCKET_STATE,
	SOCKET_LOCAL,
	SOCKET_PEER,
	SOCKET_IN,
	SOCKET_OUT,
	SOCKET_COLUMNS,
};

int socket_rows_look(struct socket_rows *rows, const struct session *s); /* 0 or -ENOMEM */
void socket_rows_free(struct socket_rows *rows);

/* The text of a cell. Returns text. */
const char *socket_rows_cell(
    const struct socket_row *row, enum socket_column column, char *text, size_t size);

/* Index of the row with that id, or SIZE_MAX. */
size_t socket_rows_find(const struct socket_rows *rows, uint64_t id);

/* The other end of an INET socket among the rows, by their addresses; NULL: none of them. */
const struct socket_row *socket_rows_other_end(
    const struct socket_rows *rows, const struct socket_row *row);

#endif
