/*
 * input: what the person did, as events; and the decoder that makes them out of a terminal's bytes.
 *
 * The decoder is a plain state machine without a terminal, a clock or a system call: bytes and the
 * time go in, events come out. Owned by the screen; the app sees only struct event, through
 * screen_read_key():
 *
 *	if (ev.type == INPUT_KEY && ev.key == 'q')
 *		...
 *	else if (event_is(&ev, 'p', MOD_CTRL))
 *		...
 *
 * Sequences: ECMA-48, xterm's ctlseqs (modifiers, SGR mouse 1006, bracketed paste 2004) and what
 * terminfo says of TERM.
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum input_type {
	INPUT_NONE,
	INPUT_KEY,    /* key, mods */
	INPUT_MOUSE,  /* mouse, x, y, mods, clicks */
	INPUT_RESIZE, /* the screen has a new size: draw again */
	INPUT_PASTE,  /* text, len */
};

/* Keys that are no character. They lie past Unicode, so that one number holds either. */
enum key {
	K_TAB = '\t',
	K_ENTER = '\r',
	K_ESC = 0x1b,
	K_BACKSPACE = 0x7f,
	K_FIRST = 0x110000,
	K_UP = K_FIRST,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_INSERT,
	K_DELETE,
	K_F1, /* K_F1 + 11 is F12 */
	K_F12 = K_F1 + 11,
	K_LAST = K_F12,
};

enum mods {
	MOD_SHIFT = 1, /* with keys that are no character; Shift-Tab is K_TAB with MOD_SHIFT */
	MOD_ALT = 2,
	MOD_CTRL = 4, /* key is then the small letter: Ctrl-P is 'p' with MOD_CTRL */
};

enum mouse {
	MOUSE_PRESS, /* left button */
	MOUSE_RELEASE,
	MOUSE_RIGHT, /* right button pressed */
	MOUSE_MIDDLE,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
};

struct event {
	enum input_type type;
	uint32_t key;  /* a Unicode character or one of enum key */
	unsigned mods; /* of enum mods */
	enum mouse mouse;
	int x, y;   /* mouse: cell, from 0 */
	int clicks; /* MOUSE_PRESS: 1, or 2 for a double click */
	/* Of a paste: UTF-8 as it came, not cleaned; valid until the next event is read. */
	const char *text;
	size_t len;
};

/* An INPUT_KEY of just that key with just those modifiers? */
bool event_is(const struct event *ev, uint32_t key, unsigned mods);

/* A character to insert: no modifiers, no control. */
bool event_is_text(const struct event *ev);

/* ---- names: for footers, help and settings ---- */

/* "Ctrl-P", "Enter", "F1", "Shift-Tab", "n", "Space". Written to text (NUL-terminated); returns
 * text. */
const char *key_label(uint32_t key, unsigned mods, char *text, size_t size);

/* The other way; upper and lower case of names do not matter ("ctrl-p"), of single letters they do.
 * 0, or -EINVAL when text names no key. */
int key_parse(const char *text, uint32_t *key, unsigned *mods);

/* ---- the decoder: for screen.c and tests ---- */

/* A lone Esc is a key once this time passed without a byte that continues it. */
#define INPUT_ESC_MS 25
#define INPUT_DOUBLE_CLICK_MS 400

struct input;

int input_new(struct input **out); /* 0 or -ENOMEM */
void input_free(struct input *in);

/* Also know this sequence (terminfo's kcuu1 and kin). Longer than 15 bytes: ignored. */
void input_learn(struct input *in, const char *sequence, uint32_t key, unsigned mods);

/* Bytes that came, at now_ms (monotonic). 0 or -ENOMEM. */
int input_feed(struct input *in, const char *bytes, size_t len, int64_t now_ms);

/* The next whole event, or false. A half sequence waits; INPUT_ESC_MS after its last byte it is
 * given as Esc and what follows. */
bool input_next(struct input *in, int64_t now_ms, struct event *ev);

/* Milliseconds until input_next() should be asked again though nothing came; -1: no need. */
int input_timeout(const struct input *in, int64_t now_ms);

#endif
