#include "views/view_system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/destroy.h"
#include "core/observe/sampler.h"
#include "views/app.h"
#include "views/ask.h"
#include "views/cockpit.h"
#include "views/keys.h"
#include "views/list.h"
#include "views/panels.h"
#include "views/system_columns.h"
#include "views/system_destroy.h"
#include "views/system_detail.h"
#include "views/system_watch.h"
#include "views/units.h"
#include "views/view.h"

#define INTERVAL_NS NS_PER_S
/* Closed rows stay, and new ones are marked, for so long. */
#define KEEP_NS (3 * NS_PER_S)
/* The detail stands beside the table from this width on, below it from this height on. */
#define SIDE_MIN_W 170
#define SIDE_DETAIL_W 56
#define BELOW_MIN_H 20

enum { PANEL_TABLE, PANEL_DETAIL, PANEL_COUNT };

struct system_state {
	struct sampler *sampler; /* from the first time the view is shown */
	int error;		 /* there is no sampler: -errno */
	struct sample *now;	 /* what is shown; NULL: nothing yet */
	struct panels panels;
	struct list list;
	struct table_column columns[SYSTEM_COLUMNS]; /* with the title of SYSTEM_EXTRA */
	struct system_detail detail;
	enum clean_mode mode;
	char watch[SETTINGS_RULES_MAX]; /* the rules as they were typed */
	struct rules *rules;
	struct buf doomed;	       /* the line that destroys, while it is asked whether to */
	const struct diag_field *sort; /* NULL: as they came */
	bool descending, frozen;
};

static struct system_state *state_of(const struct cockpit *c)
{
	return c->state[view_index(&view_system)];
}

static const struct diag_row *row_at(const struct system_state *st, size_t i)
{
	return &st->now->snapshot->rows[st->now->order[i]];
}

static const struct diag_row *selected_row(const struct system_state *st)
{
	return st->list.table.selected < st->list.table.rows ? row_at(st, st->list.table.selected)
							     : NULL;
}

static void cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct system_state *st = ctx;
	system_cell(
	    st->now->snapshot, row_at(st, row), (enum system_column)column, st->sort, st->mode, to);
}

static uint64_t cookie_of(const void *ctx, size_t row)
{
	return row_at(ctx, row)->cookie;
}

/* ---- asking the sampler ---- */

static bool has_sockets(const struct system_state *st)
{
	return st->now && st->now->snapshot;
}

/* The filter's text is right: it was read once before. */
static void ask(struct cockpit *c, struct system_state *st)
{
	struct filter *filter = NULL;
	struct filter_error error;
	if (!st->sampler)
		return;
	if (filter_new(st->list.filter, &filter, &error) == -ENOMEM)
		cockpit_out_of_memory(c);
	const struct sampling_query query = {
	    .interval_ns = st->frozen && has_sockets(st) ? 0 : INTERVAL_NS,
	    .keep_ns = KEEP_NS,
	    .protos = DIAG_ALL,
	    .sort = st->sort,
	    .descending = st->descending,
	    .rules = st->rules,
	    .watch = st->list.selected,
	};
	sampler_ask(st->sampler, &query, filter);
}

static void start(struct cockpit *c, struct system_state *st)
{
	st->error = sampler_new(&st->sampler);
	if (st->error == -ENOMEM)
		cockpit_out_of_memory(c);
	if (st->error == 0)
		ask(c, st);
}

/* ---- the state ---- */

