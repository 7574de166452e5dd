/*
 * cockpit: what all parts of the screen share, and the few verbs they act by.
 *
 * Main thread. Whatever a person does ends in cockpit_submit() with a line of notation; keys and
 * forms have no other way to act on sockets and servers.
 *
 *	cockpit_submit(c, "conn.recv(1024)");
 *	cockpit_say(c, ROLE_WARN, "Nothing waits.");
 */
#ifndef VIEWS_COCKPIT_H
#define VIEWS_COCKPIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/session.h"
#include "tui/footer.h"
#include "tui/history.h"
#include "tui/screen.h"
#include "tui/tabs.h"
#include "views/follow.h"
#include "views/message.h"
#include "views/meter.h"

#define COCKPIT_VIEWS 5

struct cockpit_options;
struct journal_panel;
struct overlay;
struct script;

/* What an event or a verb made necessary; the loop does it once, afterwards. */
struct cockpit_due {
	bool draw;   /* something that is shown changed */
	bool sample; /* the world may have changed: look at sockets and servers again */
	bool suspend;
	bool leave;
};

struct cockpit {
	const struct cockpit_options *options;
	struct screen *screen;
	struct session *session;
	size_t view;		    /* index of the view shown */
	void *state[COCKPIT_VIEWS]; /* each view's own */
	struct overlay *overlays;   /* topmost first */
	struct journal_panel *journal;
	struct message message;
	struct follow follow;
	struct script *scripts;
	struct history history;		  /* of the prompt */
	bool first_start;		  /* nobody has used it here before */
	const char *names[COCKPIT_VIEWS]; /* the views', for the tabs */
	struct tabs tabs;
	struct footer footer;
	struct footer_item footer_items[FOOTER_MAX];
	struct meter sockets, servers; /* for the rates in the header */
	struct cockpit_due due;
	int status; /* of the program, once due.leave */
	pthread_t main;
};

/* What is said to who wants to act all the same. */
#define COCKPIT_READONLY "Read only: nothing is run. Start without --readonly."

/* Run one line. Its journal row, or 0: nothing was run (then the message says why). */
uint64_t cockpit_submit(struct cockpit *c, const char *line);

/* Put a message on its line. Errors stay until cockpit_acted(). */
void cockpit_say(struct cockpit *c, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same as a warning, with the key of each action that is named between braces: "Press {new} to
 * make one." And that text alone. */
void cockpit_hint(struct cockpit *c, const char *text);
const char *cockpit_keys(const struct cockpit *c, const char *text, char *to, size_t size);

/* What an empty panel says to do next: text; read only, where that would be refused, what there is
 * to look at. For cockpit_keys(). */
const char *cockpit_invitation(const struct cockpit *c, const char *text);

#define COCKPIT_HINT_MAX 256

/* The person did something: an old error may go. */
void cockpit_acted(struct cockpit *c);

/* Give up for want of memory: the terminal is put back first. Does not return. */
void cockpit_out_of_memory(struct cockpit *c) __attribute__((noreturn));

#endif
