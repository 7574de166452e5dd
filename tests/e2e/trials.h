/*
 * trials: what each key of the key table does in each place, as a person sees it. A new key needs
 * a row here, or test_e2e_keys fails.
 */
#ifndef TESTS_E2E_TRIALS_H
#define TESTS_E2E_TRIALS_H

#include <stdbool.h>
#include <stddef.h>

#include "views/keys.h"

#define NARROW 60 /* below it one panel is shown at a time */

/* What is there before. */
enum base {
	NOTHING,
	THREE,	  /* a listener srv, and a connection c and conn; c is selected */
	ROWS,	  /* a long journal, its end selected */
	SERVING,  /* view 2, a server that serves */
	WAITING,  /* an accept waits */
	SYSTEM,	  /* view 3, frozen */
	LESSON,	  /* view 5, a lesson opened */
	COMPARED, /* view 4, after a comparison */
	COMPARING,
	BASES
};

struct base_row {
	const char *const *lines; /* typed at the prompt, each with what is then seen; or NULL */
	const char *paste;	  /* pasted, or NULL */
	const char *first;	  /* then seen, or NULL */
	const char *keys;	  /* then pressed, as in a trial */
	const char *ready;	  /* then seen; and after each trial that goes back */
};

enum effect {
	SEES,	 /* the texts below come and go */
	CHANGES, /* the picture is another: what is selected, or scrolled */
	CLEARS,	 /* the terminal is cleared and drawn anew */
	ENDS,	 /* the program, with 0 */
};

/* Scripts are names of keys, 'text' to type, and @word to wait for, with blanks between. What
 * the key has shown has to be gone before a script goes on after Esc. */
struct trial {
	const char *key;
	unsigned where; /* one of enum where */
	enum base base;
	bool wide;	    /* not offered where one panel is shown at a time */
	const char *before; /* pressed first */
	const char *ready, *narrow_ready;
	const char *then; /* pressed after the key */
	enum effect effect;
	const char *sees, *narrow; /* comes; narrow: where it is narrow, NULL: the same */
	const char *gone;	   /* goes */
	const char *after;	   /* back to the base; NULL: a new program for the next */
};

const struct base_row *trials_base(enum base base);
const struct trial *trials_all(size_t *n);

#endif
