/* transfer: what is kept of each transfer, for all operations that move data. The evaluating
 * thread; the counters are atomic. */
#ifndef CORE_OPS_TRANSFER_H
#define CORE_OPS_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/ops/sock.h"

/* One call is one message; false for byte streams. */
bool sock_keeps_boundaries(const struct sock *s);

/* Count and log what a receive into room bytes gave: got may exceed room (a datagram cut short),
 * or be negative (then only a reset is kept). */
void sock_received(struct sock *s, const char *call, const void *data, size_t room, ssize_t got);
void sock_sent(struct sock *s, const char *call, const void *data, ssize_t sent);

/* One send(), counted. >= 0 or a code for wait_raise(). */
ssize_t sock_send(struct call *c, struct sock *sock, const void *data, size_t len);

#endif
