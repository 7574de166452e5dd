/*
 * clean: the one sanitiser for text that came from outside (a peer, a file, another process),
 * on its way to any sink: screen, stderr, exports' comments, titles.
 *
 * C0, DEL, C1, bidirectional and invisible characters, tags and invalid UTF-8 become visible
 * escapes: \n, \x1b, \u202e, \xff. Everything else passes unchanged. Any thread.
 *
 *	struct buf b = {0};
 *	clean_add(&b, "\033]52;c;", 7, CLEAN_UTF8);      // \x1b]52;c;
 */
#ifndef CORE_CLEAN_H
#define CORE_CLEAN_H

#include <stddef.h>

#include "core/buf.h"

enum clean_mode {
	CLEAN_UTF8,  /* visible characters stay as they are */
	CLEAN_ASCII, /* everything past 0x7e is escaped too */
};

/* Append the cleaned form of len bytes. 0 or -ENOMEM. */
int clean_add(struct buf *to, const char *text, size_t len, enum clean_mode mode);

/* The same of a text of several lines: \n stays what it is. */
int clean_add_lines(struct buf *to, const char *text, size_t len, enum clean_mode mode);

/* The cleaned form as a new string, which the caller frees. NULL: out of memory. */
char *clean_new(const char *text, size_t len, enum clean_mode mode);

#endif
