/*
 * screen: the terminal, opened, painted and read. Everything that needs curses is behind it.
 *
 * Main thread only. One at a time. Installs no signal handlers and leaves none behind; the app
 *sends SIGWINCH through its own pipe and then calls screen_resized().
 *
 *	setlocale(LC_CTYPE, "");
 *	if (screen_open(&s, &(struct screen_options){.in = 0, .out = 1}, why, sizeof(why)) < 0)
 *		... why is one line for stderr; exit 2
 *	for (;;) {
 *		screen_begin(s);
 *		... draw_...(s, ...) ...
 *		screen_end(s);                         // writes only the cells that changed
 *		poll(stdin and the rest, timeout at most screen_timeout(s) where that is not -1);
 *		while (screen_read_key(s, &ev))
 *			...
 *		if (screen_gone(s)) ... the terminal went away: leave
 *	}
 *	screen_close(s);
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/input.h"
#include "tui/layout.h"
#include "tui/theme.h"

struct screen;

struct screen_options {
	int in, out;	   /* descriptors of the terminal; borrowed */
	bool ascii;	   /* ASCII only, whatever the locale says */
	bool no_color;	   /* no colour; screen_open() looks at NO_COLOR itself */
	bool no_mouse;	   /* leave the mouse to the terminal */
	bool projector;	   /* bold, nothing dim, tables with few columns far apart */
	const char *theme; /* NULL: "dark" */
};

/*
 * Take the terminal: alternate screen, raw keys, mouse and bracketed paste on. 0, or -errno with a
 * line for a person in why: -ENOTTY (in or out is no terminal), -ENOENT (TERM unset, empty, dumb or
 * unknown), -EINVAL (no such theme), -ENOMEM.
 */
int screen_open(struct screen **out, const struct screen_options *options, char *why, size_t size);

/* Put everything back as it was. NULL is fine. */
void screen_close(struct screen *s);

/* Leave the terminal as it was found, for Ctrl-Z; and take it again: the next frame is drawn whole.
 * The one who calls stops himself in between. */
void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);

/* The window was changed (SIGWINCH): take its size; the next frame is drawn whole. That also where
 * the size is the same: a window that shrank and grew back has lost what it showed. False: there
 * is no window to ask. */
bool screen_resized(struct screen *s);

/* Draw everything anew with the next frame (Ctrl-L). */
void screen_refresh_all(struct screen *s);

/* ---- a frame ---- */

void screen_begin(struct screen *s); /* all cells blank, no cursor, clip to the whole */
void screen_end(struct screen *s);

int screen_width(const struct screen *s);  /* at least 1 */
int screen_height(const struct screen *s); /* at least 1 */
struct rect screen_rect(const struct screen *s);

/* Where the hardware cursor is to stand after this frame: the selection or the place to type. It is
 * visible only where visible; screen readers follow it anyway. The last call counts. */
void screen_cursor(struct screen *s, int x, int y, bool visible);

/* ---- input ---- */

/* The next event, read from options.in without waiting; false: none now. Call until false. */
bool screen_read_key(struct screen *s, struct event *ev);

/* Milliseconds after which screen_read_key() should be asked though in had nothing (a lone Esc);
 * -1. */
int screen_timeout(const struct screen *s);

/* End of file or an error on the terminal: nothing will ever come again. */
bool screen_gone(const struct screen *s);

/* ---- what it can do ---- */

bool screen_utf8(const struct screen *s);  /* false: only ASCII reaches the terminal */
int screen_colors(const struct screen *s); /* 256, 16, 8, or 0: none */
bool screen_projector(const struct screen *s);

const char *screen_theme(const struct screen *s);
int screen_set_theme(struct screen *s, const char *name); /* 0 or -ENOENT */

/* The terminal's clipboard, by OSC 52; text is any bytes, at most 74,994 of them (xterm's limit).
 * 0, -E2BIG, -ENOMEM. */
int screen_copy(struct screen *s, const char *text, size_t len);
void screen_bell(struct screen *s);

/*
 * Bytes that put a terminal back whatever state a dead screen left it in (scroll region, character
 * set, mouse, paste, keypad, alternate screen, cursor, colours). For the guardian: constant, to be
 * written by write(2) before termios is set back, and only when the cockpit did not close its
 * screen itself.
 */
extern const char screen_restore_bytes[];

#endif
