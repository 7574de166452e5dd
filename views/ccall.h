/*
 * ccall: the C call that a line will make, from the prototype in its operation's row. Pure.
 *
 *	ccall_write("int listen(int sockfd, int backlog)", value, ctx, &buf);   // listen(7, 128)
 */
#ifndef VIEWS_CCALL_H
#define VIEWS_CCALL_H

#include <stdbool.h>

#include "core/buf.h"

/* Writes what the C parameter of that name gets, or gives false: then its name is shown. */
typedef bool (*ccall_value_fn)(void *ctx, const char *name, struct buf *to);

void ccall_write(const char *prototype, ccall_value_fn value, void *ctx, struct buf *to);

#endif
