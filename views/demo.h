/*
 * demo: the example everybody starts with, played as lines in the journal: a server, three
 * clients, what they send and what comes back. Main thread.
 */
#ifndef VIEWS_DEMO_H
#define VIEWS_DEMO_H

struct cockpit;

/* model is a server class for TCP: "ThreadingTCPServer". */
void demo_start(struct cockpit *c, const char *model);

#endif
