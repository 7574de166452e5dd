/*
 * script: lines that are submitted one after the other, each when the one before has ended.
 *
 * Paced by what happens, never by time. A step may also wait until a server serves, because
 * serve_forever() does not end. A line that fails ends its script. Main thread.
 *
 *	static const struct script_step steps[] = {
 *		{"srv = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)"},
 *		{"srv.serve_forever()", .serves = "srv"},
 *		{"c1 = socket.create_connection(srv.server_address)"},
 *	};
 *	script_start(c, steps, 3);
 */
#ifndef VIEWS_SCRIPT_H
#define VIEWS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

struct cockpit;

struct script_step {
	const char *line;
	const char *serves; /* done when the server of that name serves, not when the line ends */
};

/* Copies the steps and submits the first. */
void script_start(struct cockpit *c, const struct script_step *steps, size_t n);

/* Lines may have ended: submit what can be submitted now. */
void script_step(struct cockpit *c);

/* Does one wait for something that no completion tells of? */
bool script_waits(const struct cockpit *c);

/* Forget what has not been submitted yet. */
void script_drop_all(struct cockpit *c);

#endif
