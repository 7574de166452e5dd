/*
 * listen: a server's socket without the notation: for `sockpit serve`, which has no line whose
 * system calls were to be shown. Any thread.
 */
#ifndef CORE_SERVER_LISTEN_H
#define CORE_SERVER_LISTEN_H

#include <stdbool.h>

#include "core/ops/address.h"

struct model;
struct server_config;

struct listen_options {
	int backlog;
	bool reuse_port;
};

/*
 * Open, bind and (a stream) listen. A stale socket file at a Unix path is removed first: one that
 * is a socket, belongs to us, and refuses connections. *bound gets the real address. The
 * descriptor or -errno.
 */
int listen_open(const struct model *m, const struct address *a,
    const struct listen_options *options, struct address *bound);

/* Note in config which socket file is ours, so that it can be removed at the end. */
void listen_note_path(const struct address *bound, struct server_config *config);

/* Remove that file, if it is still the one that was bound. Safe in a signal handler. */
void listen_remove_path(const struct server_config *config);

#endif
