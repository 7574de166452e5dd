/*
 * tcp_one: what the kernel knows of one TCP connection by its two addresses, also when no
 * descriptor is left: FIN_WAIT2 and TIME_WAIT live on without one.
 *
 * One question to sock_diag(7) and its answer, without waiting: the kernel answers in the call.
 * Any thread.
 *
 *	struct tcp_one end;
 *	if (tcp_one_ask(&local, &peer, &end) == 0 && end.state == DIAG_TIME_WAIT)
 *		... end.expires_ms ...
 */
#ifndef CORE_OBSERVE_TCP_ONE_H
#define CORE_OBSERVE_TCP_ONE_H

#include <stdint.h>

#include "core/ops/address.h"

struct tcp_one {
	int state;	     /* enum diag_state */
	uint32_t expires_ms; /* until its timer fires; 0: none runs */
	uint32_t recv_queue, send_queue;
	uint32_t inode; /* 0: no descriptor refers to it */
};

/* 0; -ENOENT: there is no such connection (any more); -EAFNOSUPPORT: not of INET or INET6; or
 * -errno of the netlink socket. */
int tcp_one_ask(const struct address *local, const struct address *peer, struct tcp_one *out);

/* The addresses of a descriptor's two ends. 0, -ENOTCONN where it has no peer, or -errno. */
int tcp_one_addresses(int fd, struct address *local, struct address *peer);

#endif
