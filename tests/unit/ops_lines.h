/*
 * ops_lines: lines of the notation run one after another, for the tests of operations.
 *
 *	struct lines l;
 *	lines_init(&l);
 *	lines_do(&l, "s = socket.socket()");
 *	assert_string_equal(lines_say(&l, "s.type"), "<SocketKind.SOCK_STREAM: 1>");
 *	lines_fini(&l);
 */
#ifndef TESTS_UNIT_OPS_LINES_H
#define TESTS_UNIT_OPS_LINES_H

#include "core/notation/run.h"
#include "core/ops/sock.h"
#include "core/trace.h"

struct lines {
	struct run run;
	struct waiter waiter;
	struct value *error; /* what the last line raised, or NULL */
	char *said;
};

void lines_init(struct lines *l);
void lines_fini(struct lines *l); /* fails the test where sockets stay open */

/* Run statements. What the last one's value is as repr, "" for None, or "ValueError: message".
 * Valid until the next call. The trace starts anew. */
const char *lines_say(struct lines *l, const char *text);

/* The same, and the test fails unless nothing is raised. */
void lines_do(struct lines *l, const char *text);

/* The socket that a name holds. */
struct sock *lines_sock(struct lines *l, const char *name);

/* The nth system call of the last line as strace prints it: "listen(3, 128) = 0". NULL: fewer. */
const char *lines_call(struct lines *l, size_t n);
size_t lines_calls(const struct lines *l);

#endif
