/* view_lessons: view 5. What the keys do in it. Main thread. */
#ifndef VIEWS_VIEW_LESSONS_H
#define VIEWS_VIEW_LESSONS_H

struct cockpit;

void view_lessons_open(struct cockpit *c, int unused); /* the selected lesson of the list */
void view_lessons_show(struct cockpit *c, int i);      /* that lesson of the program */
void view_lessons_step(struct cockpit *c, int unused); /* run the line that comes next */
void view_lessons_back(struct cockpit *c, int unused); /* back to the start of the lesson */

const char *view_lessons_label_step(const struct cockpit *c); /* NULL: no line is left */

#endif
