/*
 * statefile: small files that the cockpit keeps for the next time, under XDG_STATE_HOME.
 *
 * Written whole and private, then renamed into place; a symbolic link there is replaced, never
 * followed. Main thread.
 */
#ifndef VIEWS_STATEFILE_H
#define VIEWS_STATEFILE_H

#include <stddef.h>

#include "tui/history.h"

/* Fill in the prompt's history of last time, and keep it; also where it is empty, to tell the first
 * start from the next ones. A file that cannot be read or written is no reason to complain: 0, or
 * -errno for who wants to know. -ENOENT of load: nobody has used the cockpit here before. */
int statefile_load_history(struct history *h);
int statefile_save_history(const struct history *h);

#endif
