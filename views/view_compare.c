#include "views/view_compare.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/journal.h"
#include "tui/gauge.h"
#include "views/app.h"
#include "views/ask.h"
#include "views/cockpit.h"
#include "views/commands.h"
#include "views/compare_bars.h"
#include "views/compare_cells.h"
#include "views/compare_form.h"
#include "views/compare_save.h"
#include "views/compare_text.h"
#include "views/keys.h"
#include "views/label.h"
#include "views/panels.h"
#include "views/view.h"

enum { PANEL_TABLE, PANEL_BARS, PANEL_HISTOGRAM, PANEL_COUNT };

/* From this size on bars and histogram stand below the table, side by side; for a projector one of
 * them. */
#define ALL_MIN_W 76
#define ALL_MIN_H 16
#define PATH_SIZE 4096

struct compare_view {
	struct panels panels;
	struct table table;
	struct table_column columns[COMPARE_COLUMNS]; /* with the title of what is counted */
	struct compare_bars bars;
	struct compare_choice choice;
	struct compare *running; /* NULL: nothing runs */
	struct compare_run *runs;
	struct compare_result result; /* of runs; n 0: nothing was compared yet */
	size_t noted;		      /* runs that the journal has */
	bool over; /* looked at for the last time; the end is told after what the journal tells */
	char handler[COMPARE_HANDLER_MAX];
	char path[PATH_SIZE]; /* to be overwritten, if the answer is yes */
};

static struct compare_view *state_of(const struct cockpit *c)
{
	return c->state[view_index(&view_compare)];
}

static void cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	compare_cell(&((const struct compare_view *)ctx)->result, row, column, to);
}

/* ---- the state ---- */

static int open_state(struct cockpit *c, void **state)
{
	struct compare_view *v = calloc(1, sizeof *v);
	if (!v)
		return -ENOMEM;
	compare_choice_init(&v->choice);
	memcpy(v->columns, compare_columns, sizeof v->columns);
	v->panels.n = PANEL_COUNT;
	v->panels.wide = c->options->settings.projector;
	v->table = (struct table){
	    .columns = v->columns, .ncolumns = COMPARE_COLUMNS, .cell = cell, .ctx = v, .sort = -1};
	*state = v;
	return 0;
}

static void close_state(void *state)
{
	struct compare_view *v = state;
	if (!v)
		return;
	compare_free(v->running);
	free(v->runs);
	free(v);
}

/* ---- running ---- */

static const char *rate_title(const struct compare_plan *plan)
{
	return !model_is_stream(plan->model[0]) ? "DGRAM/S"
	       : plan->load.persistent		? "REQ/S"
						: "CONN/S";
}

/* The runs stand there, waiting, before the first figures come. */
static int take_plan(struct compare_view *v, const struct compare_plan *plan)
{
	struct compare_run *runs = calloc(plan->n, sizeof *runs);
	if (!runs)
		return -ENOMEM;
	for (size_t i = 0; i < plan->n; i++)
		runs[i].model = plan->model[i];
	free(v->runs);
	v->runs = runs;
	snprintf(v->handler, sizeof v->handler, "%s", plan->handler->text);
	v->columns[COMPARE_FIRST].title = rate_title(plan);
	v->noted = 0;
	v->over = false;
	v->table.selected = 0;
	v->table.rows = plan->n;
	v->result = (struct compare_result){.handler = v->handler,
	    .wall_ns = clock_wall_ns(),
	    .processors = sysconf(_SC_NPROCESSORS_ONLN),
	    .load = plan->load,
	    .runs = runs,
	    .n = plan->n};
	return 0;
}

static void start(struct cockpit *c, const struct compare_plan *plan)
{
	struct compare_view *v = state_of(c);
	struct compare *started = NULL;
	int r = compare_start(plan, &started);
	if (r < 0) {
		cockpit_say(c, ROLE_ERROR, "Cannot compare: %s", strerror(-r));
		return;
	}
	if (take_plan(v, plan) < 0)
		cockpit_out_of_memory(c);
	v->running = started;
	c->due.sample = true;
}

