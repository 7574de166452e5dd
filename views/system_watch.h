/*
 * system_watch: the watch rules of the System view: what is said when one marks a socket. Main
 * thread.
 *
 *	if (now->rang)
 *		system_watch_ring(c, now, CLEAN_UTF8);
 */
#ifndef VIEWS_SYSTEM_WATCH_H
#define VIEWS_SYSTEM_WATCH_H

#include "core/clean.h"
#include "core/observe/sampling.h"

struct cockpit;

/* Say which rule marked which socket with this sample, and how many more; one bell for all. */
void system_watch_ring(struct cockpit *c, const struct sample *now, enum clean_mode mode);

#endif
