/* term_private: what a terminal is made of, for the files beside it. */
#ifndef TESTS_TERM_TERM_PRIVATE_H
#define TESTS_TERM_TERM_PRIVATE_H

#include <termios.h>
#include <vterm.h>

#include "tests/term/term.h"

struct term {
	pid_t pid;
	int pidfd;
	bool ended; /* waited for; status is valid */
	int status;
	int master, slave; /* the slave stays open here, so that its modes can be read to the end */
	struct termios found; /* the modes before the program was started */
	char mark[64];	      /* in the environment of all that it starts */
	VTerm *vt;
	VTermScreen *screen;
	bool alternate, cursor_visible, mouse;
	char *raw;
	size_t raw_len, raw_cap;
	size_t fed;	/* of raw, what the emulator has */
	char repeat[4]; /* the last character it was given, for REP */
	size_t repeat_len;
	char *line; /* of term_line() */
	size_t line_size;
};

/* Give the emulator what raw has and it has not. */
void term_feed(struct term *t);

/* Write to the program without waiting for it to read before it can go on writing. */
void term_put(struct term *t, const char *bytes, size_t len);

#endif