static void note(struct cockpit *c, const struct compare_view *v, const struct compare_run *r)
{
	struct journal *to = session_journal(c->session);
	struct buf text = {0};
	compare_text_note(&v->result, r, &text);
	struct journal_row row = {.state = ROW_NOTE,
	    .line = buf_take(&text),
	    .wall_ns = r->wall_ns,
	    .start_ns = clock_mono_ns()};
	struct journal_row *stored = journal_add(to, &row);
	if (!stored)
		cockpit_out_of_memory(c);
	journal_end(to, stored);
}

static bool is_over(const struct compare_run *r)
{
	return r->state != COMPARE_WAITING && r->state != COMPARE_RUNNING;
}

/* Those that never began have nothing to tell. */
static void note_ended(struct cockpit *c, struct compare_view *v)
{
	for (; v->noted < v->result.n && is_over(&v->runs[v->noted]); v->noted++)
		if (v->runs[v->noted].address[0])
			note(c, v, &v->runs[v->noted]);
}

static void tell_end(struct cockpit *c, const struct compare_view *v)
{
	const struct compare_result *r = &v->result;
	char name[64];
	for (size_t i = 0; i < r->n; i++)
		if (compare_is_best(r->runs, r->n, i, &compare_measures[0])) {
			snprintf(name, sizeof name, "%s", model_name(r->runs[i].model));
			cockpit_say(c, ROLE_OK, "Best: %s, %.0f %s a second. e exports all of it.",
			    name, compare_measures[0].get(&r->runs[i]),
			    compare_counts(r->runs[i].model, &r->load));
			return;
		}
	cockpit_say(c, ROLE_NORMAL, "The comparison is over.");
}

static void finish(struct cockpit *c, struct compare_view *v)
{
	compare_free(v->running);
	v->running = NULL;
	tell_end(c, v);
}

static bool sample(struct cockpit *c, void *state, int64_t now_ns)
{
	struct compare_view *v = state;
	(void)now_ns;
	if (!v->running)
		return false;
	if (v->over) {
		finish(c, v);
		return false;
	}
	v->over = compare_look(v->running, v->runs);
	note_ended(c, v);
	return v->over; /* else its descriptor tells when there is more */
}

static int fd(const void *state)
{
	const struct compare_view *v = state;
	return v->running ? compare_fd(v->running) : -1;
}

/* ---- drawing ---- */

static void place(struct panels *p, struct rect r, size_t rows)
{
	struct rect part[2];
	if (panels_single(p, r) || r.w < ALL_MIN_W || r.h < ALL_MIN_H) {
		panels_fill(p, r);
		return;
	}
	int table = (int)rows + 4; /* borders, titles, progress */
	layout_rows(r,
	    (struct layout_part[]){{.min = table < r.h / 2 ? table : r.h / 2}, {.weight = 1}}, 2,
	    part);
	memset(p->area, 0, sizeof p->area);
	p->area[PANEL_TABLE] = part[0];
	if (p->wide)
		p->area[p->focus == PANEL_HISTOGRAM ? PANEL_HISTOGRAM : PANEL_BARS] = part[1];
	else
		layout_columns(part[1], (struct layout_part[]){{.weight = 1}, {.weight = 1}}, 2,
		    p->area + PANEL_BARS);
}

static void title(const struct compare_view *v, struct screen *s, char *text, size_t size)
{
	const char *line = draw_glyph_text(s, GLYPH_HLINE);
	const struct compare_load *l = &v->result.load;
	char clean[COMPARE_HANDLER_MAX];
	struct buf b = {0};
	label_clean(v->handler, clean, sizeof clean);
	buf_printf(&b, "Compare %s %s %s %u client%s %s %zu B %s ", line, clean, line, l->clients,
	    l->clients == 1 ? "" : "s", line, l->size, line);
	if (l->requests)
		buf_printf(&b, "%llu requests each", (unsigned long long)l->requests);
	else
		buf_printf(&b, "%g s each", (double)l->duration_ns / (double)NS_PER_S);
	snprintf(text, size, "%s", buf_text(&b));
	buf_free(&b);
}

