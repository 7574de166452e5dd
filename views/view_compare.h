/*
 * view_compare: view 4, the same load against several server models. What its keys do (keys.h).
 * Main thread.
 */
#ifndef VIEWS_VIEW_COMPARE_H
#define VIEWS_VIEW_COMPARE_H

struct cockpit;

void view_compare_choose(struct cockpit *c, int unused);
void view_compare_cancel(struct cockpit *c, int unused);
void view_compare_export(struct cockpit *c, int unused);

const char *view_compare_label_choose(const struct cockpit *c);
const char *view_compare_label_cancel(const struct cockpit *c);
const char *view_compare_label_export(const struct cockpit *c);

#endif
