#include "views/view_servers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "views/actions_server.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/crew.h"
#include "views/keys.h"
#include "views/label.h"
#include "views/list.h"
#include "views/panel_journal.h"
#include "views/panels.h"
#include "views/view.h"

enum { PANEL_SERVERS, PANEL_CONNS, PANEL_CREW, PANEL_JOURNAL, PANEL_COUNT };

/* From this width on the crew stands beside the connections, else in their place. */
#define CREW_MIN_W 110
/* It takes a third, and at least two boxes beside each other. */
#define CREW_W 39

struct servers_state {
	struct panels panels;
	struct server_rows rows;
	struct list servers, conns;
	char no_servers[COCKPIT_HINT_MAX], no_conns[COCKPIT_HINT_MAX]; /* in empty tables */
};

/* At 40 columns name, address, state and how many clients there are still stand there whole. */
const struct table_column view_servers_columns[SERVER_COLUMNS] = {
    [SERVER_NAME] = {.title = "NAME", .min = 7, .max = 20, .weight = 2},
    [SERVER_MODEL] = {.title = "MODEL", .min = 18, .max = 26, .weight = 2, .priority = 3},
    [SERVER_ADDRESS] = {.title = "ADDRESS", .min = 15, .max = 40, .weight = 2},
    [SERVER_HANDLER] = {.title = "HANDLER", .min = 7, .max = 24, .weight = 1, .priority = 6},
    [SERVER_STATE] = {.title = "STATE", .min = 8},
    [SERVER_LIVE] = {.title = "LIVE", .min = 4, .max = 6, .weight = 2, .align = ALIGN_RIGHT},
    [SERVER_ACCEPTED] = {.title = "TOTAL", .min = 6, .align = ALIGN_RIGHT, .priority = 2},
    [SERVER_REFUSED] = {.title = "REFUSED", .min = 7, .align = ALIGN_RIGHT, .priority = 7},
    [SERVER_CREW] = {.title = "CREW", .min = 5, .align = ALIGN_RIGHT, .priority = 2},
    [SERVER_ZOMBIES] = {.title = "ZOMBIES", .min = 7, .align = ALIGN_RIGHT, .priority = 5},
    [SERVER_IN] =
	{.title = "IN", .min = 8, .max = 16, .weight = 1, .align = ALIGN_RIGHT, .priority = 1},
    [SERVER_OUT] =
	{.title = "OUT", .min = 8, .max = 16, .weight = 1, .align = ALIGN_RIGHT, .priority = 1},
    [SERVER_IN_RATE] = {.title = "IN/s", .min = 9, .align = ALIGN_RIGHT, .priority = 4},
    [SERVER_OUT_RATE] = {.title = "OUT/s", .min = 9, .align = ALIGN_RIGHT, .priority = 4},
    [SERVER_SPARK] = {.title = "LAST SECONDS", .min = SERVER_SECONDS, .priority = 8},
};

const struct table_column view_servers_conn_columns[CONN_COLUMNS] = {
    [CONN_PEER] = {.title = "PEER", .min = 15, .max = 45, .weight = 2},
    [CONN_WHO] = {.title = "SERVED BY", .min = 11},
    [CONN_STATE] = {.title = "STATE", .min = 7},
    [CONN_AGE] = {.title = "AGE", .min = 8, .align = ALIGN_RIGHT, .priority = 1},
    [CONN_IDLE_FOR] = {.title = "IDLE", .min = 8, .align = ALIGN_RIGHT, .priority = 2},
    [CONN_REQUESTS] = {.title = "REQS", .min = 6, .align = ALIGN_RIGHT, .priority = 4},
    [CONN_IN] = {.title = "IN", .min = 8, .max = 16, .weight = 1, .align = ALIGN_RIGHT},
    [CONN_OUT] = {.title = "OUT", .min = 8, .max = 16, .weight = 1, .align = ALIGN_RIGHT},
    [CONN_IN_RATE] = {.title = "IN/s", .min = 9, .align = ALIGN_RIGHT, .priority = 3},
    [CONN_OUT_RATE] = {.title = "OUT/s", .min = 9, .align = ALIGN_RIGHT, .priority = 3},
};

static enum role state_role(enum server_state state)
{
	switch (state) {
	case SERVER_SERVING:
		return ROLE_OK;
	case SERVER_DIED:
		return ROLE_ERROR;
	case SERVER_STOPPING:
		return ROLE_WARN;
	default:
		return ROLE_DIM;
	}
}

static enum role warn_if(bool wrong)
{
	return wrong ? ROLE_WARN : ROLE_NORMAL;
}

