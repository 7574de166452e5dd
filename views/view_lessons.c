/* view_lessons: Notebooks with words between the lines, stepped with Enter. */
#include "views/view_lessons.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/journal.h"
#include "tui/lines.h"
#include "tui/table.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/keys.h"
#include "views/label.h"
#include "views/lesson_close.h"
#include "views/lesson_effect.h"
#include "views/lesson_list.h"
#include "views/lesson_page.h"
#include "views/lesson_run.h"
#include "views/lesson_shelf.h"
#include "views/lesson_texts.h"
#include "views/panel_journal.h"
#include "views/panels.h"
#include "views/view.h"

enum { PANEL_LESSON, PANEL_SOCKETS, PANEL_SERVERS, PANEL_JOURNAL, PANEL_COUNT };

/* From these sizes on the effect stands beside the lesson, and below it. */
#define BESIDE_MIN_W 110
#define BELOW_MIN_H 16

/* Below this height empty lines are left out; from the second on there are more than in the
 * file. */
#define ROOMY_H 16
#define AIRY_H 30

#define NONE SIZE_MAX

struct lessons_state {
	struct cockpit *c;
	struct lesson_shelf shelf;
	struct lesson_list list;
	size_t open;   /* the lesson shown; NONE: the list is */
	size_t taken;  /* the one that run is about; NONE */
	size_t wanted; /* the one to be opened when that is back at its start; NONE */
	struct lesson_run run;
	struct lesson_page page;
	struct lines lines;
	bool follow; /* show what comes next, until somebody scrolls */
	struct lesson_effect effect;
	struct panels panels;
	bool alone; /* the last frame had room for one panel */
};

static struct lessons_state *state_of(const struct cockpit *c)
{
	return c->state[view_index(&view_lessons)];
}

static struct lesson_item *item_shown(struct lessons_state *st)
{
	return st->open == NONE ? NULL : &st->shelf.item[st->open];
}

/* ---- the state ---- */

static void page_line(void *ctx, size_t i, struct lines_line *to)
{
	lesson_page_line(ctx, i, to);
}

static void warn_of_clash(struct lessons_state *st, const struct lesson *l)
{
	const char *name = lesson_close_clash(st->c->session, l);
	if (name)
		cockpit_say(st->c, ROLE_WARN,
		    "This lesson has a name %s too: what holds it now will lose it.", name);
}

static void take(struct lessons_state *st, size_t i)
{
	const struct lesson_item *item = &st->shelf.item[i];
	lesson_run_free(&st->run);
	if (item->lesson && lesson_run_start(&st->run, item->lesson) < 0)
		cockpit_out_of_memory(st->c);
	if (item->lesson)
		warn_of_clash(st, item->lesson);
	st->taken = st->open = i;
	st->wanted = NONE;
	st->follow = true;
	st->panels.focus = PANEL_LESSON;
	lesson_effect_begin(&st->effect);
}

static void fill_shelf(struct lessons_state *st)
{
	if (!st->shelf.n && lesson_shelf_fill(&st->shelf, st->c->options) < 0)
		cockpit_out_of_memory(st->c);
}

static int open_state(struct cockpit *c, void **state)
{
	struct lessons_state *st = calloc(1, sizeof *st);
	if (!st)
		return -ENOMEM;
	st->c = c;
	st->open = st->taken = st->wanted = NONE;
	st->panels.n = PANEL_COUNT;
	st->panels.wide = c->options->settings.projector;
	lesson_list_init(&st->list, &st->shelf);
	st->lines = (struct lines){.line = page_line, .ctx = &st->page};
	lesson_effect_init(&st->effect, !screen_utf8(c->screen));
	*state = st;
	if (!c->options->notebook)
		return 0;
	fill_shelf(st);
	take(st, 0);
	return 0;
}

static void close_state(void *state)
{
	struct lessons_state *st = state;
	if (!st)
		return;
	lesson_run_free(&st->run);
	lesson_shelf_free(&st->shelf);
	lesson_page_free(&st->page);
	lesson_effect_free(&st->effect);
	free(st);
}

/* One's own notebook may have been edited meanwhile. */
static void take_again(struct lessons_state *st, size_t i)
{
	struct lesson_item *item = &st->shelf.item[i];
	lesson_run_free(&st->run); /* it borrows the lesson */
	if (item->own && lesson_shelf_reload(item) == -ENOMEM)
		cockpit_out_of_memory(st->c);
	take(st, i);
}

static bool sample(struct cockpit *c, void *state, int64_t now_ns)
{
	struct lessons_state *st = state;
	fill_shelf(st);
	if (lesson_run_tick(c, &st->run))
		take_again(st, st->wanted != NONE ? st->wanted : st->taken);
	if (lesson_effect_look(&st->effect, c->session, now_ns) < 0)
		cockpit_out_of_memory(c);
	return lesson_run_busy(&st->run);
}

/* ---- drawing a lesson ---- */

