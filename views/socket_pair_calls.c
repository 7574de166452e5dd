#include "views/socket_pair_calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal.h"
#include "core/trace.h"
#include "views/units.h"

/* How a system call is told; those that are not here only look, or set up. */
static const struct word {
	const char *call; /* the kernel's name */
	const char *word;
	enum pair_flow flow;
	bool moves; /* its result is a count of bytes */
	int arg;    /* that says more; 0: none */
} words[] = {
    {.call = "connect", .word = "connect", .flow = FLOW_SYN},
    {.call = "accept4", .word = "accept"},
    {.call = "accept", .word = "accept"},
    {.call = "sendto", .word = "send", .flow = FLOW_DATA, .moves = true},
    {.call = "sendmsg", .word = "sendmsg", .flow = FLOW_DATA, .moves = true},
    {.call = "sendfile", .word = "sendfile", .flow = FLOW_DATA, .moves = true},
    {.call = "recvfrom", .word = "recv", .moves = true},
    {.call = "recvmsg", .word = "recvmsg", .moves = true},
    {.call = "shutdown", .word = "shutdown", .arg = 1},
    {.call = "setsockopt", .word = "setsockopt", .arg = 2},
    {.call = "close", .word = "close"},
};

static const struct word *find_word(const char *call)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].call, call) == 0)
			return &words[i];
	return NULL;
}

static void write_call(
    const struct word *w, const struct trace_call *call, char text[PAIR_TEXT_MAX])
{
	char bytes[UNITS_MAX];
	if (call->err)
		snprintf(text, PAIR_TEXT_MAX, "%s %s", w->word, strerrorname_np(call->err));
	else if (w->moves && call->ret == 0 && w->flow == FLOW_NONE)
		snprintf(text, PAIR_TEXT_MAX, "%s end of file", w->word);
	else if (w->moves)
		snprintf(
		    text, PAIR_TEXT_MAX, "%s %s", w->word, units_bytes((uint64_t)call->ret, bytes));
	else if (w->arg && (size_t)w->arg < call->nargs)
		snprintf(text, PAIR_TEXT_MAX, "%s %s", w->word, call->arg[w->arg]);
	else
		snprintf(text, PAIR_TEXT_MAX, "%s", w->word);
}

/* Is it a call on that descriptor, or the one that made it? */
static bool is_on(const struct trace_call *call, const struct word *w, int fd)
{
	if (strncmp(w->call, "accept", 6) == 0)
		return !call->err && call->ret == fd;
	return call->nargs && call->arg[0] && atoi(call->arg[0]) == fd;
}

static void tell_call(struct pair *p, int side, const struct trace_call *call)
{
	struct pair_end *e = &p->end[side];
	const struct word *w = find_word(call->name);
	int fd = e->fd;
	if (!w || fd < 0 || !is_on(call, w, fd))
		return;
	bool closes = strcmp(w->call, "close") == 0;
	/* The number may have belonged to another socket before, and may to another one after. */
	if (e->closed_ns && call->start_ns > e->closed_ns)
		return;
	if (closes && call->start_ns < e->opened_ns)
		return;
	int64_t at_ns = call->start_ns + (closes ? 0 : call->duration_ns);
	struct pair_line *line = pair_lines_add(&p->calls, at_ns);
	if (closes)
		e->closed_ns = at_ns;
	write_call(w, call, line->text[side]);
	line->failed = call->err != 0;
	line->from = side;
	line->flow = call->err ? FLOW_NONE : w->flow;
	line->bytes = w->moves && call->ret > 0 ? (uint64_t)call->ret : 0;
}

static void tell_row(struct pair *p, const struct journal_row *row)
{
	size_t n = row->trace ? trace_count(row->trace) : 0;
	for (size_t i = 0; i < n; i++)
		for (int side = 0; side < 2; side++)
			if (!row->end_ns || row->end_ns >= p->end[side].opened_ns)
				tell_call(p, side, trace_at(row->trace, i));
}

void pair_calls_look(struct pair *p, const struct session *s)
{
	const struct journal *j = session_journal(s);
	uint64_t seq = journal_first(j), last = journal_last(j);
	bool settled = true;
	if (!seq)
		return;
	if (seq <= p->settled_seq)
		seq = p->settled_seq + 1;
	p->calls.n = p->settled < p->calls.n ? p->settled : p->calls.n;
	for (; seq <= last; seq++) {
		const struct journal_row *row = journal_at(j, seq);
		if (!row)
			continue;
		settled &= row->state != ROW_RUNNING;
		tell_row(p, row);
		if (settled) {
			p->settled_seq = seq;
			p->settled = p->calls.n;
		}
	}
}
