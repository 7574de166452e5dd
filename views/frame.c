#include "views/frame.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal.h"
#include "core/ops/sock.h"
#include "core/server/server.h"
#include "views/cockpit.h"
#include "views/header.h"
#include "views/keys.h"
#include "views/overlay.h"
#include "views/view.h"

/* From this height on an explanation may take more than the message's one line. */
#define TALL_FROM 16
#define MESSAGE_LINES 3

/* ---- the look at the world ---- */

static bool sample_sockets(struct cockpit *c, int64_t now_ns)
{
	struct sock **all = NULL;
	long n = book_list(session_book(c->session), &all);
	meter_begin(&c->sockets, now_ns);
	for (long i = 0; i < n; i++) {
		meter_put(&c->sockets, all[i]->id,
		    atomic_load_explicit(&all[i]->bytes_in, memory_order_relaxed),
		    atomic_load_explicit(&all[i]->bytes_out, memory_order_relaxed));
		value_unref(&all[i]->base);
	}
	meter_end(&c->sockets);
	free(all);
	return n > 0;
}

static bool sample_servers(struct cockpit *c, int64_t now_ns)
{
	struct server **all = NULL;
	long n = server_list_all(session_servers(c->session), &all);
	meter_begin(&c->servers, now_ns);
	for (long i = 0; i < n; i++) {
		struct server_facts facts;
		server_facts(all[i], &facts);
		meter_put(&c->servers, facts.id, facts.bytes_in, facts.bytes_out);
		value_unref(server_value(all[i]));
	}
	meter_end(&c->servers);
	free(all);
	return n > 0;
}

bool frame_sample(struct cockpit *c, int64_t now_ns)
{
	bool live = sample_sockets(c, now_ns);
	live |= sample_servers(c, now_ns);
	const struct view *v = view_now(c);
	if (v->sample)
		live |= v->sample(c, c->state[c->view], now_ns);
	return live;
}

/* ---- the picture ---- */

static unsigned where_now(const struct cockpit *c)
{
	return c->overlays ? c->overlays->kind->where : view_where(c) | IN_ALL;
}

static void draw_footer(struct cockpit *c, struct rect r)
{
	size_t n = keys_footer(c, where_now(c), c->footer_items, FOOTER_MAX);
	c->footer.items = c->footer_items;
	c->footer.n = n;
	footer_draw(&c->footer, c->screen, r);
}

void frame_compose(struct cockpit *c)
{
	struct screen *s = c->screen;
	struct rect all = screen_rect(s), part[4];
	int message = message_height(&c->message, all.w, all.h >= TALL_FROM ? MESSAGE_LINES : 1);
	/* Too low for all: the body stays longest, then header, footer, message. */
	const struct layout_part parts[] = {
	    {.min = all.h > 1 ? 1 : 0},
	    {.weight = 1},
	    {.min = all.h > 3 ? message : 0},
	    {.min = all.h > 2 ? 1 : 0},
	};
	layout_rows(all, parts, 4, part);
	screen_begin(s);
	if (part[0].h > 0)
		header_draw(c, part[0]);
	if (part[1].h > 0)
		view_now(c)->draw(c, c->state[c->view], part[1]);
	if (part[2].h > 0)
		message_draw(&c->message, s, part[2]);
	if (part[3].h > 0)
		draw_footer(c, part[3]);
	overlay_draw_all(c, part[1], (struct rect){0, 0, all.w, all.h - part[3].h});
}

void frame_draw(struct cockpit *c)
{
	frame_compose(c);
	screen_end(c->screen);
	c->due.draw = false;
}

/* ---- the message ---- */

static bool is_quit(const struct journal_row *row)
{
	return row->error && strncmp(row->error, "SystemExit", 10) == 0;
}

/* A message has one line: of several, the first. */
static void add_line(const struct cockpit *c, struct buf *to, const char *text)
{
	size_t len = strcspn(text, "\n");
	buf_add(to, text, len);
	if (text[len] && text[len + 1])
		buf_printf(to, " %s", draw_glyph_text(c->screen, GLYPH_ELLIPSIS));
}

void frame_tell(struct cockpit *c, const struct journal_row *row)
{
	struct buf text = {0};
	if (is_quit(row))
		return;
	add_line(c, &text, row->line);
	if (row->state == ROW_FAILED) {
		message_set(&c->message, ROLE_ERROR, row->error ? row->error : "failed", row->why);
	} else if (row->state == ROW_NOTE) {
		message_set(&c->message, ROLE_DIM, buf_text(&text), NULL);
	} else {
		const char *what = row->result ? row->result : row->output;
		if (what) {
			buf_printf(&text, "  %s ", draw_glyph_text(c->screen, GLYPH_ARROW));
			add_line(c, &text, what);
		}
		message_set(&c->message, ROLE_NORMAL, buf_text(&text), NULL);
	}
	buf_free(&text);
}
