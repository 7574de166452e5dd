#include "views/view_sockets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/observe/tcp.h"
#include "views/actions_socket.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/keys.h"
#include "views/list.h"
#include "views/panel_data.h"
#include "views/panel_journal.h"
#include "views/panel_pair.h"
#include "views/panels.h"
#include "views/socket_detail.h"
#include "views/socket_option.h"
#include "views/socket_pages.h"
#include "views/view.h"

/* Two panels stand side by side from this width on, and three. */
#define SIDE_MIN_W 76
#define THREE_MIN_W 150
/* And the diagram has frames. */
#define FRAMES_MIN_W 170

enum { PANEL_TABLE, PANEL_DETAIL, PANEL_DATA, PANEL_JOURNAL, PANEL_COUNT };

struct sockets_state {
	struct panels panels;
	struct socket_rows rows;
	struct list list;
	struct socket_pages pages;
	struct data_panel data;
	struct pair_panel pair; /* stands in the journal's place while it is on */
	size_t side; /* detail or data: what stands beside the table where there is room for one */
	char empty[COCKPIT_HINT_MAX]; /* what stands in an empty table */
};

const struct table_column view_sockets_columns[SOCKET_COLUMNS] = {
    [SOCKET_NAME] = {.title = "NAME", .min = 8, .max = 24, .weight = 6},
    [SOCKET_FD] = {.title = "FD", .min = 3, .align = ALIGN_RIGHT, .priority = 1},
    [SOCKET_FAMILY] = {.title = "FAMILY", .min = 6, .priority = 4},
    [SOCKET_TYPE] = {.title = "TYPE", .min = 6, .max = 9, .priority = 3},
    [SOCKET_STATE] = {.title = "STATE", .min = 13, .max = 16, .weight = 2},
    [SOCKET_LOCAL] = {.title = "LOCAL", .min = 15, .max = 47, .weight = 3, .priority = 6},
    [SOCKET_PEER] = {.title = "PEER", .min = 15, .max = 47, .weight = 3, .priority = 7},
    [SOCKET_IN] = {.title = "IN", .min = 6, .max = 14, .weight = 1, .align = ALIGN_RIGHT},
    [SOCKET_OUT] = {.title = "OUT", .min = 6, .max = 14, .weight = 1, .align = ALIGN_RIGHT},
};

/* What does not go on by itself is seen: clients outside a full queue, what was reset. */
static enum role state_role(const struct socket_row *row)
{
	const struct socket_facts *f = &row->facts;
	if (f->error || (f->listening && f->queue > f->backlog))
		return ROLE_ERROR;
	return f->tcp_state == TCP_STATE_SYN_SENT ? ROLE_WAIT : ROLE_NORMAL;
}

static enum role cell_role(const struct socket_row *row, enum socket_column column)
{
	switch (column) {
	case SOCKET_NAME:
		return ROLE_STRONG;
	case SOCKET_IN:
		return ROLE_IN;
	case SOCKET_OUT:
		return ROLE_OUT;
	case SOCKET_STATE:
		return state_role(row);
	case SOCKET_LOCAL:
		return row->wildcard ? ROLE_WARN : ROLE_NORMAL;
	default:
		return ROLE_NORMAL;
	}
}

static void cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct sockets_state *st = ctx;
	const struct socket_row *r = &st->rows.row[row];
	to->role = cell_role(r, (enum socket_column)column);
	to->text = socket_rows_cell(r, (enum socket_column)column, to->buf, sizeof to->buf);
}

static uint64_t id_of(const void *ctx, size_t row)
{
	return ((const struct sockets_state *)ctx)->rows.row[row].id;
}

static const char *name_of(const void *ctx, size_t row)
{
	return ((const struct sockets_state *)ctx)->rows.row[row].name;
}

/* ---- the state ---- */

static int open_state(struct cockpit *c, void **state)
{
	struct sockets_state *st = calloc(1, sizeof *st);
	if (!st)
		return -ENOMEM;
	st->panels.n = PANEL_COUNT;
	st->panels.wide = c->options->settings.projector;
	st->side = PANEL_DETAIL;
	st->rows.list = &st->list;
	st->list = (struct list){
	    .table = {.columns = view_sockets_columns,
		.ncolumns = SOCKET_COLUMNS,
		.shown = c->options->settings.sockets,
		.cell = cell,
		.ctx = st,
		.sort = -1},
	    .id = id_of,
	    .name = name_of,
	};
	*state = st;
	return 0;
}

