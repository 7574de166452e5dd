/*
 * serve: `sockpit serve MODEL ADDRESS`: one server without a screen, until it is told to stop. The
 * main thread of a process that does nothing else: it blocks SIGINT, SIGTERM and SIGHUP.
 */
#ifndef VIEWS_SERVE_H
#define VIEWS_SERVE_H

/* argv[0] is "serve". Returns the exit status: 0 stopped, 1 cannot serve, 2 wrong usage. */
int serve_main(int argc, char **argv);

#endif