static int open_state(struct cockpit *c, void **state)
{
	struct system_state *st = calloc(1, sizeof *st);
	if (!st)
		return -ENOMEM;
	struct filter_error error;
	memcpy(st->columns, system_columns, sizeof st->columns);
	memcpy(st->watch, c->options->settings.watch, sizeof st->watch);
	if (rules_new(st->watch, &st->rules, &error) < 0) {
		free(st);
		return -ENOMEM;
	}
	st->mode = screen_utf8(c->screen) ? CLEAN_UTF8 : CLEAN_ASCII;
	st->panels.n = PANEL_COUNT;
	st->panels.wide = c->options->settings.projector;
	st->list = (struct list){
	    .table = {.columns = st->columns,
		.ncolumns = SYSTEM_EXTRA,
		.shown = c->options->settings.system,
		.cell = cell,
		.ctx = st,
		.sort = -1},
	    .id = cookie_of,
	};
	*state = st;
	return 0;
}

static void close_state(void *state)
{
	struct system_state *st = state;
	if (!st)
		return;
	sampler_free(st->sampler);
	sample_free(st->now);
	rules_unref(st->rules);
	buf_free(&st->doomed);
	free(st);
}

static void take(struct cockpit *c, struct system_state *st, struct sample *now)
{
	bool newer = !st->now || st->now->snapshot != now->snapshot;
	bool first = !has_sockets(st) && now->snapshot;
	sample_free(st->now);
	st->now = now;
	if (!now->snapshot)
		now->count = 0;
	if (list_keep(&st->list, now->count))
		ask(c, st); /* for its holders */
	if (first && st->frozen)
		ask(c, st); /* for no more: it was asked to freeze before there was any */
	const struct diag_row *row = selected_row(st);
	if (row && (newer || st->detail.history.cookie != row->cookie))
		system_history_add(&st->detail.history, row);
	if (now->rang && !st->frozen)
		system_watch_ring(c, now, st->mode);
}

static bool sample(struct cockpit *c, void *state, int64_t now_ns)
{
	struct system_state *st = state;
	(void)now_ns;
	if (!st->sampler && !st->error)
		start(c, st);
	struct sample *now = st->sampler ? sampler_take(st->sampler) : NULL;
	if (now)
		take(c, st, now);
	return false; /* its descriptor tells when there is more */
}

static int fd(const void *state)
{
	const struct system_state *st = state;
	return st->sampler ? sampler_fd(st->sampler) : -1;
}

/* ---- drawing ---- */

static void place(struct panels *p, struct rect r)
{
	bool side = r.w >= SIDE_MIN_W && !p->wide;
	if (panels_single(p, r) || (!side && r.h < BELOW_MIN_H)) {
		panels_fill(p, r);
		return;
	}
	if (side)
		layout_columns(
		    r, (struct layout_part[]){{.weight = 1}, {.min = SIDE_DETAIL_W}}, 2, p->area);
	else
		layout_rows(
		    r, (struct layout_part[]){{.weight = 1}, {.min = r.h * 2 / 5}}, 2, p->area);
}

static const char *empty_text(const struct system_state *st)
{
	if (st->error || (st->now && st->now->error))
		return "The kernel does not list its sockets to us: see sock_diag(7).";
	if (!st->now)
		return "Looking at all sockets of this machine ...";
	return "No socket fits the filter. Press Esc to see all.";
}

static void title(const struct system_state *st, struct screen *s, char *text, size_t size)
{
	const char *line = draw_glyph_text(s, GLYPH_HLINE);
	char name[LIST_TITLE_MAX];
	struct buf b = {0};
	buf_str(&b, st->now ? list_title(&st->list, s, "System", st->now->live, name) : "System");
	if (st->now && st->now->marked)
		buf_printf(&b, " %s !%zu marked", line, st->now->marked);
	if (st->frozen)
		buf_printf(&b, " %s frozen", line);
	if (st->now && st->now->snapshot && st->now->snapshot->partial)
		buf_printf(&b, " %s incomplete", line);
	snprintf(text, size, "%s", buf_text(&b));
	buf_free(&b);
}

static void draw_table(struct cockpit *c, struct system_state *st, struct rect r)
{
	char text[400];
	bool focused = st->panels.focus == PANEL_TABLE;
	title(st, c->screen, text, sizeof text);
	st->list.table.empty = empty_text(st);
	table_draw(&st->list.table, c->screen, draw_panel(c->screen, r, text, focused), focused);
}