static void close_state(void *state)
{
	struct sockets_state *st = state;
	if (!st)
		return;
	socket_rows_free(&st->rows);
	data_panel_free(&st->data);
	pair_close(&st->pair.pair);
	free(st);
}

static const struct sockets_state *state_of(const struct cockpit *c)
{
	return c->state[view_index(&view_sockets)];
}

/* The id of the other end of the selected stream; 0: there is none here. */
static uint64_t other_end(const struct sockets_state *st)
{
	size_t at = socket_rows_find(&st->rows, st->list.selected);
	if (at == SIZE_MAX || st->rows.row[at].type != SOCK_STREAM)
		return 0;
	const struct socket_row *other = socket_rows_other_end(&st->rows, &st->rows.row[at]);
	return other ? other->id : 0;
}

static bool sample(struct cockpit *c, void *state, int64_t now_ns)
{
	struct sockets_state *st = state;
	(void)now_ns;
	if (socket_rows_look(&st->rows, c->session) < 0)
		cockpit_out_of_memory(c);
	list_keep(&st->list, st->rows.n);
	if (data_panel_look(&st->data, c->session, st->list.selected, other_end(st)) < 0)
		cockpit_out_of_memory(c);
	pair_look(&st->pair.pair, c->session);
	/* That there are sockets is seen by frame_sample(). */
	return pair_lives(&st->pair.pair);
}

/* ---- drawing ---- */

/* Beside each other: table, detail and data, or table and one of them, or one of the three. */
static void place_upper(struct panels *p, struct rect r, size_t side, int detail_w)
{
	struct rect part[3] = {0};
	if (r.w >= THREE_MIN_W && !p->wide) {
		layout_columns(r,
		    (struct layout_part[]){{.min = 60, .weight = 6}, {.min = detail_w, .weight = 1},
			{.min = 36, .weight = 3}},
		    3, part);
		memcpy(&p->area[PANEL_TABLE], part, sizeof part);
	} else if (r.w >= SIDE_MIN_W && !p->wide) {
		layout_columns(
		    r, (struct layout_part[]){{.min = r.w * 11 / 20}, {.weight = 1}}, 2, part);
		p->area[PANEL_TABLE] = part[0];
		p->area[side] = part[1];
	} else {
		p->area[p->focus == side ? side : PANEL_TABLE] = r;
	}
}

/* The journal gets most of the lines. Long pages take up to two thirds of them, the diagram what it
 * needs: 17 lines, with frames 29. */
static int upper_height(const struct sockets_state *st, struct rect r)
{
	int most = r.h * 2 / 3, usual = r.h * 3 / 7 < 9 ? 9 : r.h * 3 / 7;
	bool seen = !st->panels.wide ? st->side == PANEL_DETAIL || r.w >= THREE_MIN_W
				     : st->panels.focus == PANEL_DETAIL;
	if (!seen || st->pages.page == PAGE_FACTS)
		return usual > r.h / 2 ? r.h / 2 : usual;
	if (st->pages.page != PAGE_STATES)
		return most;
	int wanted = r.w >= FRAMES_MIN_W && most >= 29 ? 29 : 18;
	return most < wanted ? most : wanted;
}

/* Where three panels stand side by side: the diagram wants 47 columns, with frames 55. */
static int detail_width(const struct sockets_state *st, int w)
{
	if (st->pages.page == PAGE_FACTS)
		return 44;
	return w < FRAMES_MIN_W ? 52 : 60;
}

static void place(struct sockets_state *st, struct rect r)
{
	struct panels *p = &st->panels;
	panels_fill(p, r);
	if (p->focus == PANEL_DETAIL || p->focus == PANEL_DATA)
		st->side = p->focus;
	if (panels_single(p, r))
		return;
	struct rect half[2];
	layout_rows(
	    r, (struct layout_part[]){{.min = upper_height(st, r)}, {.weight = 1}}, 2, half);
	memset(p->area, 0, sizeof p->area);
	place_upper(p, half[0], st->side, detail_width(st, r.w));
	p->area[PANEL_JOURNAL] = half[1];
}

