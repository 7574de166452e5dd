/* server_notebook: lines about servers, run by the program under test (SOCKPIT, or ./sockpit). */
#ifndef TESTS_UNIT_SERVER_NOTEBOOK_H
#define TESTS_UNIT_SERVER_NOTEBOOK_H

#include <stddef.h>

/* What they print, on stderr too, and the exit status; 124 when they take longer than 20 s. The
 * modules socket, socketserver, threading, time are imported before. Failures are cmocka's. */
void server_notebook_run(const char *lines, char *out, size_t size, int *status);

#endif
