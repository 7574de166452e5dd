#include "views/socket_pair.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/diag.h"
#include "core/observe/tcp.h"
#include "core/observe/unix_one.h"
#include "core/ops/sock.h"
#include "views/label.h"
#include "views/socket_pair_calls.h"

/* ---- lines ---- */

struct pair_line *pair_lines_add(struct pair_lines *to, int64_t at_ns)
{
	if (to->n == PAIR_LINES_MAX)
		memmove(to->line, to->line + 1, --to->n * sizeof *to->line);
	struct pair_line *line = &to->line[to->n++];
	*line = (struct pair_line){.at_ns = at_ns, .wall_ns = clock_wall_of(at_ns)};
	return line;
}

static int by_time(const void *va, const void *vb)
{
	const struct pair_line *a = *(const struct pair_line *const *)va;
	const struct pair_line *b = *(const struct pair_line *const *)vb;
	if (a->at_ns == b->at_ns)
		return a->is_state - b->is_state;
	return a->at_ns < b->at_ns ? -1 : 1;
}

static void sort_lines(struct pair *p)
{
	p->nlines = 0;
	for (size_t i = 0; i < p->calls.n; i++)
		p->line[p->nlines++] = &p->calls.line[i];
	for (size_t i = 0; i < p->states.n; i++)
		p->line[p->nlines++] = &p->states.line[i];
	qsort(p->line, p->nlines, sizeof *p->line, by_time);
}

/* ---- the other end ---- */

static const struct socket_row *find_unix(
    const struct socket_rows *rows, const struct socket_row *row)
{
	struct unix_one mine, other;
	if (unix_one_ask(row->fd, &mine) < 0 || !mine.peer)
		return NULL;
	for (size_t i = 0; i < rows->n; i++)
		if (rows->row[i].family == AF_UNIX && unix_one_ask(rows->row[i].fd, &other) == 0 &&
		    other.inode == mine.peer)
			return &rows->row[i];
	return NULL;
}

/* ---- opening ---- */

static void open_end(struct pair_end *e, const struct socket_row *row, const struct trails *trails)
{
	const struct trail *way = trails_find(trails, row->id);
	*e = (struct pair_end){.id = row->id, .fd = row->fd, .opened_ns = row->opened_ns};
	snprintf(e->name, sizeof e->name, "%s", row->name);
	if (way)
		e->way = *way;
}

static void open_addresses(struct pair *p, const struct address *mine, const struct address *other)
{
	p->end[0].local = *mine;
	p->end[1].local = *other;
	for (int i = 0; i < 2; i++) {
		char text[ADDRESS_TEXT_MAX];
		const struct address *a = &p->end[i].local;
		address_format(&a->sa, a->len, text, sizeof text);
		bool named = strcmp(text, "unix:") != 0;
		label_clean(named ? text : "", p->end[i].address, sizeof p->end[i].address);
	}
}

/* Has this end sent its FIN in that state? */
static bool has_sent_fin(int state)
{
	return state == DIAG_FIN_WAIT1 || state == DIAG_FIN_WAIT2 || state == DIAG_TIME_WAIT ||
	       state == DIAG_CLOSING || state == DIAG_LAST_ACK;
}

/* The line of both ends' states at that time. */
static struct pair_line *state_line(struct pair *p, int64_t at_ns)
{
	for (size_t i = 0; i < p->states.n; i++)
		if (p->states.line[i].at_ns == at_ns)
			return &p->states.line[i];
	struct pair_line *line = pair_lines_add(&p->states, at_ns);
	line->is_state = true;
	return line;
}

static void tell_step(struct pair *p, int side, size_t i)
{
	const struct trail_step *step = &p->end[side].way.step[i];
	struct pair_line *line = state_line(p, step->at_ns);
	snprintf(line->text[side], PAIR_TEXT_MAX, "%s",
	    step->state == TCP_STATE_CLOSE ? "CLOSED" : tcp_state_name(step->state));
	if (has_sent_fin(step->state) && i > 0 && !has_sent_fin(step[-1].state)) {
		line->flow = FLOW_FIN;
		line->from = side;
	}
}

/* The way that each end came before the pair was looked at. */
static void tell_ways(struct pair *p)
{
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < p->end[side].way.n; i++)
			tell_step(p, side, i);
}

int pair_open(struct pair *p, const struct session *s, const struct socket_rows *rows,
    const struct socket_row *row)
{
	struct address mine, other;
	bool is_unix = row->family == AF_UNIX;
	if (tcp_one_addresses(row->fd, &mine, &other) < 0)
		return -ENOTCONN;
	const struct socket_row *found =
	    is_unix ? find_unix(rows, row) : socket_rows_other_end(rows, row);
	if (!found && !row->facts.has_tcp)
		return -ENOENT;
	pair_close(p);
	p->calls.line = calloc(PAIR_LINES_MAX, sizeof *p->calls.line);
	p->states.line = calloc(PAIR_LINES_MAX, sizeof *p->states.line);
	if (!p->calls.line || !p->states.line) {
		pair_close(p);
		return -ENOMEM;
	}
	p->on = true;
	p->tcp = row->facts.has_tcp;
	open_end(&p->end[0], row, &rows->trails);
	p->end[1].fd = -1;
	if (found)
		open_end(&p->end[1], found, &rows->trails);
	open_addresses(p, &mine, &other);
	tell_ways(p);
	pair_look(p, s);
	return 0;
}

