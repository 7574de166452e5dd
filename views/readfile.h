/* readfile: a whole file, or all of a pipe, in memory. Waits for a pipe's end. Any thread. */
#ifndef VIEWS_READFILE_H
#define VIEWS_READFILE_H

#include "core/buf.h"

/* Append all that path holds; "-" is stdin. 0 or -errno; -EFBIG past 64 MiB. */
int readfile_all(const char *path, struct buf *to);

#endif
