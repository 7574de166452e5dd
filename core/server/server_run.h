/* server_run: the methods of a server that reach its process. Any thread; each may wait, and ends
 * with InterruptedError when the line is cancelled. 0 or raised. Lib/socketserver.py. */
#ifndef CORE_SERVER_SERVER_RUN_H
#define CORE_SERVER_SERVER_RUN_H

#include <stdint.h>

#include "core/server/service.h"

struct run;
struct server;

/* serve_forever() (COMMAND_SERVE, ns: poll_interval) or handle_request() (COMMAND_ONCE, ns: how
 * long to wait, negative for ever). Cancelled means shut down. */
int server_serve(struct run *run, struct server *s, enum command what, int64_t ns);

int server_shutdown(struct run *run, struct server *s);
int server_close(struct run *run, struct server *s);

#endif