static enum role server_role(const struct server_row *row, enum server_column column)
{
	switch (column) {
	case SERVER_NAME:
		return ROLE_STRONG;
	case SERVER_ADDRESS:
		return warn_if(row->facts.wildcard);
	case SERVER_STATE:
		return state_role(row->facts.state);
	case SERVER_REFUSED:
		return warn_if(row->facts.refused > 0);
	case SERVER_ZOMBIES:
		return warn_if(row->facts.zombies > 0);
	case SERVER_IN:
	case SERVER_IN_RATE:
		return ROLE_IN;
	case SERVER_OUT:
	case SERVER_OUT_RATE:
		return ROLE_OUT;
	case SERVER_SPARK:
		return ROLE_BAR;
	default:
		return ROLE_NORMAL;
	}
}

static void server_cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct servers_state *st = ctx;
	const struct server_row *r = &st->rows.row[row];
	enum server_column col = (enum server_column)column;
	to->role = server_role(r, col);
	to->text = server_rows_cell(&st->rows, r, col, to->buf, sizeof to->buf);
}

static void conn_cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct servers_state *st = ctx;
	const struct conn_row *r = &st->rows.conn[row];
	enum conn_column col = (enum conn_column)column;
	char text[TABLE_CELL_MAX];
	to->role = col == CONN_IN || col == CONN_IN_RATE     ? ROLE_IN
		   : col == CONN_OUT || col == CONN_OUT_RATE ? ROLE_OUT
							     : ROLE_NORMAL;
	label_clean(
	    server_rows_conn_cell(&st->rows, r, col, text, sizeof text), to->buf, sizeof to->buf);
	to->text = to->buf;
}

static uint64_t id_of(const void *ctx, size_t row)
{
	return ((const struct servers_state *)ctx)->rows.row[row].facts.id;
}

static const char *name_of(const void *ctx, size_t row)
{
	return ((const struct servers_state *)ctx)->rows.row[row].name;
}

/* ---- the state ---- */

static int open_state(struct cockpit *c, void **state)
{
	struct servers_state *st = calloc(1, sizeof *st);
	if (!st)
		return -ENOMEM;
	st->panels.n = PANEL_COUNT;
	st->panels.wide = c->options->settings.projector;
	st->rows.list = &st->servers;
	st->rows.conn_list = &st->conns;
	st->rows.ascii = !screen_utf8(c->screen);
	st->servers = (struct list){
	    .table = {.columns = view_servers_columns,
		.ncolumns = SERVER_COLUMNS,
		.shown = c->options->settings.servers,
		.cell = server_cell,
		.ctx = st,
		.sort = -1},
	    .id = id_of,
	    .name = name_of,
	};
	st->conns.table = (struct table){.columns = view_servers_conn_columns,
	    .ncolumns = CONN_COLUMNS,
	    .shown = c->options->settings.connections,
	    .cell = conn_cell,
	    .ctx = st,
	    .sort = -1};
	*state = st;
	return 0;
}

static void close_state(void *state)
{
	struct servers_state *st = state;
	if (!st)
		return;
	server_rows_free(&st->rows);
	free(st);
}

static bool sample(struct cockpit *c, void *state, int64_t now_ns)
{
	struct servers_state *st = state;
	int r = server_rows_look(&st->rows, c->session, st->servers.selected, now_ns);
	bool another = list_keep(&st->servers, st->rows.n);
	if (r == 0 && another) /* its connections */
		r = server_rows_look(&st->rows, c->session, st->servers.selected, now_ns);
	if (r < 0)
		cockpit_out_of_memory(c);
	list_keep(&st->conns, st->rows.nconn);
	return false; /* that there are servers is seen by frame_sample() */
}

/* ---- drawing ---- */

static void place(struct panels *p, struct rect r)
{
	if (panels_single(p, r)) {
		panels_fill(p, r);
		return;
	}
	struct rect part[3], half[2] = {0};
	layout_rows(r,
	    (struct layout_part[]){
		{.min = r.h / 4 > 5 ? r.h / 4 : 5}, {.min = 5, .weight = 1}, {.min = r.h * 2 / 5}},
	    3, part);
	memset(p->area, 0, sizeof p->area);
	p->area[PANEL_SERVERS] = part[0];
	p->area[PANEL_JOURNAL] = part[2];
	int crew = r.w / 3 > CREW_W ? r.w / 3 : CREW_W;
	layout_columns(part[1], (struct layout_part[]){{.weight = 1}, {.min = crew}}, 2, half);
	if (r.w >= CREW_MIN_W && !p->wide)
		memcpy(&p->area[PANEL_CONNS], half, sizeof half);
	else
		p->area[p->focus == PANEL_CREW ? PANEL_CREW : PANEL_CONNS] = part[1];
}

