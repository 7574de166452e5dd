#include "views/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

static const int caught[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};

static int signal_pipe[2] = {-1, -1}; /* a handler has no other way to reach it */

static bool ends(int sig)
{
	return sig == SIGTERM || sig == SIGHUP || sig == SIGINT || sig == SIGQUIT;
}

static void on_signal(int sig)
{
	int saved = errno;
	/* A frame that a slow terminal does not take would hold up the end: drop what it has not
	 * taken yet. */
	if (ends(sig))
		tcflush(STDOUT_FILENO, TCOFLUSH);
	unsigned char byte = (unsigned char)sig;
	ssize_t n = write(signal_pipe[1], &byte, 1);
	(void)n; /* full: the loop has enough to wake up for */
	errno = saved;
}

static void set_all(void (*handler)(int))
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		sigaction(caught[i], &sa, NULL);
}

int signals_open(void)
{
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	set_all(on_signal);
	signal(SIGPIPE, SIG_IGN); /* sendfile(2) takes no MSG_NOSIGNAL: its peer may be gone */
	return signal_pipe[0];
}

int signals_next(void)
{
	unsigned char byte;
	return read(signal_pipe[0], &byte, 1) == 1 ? byte : 0;
}

void signals_close(void)
{
	set_all(SIG_DFL);
	for (int i = 0; i < 2; i++) {
		if (signal_pipe[i] >= 0)
			close(signal_pipe[i]);
		signal_pipe[i] = -1;
	}
}