static void draw_detail(struct cockpit *c, struct system_state *st, struct rect r)
{
	char text[DIAG_CELL_MAX + 32] = "Detail";
	const struct diag_row *row = selected_row(st);
	bool focused = st->panels.focus == PANEL_DETAIL;
	if (row) {
		system_detail_fill(&st->detail, st->now, row, st->mode);
		system_detail_title(st->now, row, st->mode, text, sizeof text);
	}
	struct rect in = draw_panel(c->screen, r, text, focused);
	system_detail_draw(&st->detail, c->screen, row, panels_inside(in), focused);
}

static void draw(struct cockpit *c, void *state, struct rect r)
{
	struct system_state *st = state;
	place(&st->panels, r);
	const struct rect *area = st->panels.area;
	if (area[PANEL_TABLE].h > 0)
		draw_table(c, st, area[PANEL_TABLE]);
	if (area[PANEL_DETAIL].h > 0)
		draw_detail(c, st, area[PANEL_DETAIL]);
}

/* ---- sorting ---- */

/* Numbers are most wanted from the greatest down. */
static void sort_by(struct cockpit *c, struct system_state *st, const struct diag_field *field)
{
	bool again = field && field == st->sort;
	st->descending = again ? !st->descending : field && !diag_field_is_text(field);
	st->sort = field;
	enum system_column column = field ? system_column_of(field) : SYSTEM_COLUMNS;
	st->list.table.ncolumns = column == SYSTEM_EXTRA ? SYSTEM_COLUMNS : SYSTEM_EXTRA;
	st->columns[SYSTEM_EXTRA].title = column == SYSTEM_EXTRA ? field->title : "";
	st->list.table.sort = field ? (int)column : -1;
	st->list.table.descending = st->descending;
	ask(c, st);
}

static void sort_by_column(struct cockpit *c, struct system_state *st, int column)
{
	bool extra = column == SYSTEM_EXTRA;
	sort_by(c, st, extra ? st->sort : system_column_field((enum system_column)column));
}

/* The next column that is shown, or none; or the same one. */
static bool sort(struct cockpit *c, void *state, int step)
{
	struct system_state *st = state;
	if (step == 0 && !st->sort)
		return false;
	int column = step ? table_next_sort(&st->list.table, step) : st->list.table.sort;
	if (column < 0)
		sort_by(c, st, NULL);
	else
		sort_by_column(c, st, column);
	return true;
}

static void sort_chosen(struct cockpit *c, int field)
{
	sort_by(c, state_of(c), diag_field_at((size_t)field));
}

void view_system_choose_sort(struct cockpit *c, int unused)
{
	struct menu_item items[64];
	const struct diag_field *f;
	size_t n = 0;
	(void)unused;
	for (; n < sizeof items / sizeof *items && (f = diag_field_at(n)); n++)
		items[n] = (struct menu_item){.text = f->name, .help = f->help, .id = (int)n};
	ask_choice(c, "Sort by", items, n, sort_chosen);
}

/* ---- keys ---- */

static enum intent table_event(struct cockpit *c, struct system_state *st, const struct event *ev)
{
	enum intent intent = table_key(&st->list.table, ev);
	if (intent == INTENT_SORT)
		sort_by_column(c, st, st->list.table.clicked);
	if (list_take(&st->list))
		ask(c, st);
	return intent;
}

static enum intent key(struct cockpit *c, void *state, const struct event *ev)
{
	struct system_state *st = state;
	if (panels_for(&st->panels, ev) == PANEL_TABLE)
		return table_event(c, st, ev);
	return facts_key(&st->detail.facts, ev);
}

static unsigned where(const void *state)
{
	const struct system_state *st = state;
	return IN_SYSTEM | IN_PANEL | (st->panels.focus == PANEL_TABLE ? IN_SYSTEM_TABLE : 0);
}

