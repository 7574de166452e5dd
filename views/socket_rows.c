#include "views/socket_rows.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/observe/tcp.h"
#include "core/ops/sock.h"
#include "core/ops/tables.h"
#include "views/label.h"
#include "views/units.h"

static void name_constant(enum param_kind kind, int value, char *text, size_t size)
{
	const char *name = name_of_constant(kind, value);
	if (name)
		snprintf(text, size, "%s", name);
	else
		snprintf(text, size, "%d", value);
}

static bool is_wildcard(const char *local)
{
	return strncmp(local, "0.0.0.0:", 8) == 0 || strncmp(local, "[::]:", 5) == 0 ||
	       strncmp(local, "[::ffff:0.0.0.0]:", 17) == 0;
}

static void clean_facts(struct socket_facts *facts)
{
	char local[sizeof facts->local], peer[sizeof facts->peer];
	label_clean(facts->local, local, sizeof local);
	label_clean(facts->peer, peer, sizeof peer);
	memcpy(facts->local, local, sizeof local);
	memcpy(facts->peer, peer, sizeof peer);
	/* A socketpair's ends, and most clients, are bound to no address. */
	if (strcmp(peer, "unix:") == 0)
		snprintf(facts->peer, sizeof facts->peer, "unnamed");
}

static void fill_repr(struct socket_row *row, const struct value *v)
{
	struct buf repr = {0};
	value_repr(v, &repr);
	label_clean_len(buf_text(&repr), repr.len, row->repr, sizeof row->repr);
	buf_free(&repr);
}

static void fill(struct socket_row *row, const struct session *s, const struct sock *sock)
{
	*row = (struct socket_row){
	    .id = sock->id,
	    .fd = atomic_load_explicit(&sock->fd, memory_order_relaxed),
	    .family = sock->family,
	    .type = sock->type,
	    .proto = sock->proto,
	    .bytes_in = atomic_load_explicit(&sock->bytes_in, memory_order_relaxed),
	    .bytes_out = atomic_load_explicit(&sock->bytes_out, memory_order_relaxed),
	    .timeout_ns = atomic_load_explicit(&sock->timeout_ns, memory_order_relaxed),
	    .opened_ns = sock->opened_ns,
	};
	row->named = names_of(s, &sock->base, row->name);
	if (!row->named)
		snprintf(row->name, sizeof row->name, "-");
	name_constant(PARAM_FAMILY, row->family, row->family_name, sizeof row->family_name);
	name_constant(PARAM_TYPE, row->type, row->type_name, sizeof row->type_name);
	observe_socket(row->fd, &row->facts);
	clean_facts(&row->facts);
	row->wildcard = is_wildcard(row->facts.local);
	fill_repr(row, &sock->base);
}

/* ---- cells ---- */

static const char *number_or_dash(const struct socket_row *row, uint64_t n, char *text, size_t size)
{
	char number[UNITS_MAX];
	snprintf(text, size, "%s", row->facts.listening ? "-" : units_count(n, number));
	return text;
}

static const char *state_cell(const struct socket_row *row, char *text, size_t size)
{
	if (row->facts.listening)
		snprintf(
		    text, size, "%s %u/%u", row->facts.state, row->facts.queue, row->facts.backlog);
	else
		snprintf(text, size, "%s", row->facts.state);
	return text;
}

const char *socket_rows_cell(
    const struct socket_row *row, enum socket_column column, char *text, size_t size)
{
	switch (column) {
	case SOCKET_NAME:
		return row->name;
	case SOCKET_FD:
		snprintf(text, size, "%d", row->fd);
		return text;
	case SOCKET_FAMILY:
		return label_after(row->family_name, "AF_");
	case SOCKET_TYPE:
		return label_after(row->type_name, "SOCK_");
	case SOCKET_STATE:
		return state_cell(row, text, size);
	case SOCKET_LOCAL:
		return row->facts.local;
	case SOCKET_PEER:
		return row->facts.peer;
	case SOCKET_IN:
		return number_or_dash(row, row->bytes_in, text, size);
	case SOCKET_OUT:
		return number_or_dash(row, row->bytes_out, text, size);
	default:
		return "";
	}
}

/* ---- filter and sort ---- */

