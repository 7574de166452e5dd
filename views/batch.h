/*
 * batch: a notebook without a screen: `sockpit FILE.py`, `sockpit -`, `sockpit -c 'LINES'`.
 *
 * The program's only thread; the notebook starts its own. Once a process: it takes the signals.
 *
 *	return batch_main(&(struct batch_options){.lines = "print(1)"});
 */
#ifndef VIEWS_BATCH_H
#define VIEWS_BATCH_H

#include <stdbool.h>

struct batch_options {
	const char *file;    /* "-" is standard input; NULL where lines is given */
	const char *lines;   /* -c */
	const char *journal; /* path, or NULL */
	bool explain;
};

/* The exit status: 0 done, 1 a line raised, 2 the file or journal cannot be used. */
int batch_main(const struct batch_options *options);

#endif