static void draw_servers(struct cockpit *c, struct servers_state *st, struct rect r)
{
	char title[LIST_TITLE_MAX];
	list_title(&st->servers, c->screen, "Servers", st->rows.all, title);
	st->servers.table.empty = cockpit_keys(c,
	    st->servers.filter[0]
		? "No server fits the filter. Press Esc to see all."
		: cockpit_invitation(
		      c, "No servers yet. Press {server} to start one, {demo} for a demo."),
	    st->no_servers, sizeof st->no_servers);
	bool focused = st->panels.focus == PANEL_SERVERS;
	table_draw(
	    &st->servers.table, c->screen, draw_panel(c->screen, r, title, focused), focused);
}

static void draw_conns(struct cockpit *c, struct servers_state *st, struct rect r)
{
	char title[NAMES_MAX + 128] = "Connections";
	const struct server_row *row = view_servers_selected(c);
	const char *line = draw_glyph_text(c->screen, GLYPH_HLINE);
	if (row)
		snprintf(title, sizeof title, "Connections of %s %s %s %s %zu", row->name, line,
		    row->facts.model, line, st->rows.live);
	st->conns.table.empty = cockpit_keys(c,
	    !row ? "The live connections of the selected server stand here."
		 : "No client is connected. Press {client} to add one.",
	    st->no_conns, sizeof st->no_conns);
	bool focused = st->panels.focus == PANEL_CONNS;
	table_draw(&st->conns.table, c->screen, draw_panel(c->screen, r, title, focused), focused);
}

static void draw_crew(struct cockpit *c, struct servers_state *st, struct rect r)
{
	char title[NAMES_MAX + 64] = "Crew";
	const struct server_row *row = view_servers_selected(c);
	if (row)
		snprintf(title, sizeof title, "Crew of %s", row->name);
	struct rect in =
	    panels_inside(draw_panel(c->screen, r, title, st->panels.focus == PANEL_CREW));
	if (row)
		crew_draw(c->screen, in, &st->rows, row);
	else
		draw_wrapped(c->screen, in, ROLE_DIM,
		    "The processes or threads of the selected server stand here.");
}

static void draw(struct cockpit *c, void *state, struct rect r)
{
	struct servers_state *st = state;
	place(&st->panels, r);
	const struct rect *area = st->panels.area;
	if (area[PANEL_SERVERS].h > 0)
		draw_servers(c, st, area[PANEL_SERVERS]);
	if (area[PANEL_CONNS].h > 0)
		draw_conns(c, st, area[PANEL_CONNS]);
	if (area[PANEL_CREW].h > 0)
		draw_crew(c, st, area[PANEL_CREW]);
	if (area[PANEL_JOURNAL].h > 0)
		journal_panel_draw(c, area[PANEL_JOURNAL], st->panels.focus == PANEL_JOURNAL);
}

/* ---- keys ---- */

static enum intent key(struct cockpit *c, void *state, const struct event *ev)
{
	struct servers_state *st = state;
	switch (panels_for(&st->panels, ev)) {
	case PANEL_SERVERS:
		return list_key(&st->servers, c, ev);
	case PANEL_CONNS:
		return list_key(&st->conns, c, ev);
	case PANEL_CREW:
		return INTENT_NONE;
	default:
		return journal_panel_key(c, ev);
	}
}

static unsigned where(const void *state)
{
	static const unsigned of_panel[PANEL_COUNT] = {
	    [PANEL_SERVERS] = IN_SERVER_TABLE,
	    [PANEL_CONNS] = IN_CONNECTIONS,
	    [PANEL_JOURNAL] = IN_JOURNAL,
	};
	const struct servers_state *st = state;
	return IN_SERVERS | IN_PANEL | of_panel[st->panels.focus];
}

static struct panels *panels(void *state)
{
	return &((struct servers_state *)state)->panels;
}

static bool back(void *state)
{
	struct panels *p = &((struct servers_state *)state)->panels;
	bool zoomed = p->zoomed;
	p->zoomed = false;
	return zoomed;
}

static bool sort(struct cockpit *c, void *state, int step)
{
	struct servers_state *st = state;
	(void)c;
	return list_sort_step(st->panels.focus == PANEL_CONNS ? &st->conns : &st->servers, step);
}

static struct list *list(void *state)
{
	return &((struct servers_state *)state)->servers;
}

/* ---- what the actions ask ---- */

const struct server_row *view_servers_selected(const struct cockpit *c)
{
	const struct servers_state *st = c->state[view_index(&view_servers)];
	size_t at = server_rows_find(&st->rows, st->servers.selected);
	return at == SIZE_MAX ? NULL : &st->rows.row[at];
}

void view_servers_want(struct cockpit *c, const char *name)
{
	struct servers_state *st = c->state[view_index(&view_servers)];
	snprintf(st->servers.want, sizeof st->servers.want, "%s", name);
}

const struct view view_servers = {
    .name = "Servers",
    .help = "All servers, the live connections of the selected one, and the journal.",
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
