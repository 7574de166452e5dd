/*
 * screen_private: what a screen is made of, for the files that paint on it (screen.c, draw.c,
 * theme.c). The only header here that includes curses.
 */
#ifndef TUI_SCREEN_PRIVATE_H
#define TUI_SCREEN_PRIVATE_H

#define NCURSES_NOMACROS
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>

#include "tui/screen.h"

/* How a role looks with the theme and the colours of this terminal. */
struct look {
	attr_t attributes;
	short pair;
};

struct screen {
	SCREEN *term;
	WINDOW *window;
	FILE *in_file, *out_file; /* curses wants streams; they hold copies of the descriptors */
	int in, out;
	struct termios saved;
	struct input *input;
	size_t theme;
	int colors;
	bool utf8;
	bool projector;
	bool mouse;  /* the terminal has one, and we may have it */
	bool modern; /* it understands xterm's private modes and OSC */
	bool suspended;
	bool resized; /* an INPUT_RESIZE is due */
	bool gone;
	struct look look[ROLE_COUNT];
	struct rect clip;
	int cursor_x, cursor_y; /* cursor_x < 0: nobody asked for one */
	bool cursor_visible;
};

/* Fill s->look from its theme and colours. */
void theme_apply(struct screen *s);

#endif
