/*
 * view_system: view 3. Every socket of this machine, whoever owns it. What its keys do.
 *
 * A sampler (core/observe/sampler.h) looks, filters and sorts on a thread of its own; this view
 * shows its last result. Main thread.
 */
#ifndef VIEWS_VIEW_SYSTEM_H
#define VIEWS_VIEW_SYSTEM_H

struct cockpit;

/* Hold what is shown, or go on looking. */
void view_system_freeze(struct cockpit *c, int unused);
const char *view_system_label_freeze(const struct cockpit *c);

/* Choose among all fields to sort by. */
void view_system_choose_sort(struct cockpit *c, int unused);

/* Type the watch rules (core/observe/rule.h). */
void view_system_watch(struct cockpit *c, int unused);

/* Ask whether to end the selected socket from outside, and do it. */
void view_system_destroy(struct cockpit *c, int unused);

/* Go to the detail of the selected socket. */
void view_system_detail(struct cockpit *c, int unused);

#endif
