/*
 * suggest: the word that was probably meant. CPython 3.11: Python/suggestions.c. Any thread.
 *
 *	struct suggestion s = {.name = "pritn"};
 *	suggest_consider(&s, "print");	// for each word there is
 *	if (s.best) ...
 */
#ifndef CORE_NOTATION_SUGGEST_H
#define CORE_NOTATION_SUGGEST_H

#include <stddef.h>

struct run;
struct value;

struct suggestion {
	const char *name; /* what was written */
	const char *best; /* the nearest so far, borrowed; NULL: none is near enough */
	size_t distance;  /* of best */
};

/* Always 0, so that it can be what a visit calls; ctx is a struct suggestion. */
int suggest_consider(void *ctx, const char *word);

/* Of a NameError: the name that the run has and that is nearest to it, borrowed; or NULL. */
const char *suggest_name(const struct run *run, const struct value *exc);

#endif
