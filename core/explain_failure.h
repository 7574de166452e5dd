/*
 * explain_failure: what is known of a failure, for explain.c and its helpers. One thread.
 *
 *	struct failure f;
 *	failure_read(&f, exc, trace);    // which call, which descriptor, which address
 */
#ifndef CORE_EXPLAIN_FAILURE_H
#define CORE_EXPLAIN_FAILURE_H

#include <stdbool.h>

#include "core/buf.h"
#include "core/notation/exc.h"
#include "core/ops/address.h"
#include "core/trace.h"

struct failure {
	const struct exc_value *exc;
	const struct trace *trace;	 /* NULL: not known */
	const struct trace_call *record; /* the system call that failed, or NULL */
	int errnum;			 /* 0: none */
	const char *call;		 /* the kernel's name, else the operation's; never NULL */
	int fd;				 /* -1: not known */
	int type;			 /* SOCK_STREAM, ...; 0: not known */
	bool has_address;
	struct address address;	     /* the one that went in */
	char text[ADDRESS_TEXT_MAX]; /* the same for a person; "" without one */
};

void failure_read(struct failure *f, const struct exc_value *exc, const struct trace *trace);

/* The address that strace_sockaddr() wrote, read back. False: none, or of another family. */
bool failure_parse_address(const char *text, struct address *out);

/* ---- what this machine says (explain_machine.c): each appends its sentence ---- */

void tell_address_in_use(const struct failure *f, struct buf *to);
void tell_port_denied(const struct failure *f, struct buf *to);
void tell_destroy_denied(const struct failure *f, struct buf *to);
void tell_raw_denied(const struct failure *f, struct buf *to);
void tell_ping_denied(const struct failure *f, struct buf *to);
void tell_refused(const struct failure *f, struct buf *to);
void tell_no_descriptors(const struct failure *f, struct buf *to);

#endif