static void draw_table(struct cockpit *c, struct sockets_state *st, struct rect r)
{
	char title[LIST_TITLE_MAX];
	list_title(&st->list, c->screen, "Sockets", st->rows.all, title);
	bool focused = st->panels.focus == PANEL_TABLE;
	st->list.table.empty = cockpit_keys(c,
	    st->list.filter[0] ? "No socket fits the filter. Press Esc to see all."
			       : cockpit_invitation(c, "No sockets yet. Press {new} to make one, "
						       "{demo} for a demo, {help} for help."),
	    st->empty, sizeof st->empty);
	table_draw(&st->list.table, c->screen, draw_panel(c->screen, r, title, focused), focused);
}

static void draw_detail(struct cockpit *c, struct sockets_state *st, struct rect r)
{
	char title[SOCKET_TITLE_MAX];
	const struct socket_row *row = view_sockets_selected(c);
	bool focused = st->panels.focus == PANEL_DETAIL;
	struct rect in = draw_panel(c->screen, r,
	    row ? socket_detail_title(row, c->screen, r.w, title) : "Detail", focused);
	socket_pages_draw(&st->pages, c->screen, panels_inside(in), row,
	    row ? trails_find(&st->rows.trails, row->id) : NULL, focused);
}

static void draw(struct cockpit *c, void *state, struct rect r)
{
	struct sockets_state *st = state;
	place(st, r);
	const struct rect *area = st->panels.area;
	if (area[PANEL_TABLE].h > 0)
		draw_table(c, st, area[PANEL_TABLE]);
	if (area[PANEL_DETAIL].h > 0)
		draw_detail(c, st, area[PANEL_DETAIL]);
	const struct socket_row *row = view_sockets_selected(c);
	if (area[PANEL_DATA].h > 0)
		data_panel_draw(&st->data, c, area[PANEL_DATA], st->panels.focus == PANEL_DATA,
		    row ? row->name : NULL);
	if (area[PANEL_JOURNAL].h > 0 && st->pair.pair.on)
		pair_panel_draw(
		    &st->pair, c, area[PANEL_JOURNAL], st->panels.focus == PANEL_JOURNAL);
	else if (area[PANEL_JOURNAL].h > 0)
		journal_panel_draw(c, area[PANEL_JOURNAL], st->panels.focus == PANEL_JOURNAL);
}

/* ---- keys ---- */

static enum intent detail_event(struct cockpit *c, struct sockets_state *st, const struct event *ev)
{
	enum intent intent = socket_pages_key(&st->pages, ev);
	if (intent == INTENT_NONE && ev->type == INPUT_KEY) /* the page has no use for it */
		intent = list_key(&st->list, c, ev);
	return intent;
}

static enum intent key(struct cockpit *c, void *state, const struct event *ev)
{
	struct sockets_state *st = state;
	switch (panels_for(&st->panels, ev)) {
	case PANEL_TABLE:
		return list_key(&st->list, c, ev);
	case PANEL_DETAIL:
		return detail_event(c, st, ev);
	case PANEL_DATA:
		return lines_key(&st->data.lines, ev);
	default:
		return st->pair.pair.on ? lines_key(&st->pair.lines, ev) : journal_panel_key(c, ev);
	}
}

static unsigned where(const void *state)
{
	static const unsigned of_panel[PANEL_COUNT] = {
	    [PANEL_TABLE] = IN_SOCKET_TABLE,
	    [PANEL_DETAIL] = IN_SOCKET_DETAIL,
	    [PANEL_DATA] = IN_SOCKET_DATA,
	    [PANEL_JOURNAL] = IN_JOURNAL,
	};
	const struct sockets_state *st = state;
	if (st->panels.focus == PANEL_JOURNAL && st->pair.pair.on)
		return IN_SOCKETS | IN_PANEL;
	return IN_SOCKETS | IN_PANEL | of_panel[st->panels.focus];
}

static struct panels *panels(void *state)
{
	return &((struct sockets_state *)state)->panels;
}

static void end_pair(struct sockets_state *st)
{
	if (st->pair.pair.on && st->panels.focus == PANEL_JOURNAL)
		st->panels.focus = PANEL_TABLE;
	pair_close(&st->pair.pair);
}

