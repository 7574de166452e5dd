/*
 * terminfo: what the database says of the terminal. For screen.c; no curses types here.
 */
#ifndef TUI_TERMINFO_H
#define TUI_TERMINFO_H

#include <stdbool.h>
#include <stddef.h>

struct input;

/* Can a screen be painted on this TERM (NULL: unset)? 0, or -ENOENT with a line for a person in
 * why. */
int terminfo_check(const char *term, int fd, char *why, size_t size);

/* Of the terminal that is set up: teach the decoder its keys; does it report the mouse as xterm
 * does? */
void terminfo_teach(struct input *in);
bool terminfo_has_mouse(void);

#endif
