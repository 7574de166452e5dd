/* transfer: what is kept of each transfer, for all operations that move data. The evaluating
 * thread; the counters are atomic. */
#ifndef CORE_OPS_TRANSFER_H
#define CORE_OPS_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/ops/sock.h"

/* The most room that a receive asks memory for. What the kernel does not fill costs nothing, so
 * that, as in Python, it is mostly the system that says no. */
#define RECEIVE_MAX (UINT64_C(1) << 36)

/* One call is one message; false for byte streams. */
bool sock_keeps_boundaries(const struct sock *s);

/* Count and log what a receive into room bytes gave: got may exceed room (a datagram cut short),
 * or be negative (then only a reset is kept). */
void sock_received(struct sock *s, const char *call, const void *data, size_t room, ssize_t got);

/* The same for len bytes of a datagram that had more, nobody knows how many (recvmsg). */
void sock_received_cut(struct sock *s, const char *call, const void *data, size_t len);

/* Count and log what a send took; negative: only a reset is kept. data is what was to go. */
void sock_sent(struct sock *s, const char *call, const void *data, ssize_t sent);

/* The same where only the first `kept` bytes of what went are at hand. */
void sock_sent_part(struct sock *s, const char *call, const void *data, size_t kept, ssize_t sent);

/* One recv(), counted. How many bytes, at most len; or a code for wait_raise(). */
ssize_t sock_recv(struct call *c, struct sock *sock, void *data, size_t len);

/* One send(), counted. >= 0 or a code for wait_raise(). */
ssize_t sock_send(struct call *c, struct sock *sock, const void *data, size_t len);

/* The parameter of those that take flags. */
#define PARAM_MSG_FLAGS                                                                            \
	{                                                                                          \
		"flags", PARAM_FLAGS, .dflt = "0", .help = "MSG_ constants joined by |"            \
	}

#endif
