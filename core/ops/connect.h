/* connect: what create_connection() and create_server() share with the methods. The evaluating
 * thread. Each raises in the name of the op under way and returns a negative code. */
#ifndef CORE_OPS_CONNECT_H
#define CORE_OPS_CONNECT_H

#include <sys/types.h>

#include "core/ops/address.h"
#include "core/ops/sock.h"

int sock_bind(struct call *c, struct sock *s, struct value *address);
int sock_listen(struct call *c, struct sock *s, int backlog);

/* Connect as CPython does. Raises nothing: gives 0 or a code for wait_raise(). */
ssize_t sock_connect(struct call *c, struct sock *s, struct address *a);

#endif
