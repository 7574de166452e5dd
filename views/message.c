#include "views/message.h"

#include <stdio.h>

#include "tui/text.h"
#include "views/label.h"

void message_set(struct message *m, enum role role, const char *text, const char *why)
{
	if (m->stays && role != ROLE_ERROR)
		return;
	m->role = role;
	m->stays = role == ROLE_ERROR;
	label_clean(text, m->text, sizeof m->text);
	label_clean(why ? why : "", m->why, sizeof m->why);
}

void message_release(struct message *m)
{
	m->stays = false;
}

/* The explanation follows on the same line where both fit, else it has lines of its own. */
static bool on_one_line(const struct message *m, int w)
{
	return text_width(m->text) + 2 + text_width(m->why) <= w;
}

int message_height(const struct message *m, int w, int max)
{
	if (!m->why[0] || max < 2 || w < 1 || on_one_line(m, w))
		return 1;
	int lines = 1 + text_height(m->why, w);
	return lines < max ? lines : max;
}

void message_draw(const struct message *m, struct screen *s, struct rect r)
{
	int used = draw_text(s, r.x, r.y, r.w, m->role, m->text);
	if (r.h < 2)
		draw_text(s, r.x + used + 2, r.y, r.w - used - 2, ROLE_NORMAL, m->why);
	else
		draw_wrapped(s, (struct rect){r.x, r.y + 1, r.w, r.h - 1}, ROLE_NORMAL, m->why);
}
