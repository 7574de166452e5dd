/*
 * commands: what keys do that no view or selection owns. Main thread; the key table calls them.
 */
#ifndef VIEWS_COMMANDS_H
#define VIEWS_COMMANDS_H

struct cockpit;

void command_prompt(struct cockpit *c, int unused);
void command_export(struct cockpit *c, int unused);
void command_again(struct cockpit *c, int unused);  /* the journal's selected line, in the prompt */
void command_cancel(struct cockpit *c, int unused); /* the selected waiting line, else the newest */
void command_copy(struct cockpit *c, int unused);   /* the journal's selected line, by OSC 52 */
void command_filter(struct cockpit *c, int unused);
void command_sort(struct cockpit *c, int step); /* 0: the other way round */
void command_zoom(struct cockpit *c, int unused);
void command_panel(struct cockpit *c, int step);
void command_view(struct cockpit *c, int index);
void command_theme(struct cockpit *c, int unused);
void command_theme_take(struct cockpit *c, int i); /* theme_name(i) */
void command_help(struct cockpit *c, int unused);
void command_palette(struct cockpit *c, int unused);
void command_quit(struct cockpit *c, int unused);
void command_back(struct cockpit *c, int unused);
void command_redraw(struct cockpit *c, int unused);
void command_suspend(struct cockpit *c, int unused);

const char *command_label_zoom(const struct cockpit *c);   /* NULL where it would show nothing */
const char *command_label_panel(const struct cockpit *c);  /* NULL where there is one alone */
const char *command_label_cancel(const struct cockpit *c); /* NULL while nothing waits */

#endif
