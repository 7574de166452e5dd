/*
 * destroy: end a socket from outside, whoever has it: SOCK_DESTROY of sock_diag(7), since Linux
 * 4.5 (tcp) and 4.9 (udp). The program keeps its descriptor; what it does with it fails.
 *
 * The kernel finds the socket by protocol, family, both addresses and interface, and ends it only
 * where the cookie is the same as well: never another one that has the addresses by now, or shares
 * them. A cookie is one number for the whole life of a socket, and never used again.
 *
 * Any thread; the kernel answers in the call. net/core/sock_diag.c, net/ipv4/inet_diag.c.
 *
 *	const struct destroy_target t = {DIAG_TCP, AF_INET, local, remote, 0, row->cookie};
 *	int r = destroy_socket(run, &t);
 */
#ifndef CORE_OBSERVE_DESTROY_H
#define CORE_OBSERVE_DESTROY_H

#include <stdint.h>

#include "core/observe/diag.h"
#include "core/ops/address.h"

struct run;

struct destroy_target {
	enum diag_proto proto;
	int family;
	struct address local, remote; /* of INET and INET6; len 0: none */
	uint32_t interface;	      /* it is bound to, 0: none */
	uint64_t cookie;
};

/* A cookie that can be told from others: the kernel takes the other two for "any". */
bool destroy_knows(uint64_t cookie);

/*
 * The calls are noted in the run's trace. 0; or what the kernel said: -EPERM, without
 * CAP_NET_ADMIN; -EOPNOTSUPP, it cannot, or not for this protocol; -ENOENT, there is no such socket
 * (any more), or it cannot be found by its addresses. -EINVAL: a cookie that destroy_knows() not.
 */
int destroy_socket(struct run *run, const struct destroy_target *target);

#endif
