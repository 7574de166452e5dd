/*
 * message: the line that says what came of the last action, and why. Main thread.
 *
 *	message_set(&m, ROLE_ERROR, "ConnectionRefusedError: ...", "nobody listens on port 9");
 *	message_draw(&m, screen, rect);       // rect.h as message_height() said
 */
#ifndef VIEWS_MESSAGE_H
#define VIEWS_MESSAGE_H

#include <stdbool.h>

#include "tui/draw.h"

#define MESSAGE_MAX 1024

struct message {
	enum role role;
	bool stays; /* an error nobody has answered yet: only another error replaces it */
	char text[MESSAGE_MAX];
	char why[MESSAGE_MAX];
};

/* why may be NULL. Both are cleaned here. */
void message_set(struct message *m, enum role role, const char *text, const char *why);

/* The person acted: what comes next may replace an error. */
void message_release(struct message *m);

/* Lines it wants in w columns, from 1 to max. */
int message_height(const struct message *m, int w, int max);
void message_draw(const struct message *m, struct screen *s, struct rect r);

#endif
