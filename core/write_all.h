/*
 * write_all: write(2) until all of it is written. Any thread; it may wait, as the descriptor does.
 *
 *	int r = write_all(STDOUT_FILENO, buf_text(&b), b.len);
 */
#ifndef CORE_WRITE_ALL_H
#define CORE_WRITE_ALL_H

#include <stddef.h>

/* Short writes and EINTR go on. 0, or -errno: part of it may then be written. */
int write_all(int fd, const char *data, size_t len);

#endif