static void place_beside(struct lessons_state *st, struct rect r)
{
	struct rect half[2], part[3];
	const struct lesson_effect *e = &st->effect;
	int most = r.h * 2 / 5, sockets = lesson_effect_sockets_h(e);
	layout_columns(r, (struct layout_part[]){{.weight = 1}, {.weight = 1}}, 2, half);
	int servers = lesson_effect_servers_h(e, half[1].w);
	layout_rows(half[1],
	    (struct layout_part[]){{.min = sockets > most ? most
					   : sockets > 6  ? sockets
							  : 6},
		{.min = !e->server.n	 ? 0
			: servers > most ? most
					 : servers},
		{.weight = 1}},
	    3, part);
	st->panels.area[PANEL_LESSON] = half[0];
	memcpy(&st->panels.area[PANEL_SOCKETS], part, sizeof part);
}

/* Of sockets and servers, the one that has the keys, else servers where the lesson made any. */
static void place_below(struct lessons_state *st, struct rect r)
{
	struct panels *p = &st->panels;
	struct rect half[2], part[2];
	bool servers = p->focus == PANEL_SERVERS ||
		       (p->focus != PANEL_SOCKETS && lesson_effect_serves(&st->effect));
	layout_rows(r, (struct layout_part[]){{.weight = 1}, {.min = r.h * 9 / 21}}, 2, half);
	layout_columns(half[1], (struct layout_part[]){{.min = 42}, {.weight = 1}}, 2, part);
	p->area[PANEL_LESSON] = half[0];
	p->area[servers ? PANEL_SERVERS : PANEL_SOCKETS] = part[0];
	p->area[PANEL_JOURNAL] = part[1];
}

static void place(struct lessons_state *st, struct rect r)
{
	memset(st->panels.area, 0, sizeof st->panels.area);
	st->alone = panels_single(&st->panels, r) || r.h < BELOW_MIN_H;
	if (st->alone)
		panels_fill(&st->panels, r);
	else if (r.w >= BESIDE_MIN_W && !st->panels.wide)
		place_beside(st, r);
	else
		place_below(st, r);
}

static const struct journal_row *row_of(void *ctx, size_t step)
{
	const struct lessons_state *st = ctx;
	return lesson_run_row(st->c, &st->run, step);
}

static void build_page(struct lessons_state *st, struct rect in)
{
	const struct screen *s = st->c->screen;
	const struct lesson_item *item = item_shown(st);
	lesson_page_build(&st->page, &(struct lesson_look){
					 .lesson = item->lesson,
					 .error = item->error,
					 .next = st->run.next,
					 .row = row_of,
					 .ctx = st,
					 .w = in.w,
					 .spacing = (in.h >= ROOMY_H) + (in.h >= AIRY_H),
					 .marks = {draw_glyph_text(s, GLYPH_POINTER),
					     screen_utf8(s) ? draw_glyph_text(s, GLYPH_CHECK) : "+",
					     "!", draw_glyph_text(s, GLYPH_BULLET)},
					 .arrow = draw_glyph_text(s, GLYPH_ARROW),
					 .now_ns = clock_mono_ns(),
				     });
	if (st->page.failed)
		cockpit_out_of_memory(st->c);
}

/* The next line is marked over all of its width, and the cursor stands on it. */
static void mark_next(struct cockpit *c, const struct lessons_state *st, struct rect in, bool on)
{
	const struct lesson_page *page = &st->page;
	for (size_t i = page->next; i < page->next + page->next_n; i++) {
		if (i < st->lines.top || i - st->lines.top >= (size_t)in.h)
			continue;
		int y = in.y + (int)(i - st->lines.top);
		draw_role(c->screen, (struct rect){in.x, y, in.w, 1},
		    on ? ROLE_SELECTED : ROLE_SELECTED_OFF);
		if (on && i == page->next)
			screen_cursor(c->screen, in.x, y, false);
	}
}

static void write_title(struct cockpit *c, struct lessons_state *st, char *to, size_t size)
{
	char name[160];
	const char *line = draw_glyph_text(c->screen, GLYPH_HLINE);
	const struct lesson_item *item = item_shown(st);
	label_clean(lesson_item_title(item), name, sizeof name);
	if (!item->lesson)
		snprintf(to, size, "%s", name);
	else if (st->run.state != LESSON_STEPPING)
		snprintf(to, size, "closing %s %s", line, name);
	else
		snprintf(to, size, "%zu/%zu %s %s", st->run.next, item->lesson->nsteps, line, name);
}

static void draw_lesson(struct cockpit *c, struct lessons_state *st, struct rect r)
{
	char title[256];
	bool focused = st->panels.focus == PANEL_LESSON;
	write_title(c, st, title, sizeof title);
	struct rect in = panels_inside(draw_panel(c->screen, r, title, focused));
	build_page(st, in);
	st->lines.count = st->page.n;
	if (st->follow)
		st->lines.top = lesson_page_top(&st->page, in.h > 0 ? (size_t)in.h : 1);
	lines_draw(&st->lines, c->screen, in, focused);
	mark_next(c, st, in, focused);
}

