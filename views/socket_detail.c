#include "views/socket_detail.h"

#include <stdio.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/ops/sock.h"
#include "views/bars.h"
#include "views/label.h"
#include "views/units.h"

/* From this width on a title has the constants' full names. */
#define TITLE_WIDE 46

const char *socket_detail_title(
    const struct socket_row *row, struct screen *s, int w, char text[SOCKET_TITLE_MAX])
{
	const char *line = draw_glyph_text(s, GLYPH_HLINE);
	bool wide = w >= TITLE_WIDE;
	snprintf(text, SOCKET_TITLE_MAX, "%s %s %s %s %s fd %d", row->name, line,
	    wide ? row->family_name : label_after(row->family_name, "AF_"),
	    wide ? row->type_name : label_after(row->type_name, "SOCK_"), line, row->fd);
	return text;
}

static void add_mode(struct facts *f, const struct socket_row *row)
{
	double seconds = (double)row->timeout_ns / (double)NS_PER_S;
	if (row->timeout_ns == TIMEOUT_NONE) {
		facts_add(f, "mode", ROLE_NORMAL, "blocking");
		facts_add(f, "timeout", ROLE_NORMAL, "None");
	} else {
		facts_add(f, "mode", ROLE_NORMAL, seconds > 0 ? "timeout" : "non-blocking");
		facts_add(f, "timeout", ROLE_NORMAL, "%g s", seconds);
	}
}

static void add_addresses(struct facts *f, const struct socket_facts *facts, bool wildcard)
{
	const char *none = "none yet";
	facts_add(f, "local", wildcard ? ROLE_WARN : ROLE_NORMAL, "%s%s",
	    facts->local[0] ? facts->local : none, wildcard ? "  all addresses" : "");
	if (!facts->listening)
		facts_add(f, "peer", ROLE_NORMAL, "%s", facts->peer[0] ? facts->peer : none);
}

/* A queue of TCP holds one more than its backlog; from then on clients wait outside. */
static void add_backlog(struct facts *f, const struct socket_facts *facts, bool ascii)
{
	char bar[BARS_TEXT_MAX];
	bool full = facts->queue > facts->backlog;
	facts_add(f, "accept queue",
	    full	   ? ROLE_ERROR
	    : facts->queue ? ROLE_WARN
			   : ROLE_NORMAL,
	    "%s %u of %u%s", bars_gauge(facts->queue, facts->backlog, 6, ascii, bar), facts->queue,
	    facts->backlog, full ? " full" : "");
}

static void add_queues(struct facts *f, const struct socket_facts *facts, bool ascii)
{
	char in[UNITS_MAX], out[UNITS_MAX];
	if (facts->listening) {
		add_backlog(f, facts, ascii);
		return;
	}
	if (facts->recv_queue >= 0)
		facts_add(
		    f, "recv queue", ROLE_IN, "%s", units_bytes((uint64_t)facts->recv_queue, in));
	if (facts->send_queue >= 0)
		facts_add(
		    f, "send queue", ROLE_OUT, "%s", units_bytes((uint64_t)facts->send_queue, out));
}

static void add_counts(struct facts *f, const struct socket_row *row)
{
	if (row->facts.listening)
		return;
	facts_add(f, "received", ROLE_IN, "%llu B", (unsigned long long)row->bytes_in);
	facts_add(f, "sent", ROLE_OUT, "%llu B", (unsigned long long)row->bytes_out);
}

static void add_tcp(struct facts *f, const struct socket_facts *facts)
{
	if (!facts->has_tcp || facts->listening)
		return;
	if (facts->rtt_us) /* nothing was measured before there is a connection */
		facts_add(f, "rtt", ROLE_NORMAL, "%.3f ms", facts->rtt_us / 1000.0);
	else
		facts_add(f, "rtt", ROLE_NORMAL, "-");
	facts_add(f, "cwnd", ROLE_NORMAL, "%u segments", facts->cwnd);
	facts_add(f, "retrans", facts->retrans ? ROLE_WARN : ROLE_NORMAL, "%u", facts->retrans);
	facts_add(f, "mss", ROLE_NORMAL, "%u B", facts->mss);
}

void socket_detail_fill(struct facts *f, const struct socket_row *row, int64_t now_ns, bool ascii)
{
	char age[UNITS_MAX];
	facts_clear(f);
	facts_add(f, "state", ROLE_STRONG, "%s", row->facts.state);
	facts_add(f, "open", ROLE_NORMAL, "%s", units_age(now_ns - row->opened_ns, age));
	add_addresses(f, &row->facts, row->wildcard);
	add_mode(f, row);
	add_queues(f, &row->facts, ascii);
	if (row->type == SOCK_RAW) /* of the others the type says it, and what Python prints */
		facts_add(f, "proto", ROLE_NORMAL, "%d", row->proto);
	add_counts(f, row);
	add_tcp(f, &row->facts);
	facts_add(f, NULL, ROLE_CODE, "%s", row->repr);
}
