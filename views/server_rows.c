#include "views/server_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "views/label.h"

/* Room for connections that came between the count and the look. */
#define CONNS_MORE 64

static int make_room(void **rows, size_t *cap, size_t n, size_t size)
{
	if (n <= *cap)
		return 0;
	size_t want = *cap ? *cap : 16;
	while (want < n)
		want *= 2;
	void *more = reallocarray(*rows, want, size);
	if (!more)
		return -ENOMEM;
	*rows = more;
	*cap = want;
	return 0;
}

/* ---- sorting ---- */

static int compare_numbers(double a, double b)
{
	return a < b ? -1 : a > b;
}

static double server_number(const struct server_row *r, int column)
{
	switch (column) {
	case SERVER_LIVE:
		return (double)r->facts.live;
	case SERVER_ACCEPTED:
		return (double)r->facts.accepted;
	case SERVER_REFUSED:
		return (double)r->facts.refused;
	case SERVER_CREW:
		return (double)r->facts.children;
	case SERVER_ZOMBIES:
		return (double)r->facts.zombies;
	case SERVER_IN:
		return (double)r->facts.bytes_in;
	case SERVER_OUT:
		return (double)r->facts.bytes_out;
	case SERVER_IN_RATE:
		return r->rate.in;
	case SERVER_OUT_RATE:
		return r->rate.out;
	default:
		return 0;
	}
}

static int compare_servers(const void *va, const void *vb, void *ctx)
{
	const struct server_row *a = va, *b = vb;
	const struct server_rows *rows = ctx;
	char ta[160], tb[160];
	int order = 0, column = list_sorted_by(rows->list);
	if (column >= SERVER_LIVE)
		order = compare_numbers(server_number(a, column), server_number(b, column));
	else if (column >= 0)
		order =
		    strverscmp(server_rows_cell(rows, a, (enum server_column)column, ta, sizeof ta),
			server_rows_cell(rows, b, (enum server_column)column, tb, sizeof tb));
	if (order == 0)
		return compare_numbers((double)a->facts.id, (double)b->facts.id);
	return list_order(rows->list, order);
}

static double conn_number(const struct conn_row *r, int column)
{
	switch (column) {
	case CONN_WHO:
		return r->facts.tid ? r->facts.tid : r->facts.pid;
	case CONN_STATE:
		return r->facts.state;
	case CONN_AGE:
		return -(double)r->facts.start_ns;
	case CONN_IDLE_FOR:
		return -(double)r->facts.last_ns;
	case CONN_REQUESTS:
		return (double)r->facts.requests;
	case CONN_IN:
		return (double)r->facts.bytes_in;
	case CONN_OUT:
		return (double)r->facts.bytes_out;
	case CONN_IN_RATE:
		return r->rate.in;
	case CONN_OUT_RATE:
		return r->rate.out;
	default:
		return 0;
	}
}

static int compare_conns(const void *va, const void *vb, void *ctx)
{
	const struct conn_row *a = va, *b = vb;
	const struct server_rows *rows = ctx;
	int column = list_sorted_by(rows->conn_list);
	int order = column == CONN_PEER
			? strverscmp(a->facts.peer, b->facts.peer)
			: compare_numbers(conn_number(a, column), conn_number(b, column));
	if (order == 0)
		return compare_numbers((double)a->facts.id, (double)b->facts.id);
	return list_order(rows->conn_list, order);
}

/* ---- what was, second by second ---- */

const struct server_history *server_rows_history(const struct server_rows *rows, uint64_t id)
{
	for (size_t i = 0; i < rows->nhistory; i++)
		if (rows->history[i].id == id)
			return &rows->history[i];
	return NULL;
}

static void add_second(struct server_history *h, double rate)
{
	if (h->n == SERVER_SECONDS)
		memmove(h->rate, h->rate + 1, --h->n * sizeof *h->rate);
	h->rate[h->n++] = rate;
}

/* Histories of servers that are gone make room for those of the others. */
static int keep_history(struct server_rows *rows, int64_t now_ns)
{
	if (now_ns - rows->second_ns < NS_PER_S)
		return 0;
	rows->second_ns = now_ns;
	struct server_history *kept = calloc(rows->n + 1, sizeof *kept);
	if (!kept)
		return -ENOMEM;
	for (size_t i = 0; i < rows->n; i++) {
		uint64_t id = rows->row[i].facts.id;
		const struct server_history *before = server_rows_history(rows, id);
		kept[i] = before ? *before : (struct server_history){.id = id};
		add_second(&kept[i], rows->row[i].rate.in + rows->row[i].rate.out);
	}
	free(rows->history);
	rows->history = kept;
	rows->nhistory = rows->n;
	return 0;
}

