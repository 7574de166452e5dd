/*
 * cockpit: what the end-to-end tests share: the program under test on a terminal, its processes,
 * and what it must leave behind when it ends.
 *
 * The program is SOCKPIT of the environment, ./sockpit without it.
 */
#ifndef TESTS_E2E_COCKPIT_H
#define TESTS_E2E_COCKPIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/term/term.h"

#define WAIT_MS 10000
/* What must be gone is gone within this time: a second (make soak), more where others are busy. */
#define GONE_MS 5000

const char *cockpit_program(void);

/* What is started after this dies of SIGSEGV and its kin by itself, in builds with sanitizers, too:
 * those would catch it and exit. */
void cockpit_without_handlers(void);

/* The cockpit at w x h, its first frame drawn. env as in term_options, or NULL. */
struct term *cockpit_start(int w, int h, const char *const *env);

/* The cockpit with options (NULL-ended) on a screen of 120x40. */
struct term *cockpit_start_with(const char *const *options, const char *const *env);

/* The same under an interactive shell, as a person has it: the shell is the session leader. */
struct term *cockpit_start_in_shell(int w, int h);

/* The two processes: the guardian that was started, and the cockpit, its child. -1: there is
 * none. */
pid_t cockpit_guardian(struct term *t);
pid_t cockpit_self(struct term *t);

/* The process of its first server. -1: there is none. */
pid_t cockpit_server(struct term *t);

/* What is wrong with the terminal: "" when the modes are as before, the main screen is shown, with
 * a cursor, without mouse reports. */
const char *cockpit_mess(struct term *t);

/* Waits for that, GONE_MS at most. */
const char *cockpit_mess_left(struct term *t);

/* Run one line at the prompt: ":", the line, Enter. */
void cockpit_line(struct term *t, const char *line);

/* The same, and wait for the message that says what came of it. */
void cockpit_line_gives(struct term *t, const char *line, const char *result);

/* Into the field that the cursor is in, in place of what is there. */
void cockpit_type_over(struct term *t, const char *text);

/* By lines: srv, a server that echoes, of that model, on port 0; that it serves, poll_interval as
 * Python takes it or ""; a client that connects and sends "hello", and one that gets it back. */
void cockpit_make_server(struct term *t, const char *model);
void cockpit_serve(struct term *t, const char *poll_interval);
void cockpit_connect_and_send(struct term *t, const char *name);
void cockpit_connect_and_talk(struct term *t, const char *name);

/* The text comes, or goes, or the test fails. */
void expect(struct term *t, const char *text);
void expect_gone(struct term *t, const char *text);

/* The tab of view 1, active, gets that background: what themes give it where there are 256
 * colours. */
enum { TAB_DARK = 75, TAB_LIGHT = 25 };
void expect_tab(struct term *t, int background);

/* Leave by q, with status 0 and nothing left; frees t. */
void cockpit_quit(struct term *t);

/* The number in that row that ends where the title of its column ends; "-" is 0. -1: there is no
 * such title. */
int cockpit_number_under(struct term *t, const char *title, int row);

/* The frame is whole: every panel is closed at the right edge, from its upper to its lower
 * corner. */
bool cockpit_frame_is_whole(struct term *t);

/* Waits for that: a frame may be half written when one of its words is seen. */
bool cockpit_wait_frame(struct term *t);

#endif
