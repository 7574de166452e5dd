#include "views/app.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/journal.h"
#include "core/session.h"
#include "views/actions_module.h"
#include "views/cockpit.h"
#include "views/frame.h"
#include "views/keys.h"
#include "views/openfile.h"
#include "views/overlay.h"
#include "views/panel_journal.h"
#include "views/script.h"
#include "views/signals.h"
#include "views/statefile.h"
#include "views/view.h"

/* After this time the world is looked at again when it is about to change. */
#define SOON_MS 10
/* With little motion, what goes on by itself is drawn no more often than this. */
#define CALM_MS 1000

enum { POLL_TERMINAL, POLL_SESSION, POLL_SIGNALS, POLL_VIEW, POLL_COUNT };

struct loop {
	struct pollfd fds[POLL_COUNT];
	int64_t sampled_ns;
	bool live; /* the last look saw something going on */
};

/* ---- start and end ---- */

static int complain(const char *why)
{
	dprintf(STDERR_FILENO, "sockpit: %s\n", why);
	return 2;
}

static int open_screen(struct cockpit *c)
{
	char why[256];
	const struct settings *wanted = &c->options->settings;
	const struct screen_options options = {
	    .in = STDIN_FILENO,
	    .out = STDOUT_FILENO,
	    .ascii = wanted->ascii,
	    .no_color = !wanted->color,
	    .no_mouse = !wanted->mouse,
	    .projector = wanted->projector,
	    .theme = wanted->theme,
	};
	setlocale(LC_CTYPE, ""); /* what is a character; numbers and messages are Python's */
	if (screen_open(&c->screen, &options, why, sizeof why) < 0)
		return complain(why);
	return 0;
}

static void open_views(struct cockpit *c)
{
	for (size_t i = 0; i < views_count; i++) {
		c->names[i] = views[i]->name;
		if (views[i]->open && views[i]->open(c, &c->state[i]) < 0)
			cockpit_out_of_memory(c);
	}
	c->tabs = (struct tabs){.names = c->names, .n = views_count};
	if (c->options->notebook)
		view_show(c, view_index(&view_lessons));
}

static void open_journal(struct cockpit *c)
{
	if (!c->options->journal)
		return;
	int fd = openfile_private(c->options->journal);
	if (fd >= 0)
		journal_write_to(session_journal(c->session), fd);
	else
		cockpit_say(c, ROLE_ERROR, "No journal is written: %s: %s", c->options->journal,
		    openfile_why(-fd));
}

static void tell_problem(struct cockpit *c, const struct settings_problem *problem)
{
	struct buf text = {0};
	if (!problem->lines)
		return;
	settings_problem_tell(problem, &text);
	cockpit_say(c, ROLE_WARN, "%s", buf_text(&text));
	buf_free(&text);
}

/* 0 or a positive errno. */
static int open_session(struct cockpit *c)
{
	int r = session_new(
	    &c->session, &(struct session_options){
			     .actions = &module_actions, .host = c, .files = c->options->files});
	if (r < 0)
		return -r;
	if (journal_panel_new(&c->journal) < 0)
		cockpit_out_of_memory(c);
	open_views(c);
	open_journal(c);
	c->first_start = statefile_load_history(&c->history) == -ENOENT;
	tell_problem(c, &c->options->problem);
	return 0;
}

static void close_all(struct cockpit *c)
{
	/* The screen first: whatever the rest takes, the terminal is the person's again. */
	screen_close(c->screen);
	overlay_free_all(c);
	script_drop_all(c);
	session_free(c->session);
	for (size_t i = 0; i < views_count; i++)
		if (views[i]->close)
			views[i]->close(c->state[i]);
	journal_panel_free(c->journal);
	statefile_save_history(&c->history);
	follow_free(&c->follow);
	history_free(&c->history);
	meter_free(&c->sockets);
	meter_free(&c->servers);
}

/* ---- what happened ---- */

static void on_signal(struct cockpit *c, int sig)
{
	switch (sig) {
	case SIGWINCH:
	case SIGCONT:
		c->due.draw |= screen_resized(c->screen);
		break;
	case SIGTSTP:
		c->due.suspend = true;
		break;
	default:
		c->due.leave = true;
		c->status = 128 + sig;
	}
}

/* The guardian stops itself after us, and continues us when the shell continues it. */
static void suspend(struct cockpit *c)
{
	c->due.suspend = false;
	screen_suspend(c->screen);
	raise(SIGSTOP);
	screen_resume(c->screen);
	screen_resized(c->screen);
	c->due.draw = c->due.sample = true;
}

static void take_key(struct cockpit *c, const struct event *ev)
{
	const struct event enter = {.type = INPUT_KEY, .key = K_ENTER};
	const struct keymap *keys = &c->options->settings.keys;
	const struct key_row *row = keymap_find(keys, ev, view_where(c) | IN_ALL);
	if (!row && view_now(c)->key &&
	    view_now(c)->key(c, c->state[c->view], ev) == INTENT_SUBMIT && ev->type == INPUT_MOUSE)
		row = keymap_find(keys, &enter, view_where(c) | IN_ALL);
	if (row)
		keys_run(c, row);
}

/* Outside of all that takes text it is meant for the prompt. */
static void take_paste(struct cockpit *c, const struct event *ev)
{
	if (!c->overlays)
		keys_run(c, keymap_action("prompt"));
	else if (c->overlays->kind->where & (IN_MENU | IN_QUESTION))
		cockpit_say(c, ROLE_WARN, "What you paste is for the prompt: leave this first.");
	if (c->overlays)
		overlay_key(c, ev);
}

