/*
 * unix_one: what only sock_diag tells of one AF_UNIX socket: which socket is at its other end (of
 * two connected ends at most one has an address), and how full a listener's queue is.
 *
 * sock_diag(7), linux/unix_diag.h. Any thread; one netlink socket is opened and closed, and the
 * kernel answers in the call.
 *
 *	struct unix_one s;
 *	if (unix_one_ask(fd, &s) == 0 && s.peer)
 *		... the socket with that inode is its peer ...
 */
#ifndef CORE_OBSERVE_UNIX_ONE_H
#define CORE_OBSERVE_UNIX_ONE_H

#include <stdint.h>

struct unix_one {
	uint32_t inode;
	uint32_t peer;		 /* the other end's inode; 0: none */
	uint32_t queue, backlog; /* of a listener: connections that wait, and how many may */
};

/* 0; -ENOENT when the kernel does not say; or -errno. */
int unix_one_ask(int fd, struct unix_one *out);

#endif
