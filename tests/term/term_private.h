/* term_private: what a terminal is made of, for the files beside it. */
#ifndef TESTS_TERM_TERM_PRIVATE_H
#define TESTS_TERM_TERM_PRIVATE_H

#include <vterm.h>

#include "tests/term/term.h"

struct term {
	pid_t pid;
	int pidfd;
	bool ended; /* waited for; status is valid */
	int status;
	int master, slave; /* the slave stays open here, so that its modes can be read to the end */
	char mark[64];	   /* in the environment of all that it starts */
	VTerm *vt;
	VTermScreen *screen;
	bool alternate, cursor_visible, mouse;
	char *raw;
	size_t raw_len, raw_cap;
	char *line; /* of term_line() */
	size_t line_size;
};

/* Write to the program without waiting for it to read before it can go on writing. */
void term_put(struct term *t, const char *bytes, size_t len);

#endif
