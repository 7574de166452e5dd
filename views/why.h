/*
 * why: a failed call of ours as one line for a person on stderr: what, on which address or file,
 * and why. Without a screen, or before there is one; main thread.
 */
#ifndef VIEWS_WHY_H
#define VIEWS_WHY_H

#include "core/explain.h"

/* "sockpit serve: cannot listen on 127.0.0.1:9000: Address already in use. It is held by ..." on
 * stderr; begin: what stands before the address, which is told as the command takes it. */
void why_print(const char *begin, const char *address, const struct explain_call *failed);

/* "sockpit: cannot read 'x.py': No such file or directory". Returns 2, the exit status for a file
 * that cannot be used. */
int why_file(const char *doing, const char *path, const char *why);

#endif
