/*
 * system_destroy: a socket of the machine ended from outside (core/observe/destroy.h): the line of
 * notation that does it, the question before it, and what runs the line.
 *
 *	destroy("tcp", ("127.0.0.1", 40000), ("127.0.0.1", 9000), "1f3a")
 *
 * Main thread; the operation: any.
 */
#ifndef VIEWS_SYSTEM_DESTROY_H
#define VIEWS_SYSTEM_DESTROY_H

#include "core/buf.h"
#include "core/clean.h"
#include "core/observe/diag.h"

struct call;

/* Append the line that ends the socket of this row, and no other. */
void system_destroy_line(const struct diag_row *row, struct buf *to);

/* Append which socket it is, whose, and what comes of it. */
void system_destroy_question(const struct diag_snapshot *s, const struct diag_row *row,
    enum clean_mode mode, struct buf *to);

/* destroy(proto, local, remote, cookie, interface=0) */
int system_destroy_op(struct call *call);

#endif
