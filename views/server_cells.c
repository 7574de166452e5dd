/* server_cells: the texts of the tables in server_rows.h. */
#include <stdio.h>

#include "views/bars.h"
#include "views/server_rows.h"
#include "views/units.h"

const char *server_rows_state(enum server_state state)
{
	static const char *const names[] = {
	    [SERVER_BOUND] = "bound",
	    [SERVER_SERVING] = "serving",
	    [SERVER_STOPPING] = "stopping",
	    [SERVER_CLOSED] = "closed",
	    [SERVER_DIED] = "died",
	};
	return names[state];
}

static const char *count(uint64_t n, char *text, size_t size)
{
	char number[UNITS_MAX];
	snprintf(text, size, "%s", units_count(n, number));
	return text;
}

/* Exact, or marked as within one buffer per killed child. */
static const char *bytes(
    const struct server_rows *rows, uint64_t n, bool inexact, char *text, size_t size)
{
	char number[UNITS_MAX];
	snprintf(text, size, "%s%s", inexact ? rows->ascii ? "~" : "\u00b1" : "",
	    units_count(n, number));
	return text;
}

static const char *rate(double per_second, char *text, size_t size)
{
	char number[UNITS_MAX];
	snprintf(text, size, "%s", units_rate(per_second, number));
	return text;
}

static const char *address(const struct server_facts *f, char *text, size_t size)
{
	if (!f->wildcard)
		return f->address;
	/* As short as it is, the mark is never cut off: "0.0.0.0:65535 !" fills the column. */
	snprintf(text, size, "%s !", f->address);
	return text;
}

static const char *spark(
    const struct server_rows *rows, const struct server_row *row, char *text, size_t size)
{
	char bars[BARS_TEXT_MAX];
	const struct server_history *h = server_rows_history(rows, row->facts.id);
	bars_spark(h ? h->rate : NULL, h ? h->n : 0, SERVER_SECONDS, rows->ascii, bars);
	snprintf(text, size, "%s", bars);
	return text;
}

const char *server_rows_cell(const struct server_rows *rows, const struct server_row *row,
    enum server_column column, char *text, size_t size)
{
	const struct server_facts *f = &row->facts;
	switch (column) {
	case SERVER_NAME:
		return row->name;
	case SERVER_MODEL:
		return f->model;
	case SERVER_ADDRESS:
		return address(f, text, size);
	case SERVER_HANDLER:
		return f->handler;
	case SERVER_STATE:
		return server_rows_state(f->state);
	case SERVER_LIVE:
		return count(f->live, text, size);
	case SERVER_ACCEPTED:
		return count(f->accepted, text, size);
	case SERVER_REFUSED:
		return count(f->refused, text, size);
	case SERVER_CREW:
		return count(f->children, text, size);
	case SERVER_ZOMBIES:
		return count(f->zombies, text, size);
	case SERVER_IN:
		return bytes(rows, f->bytes_in, f->inexact, text, size);
	case SERVER_OUT:
		return bytes(rows, f->bytes_out, f->inexact, text, size);
	case SERVER_IN_RATE:
		return rate(row->rate.in, text, size);
	case SERVER_OUT_RATE:
		return rate(row->rate.out, text, size);
	case SERVER_SPARK:
		return spark(rows, row, text, size);
	default:
		return "";
	}
}

static const char *conn_state(enum conn_state state)
{
	switch (state) {
	case CONN_BUSY:
		return "busy";
	case CONN_IDLE:
		return "idle";
	case CONN_CLOSING:
		return "closing";
	case CONN_ZOMBIE:
		return "zombie";
	default:
		return "-";
	}
}

/* The thread where one serves it, else the process. */
static const char *who(const struct conn_facts *f, char *text, size_t size)
{
	if (f->tid && f->tid != f->pid)
		snprintf(text, size, "tid %d", f->tid);
	else
		snprintf(text, size, "pid %d", f->pid);
	return text;
}

static const char *since(int64_t now_ns, int64_t then_ns, char *text, size_t size)
{
	char age[UNITS_MAX];
	snprintf(text, size, "%s", units_age(now_ns - then_ns, age));
	return text;
}

const char *server_rows_conn_cell(const struct server_rows *rows, const struct conn_row *row,
    enum conn_column column, char *text, size_t size)
{
	const struct conn_facts *f = &row->facts;
	switch (column) {
	case CONN_PEER:
		return f->peer;
	case CONN_WHO:
		return who(f, text, size);
	case CONN_STATE:
		return conn_state(f->state);
	case CONN_AGE:
		return since(rows->now_ns, f->start_ns, text, size);
	case CONN_IDLE_FOR:
		return since(rows->now_ns, f->last_ns, text, size);
	case CONN_REQUESTS:
		return count(f->requests, text, size);
	case CONN_IN:
		return bytes(rows, f->bytes_in, f->inexact, text, size);
	case CONN_OUT:
		return bytes(rows, f->bytes_out, f->inexact, text, size);
	case CONN_IN_RATE:
		return rate(row->rate.in, text, size);
	case CONN_OUT_RATE:
		return rate(row->rate.out, text, size);
	default:
		return "";
	}
}
