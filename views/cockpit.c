#include "views/cockpit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "views/app.h"

uint64_t cockpit_submit(struct cockpit *c, const char *line)
{
	uint64_t seq = 0;
	cockpit_acted(c);
	if (c->options->readonly) {
		cockpit_say(c, ROLE_ERROR, "%s", COCKPIT_READONLY);
		return 0;
	}
	int r = session_submit(c->session, line, &seq);
	if (r == -ENOMEM && seq == 0)
		cockpit_out_of_memory(c);
	if (r < 0 && seq == 0)
		cockpit_say(c, ROLE_ERROR, "That line could not be run: %s", strerror(-r));
	c->due.sample = c->due.draw = true;
	return seq;
}

void cockpit_say(struct cockpit *c, enum role role, const char *fmt, ...)
{
	char text[MESSAGE_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	message_set(&c->message, role, text, NULL);
	c->due.draw = true;
}

const char *cockpit_keys(const struct cockpit *c, const char *text, char *to, size_t size)
{
	return keymap_text(&c->options->settings.keys, text, to, size);
}

const char *cockpit_invitation(const struct cockpit *c, const char *text)
{
	return c->options->readonly
		   ? "Read only. Press 3 for the machine's sockets, {help} for help."
		   : text;
}

void cockpit_hint(struct cockpit *c, const char *text)
{
	char hint[COCKPIT_HINT_MAX];
	cockpit_say(c, ROLE_WARN, "%s", cockpit_keys(c, text, hint, sizeof hint));
}

void cockpit_acted(struct cockpit *c)
{
	message_release(&c->message);
}

void cockpit_out_of_memory(struct cockpit *c)
{
	static const char text[] = "sockpit: out of memory\n";
	screen_close(c->screen);
	ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
	(void)n;
	_exit(1); /* the guardian ends the servers */
}
