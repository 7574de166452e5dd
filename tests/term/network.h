/* network: a network of this process's own, where nobody else's sockets are and every port is
 * free. */
#ifndef TESTS_TERM_NETWORK_H
#define TESTS_TERM_NETWORK_H

/* Go there, with lo up; what is started afterwards is there, too. Where the kernel does not let us,
 * all stays as it is. */
void network_leave(void);

#endif
