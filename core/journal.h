/*
 * journal: every line that was run, its system calls, its result.
 *
 * Owned by the main thread. Rows are appended by session, never reordered; past JOURNAL_ROWS_MAX
 * the oldest go, and journal_first() says where the list now begins.
 */
#ifndef CORE_JOURNAL_H
#define CORE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace;
struct waiter;

#define JOURNAL_ROWS_MAX 10000

enum row_state {
	ROW_RUNNING, /* on a worker; waiter says whether and for what it waits */
	ROW_DONE,
	ROW_FAILED,  /* error says how */
	ROW_NOTE,    /* nothing was run, but something happened: a socket was dropped */
};

struct journal_row {
	uint64_t seq;       /* from 1 */
	enum row_state state;
	char *line;         /* the text as submitted (owned) */
	char *output;       /* what print() wrote, cleaned but for \n; or NULL */
	char *result;       /* "conn, ('127.0.0.1', 51514)" or NULL: nothing to show */
	char *error;        /* "ConnectionRefusedError: [Errno 111] Connection refused" or NULL */
	char *why;          /* the same in terms of this machine, or NULL */
	struct trace *trace; /* its system calls; may still grow while running */
	const struct waiter *waiter; /* while running; else NULL */
	int64_t wall_ns;    /* when it began, time of day: read before start_ns */
	int64_t start_ns;   /* the same, monotonic; no call of its trace is older */
	int64_t end_ns;     /* monotonic; 0 while running */
};

struct journal;

int journal_new(struct journal **out);
void journal_free(struct journal *j);

/* Append; row's strings and trace are taken, whatever comes of it. The row stored, or NULL:
 * there was no memory for it, or for its line, which may be NULL for that. */
struct journal_row *journal_add(struct journal *j, const struct journal_row *row);

uint64_t journal_first(const struct journal *j); /* seq of the oldest row kept; 0: empty */
uint64_t journal_last(const struct journal *j);  /* seq of the newest; 0: empty */
struct journal_row *journal_at(const struct journal *j, uint64_t seq); /* borrowed; NULL: gone */

/* Also write every ended line to fd as JSON lines (sockpit(1), --journal); fd is borrowed. */
void journal_write_to(struct journal *j, int fd);
bool journal_is_written(const struct journal *j);

/* Why the file is not whole: a positive errno; 0: it is. Also for those who had no memory to make a
 * row, or to note a call. */
int journal_error(const struct journal *j);
void journal_fail(struct journal *j, int errnum);

/* Mark a row as ended: writes it out where asked. 0 or -errno of the write. */
int journal_end(struct journal *j, struct journal_row *row);

/* The same without a journal: how a notebook without a screen does it. One record for the line,
 * then one for each of its system calls; *seq counts the records. 0 or -errno. */
int journal_write_row(int fd, uint64_t *seq, const struct journal_row *row);

#endif
