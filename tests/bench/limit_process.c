/* limit_process: a process for each connection, and processes made beforehand. */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/limit.h"

/* Children are waited for, one for each new one: without it nobody could tell what CPU time they
 * took, and it costs a microsecond of nearly two hundred. */
static void fork_each(int listener)
{
	for (;;) {
		int fd = limit_must(accept(listener, NULL, NULL), "accept");
		if (limit_must(fork(), "fork") == 0) {
			limit_echo(fd);
			_exit(0);
		}
		close(fd);
		waitpid(-1, NULL, WNOHANG);
	}
}

static void serve_in_turn(int listener)
{
	for (;;)
		limit_echo(limit_must(accept(listener, NULL, NULL), "accept"));
}

static void prefork(int listener)
{
	for (int i = 1; i < LIMIT_WORKERS; i++)
		if (limit_must(fork(), "fork") == 0)
			break;
	serve_in_turn(listener);
}

const struct shape limit_process_shapes[] = {
    {"fork", SOCK_STREAM, fork_each},
    {"prefork", SOCK_STREAM, prefork},
    {"plain", SOCK_STREAM, serve_in_turn},
    {0},
};
