/* openfile: how every file that sockpit writes is opened. */
#ifndef VIEWS_OPENFILE_H
#define VIEWS_OPENFILE_H

/* Create or empty a file for writing, readable by its owner only. Never follows a symbolic link
 * at the last step. The descriptor, or -errno (-ELOOP for a link). */
int openfile_private(const char *path);

#endif
