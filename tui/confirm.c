#include "tui/confirm.h"

#include <string.h>

#include "tui/text.h"

static const char yes_text[] = "y yes", no_text[] = "n no";

/* Border and a blank at both sides. */
#define AROUND_W 4
/* Longer questions take several lines. */
#define TEXT_MAX_W 60

static int count_lines(const char *text, int w)
{
	int lines = 0;
	for (size_t len = strlen(text), next; len > 0; text += next, len -= next, lines++)
		text_wrap(text, len, w, &next);
	return lines;
}

void confirm_draw(struct confirm *c, struct screen *s, struct rect r)
{
	int answers = (int)sizeof(yes_text) + (int)sizeof(no_text) + 2;
	int w = text_width(c->question), most = r.w - AROUND_W;
	most = most < 1 ? 1 : most > TEXT_MAX_W ? TEXT_MAX_W : most;
	w = w > most ? most : w > answers ? w : answers;
	struct rect box = rect_center(r, w + AROUND_W, count_lines(c->question, w) + 3);
	draw_fill(s, box, ROLE_NORMAL);
	struct rect in = rect_inset(draw_box(s, box, ROLE_BORDER_ON, NULL), box.w > 12 ? 1 : 0, 0);

	struct rect text = {in.x, in.y, in.w, in.h > 1 ? in.h - 1 : in.h};
	draw_wrapped(s, text, ROLE_STRONG, c->question);
	int y = in.y + in.h - 1;
	c->yes = (struct rect){in.x, y, (int)sizeof(yes_text) - 1, 1};
	c->no = (struct rect){in.x + c->yes.w + 2, y, (int)sizeof(no_text) - 1, 1};
	if (in.h > 1) {
		draw_text(s, c->yes.x, y, in.w, ROLE_KEY, yes_text);
		draw_text(s, c->no.x, y, in.w - c->yes.w - 2, ROLE_KEY, no_text);
	}
	screen_cursor(s, in.x, y, false);
}

static enum intent click(const struct confirm *c, const struct event *ev)
{
	if (ev->mouse == MOUSE_PRESS && rect_has(c->yes, ev->x, ev->y))
		return INTENT_SUBMIT;
	if (ev->mouse == MOUSE_PRESS && rect_has(c->no, ev->x, ev->y))
		return INTENT_CANCEL;
	return INTENT_HANDLED;
}

enum intent confirm_key(const struct confirm *c, const struct event *ev)
{
	if (ev->type == INPUT_MOUSE)
		return click(c, ev);
	if (event_is(ev, 'y', 0) || event_is(ev, 'Y', 0))
		return INTENT_SUBMIT;
	if (event_is(ev, 'n', 0) || event_is(ev, 'N', 0) || event_is(ev, 'q', 0) ||
	    event_is(ev, K_ESC, 0))
		return INTENT_CANCEL;
	return INTENT_HANDLED;
}
