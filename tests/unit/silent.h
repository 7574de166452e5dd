/*
 * silent: names are asked of a server that never answers, in a network and a mount namespace that
 * the test makes for itself and for what it starts. Root, or whoever may have a user namespace.
 *
 *	silent_nameserver();
 *	getaddrinfo(SILENT_NAME, ...)	waits for many seconds
 */
#ifndef TESTS_UNIT_SILENT_H
#define TESTS_UNIT_SILENT_H

/* Not of /etc/hosts, and nothing that the resolver would answer by itself. */
#define SILENT_NAME "silent.example"
/* A numeric address that has no name in /etc/hosts either. */
#define SILENT_ADDRESS "192.0.2.1"

/* To be called before there are threads. Exits with a word on stderr where it cannot be done. */
void silent_nameserver(void);

#endif