/* How far the run under way is, in thousandths. */
static uint64_t thousandths(const struct compare_load *l, const struct compare_run *r)
{
	double part = l->requests ? (double)r->load.requests / (double)l->requests
				  : (double)r->load.elapsed_ns / (double)l->duration_ns;
	return part < 0 ? 0 : part > 1 ? 1000 : (uint64_t)(part * 1000);
}

static void draw_progress(const struct compare_view *v, struct screen *s, struct rect r)
{
	const struct compare_result *c = &v->result;
	char text[128];
	size_t at = 0;
	while (at + 1 < c->n && is_over(&v->runs[at]))
		at++;
	if (!v->running) {
		draw_text(s, r.x, r.y, r.w, ROLE_DIM, "* the best of its column");
		return;
	}
	snprintf(text, sizeof text, "%zu of %zu  %s", at + 1, c->n, model_name(v->runs[at].model));
	gauge_draw(
	    s, r, 1000 * at + thousandths(&c->load, &v->runs[at]), 1000 * c->n, ROLE_BAR, text);
}

/* Whole names where there is room for them beside the figures. */
static int name_width(const struct compare_result *c, int room)
{
	size_t w = (size_t)compare_columns[COMPARE_MODEL].min;
	for (size_t i = 0; i < c->n && room >= ALL_MIN_W; i++) {
		size_t mine = strlen(model_name(c->runs[i].model));
		w = mine > w ? mine : w;
	}
	return (int)w;
}

static void draw_table(struct cockpit *c, struct compare_view *v, struct rect r)
{
	char text[256];
	bool focused = v->panels.focus == PANEL_TABLE;
	title(v, c->screen, text, sizeof text);
	struct rect in = draw_panel(c->screen, r, text, focused), part[2];
	layout_rows(in, (struct layout_part[]){{.weight = 1}, {.min = in.h > 3 ? 1 : 0}}, 2, part);
	v->columns[COMPARE_MODEL].min = name_width(&v->result, r.w);
	table_draw(&v->table, c->screen, part[0], focused);
	if (part[1].h > 0)
		draw_progress(v, c->screen, panels_inside(part[1]));
}

static void draw_empty(struct cockpit *c, struct rect r)
{
	char text[COCKPIT_HINT_MAX];
	struct rect in = draw_panel(c->screen, r, "Compare", true);
	cockpit_keys(c,
	    cockpit_invitation(c,
		"Nothing was compared yet. Press Enter to choose models and a load, and Enter "
		"again to start: each model serves in turn, under the same clients, and then they "
		"stand side by side."),
	    text, sizeof text);
	draw_wrapped(c->screen, panels_inside(in), ROLE_NORMAL, text);
}

static void draw(struct cockpit *c, void *state, struct rect r)
{
	struct compare_view *v = state;
	const struct rect *area = v->panels.area;
	size_t focus = v->panels.focus;
	if (v->result.n == 0) {
		draw_empty(c, r);
		return;
	}
	place(&v->panels, r, v->result.n);
	if (area[PANEL_TABLE].h > 0)
		draw_table(c, v, area[PANEL_TABLE]);
	if (area[PANEL_BARS].h > 0)
		compare_bars_draw(&v->bars, c->screen,
		    panels_inside(draw_panel(
			c->screen, area[PANEL_BARS], "Side by side", focus == PANEL_BARS)),
		    &v->result);
	if (area[PANEL_HISTOGRAM].h > 0)
		compare_histogram_draw(c->screen,
		    panels_inside(draw_panel(c->screen, area[PANEL_HISTOGRAM],
			"How many took how long", focus == PANEL_HISTOGRAM)),
		    &v->result);
}

