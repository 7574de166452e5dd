/*
 * app: the cockpit from start to end: screen, session, one poll().
 *
 * Called by the guardian's child, in a process that has one thread and owns the terminal.
 */
#ifndef VIEWS_APP_H
#define VIEWS_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "views/settings.h"

struct socket_files;

struct cockpit_options {
	const char *journal;	   /* path of a JSON lines journal, or NULL */
	const char *notebook;	   /* -i FILE, or NULL */
	const char *notebook_text; /* what it held when the program was started */
	size_t notebook_len;
	struct socket_files *files; /* that the guardian removes in the end, or NULL */
	bool readonly;		    /* look, run nothing */
	struct settings settings;   /* the file's, and over them the command line's */
	struct settings_problem problem;
};

/* options is a struct cockpit_options. The exit status for main: 0, what quit(n) said, 2 where
 * there is no usable terminal (then a line on stderr says why). */
int cockpit_main(void *options);

#endif
