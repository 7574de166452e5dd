/* open: the constructor of the socket class, for its type row, and the other way out of it. The
 * evaluating thread. */
#ifndef CORE_OPS_OPEN_H
#define CORE_OPS_OPEN_H

#include "core/notation/op.h"

struct sock;

int op_socket(struct call *c);
extern const struct op op_row_socket;

/* One file of makefile() less uses s: with the last one goes the descriptor of a socket that was
 * closed before. 0 or raised. */
int sock_close_file(struct call *c, struct sock *s);

#endif
