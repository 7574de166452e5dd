/*
 * resolver: names to addresses, so that the wait can be cancelled. getaddrinfo(3), as CPython
 * calls it. The evaluating thread.
 */
#ifndef CORE_OPS_RESOLVER_H
#define CORE_OPS_RESOLVER_H

#include <netdb.h>

struct run;

/* getaddrinfo(). host or service may be NULL. 0 with *res for freeaddrinfo(); or raised: gaierror,
 * OSError, InterruptedError, MemoryError. Numeric hosts are done in place. */
int resolver_lookup(struct run *run, const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **res);

/* Raise what an EAI number (and errno, for EAI_SYSTEM) means. Negative. */
int resolver_raise(struct run *run, int eai, int errnum);

#endif
