/*
 * openfile: how every file that sockpit writes comes about: none but its owner can read it. Main
 * thread.
 *
 *	r = openfile_save("compare.csv", buf_text(&text), text.len, true);
 */
#ifndef VIEWS_OPENFILE_H
#define VIEWS_OPENFILE_H

#include <stdbool.h>
#include <stddef.h>

/* Create or empty a file for writing as things happen; others cannot read it any more. Never
 * follows a symbolic link at the last step, nor waits for the reader of a pipe. The descriptor, or
 * -errno (-ELOOP for a link, -EPERM for a file of somebody else, -ENXIO for a pipe without one). */
int openfile_private(const char *path);

/* That for a person, of a positive errno: static words, or strerror()'s. */
const char *openfile_why(int errnum);

/* A file with this text, whole or not at all: it is written beside path and then takes its place.
 * What is there already, be it a link, is replaced or, without overwrite, left: -EEXIST. 0 or
 * -errno. */
int openfile_save(const char *path, const char *text, size_t len, bool overwrite);

#endif