/* Keys that work wherever one is. */
static bool take_anywhere(struct cockpit *c, const struct event *ev)
{
	if (event_is(ev, 'l', MOD_CTRL))
		screen_refresh_all(c->screen);
	else if (event_is(ev, 'z', MOD_CTRL))
		c->due.suspend = true;
	else
		return false;
	return true;
}

static void take_event(struct cockpit *c, const struct event *ev)
{
	struct event pressed;
	if (ev->type == INPUT_MOUSE && footer_hit(&c->footer, ev, &pressed))
		ev = &pressed;
	c->due.draw = true;
	if (take_anywhere(c, ev))
		return;
	if (ev->type == INPUT_PASTE)
		take_paste(c, ev);
	else if (c->overlays)
		overlay_key(c, ev);
	else if (ev->type == INPUT_MOUSE && tabs_key(&c->tabs, ev) == INTENT_SELECT)
		view_show(c, c->tabs.active);
	else
		take_key(c, ev);
}

static void sample(struct cockpit *c, struct loop *l)
{
	l->sampled_ns = clock_mono_ns();
	l->live = frame_sample(c, l->sampled_ns) || session_live(c->session);
	c->due.sample = false;
	c->due.draw = true;
	script_step(c);
}

/* A key acts on what the one before it has left: look again in between, and lay out what it would
 * have shown, though nobody sees it. */
static void take_input(struct cockpit *c, struct loop *l)
{
	struct event ev;
	while (!c->due.leave && screen_read_key(c->screen, &ev)) {
		if (c->due.draw)
			frame_compose(c);
		take_event(c, &ev);
		if (c->due.sample)
			sample(c, l);
	}
	if (screen_gone(c->screen))
		c->due.leave = true;
}

static void on_ended(void *ctx, const struct journal_row *row)
{
	frame_tell(ctx, row);
}

static void take_completions(struct cockpit *c)
{
	if (session_tick(c->session) > 0)
		c->due.sample = true;
	size_t running = c->follow.n;
	uint64_t seen = c->follow.seen;
	if (follow_look(&c->follow, session_journal(c->session), on_ended, c) < 0)
		cockpit_out_of_memory(c);
	c->due.draw |= running != c->follow.n || seen != c->follow.seen;
	if (session_quit(c->session, &c->status))
		c->due.leave = true;
}

/* ---- the loop ---- */

/* How often the world is looked at while something goes on. */
static int every_ms(const struct cockpit *c)
{
	const struct settings *wanted = &c->options->settings;
	if (script_waits(c))
		return SOON_MS;
	bool calm = wanted->reduced_motion && wanted->refresh_ms < CALM_MS;
	return calm ? CALM_MS : wanted->refresh_ms;
}

static int wait_ms(const struct cockpit *c, const struct loop *l)
{
	int ms = -1;
	if (l->live || c->follow.n || c->scripts) {
		int64_t rest = (l->sampled_ns - clock_mono_ns()) / NS_PER_MS + every_ms(c);
		ms = rest > 0 ? (int)rest : 0;
	}
	int keys = screen_timeout(c->screen);
	return keys >= 0 && (ms < 0 || keys < ms) ? keys : ms;
}

static bool sample_is_due(const struct cockpit *c, const struct loop *l)
{
	if (c->due.sample)
		return true;
	return (l->live || c->follow.n) &&
	       clock_mono_ns() - l->sampled_ns >= every_ms(c) * NS_PER_MS;
}

static int view_fd(const struct cockpit *c)
{
	const struct view *v = view_now(c);
	return v->fd ? v->fd(c->state[c->view]) : -1;
}

static void turn(struct cockpit *c, struct loop *l)
{
	l->fds[POLL_VIEW] = (struct pollfd){.fd = view_fd(c), .events = POLLIN};
	if (poll(l->fds, POLL_COUNT, wait_ms(c, l)) < 0 && errno != EINTR) {
		c->due.leave = true;
		return;
	}
	for (int sig; (sig = signals_next());)
		on_signal(c, sig);
	take_input(c, l);
	if (l->fds[POLL_TERMINAL].revents & (POLLHUP | POLLERR | POLLNVAL))
		c->due.leave = true;
	if (l->fds[POLL_VIEW].revents)
		c->due.sample = true;
	take_completions(c);
	if (c->due.suspend && !c->due.leave)
		suspend(c);
}

static void run(struct cockpit *c, int signals)
{
	struct loop l = {.fds = {
			     [POLL_TERMINAL] = {.fd = STDIN_FILENO, .events = POLLIN},
			     [POLL_SESSION] = {.fd = session_fd(c->session), .events = POLLIN},
			     [POLL_SIGNALS] = {.fd = signals, .events = POLLIN},
			 }};
	c->due.draw = c->due.sample = true;
	while (!c->due.leave) {
		if (sample_is_due(c, &l))
			sample(c, &l);
		take_completions(c);
		if (c->due.draw && !c->due.leave)
			frame_draw(c);
		if (!c->due.leave)
			turn(c, &l);
	}
}

int cockpit_main(void *options)
{
	struct cockpit c = {.options = options, .main = pthread_self()};
	int status = open_screen(&c);
	if (status)
		return status;
	tzset(); /* now: later it would take the number of a socket opened meanwhile */
	int signals = signals_open();
	int error = signals < 0 ? -signals : open_session(&c);
	if (error) {
		screen_close(c.screen);
		return complain(strerror(error));
	}
	run(&c, signals);
	close_all(&c);
	signals_close();
	return c.status;
}