static struct panels *panels(void *state)
{
	return &((struct system_state *)state)->panels;
}

static bool back(void *state)
{
	struct panels *p = &((struct system_state *)state)->panels;
	bool left = p->zoomed || p->focus != PANEL_TABLE;
	p->zoomed = false;
	p->focus = PANEL_TABLE;
	return left;
}

static struct list *list(void *state)
{
	return &((struct system_state *)state)->list;
}

/* What is wrong with what was typed. */
static void refuse(struct cockpit *c, const char *what, int r, const struct filter_error *e)
{
	if (r == -ENOMEM)
		cockpit_out_of_memory(c);
	if (r == -EINVAL)
		cockpit_say(c, ROLE_ERROR, "%s: %s, at column %zu", what, e->text, e->at + 1);
	else
		cockpit_say(c, ROLE_ERROR, "%s: too long", what);
}

static void set_filter(struct cockpit *c, void *state, const char *text)
{
	struct system_state *st = state;
	struct filter *f;
	struct filter_error error;
	int r = strlen(text) < sizeof st->list.filter ? filter_new(text, &f, &error) : -E2BIG;
	if (r < 0) {
		refuse(c, "Filter", r, &error);
		return;
	}
	filter_free(f);
	strcpy(st->list.filter, text);
	ask(c, st);
}

void view_system_freeze(struct cockpit *c, int unused)
{
	struct system_state *st = state_of(c);
	(void)unused;
	st->frozen = !st->frozen;
	ask(c, st);
}

const char *view_system_label_freeze(const struct cockpit *c)
{
	return state_of(c)->frozen ? "go on" : "freeze";
}

/* ---- watching and destroying ---- */

static void set_watch(struct cockpit *c, const char *text)
{
	struct system_state *st = state_of(c);
	struct rules *rules;
	struct filter_error error;
	int r = strlen(text) < sizeof st->watch ? rules_new(text, &rules, &error) : -E2BIG;
	if (r < 0) {
		refuse(c, "Watch", r, &error);
		return;
	}
	rules_unref(st->rules);
	st->rules = rules;
	strcpy(st->watch, text);
	size_t n = rules_count(rules);
	cockpit_say(c, ROLE_NORMAL, "%zu rule%s watched from the next look on.", n,
	    n == 1 ? " is" : "s are");
	ask(c, st);
}

void view_system_watch(struct cockpit *c, int unused)
{
	(void)unused;
	ask_line(c, "watch", state_of(c)->watch, set_watch);
}

static void destroy(struct cockpit *c)
{
	cockpit_submit(c, buf_text(&state_of(c)->doomed));
}

void view_system_destroy(struct cockpit *c, int unused)
{
	struct system_state *st = state_of(c);
	struct buf question = {0};
	const struct diag_row *row = selected_row(st);
	(void)unused;
	if (!row || !destroy_knows(row->cookie)) {
		cockpit_say(c, ROLE_WARN, "%s",
		    row ? "The kernel tells no cookie of it: another one could be hit."
			: "No socket is selected.");
		return;
	}
	buf_clear(&st->doomed);
	system_destroy_line(row, &st->doomed);
	system_destroy_question(st->now->snapshot, row, st->mode, &question);
	if (st->doomed.failed || question.failed)
		cockpit_out_of_memory(c);
	ask_yes(c, buf_text(&question), destroy);
	buf_free(&question);
}

void view_system_detail(struct cockpit *c, int unused)
{
	(void)unused;
	state_of(c)->panels.focus = PANEL_DETAIL;
}

const struct view view_system = {
    .name = "System",
    .help = "Every socket of this machine, whoever owns it.",
    .open = open_state,
    .close = close_state,
    .sample = sample,
    .fd = fd,
    .draw = draw,
    .key = key,
    .where = where,
    .panels = panels,
    .back = back,
    .sort = sort,
    .list = list,
    .set_filter = set_filter,
};
