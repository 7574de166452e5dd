/*
 * term: a terminal for tests. It starts a program on a pty of its own, gives what the program
 * writes to an emulator (libvterm), types, and waits until the screen shows something.
 *
 * Nothing here sleeps for a fixed time: every wait has a predicate and a deadline, and a deadline
 * that passes is told with the screen as it stood. Not thread-safe; several terminals at once are
 * fine.
 *
 *	struct term *t;
 *	term_start(&t, &(struct term_options){.argv = (const char *[]){"./sockpit", NULL}});
 *	assert_true(term_wait_text(t, "1 Sockets", 2000));
 *	term_key(t, "Ctrl-P");
 *	term_type(t, "hello");
 *	term_free(t);                    // ends what it started
 */
#ifndef TESTS_TERM_TERM_H
#define TESTS_TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct term;

#define TERM_WAIT_MS 5000

struct term_options {
	const char *const *argv;
	/* Or this, in a child of our own, whose exit status it returns. */
	int (*act)(void *ctx);
	void *ctx;
	/* "NAME=value" replaces, "NAME" alone removes; over PATH, HOME, LC_ALL=C.UTF-8,
	 * TERM=xterm-256color, XDG_CONFIG_HOME and XDG_STATE_HOME (where nothing is and nothing can
	 * be kept) and the sanitizers' options, which are all that is inherited.
	 * NULL-ended, or NULL. */
	const char *const *env;
	int width, height; /* 0: 80x24 */
};

/* 0 or -errno. The program gets the pty as its controlling terminal and as 0, 1 and 2. */
int term_start(struct term **out, const struct term_options *options);

/* SIGKILL to every process of it that is left, and wait for the program. NULL is fine. */
void term_free(struct term *t);

/* Processes that the program started and that still run, itself included: those of its session, and
 * those that carry the mark that term_start puts into the environment. At most max are written to
 * pids; returns how many there are. Zombies do not count. */
size_t term_processes(const struct term *t, pid_t *pids, size_t max);
bool term_wait_processes(struct term *t, size_t at_most, int ms);

pid_t term_pid(const struct term *t);

/* ---- waiting; each takes what comes from the program and is false when ms have passed ---- */

typedef bool (*term_predicate)(struct term *t, void *ctx);
bool term_wait(struct term *t, term_predicate holds, void *ctx, int ms);

bool term_wait_text(struct term *t, const char *text, int ms); /* on one line of the screen */
bool term_wait_no_text(struct term *t, const char *text, int ms);
bool term_wait_raw(
    struct term *t, const char *bytes, size_t len, int ms); /* among all bytes written */
bool term_wait_cursor(struct term *t, int x, int y, int ms);
bool term_wait_exit(struct term *t, int *status, int ms); /* wait status, as waitpid gives it */

/* Until nothing was written for quiet_ms: only for pictures, which want a whole frame and have
 * nothing to wait for. */
bool term_wait_quiet(struct term *t, int quiet_ms, int ms);

/* Take what has come up to now without waiting. */
void term_take(struct term *t);

/* ---- typing ---- */

void term_type(struct term *t, const char *text); /* as typed */
void term_send(struct term *t, const void *bytes, size_t len);
/* Names as on screen: "Enter", "Ctrl-P", "Shift-Tab", "F1". Aborts on a name that is none. */
void term_key(struct term *t, const char *name);
void term_paste(struct term *t, const char *text); /* in brackets, where the program asked for it */
void term_click(struct term *t, int x, int y);	   /* left button, down and up, SGR 1006 */
void term_wheel(struct term *t, int x, int y, bool down);
bool term_click_text(
    struct term *t, const char *text); /* on the first cell of text; false: not there */
void term_resize(struct term *t, int width, int height); /* the kernel sends SIGWINCH */
/* The terminal is gone: close the master side. Of the rest only term_wait_exit and term_free
 * work after. */
void term_hang_up(struct term *t);

/* ---- looking; all about the screen as last taken ---- */

int term_width(const struct term *t);
int term_height(const struct term *t);
const char *term_line(
    struct term *t, int y); /* without blanks at its end; valid until the next call */
bool term_find(struct term *t, const char *text, int *x, int *y);
char *term_text(struct term *t); /* all lines; the caller frees it */

struct term_color {
	bool is_default; /* the terminal's own */
	bool indexed;	 /* index into the 256, else red, green, blue */
	uint8_t index, red, green, blue;
};

struct term_cell {
	char text[32]; /* UTF-8; "" for the right half of a wide character */
	int width;     /* 1 or 2; 0 for a right half */
	bool bold, underline, reverse, italic;
	struct term_color fg, bg;
};
struct term_cell term_cell(const struct term *t, int x, int y);

bool term_alternate(const struct term *t);		/* the alternate screen is on */
bool term_cursor(const struct term *t, int *x, int *y); /* its place; is it visible? */
bool term_mouse(const struct term *t);
bool term_pastes_in_brackets(const struct term *t);
/* The modes (termios) are those that the program found when it was started. */
bool term_modes_restored(const struct term *t);

/* Every byte the program ever wrote. */
const char *term_raw(const struct term *t, size_t *len);
/* What went wrong, and the screen as it stands, to stderr. Waits that fail call it. */
void term_show(struct term *t, const char *what);

#endif