/* ---- the look ---- */

static bool passes(const struct server_rows *rows, const struct server_row *row)
{
	char text[160];
	const char *filter = list_filter(rows->list);
	if (!filter[0])
		return true;
	for (int i = 0; i < SERVER_COLUMNS; i++)
		if (strcasestr(
			server_rows_cell(rows, row, (enum server_column)i, text, sizeof text),
			filter))
			return true;
	return false;
}

static void fill(
    struct server_rows *rows, struct server_row *row, const struct session *s, struct server *srv)
{
	char address[sizeof row->facts.address];
	*row = (struct server_row){0};
	server_facts(srv, &row->facts);
	label_clean(row->facts.address, address, sizeof address);
	memcpy(row->facts.address, address, sizeof address);
	row->rate =
	    meter_put(&rows->meter, row->facts.id, row->facts.bytes_in, row->facts.bytes_out);
	row->named = names_of(s, server_value(srv), row->name);
	if (!row->named)
		snprintf(row->name, sizeof row->name, "-");
}

static int look_at_conns(struct server_rows *rows, const struct server *s, int64_t now_ns)
{
	struct server_facts facts;
	server_facts(s, &facts);
	if (rows->conn_of != facts.id)
		meter_free(&rows->conn_meter);
	rows->conn_of = facts.id;
	size_t max = (size_t)facts.live + CONNS_MORE;
	struct conn_facts *conns = malloc(max * sizeof *conns);
	if (!conns ||
	    make_room((void **)&rows->conn, &rows->cap_conn, max, sizeof *rows->conn) < 0) {
		free(conns);
		return -ENOMEM;
	}
	rows->live = server_conns(s, conns, max);
	rows->nconn = rows->live < max ? rows->live : max;
	meter_begin(&rows->conn_meter, now_ns);
	for (size_t i = 0; i < rows->nconn; i++) {
		struct conn_row *row = &rows->conn[i];
		row->facts = conns[i];
		row->rate = meter_put(
		    &rows->conn_meter, conns[i].id, conns[i].bytes_in, conns[i].bytes_out);
	}
	meter_end(&rows->conn_meter);
	free(conns);
	if (rows->nconn && list_sorted_by(rows->conn_list) >= 0)
		qsort_r(rows->conn, rows->nconn, sizeof *rows->conn, compare_conns, rows);
	return 0;
}

static int look_at_all(struct server_rows *rows, const struct session *s, struct server **all,
    size_t n, uint64_t conns_of)
{
	int r = make_room((void **)&rows->row, &rows->cap, n, sizeof *rows->row);
	for (size_t i = 0; i < n && r == 0; i++) {
		struct server_row *row = &rows->row[rows->n];
		fill(rows, row, s, all[i]);
		rows->n += passes(rows, row);
		if (row->facts.id == conns_of)
			r = look_at_conns(rows, all[i], rows->now_ns);
	}
	return r;
}

int server_rows_look(
    struct server_rows *rows, const struct session *s, uint64_t conns_of, int64_t now_ns)
{
	struct server **all = NULL;
	long n = server_list_all(session_servers(s), &all);
	if (n < 0)
		return (int)n;
	rows->n = rows->nconn = rows->live = 0;
	rows->all = (size_t)n;
	rows->now_ns = now_ns;
	meter_begin(&rows->meter, now_ns);
	int r = look_at_all(rows, s, all, (size_t)n, conns_of);
	meter_end(&rows->meter);
	if (r == 0)
		r = keep_history(rows, now_ns);
	for (long i = 0; i < n; i++)
		value_unref(server_value(all[i]));
	free(all);
	if (rows->n)
		qsort_r(rows->row, rows->n, sizeof *rows->row, compare_servers, rows);
	return r;
}

void server_rows_free(struct server_rows *rows)
{
	free(rows->row);
	free(rows->conn);
	free(rows->history);
	meter_free(&rows->meter);
	meter_free(&rows->conn_meter);
	*rows = (struct server_rows){0};
}

size_t server_rows_find(const struct server_rows *rows, uint64_t id)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].facts.id == id)
			return i;
	return SIZE_MAX;
}
