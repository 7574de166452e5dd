/*
 * note: one system call on its way into the run's trace. On the stack of the sys_ function.
 *
 *	struct note n;
 *	note_begin(&n, run, "listen");
 *	int r = listen(fd, backlog) < 0 ? -errno : 0;
 *	if (note_end(&n, r)) {            // false: nobody asks, format nothing
 *		note_int(&n, fd);
 *		note_int(&n, backlog);
 *		note_add(&n);
 *	}
 *	return r;
 */
#ifndef CORE_OPS_NOTE_H
#define CORE_OPS_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "core/buf.h"
#include "core/ops/strace.h"
#include "core/trace.h"

struct run;

struct note {
	struct trace *trace; /* NULL: nothing is noted */
	struct trace_call call;
};

/* Start the clocks. name is the kernel's, static. */
void note_begin(struct note *n, struct run *run, const char *name);

/* Stop them, with what the call gave: >= 0 or -errno. True: now add the arguments, then call
 * note_add(). */
bool note_end(struct note *n, int64_t ret);

/* Append an argument: a number, a whole text (taken), a name of a set, flags, bytes, ... */
void note_int(struct note *n, int64_t value);
void note_text(struct note *n, struct buf *text);
void note_word(struct note *n, const char *word);
void note_enum(struct note *n, enum name_set set, int value);
void note_flags(struct note *n, enum name_set set, int value);
void note_data(struct note *n, const void *data, size_t len);
void note_pointer(struct note *n, const void *p);

/* An address that went in (NULL: prints so), and its length as the next argument. */
void note_address(struct note *n, const struct sockaddr *sa, socklen_t len);

/* An address that came out, by value-result: "{...}, [128 => 16]"; room is what went in. Two
 * arguments. Where the call failed or gave none the first is a pointer. */
void note_address_out(
    struct note *n, const struct sockaddr *sa, const socklen_t *len, socklen_t room);

/* Hand the record to the trace. */
void note_add(struct note *n);

#endif
