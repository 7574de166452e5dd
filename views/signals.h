/*
 * signals: what the system tells the cockpit, as bytes of a pipe that its loop polls.
 *
 * Main thread. Handlers are used and no signalfd, because a mask would be inherited by the server
 * processes, and handlers are not.
 *
 *	int fd = signals_open();
 *	poll(fd) ... while ((sig = signals_next()))
 *	signals_close();
 */
#ifndef VIEWS_SIGNALS_H
#define VIEWS_SIGNALS_H

/* Catch SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP and SIGCONT. The descriptor to poll,
 * or -errno. */
int signals_open(void);

/* The next signal that came, 0 when there is none. */
int signals_next(void);

/* Back to what signals did before. */
void signals_close(void);

#endif
