/*
 * file: what open() gives: a file to send. Reading only, and without a buffer, so that the position
 * is always the descriptor's own. Any thread that holds a reference. CPython: Modules/_io.
 */
#ifndef CORE_NOTATION_FILE_H
#define CORE_NOTATION_FILE_H

#include <stdatomic.h>

#include "core/notation/op.h"

struct file {
	struct value base;
	_Atomic int fd;	    /* -1 once closed */
	bool text;	    /* opened without 'b' */
	struct value *name; /* as it was given */
};

extern const struct type type_file_text, type_file_bytes;
extern const struct op file_open_row;

/* The file behind a value; NULL: it is none. */
struct file *file_of(struct value *v);

#endif
