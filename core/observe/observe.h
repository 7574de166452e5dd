/*
 * observe: what the kernel says about one of our own descriptors, now. Never what we remember.
 *
 * Any thread; makes a few system calls that are not part of any line and so in no journal.
 * tcp(7), unix(7), socket(7), linux/tcp.h.
 */
#ifndef CORE_OBSERVE_OBSERVE_H
#define CORE_OBSERVE_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct socket_facts {
	char state[24];	 /* "LISTEN", "ESTABLISHED", "bound", "connected", "unbound", "closed" */
	char local[128]; /* "127.0.0.1:9000", "unix:/tmp/x", "" when it has none */
	char peer[128];
	bool listening;
	uint32_t queue, backlog; /* of a listener: waiting connections, and how many may wait */
	int64_t recv_queue, send_queue; /* bytes; -1: the kernel does not say */
	bool has_tcp;			/* the rest comes from TCP_INFO; a short one leaves zeros */
	int tcp_state;			/* the kernel's number, see tcp_state_name(); 0: no TCP */
	bool error; /* of TCP: closed, and the kernel holds an error for the next call */
	bool reset; /* error, and not for want of answers: an RST came */
	uint32_t rtt_us, cwnd, retrans, mss;
};

/* 0, or -EBADF and kin: then only state is set ("closed"). */
int observe_socket(int fd, struct socket_facts *out);

/* Does this kernel make such a socket? 0, or the -errno of socket(2). Only it knows: one is made
 * and closed at once. */
int observe_can_make(int family, int type, int proto);

#endif
