/*
 * serve_events: what `sockpit serve` prints of its server: events and the summary. Main thread.
 *
 *	uint64_t seq = 0;
 *	serve_print_events(&shm, &seq);    // and again: those that came since
 */
#ifndef VIEWS_SERVE_EVENTS_H
#define VIEWS_SERVE_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

struct shm;

/* Print the events after *seq, a JSON object a line. 0, or -errno when stdout takes no more. */
int serve_print_events(const struct shm *shm, uint64_t *seq);

/* The last line: the totals, as JSON or in words. 0 or -errno. */
int serve_print_summary(const struct shm *shm, bool json);

#endif
