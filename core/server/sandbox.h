/*
 * sandbox: what a server process gives up before it serves: a client that gets hold of it gets
 * little. No file is opened, no program run, no other process traced, no capability kept.
 */
#ifndef CORE_SERVER_SANDBOX_H
#define CORE_SERVER_SANDBOX_H

#include <stdbool.h>

/*
 * Drop the capabilities, rule out new ones, and filter system calls: those that are ruled out fail
 * with EPERM. connects: new sockets may be made (a Proxy's). For good, and for all children; call
 * it before any thread is made. 0; or -errno when this kernel has no filters: the rest is done.
 * Builds with sanitizers go without the filter. seccomp(2), capabilities(7).
 */
int sandbox_enter(bool connects);

#endif
