/*
 * process: the server process from outside: spawned from our own program, told what to do, waited
 * for. One owner at a time (the server object's lock).
 *
 *	struct process p = PROCESS_NONE;
 *	r = process_spawn(&p, &shm, listener, 0);   // 0 or -errno
 *	process_send(&p, COMMAND_SERVE, 0);
 *	...poll(p.control)... process_receive(&p, &m)
 *	process_end(&p, 300, &status);              // waits; process_ask_end() does not
 *
 * The spawned process gets PR_SET_PDEATHSIG for the thread that spawned it, and our end of the
 * control socket: when either goes, it ends. posix_spawn(3), prctl(2), pidfd_open(2).
 */
#ifndef CORE_SERVER_PROCESS_H
#define CORE_SERVER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/server/service.h"

struct process {
	int pid;     /* 0: none */
	int pidfd;   /* readable once it ended */
	int control; /* poll it, then process_receive() */
};

#define PROCESS_NONE ((struct process){.pidfd = -1, .control = -1})

enum process_flags {
	PROCESS_STDERR = 1 << 0, /* it keeps our stderr; else /dev/null */
};

/* Spawn with the listener and the shared memory; both stay ours, too. 0 or -errno. */
int process_spawn(struct process *p, const struct shm *shm, int listener, unsigned flags);

/* 0 or -errno: -EPIPE when it is gone, or silenced. */
int process_send(const struct process *p, enum command what, int64_t ns);

/* One message if there is one: 1; 0: none now; -EPIPE: it is gone, or cannot be heard
 * any more: silence or end it. */
int process_receive(const struct process *p, struct service_message *m);

/* Wait for its end at most ms (negative: for ever), and let go of it. 0 with its wait status, or
 * -ETIMEDOUT. */
int process_reap(struct process *p, int ms, int *status);

/* For one that cannot be heard any more: kill it if it has not ended, and let go of control, which
 * is -1 then. process_reap() it. As often as you like. */
void process_silence(struct process *p);

/* Ask it to end now, shutting its connections. process_reap() it. */
void process_ask_end(const struct process *p);

/* End it now: shut its connections; after ms kill its group. Its wait status goes into status. */
void process_end(struct process *p, int ms, int *status);

#endif