static bool passes(const struct socket_row *row, const char *filter)
{
	char text[64];
	if (!filter[0])
		return true;
	for (int i = 0; i < SOCKET_COLUMNS; i++)
		if (strcasestr(
			socket_rows_cell(row, (enum socket_column)i, text, sizeof text), filter))
			return true;
	return false;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare(const void *va, const void *vb, void *ctx)
{
	const struct socket_row *a = va, *b = vb;
	const struct socket_rows *rows = ctx;
	enum socket_column column = (enum socket_column)list_sorted_by(rows->list);
	char ta[64], tb[64];
	int order;
	switch ((int)column) {
	case SOCKET_FD:
		order = compare_numbers((uint64_t)a->fd, (uint64_t)b->fd);
		break;
	case SOCKET_IN:
		order = compare_numbers(a->bytes_in, b->bytes_in);
		break;
	case SOCKET_OUT:
		order = compare_numbers(a->bytes_out, b->bytes_out);
		break;
	case -1:
		order = 0;
		break;
	default:
		order = strverscmp(socket_rows_cell(a, column, ta, sizeof ta),
		    socket_rows_cell(b, column, tb, sizeof tb));
	}
	if (order == 0)
		return compare_numbers(a->id, b->id);
	return list_order(rows->list, order);
}

/* ---- the look ---- */

static int make_room(struct socket_rows *rows, size_t n)
{
	if (n <= rows->cap)
		return 0;
	struct socket_row *more = reallocarray(rows->row, n, sizeof *more);
	if (!more)
		return -ENOMEM;
	rows->row = more;
	rows->cap = n;
	return 0;
}

/* A socket that was connected is in CLOSE again: say how it came there. */
static void tell_end(struct socket_row *row, const struct trail *way)
{
	const struct trail_step *last = trail_last(way);
	if (!last || last->state != TCP_STATE_CLOSE || way->n < 2)
		return;
	bool refused = last[-1].state == TCP_STATE_SYN_SENT;
	snprintf(row->facts.state, sizeof row->facts.state, "%s",
	    !last->reset ? "CLOSED"
	    : refused	 ? "CLOSED, refused"
			 : "CLOSED by RST");
}

/* 0 or -ENOMEM. */
static int look(struct socket_rows *rows, const struct session *s, const struct sock *sock)
{
	struct socket_row *row = &rows->row[rows->n];
	fill(row, s, sock);
	int r =
	    trails_see(&rows->trails, row->id, row->facts.tcp_state, row->facts.reset, rows->at_ns);
	tell_end(row, trails_find(&rows->trails, row->id));
	rows->n += passes(row, list_filter(rows->list));
	return r;
}

int socket_rows_look(struct socket_rows *rows, const struct session *s)
{
	struct sock **all = NULL;
	long n = book_list(session_book(s), &all);
	if (n < 0)
		return (int)n;
	int r = make_room(rows, (size_t)n);
	rows->n = 0;
	rows->all = (size_t)n;
	rows->at_ns = clock_mono_ns();
	trails_begin(&rows->trails);
	for (long i = 0; i < n; i++) {
		if (r == 0)
			r = look(rows, s, all[i]);
		value_unref(&all[i]->base);
	}
	free(all);
	trails_end(&rows->trails);
	if (rows->n)
		qsort_r(rows->row, rows->n, sizeof *rows->row, compare, rows);
	return r;
}

void socket_rows_free(struct socket_rows *rows)
{
	free(rows->row);
	trails_free(&rows->trails);
	*rows = (struct socket_rows){0};
}

size_t socket_rows_find(const struct socket_rows *rows, uint64_t id)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].id == id)
			return i;
	return SIZE_MAX;
}

const struct socket_row *socket_rows_other_end(
    const struct socket_rows *rows, const struct socket_row *row)
{
	if (!row->facts.peer[0] || row->family == AF_UNIX)
		return NULL;
	for (size_t i = 0; i < rows->n; i++) {
		const struct socket_row *other = &rows->row[i];
		if (other->type == row->type && !other->facts.listening &&
		    strcmp(other->facts.local, row->facts.peer) == 0 &&
		    strcmp(other->facts.peer, row->facts.local) == 0)
			return other;
	}
	return NULL;
}
