/*
 * unix_queue: how many connections wait at a listening AF_UNIX socket, and how many may. Only
 * sock_diag tells (sock_diag(7), linux/unix_diag.h). Any thread.
 */
#ifndef CORE_OBSERVE_UNIX_QUEUE_H
#define CORE_OBSERVE_UNIX_QUEUE_H

#include <stdint.h>

/* Ask about one descriptor: one netlink socket is opened and closed. 0; -ENOENT when the kernel
 * does not say; or -errno. */
int unix_queue_ask(int fd, uint32_t *queue, uint32_t *backlog);

#endif
