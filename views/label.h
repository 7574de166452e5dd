/*
 * label: small texts for the screen, cleaned and cut.
 *
 * Whatever came from a peer, a file or another process passes through label_clean() on its way to
 * tui (core/clean.h). Any thread.
 */
#ifndef VIEWS_LABEL_H
#define VIEWS_LABEL_H

#include <stddef.h>

/* The cleaned form of text in to, cut to size at a whole character. Returns to. */
char *label_clean(const char *text, char *to, size_t size);
char *label_clean_len(const char *text, size_t len, char *to, size_t size);

/* What follows prefix where text begins with it, else text: "AF_INET" is shown as "INET". */
const char *label_after(const char *text, const char *prefix);

#endif
