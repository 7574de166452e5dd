/*
 * prompt: the ":" line at the bottom. One line of notation, or several where brackets, quotes or a
 * try stay open; it runs and closes on Enter. Main thread.
 */
#ifndef VIEWS_PROMPT_H
#define VIEWS_PROMPT_H

struct cockpit;

/* Open it with text to begin with. */
void prompt_open(struct cockpit *c, const char *text);

#endif