static bool back(void *state)
{
	struct sockets_state *st = state;
	bool left = st->panels.zoomed || st->pair.pair.on;
	if (!st->panels.zoomed)
		end_pair(st);
	st->panels.zoomed = false;
	return left;
}

static bool sort(struct cockpit *c, void *state, int step)
{
	(void)c;
	return list_sort_step(&((struct sockets_state *)state)->list, step);
}

static struct list *list(void *state)
{
	return &((struct sockets_state *)state)->list;
}

/* ---- what the actions ask ---- */

const struct socket_row *view_sockets_selected(const struct cockpit *c)
{
	const struct sockets_state *st = state_of(c);
	size_t at = socket_rows_find(&st->rows, st->list.selected);
	return at == SIZE_MAX ? NULL : &st->rows.row[at];
}

const struct socket_rows *view_sockets_rows(const struct cockpit *c)
{
	return &state_of(c)->rows;
}

void view_sockets_want(struct cockpit *c, const char *name)
{
	struct sockets_state *st = c->state[view_index(&view_sockets)];
	snprintf(st->list.want, sizeof st->list.want, "%s", name);
}

void view_sockets_data_mode(struct cockpit *c)
{
	struct sockets_state *st = c->state[view_index(&view_sockets)];
	data_panel_next_mode(&st->data);
	st->side = PANEL_DATA;
	if (st->panels.area[PANEL_DATA].h == 0 && st->panels.area[PANEL_JOURNAL].h == 0)
		st->panels.focus = PANEL_DATA;
}

/* The first press shows the page there is, where it was not seen. */
void view_sockets_page(struct cockpit *c, int step)
{
	struct sockets_state *st = c->state[view_index(&view_sockets)];
	bool shown = st->panels.area[PANEL_DETAIL].h > 0 || st->panels.focus == PANEL_DETAIL;
	if (shown || st->pages.page != PAGE_FACTS)
		socket_pages_step(&st->pages, step);
	st->side = PANEL_DETAIL;
	st->panels.focus = PANEL_DETAIL;
}

void view_sockets_enter(struct cockpit *c, int unused)
{
	const struct socket_row *row = view_sockets_selected(c);
	const struct socket_option *o = socket_pages_option(&state_of(c)->pages);
	if (!row || !o || !row->named)
		actions_socket_menu(c, unused);
	else
		socket_option_open(c, row, o);
}

const char *view_sockets_label_enter(const struct cockpit *c)
{
	return socket_pages_option(&state_of(c)->pages) ? "set" : actions_socket_label(c);
}

static void begin_pair(struct cockpit *c, struct sockets_state *st, const struct socket_row *row)
{
	int r = pair_open(&st->pair.pair, c->session, &st->rows, row);
	if (r == -ENOMEM)
		cockpit_out_of_memory(c);
	if (r == -ENOTCONN)
		cockpit_say(c, ROLE_WARN, "%s has no other end: it is not connected.", row->name);
	else if (r < 0)
		cockpit_say(c, ROLE_WARN, "The other end of %s is no socket here.", row->name);
	if (r < 0)
		return;
	st->pair.lines = (struct lines){.follow = true};
	st->panels.focus = PANEL_JOURNAL;
}

void view_sockets_pair(struct cockpit *c, int unused)
{
	struct sockets_state *st = c->state[view_index(&view_sockets)];
	const struct socket_row *row = view_sockets_selected(c);
	(void)unused;
	bool another = row && row->facts.peer[0] && !pair_has(&st->pair.pair, row->id);
	if (st->pair.pair.on && !another)
		end_pair(st);
	else if (row)
		begin_pair(c, st, row);
	else
		cockpit_hint(c, "No socket is selected. Press {new} to make one.");
}

const char *view_sockets_label_pair(const struct cockpit *c)
{
	const struct socket_row *row = view_sockets_selected(c);
	if (state_of(c)->pair.pair.on)
		return "journal";
	return row && row->facts.peer[0] ? "both ends" : NULL;
}

const struct view view_sockets = {
    .name = "Sockets",
    .help = "All sockets of this notebook, the selected one in detail, and the journal.",
    .open = open_state,
    .close = close_state,
    .sample = sample,
    .draw = draw,
    .key = key,
    .where = where,
    .panels = panels,
    .back = back,
    .sort = sort,
    .list = list,
};