/* ---- keys ---- */

static enum intent key(struct cockpit *c, void *state, const struct event *ev)
{
	struct compare_view *v = state;
	(void)c;
	if (v->result.n == 0)
		return INTENT_NONE;
	switch (panels_for(&v->panels, ev)) {
	case PANEL_TABLE:
		return table_key(&v->table, ev);
	case PANEL_BARS:
		return compare_bars_key(&v->bars, ev);
	default:
		return INTENT_NONE;
	}
}

static unsigned where(const void *state)
{
	(void)state;
	return IN_COMPARE | IN_PANEL;
}

static struct panels *panels(void *state)
{
	struct compare_view *v = state;
	return v->result.n ? &v->panels : NULL;
}

static bool back(void *state)
{
	struct panels *p = &((struct compare_view *)state)->panels;
	bool left = p->zoomed || p->focus != PANEL_TABLE;
	p->zoomed = false;
	p->focus = PANEL_TABLE;
	return left;
}

void view_compare_choose(struct cockpit *c, int unused)
{
	struct compare_view *v = state_of(c);
	(void)unused;
	if (v->running)
		cockpit_hint(c, "A comparison is under way; {cancel} cancels it.");
	else
		compare_form_open(c, &v->choice, start);
}

void view_compare_cancel(struct cockpit *c, int unused)
{
	struct compare_view *v = state_of(c);
	if (!v->running) {
		command_cancel(c, unused);
		return;
	}
	compare_cancel(v->running);
	cockpit_say(c, ROLE_WARN, "Cancelling: the server and its clients end.");
}

/* ---- export ---- */

static void save(struct cockpit *c, const char *path)
{
	char clean[256];
	int r = compare_save(&state_of(c)->result, path);
	label_clean(path, clean, sizeof clean);
	if (r < 0)
		cockpit_say(c, ROLE_ERROR, "%s: %s", clean, strerror(-r));
	else
		cockpit_say(c, ROLE_OK, "Written: %s", clean);
}

static void overwrite(struct cockpit *c)
{
	save(c, state_of(c)->path);
}

static void save_as(struct cockpit *c, const char *path)
{
	struct compare_view *v = state_of(c);
	if (!compare_save_knows(path)) {
		cockpit_say(c, ROLE_ERROR, "A name that ends in .csv or .json says the format.");
		return;
	}
	if (snprintf(v->path, sizeof v->path, "%s", path) >= (int)sizeof v->path)
		cockpit_say(c, ROLE_ERROR, "%s", strerror(ENAMETOOLONG));
	else if (access(path, F_OK) == 0)
		ask_yes(c, "That file exists. Overwrite it?", overwrite);
	else
		save(c, path);
}

void view_compare_export(struct cockpit *c, int unused)
{
	const struct compare_view *v = state_of(c);
	(void)unused;
	if (v->result.n == 0 || v->running)
		cockpit_say(c, ROLE_DIM, "There is nothing to export yet.");
	else
		ask_line(c, "export to (.csv or .json)", "compare.json", save_as);
}

/* ---- the footer ---- */

const char *view_compare_label_choose(const struct cockpit *c)
{
	return state_of(c)->running ? NULL : "compare";
}

const char *view_compare_label_cancel(const struct cockpit *c)
{
	return state_of(c)->running ? "cancel" : command_label_cancel(c);
}

const char *view_compare_label_export(const struct cockpit *c)
{
	const struct compare_view *v = state_of(c);
	return v->result.n > 0 && !v->running ? "export" : NULL;
}

const struct view view_compare = {
    .name = "Compare",
    .help = "The server models under the same load, side by side.",
    .open = open_state,
    .close = close_state,
    .sample = sample,
    .fd = fd,
    .draw = draw,
    .key = key,
    .where = where,
    .panels = panels,
    .back = back,
};
