/* outside: clients that are no part of sockpit: python3, nc. Each connected and talking to us by
 * pipes. */
#ifndef TESTS_E2E_OUTSIDE_H
#define TESTS_E2E_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct outside {
	pid_t pid;
	int to, from; /* its stdin and stdout */
};

/* argv is NULL-ended. 0 or -errno. */
int outside_start(struct outside *o, const char *const *argv);

/* Wait until it has written text, at most ms. */
bool outside_wait(struct outside *o, const char *text, int ms);

/* Write to its stdin. 0 or -errno. */
int outside_say(struct outside *o, const char *text);

/* Close its stdin and wait for it; the exit status, -1 when it did not end by itself within 5 s. */
int outside_end(struct outside *o);

/* A python3 that connects, and stays until its end. */
int outside_connect(struct outside *o, int port);

/* A python3 that sends data, awaits as many bytes back, says "back", and stays until its end. */
int outside_python(struct outside *o, int port, const char *data);

/* An nc that sends data; outside_wait() sees what comes back. */
int outside_nc(struct outside *o, int port, const char *data);

#endif