void pair_close(struct pair *p)
{
	free(p->calls.line);
	free(p->states.line);
	*p = (struct pair){0};
}

bool pair_has(const struct pair *p, uint64_t id)
{
	return p->on && (p->end[0].id == id || p->end[1].id == id);
}

bool pair_lives(const struct pair *p)
{
	return p->on && p->tcp && (p->end[0].found || p->end[1].found);
}

/* ---- looking ---- */

/* Is the socket still in the book? Then its facts. */
static bool look_at_open(const struct session *s, const struct pair_end *e, struct socket_facts *f)
{
	struct sock **all = NULL;
	long n = e->id ? book_list(session_book(s), &all) : 0;
	bool open = false;
	for (long i = 0; i < n; i++) {
		if (all[i]->id == e->id)
			open = observe_socket(
				   atomic_load_explicit(&all[i]->fd, memory_order_relaxed), f) == 0;
		value_unref(&all[i]->base);
	}
	free(all);
	return open;
}

/* TIME_WAIT and orphans have no descriptor; an open one may be in CLOSE beside them. */
static void look_at_end(struct pair *p, const struct session *s, int side, struct socket_facts *f)
{
	struct pair_end *e = &p->end[side];
	bool open = look_at_open(s, e, f);
	e->found = p->tcp && tcp_one_ask(&e->local, &p->end[1 - side].local, &e->kernel) == 0;
	if (open && f->recv_queue >= 0)
		e->unread = f->recv_queue;
	e->reset |= open && f->reset;
	f->tcp_state = e->found ? e->kernel.state : p->tcp && e->id ? TCP_STATE_CLOSE : 0;
	if (!e->id && !e->found && e->way.n)
		f->tcp_state = TCP_STATE_CLOSE;
	snprintf(e->state, sizeof e->state, "%.23s",
	    f->tcp_state == TCP_STATE_CLOSE ? "CLOSED"
	    : f->tcp_state		    ? tcp_state_name(f->tcp_state)
	    : open			    ? f->state
	    : e->id			    ? "closed"
					    : "unknown");
}

static int last_state(const struct pair_end *e)
{
	const struct trail_step *last = trail_last(&e->way);
	return last ? last->state : 0;
}

/* Could both have gone from there without an RST? One of them has to pass through TIME_WAIT. */
static bool ends_well(int state)
{
	return state == 0 || state == DIAG_LAST_ACK || state == DIAG_TIME_WAIT ||
	       state == DIAG_CLOSING || state == DIAG_CLOSE;
}

static bool was_reset(const struct pair *p, const int before[2])
{
	if (p->end[0].reset || p->end[1].reset)
		return true;
	return !p->end[0].found && !p->end[1].found && !ends_well(before[0]) &&
	       !ends_well(before[1]);
}

/* The one that closed sent it; where both have, the one that had not read everything. */
static int reset_from(const struct pair *p)
{
	const struct pair_end *e = p->end;
	if (e[0].reset != e[1].reset)
		return e[0].reset;
	if (!e[0].closed_ns != !e[1].closed_ns)
		return !e[0].closed_ns;
	return e[1].unread > e[0].unread;
}

static void mark_flow(struct pair *p, struct pair_line *line, const int before[2])
{
	if (!p->reset_told && was_reset(p, before)) {
		p->reset_told = true;
		line->flow = FLOW_RST;
		line->from = reset_from(p);
		p->end[1 - line->from].reset = true;
		return;
	}
	for (int side = 0; side < 2; side++) {
		if (has_sent_fin(before[side]) || !has_sent_fin(last_state(&p->end[side])))
			continue;
		line->flow = FLOW_FIN;
		line->from = side;
	}
	/* The other end's FIN, where it is gone already. */
	for (int side = 0; side < 2; side++)
		if (line->flow == FLOW_NONE && before[side] == DIAG_FIN_WAIT2 &&
		    last_state(&p->end[side]) == DIAG_TIME_WAIT) {
			line->flow = FLOW_FIN;
			line->from = 1 - side;
		}
}

static void look_at_states(struct pair *p, const struct session *s)
{
	int64_t now = clock_mono_ns();
	struct socket_facts facts[2];
	int before[2];
	bool changed[2];
	for (int side = 0; side < 2; side++) {
		struct pair_end *e = &p->end[side];
		memset(&facts[side], 0, sizeof facts[side]);
		before[side] = last_state(e);
		look_at_end(p, s, side, &facts[side]);
		if (facts[side].tcp_state)
			trail_add(&e->way, facts[side].tcp_state, e->reset, now);
		changed[side] = last_state(e) != before[side];
	}
	if (!changed[0] && !changed[1])
		return;
	struct pair_line *line = pair_lines_add(&p->states, now);
	line->is_state = true;
	for (int side = 0; side < 2; side++)
		if (changed[side])
			snprintf(line->text[side], PAIR_TEXT_MAX, "%s", p->end[side].state);
	mark_flow(p, line, before);
}

void pair_look(struct pair *p, const struct session *s)
{
	if (!p->on)
		return;
	pair_calls_look(p, s);
	look_at_states(p, s);
	sort_lines(p);
}
