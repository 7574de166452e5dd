/*
 * app: the cockpit itself: one loop over the terminal, the session and the signals.
 *
 * Runs in the guardian's child, on its main thread.
 */
#ifndef VIEWS_APP_H
#define VIEWS_APP_H

#include <stdbool.h>
#include <stdio.h>

struct app_options {
	const char *notebook; /* -i FILE.py, or NULL */
	const char *journal;  /* path, or NULL */
	const char *theme;    /* NULL: the default */
	bool readonly;        /* no line is run */
	bool ascii;
	bool no_color;
};

/* Before any fork: are stdin and stdout a terminal that curses knows? Else one line on `to`. */
bool app_terminal_usable(FILE *to);

/* The cockpit, from first paint to last; arg is a struct app_options. The exit status. */
int app_main(void *arg);

#endif