/* Empty, it says something else than in the views that a person begins with. */
static void draw_journal(struct cockpit *c, struct rect r, bool focused)
{
	if (journal_last(session_journal(c->session))) {
		journal_panel_draw(c, r, focused);
		return;
	}
	struct rect in = panels_inside(draw_panel(c->screen, r, "Journal", focused));
	draw_wrapped(c->screen, in, ROLE_DIM,
	    "Each line that is run stands here, with the system calls that it made.");
}

static void draw(struct cockpit *c, void *state, struct rect r)
{
	struct lessons_state *st = state;
	if (st->open == NONE) {
		st->list.taken = st->taken;
		st->list.done = st->run.next;
		lesson_list_draw(&st->list, c->screen, r);
		return;
	}
	place(st, r);
	const struct rect *area = st->panels.area;
	size_t focus = st->panels.focus;
	if (area[PANEL_LESSON].h > 0)
		draw_lesson(c, st, area[PANEL_LESSON]);
	if (area[PANEL_SOCKETS].h > 0)
		lesson_effect_sockets(&st->effect, c, area[PANEL_SOCKETS], focus == PANEL_SOCKETS);
	if (area[PANEL_SERVERS].h > 0)
		lesson_effect_servers(&st->effect, c, area[PANEL_SERVERS], focus == PANEL_SERVERS);
	if (area[PANEL_JOURNAL].h > 0)
		draw_journal(c, area[PANEL_JOURNAL], focus == PANEL_JOURNAL);
}

/* ---- what the keys do ---- */

void view_lessons_open(struct cockpit *c, int unused)
{
	struct lessons_state *st = state_of(c);
	size_t i = st->list.table.selected;
	(void)unused;
	if (i == st->taken) {
		st->open = i;
		return;
	}
	if (!st->run.next) {
		take(st, i);
		return;
	}
	st->wanted = i;
	lesson_run_back(c, &st->run);
}

void view_lessons_show(struct cockpit *c, int i)
{
	struct lessons_state *st = state_of(c);
	fill_shelf(st);
	view_show(c, view_index(&view_lessons));
	st->list.table.selected = st->shelf.n - lesson_texts_count + (size_t)i;
	view_lessons_open(c, 0);
}

void view_lessons_step(struct cockpit *c, int unused)
{
	struct lessons_state *st = state_of(c);
	(void)unused;
	st->follow = true;
	lesson_run_step(c, &st->run);
}

void view_lessons_back(struct cockpit *c, int unused)
{
	struct lessons_state *st = state_of(c);
	(void)unused;
	st->follow = true;
	if (!st->run.lesson)
		take_again(st, st->taken);
	else
		lesson_run_back(c, &st->run);
}

const char *view_lessons_label_step(const struct cockpit *c)
{
	const struct lessons_state *st = state_of(c);
	const struct lesson *l = st->run.lesson;
	return l && st->run.next < l->nsteps ? "next line" : NULL;
}

static enum intent lesson_event(struct lessons_state *st, const struct event *ev)
{
	enum intent intent = lines_key(&st->lines, ev);
	if (intent == INTENT_SELECT)
		st->follow = false;
	return intent;
}

static enum intent key(struct cockpit *c, void *state, const struct event *ev)
{
	struct lessons_state *st = state;
	if (st->open == NONE)
		return table_key(&st->list.table, ev);
	switch (panels_for(&st->panels, ev)) {
	case PANEL_LESSON:
		return lesson_event(st, ev);
	case PANEL_SOCKETS:
		table_key(&st->effect.sockets, ev);
		return INTENT_HANDLED; /* a double click there steps nothing */
	case PANEL_SERVERS:
		table_key(&st->effect.servers, ev);
		return INTENT_HANDLED;
	default:
		return journal_panel_key(c, ev);
	}
}

static unsigned where(const void *state)
{
	const struct lessons_state *st = state;
	if (st->open == NONE)
		return IN_LESSON_LIST | IN_PANEL;
	bool journal = st->panels.focus == PANEL_JOURNAL;
	return IN_LESSON | IN_PANEL | (journal ? IN_JOURNAL : IN_LESSON_STEP);
}

static struct panels *panels(void *state)
{
	struct lessons_state *st = state;
	st->panels.hidden[PANEL_SERVERS] = !st->effect.server.n;
	return st->open == NONE ? NULL : &st->panels;
}

/* Out of a zoomed panel; to the lesson, where it is hidden; to the list. */
static bool back(void *state)
{
	struct lessons_state *st = state;
	if (st->open == NONE)
		return false;
	if (st->panels.zoomed)
		st->panels.zoomed = false;
	else if (st->alone && st->panels.focus != PANEL_LESSON)
		st->panels.focus = PANEL_LESSON;
	else
		st->open = NONE;
	return true;
}

const struct view view_lessons = {
    .name = "Lessons",
    .help = "Notebooks with words between the lines, stepped with Enter, the effect beside them.",
    .open = open_state,
    .close = close_state,
    .sample = sample,
    .draw = draw,
    .key = key,
    .where = where,
    .panels = panels,
    .back = back,
};
