/*
 * socket_pair: two sockets that talk to each other: their calls, their states as the kernel has
 * them, and their bytes, in the order of time. Goes on after they are closed, until the kernel has
 * forgotten the connection too. Main thread.
 *
 *	if (pair_open(&p, session, row) == 0)
 *		pair_look(&p, session);     // now and then
 *	for (size_t i = 0; i < p.nlines; i++)
 *		... p.line[i] ...
 */
#ifndef VIEWS_SOCKET_PAIR_H
#define VIEWS_SOCKET_PAIR_H

#include "core/observe/tcp_one.h"
#include "core/session.h"
#include "views/socket_rows.h"

#define PAIR_LINES_MAX 512 /* of calls, and of states: of more the oldest go */
#define PAIR_TEXT_MAX 48

/* What goes over to the other end. */
enum pair_flow { FLOW_NONE, FLOW_SYN, FLOW_DATA, FLOW_FIN, FLOW_RST };

struct pair_line {
	int64_t at_ns;		     /* monotonic: lines stand in its order */
	int64_t wall_ns;	     /* the same, to be told */
	char text[2][PAIR_TEXT_MAX]; /* of each end; "" none */
	bool is_state, failed;
	enum pair_flow flow;
	int from;	/* the end it comes from */
	uint64_t bytes; /* FLOW_DATA */
};

struct pair_lines {
	struct pair_line *line; /* PAIR_LINES_MAX */
	size_t n;
};

struct pair_end {
	char name[NAMES_MAX]; /* "" where it is no socket of this session */
	uint64_t id;
	int fd;			      /* -1: closed, or not ours */
	int64_t opened_ns, closed_ns; /* monotonic; closed 0: still open */
	struct address local;
	char address[ADDRESS_TEXT_MAX];
	char state[24]; /* now */
	struct trail way;
	struct tcp_one kernel;
	bool found; /* the kernel has this end (on this machine) */
	bool reset; /* an RST reached it */
	int64_t unread;
};

struct pair {
	bool on, tcp;
	struct pair_end end[2];
	struct pair_lines calls, states;
	uint64_t settled_seq; /* rows of the journal up to here are told for good */
	size_t settled;	      /* and so many calls */
	const struct pair_line *line[2 * PAIR_LINES_MAX]; /* both in the order of time */
	size_t nlines;
	bool reset_told;
};

/* 0; -ENOTCONN: it has no other end; -ENOENT: the other end is not to be found; -ENOMEM. */
int pair_open(struct pair *p, const struct session *s, const struct socket_rows *rows,
    const struct socket_row *row);
void pair_look(struct pair *p, const struct session *s);
void pair_close(struct pair *p);

/* Is that socket one of both? */
bool pair_has(const struct pair *p, uint64_t id);

/* Does it still change though nobody does anything: TIME_WAIT and kin? */
bool pair_lives(const struct pair *p);

/* Append a line; of PAIR_LINES_MAX the oldest goes. */
struct pair_line *pair_lines_add(struct pair_lines *to, int64_t at_ns);

#endif
