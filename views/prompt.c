#include "views/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/notation/notation.h"
#include "tui/edit.h"
#include "views/cockpit.h"
#include "views/keys.h"
#include "views/label.h"
#include "views/overlay.h"

/* Lines typed before the one under way that are shown. */
#define EARLIER_SHOWN 8

struct prompt {
	struct overlay o;
	struct edit edit;
	struct buf earlier; /* whole lines of a text that is not complete yet */
	struct cockpit *c;
};

/* ---- completion ---- */

static int offer(void *ctx, const char *word, size_t typed)
{
	edit_offer(ctx, word, typed);
	return 0;
}

/* Offers words for what was typed up to now, the earlier lines included. */
static void complete(void *ctx, struct edit *e)
{
	struct prompt *p = ctx;
	struct buf text = {0};
	buf_add(&text, buf_text(&p->earlier), p->earlier.len);
	buf_add(&text, edit_text(e), e->cursor);
	notation_complete(session_run(p->c->session), buf_text(&text), text.len, offer, e);
	buf_free(&text);
}

/* ---- Enter ---- */

/* True when the text was whole and has been run. */
static bool take_line(struct prompt *p)
{
	const char *line = edit_text(&p->edit);
	if (line[0])
		history_add(&p->c->history, line);
	buf_str(&p->earlier, line);
	if (notation_incomplete(buf_text(&p->earlier), p->earlier.len)) {
		buf_char(&p->earlier, '\n');
		edit_set(&p->edit, "");
		return false;
	}
	if (strspn(buf_text(&p->earlier), " \t\n") < p->earlier.len)
		cockpit_submit(p->c, buf_text(&p->earlier));
	return true;
}

/* Several pasted lines run one after the other; the last stays to be looked at. */
static void paste(struct prompt *p, const char *text, size_t len)
{
	const char *end = text + len;
	while (text < end) {
		size_t n = 0;
		while (text + n < end && text[n] != '\r' && text[n] != '\n')
			n++;
		edit_insert(&p->edit, text, n);
		text += n;
		if (text == end)
			return;
		text += text + 1 < end && text[0] == '\r' && text[1] == '\n' ? 2 : 1;
		if (take_line(p)) {
			buf_clear(&p->earlier);
			edit_set(&p->edit, "");
		}
	}
}

static bool prompt_key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct prompt *p = (struct prompt *)o;
	(void)c;
	if (ev->type == INPUT_PASTE) {
		paste(p, ev->text, ev->len);
		return true;
	}
	switch (edit_key(&p->edit, ev)) {
	case INTENT_SUBMIT:
		return !take_line(p);
	case INTENT_CANCEL:
		return false;
	default:
		return true;
	}
}

/* ---- drawing ---- */

static size_t count_lines(const char *text)
{
	size_t n = 0;
	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

static void draw_line(
    struct screen *s, struct rect r, const char *mark, const char *text, size_t len)
{
	char clean[1024];
	draw_fill(s, r, ROLE_FIELD);
	int used = draw_text(s, r.x, r.y, r.w, ROLE_DIM, mark);
	label_clean_len(text, len, clean, sizeof clean);
	draw_text(s, r.x + used, r.y, r.w - used, ROLE_FIELD, clean);
}

static void draw_earlier(const struct prompt *p, struct screen *s, struct rect r)
{
	const char *text = buf_text(&p->earlier);
	size_t total = count_lines(text);
	for (size_t i = 0; i < total; i++) {
		size_t n = strcspn(text, "\n");
		if (total - i <= (size_t)r.h) {
			draw_line(s, (struct rect){r.x, r.y, r.w, 1}, i ? "... " : ">>> ", text, n);
			r.y++;
			r.h--;
		}
		text += n + 1;
	}
}

static void prompt_draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	struct prompt *p = (struct prompt *)o;
	bool listing = edit_candidates(&p->edit) > 1 && r.h > 1;
	size_t earlier = count_lines(buf_text(&p->earlier));
	int bottom = r.y + r.h - 1 - (listing ? 1 : 0);
	int above = earlier > EARLIER_SHOWN ? EARLIER_SHOWN : (int)earlier;
	if (above > bottom - r.y)
		above = bottom - r.y;
	draw_earlier(p, c->screen, (struct rect){r.x, bottom - above, r.w, above});
	draw_line(c->screen, (struct rect){r.x, bottom, r.w, 1}, earlier ? "... " : ">>> ", "", 0);
	if (r.w > 4)
		edit_draw(&p->edit, c->screen, (struct rect){r.x + 4, bottom, r.w - 4, 1}, true);
	if (listing)
		edit_draw_candidates(&p->edit, c->screen, (struct rect){r.x, bottom + 1, r.w, 1});
}

static void prompt_free(struct overlay *o)
{
	struct prompt *p = (struct prompt *)o;
	edit_free(&p->edit);
	buf_free(&p->earlier);
	free(p);
}

static const struct overlay_kind kind = {.where = IN_PROMPT,
    .draw = prompt_draw,
    .key = prompt_key,
    .free = prompt_free,
    .bottom = true};

void prompt_open(struct cockpit *c, const char *text)
{
	struct prompt *p = calloc(1, sizeof *p);
	if (!p)
		cockpit_out_of_memory(c);
	p->o.kind = &kind;
	p->c = c;
	p->edit = (struct edit){.history = &c->history, .complete = complete, .complete_ctx = p};
	edit_set(&p->edit, text);
	overlay_push(c, &p->o);
}
