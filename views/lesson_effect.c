#include "views/lesson_effect.h"

#include <stdio.h>

#include "views/cockpit.h"
#include "views/crew.h"
#include "views/label.h"
#include "views/panels.h"

/* Border and titles of a table. */
#define TABLE_EXTRA 3
/* Border and margin of a panel. */
#define PANEL_EXTRA 4

static const enum socket_column socket_of[] = {SOCKET_NAME, SOCKET_FD, SOCKET_TYPE, SOCKET_STATE,
    SOCKET_LOCAL, SOCKET_PEER, SOCKET_IN, SOCKET_OUT};

static const struct table_column socket_columns[] = {
    {.title = "NAME", .min = 10, .max = 16, .weight = 1},
    {.title = "FD", .min = 3, .align = ALIGN_RIGHT, .priority = 3},
    {.title = "TYPE", .min = 6, .max = 9, .priority = 4},
    {.title = "STATE", .min = 12, .max = 16, .weight = 1},
    {.title = "LOCAL", .min = 15, .max = 28, .weight = 2, .priority = 1},
    {.title = "PEER", .min = 15, .max = 28, .weight = 2, .priority = 2},
    {.title = "IN", .min = 7, .max = 10, .align = ALIGN_RIGHT},
    {.title = "OUT", .min = 7, .max = 10, .align = ALIGN_RIGHT},
};

static const enum server_column server_of[] = {SERVER_NAME, SERVER_MODEL, SERVER_STATE, SERVER_LIVE,
    SERVER_ACCEPTED, SERVER_CREW, SERVER_ZOMBIES, SERVER_IN, SERVER_OUT};

static const struct table_column server_columns[] = {
    {.title = "NAME", .min = 6, .max = 16, .weight = 1},
    {.title = "MODEL", .min = 18, .max = 24, .priority = 2},
    {.title = "STATE", .min = 8},
    {.title = "LIVE", .min = 4, .align = ALIGN_RIGHT},
    {.title = "TOTAL", .min = 5, .align = ALIGN_RIGHT, .priority = 3},
    {.title = "CREW", .min = 4, .align = ALIGN_RIGHT},
    {.title = "ZOMBIES", .min = 7, .align = ALIGN_RIGHT},
    {.title = "IN", .min = 6, .max = 12, .weight = 1, .align = ALIGN_RIGHT, .priority = 4},
    {.title = "OUT", .min = 6, .max = 12, .weight = 1, .align = ALIGN_RIGHT, .priority = 4},
};

static const enum conn_column conn_of[] = {CONN_WHO, CONN_STATE, CONN_PEER, CONN_IN, CONN_OUT};

static const struct table_column conn_columns[] = {
    {.title = "SERVED BY", .min = 11},
    {.title = "STATE", .min = 7},
    {.title = "PEER", .min = 15, .max = 28, .weight = 1},
    {.title = "IN", .min = 6, .align = ALIGN_RIGHT, .priority = 1},
    {.title = "OUT", .min = 6, .align = ALIGN_RIGHT, .priority = 1},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static enum role socket_role(const struct socket_row *row, enum socket_column column)
{
	if (column == SOCKET_NAME || column == SOCKET_STATE)
		return ROLE_STRONG;
	if (column == SOCKET_LOCAL && row->wildcard)
		return ROLE_WARN;
	return column == SOCKET_IN ? ROLE_IN : column == SOCKET_OUT ? ROLE_OUT : ROLE_NORMAL;
}

static void socket_cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct lesson_effect *e = ctx;
	const struct socket_row *r = &e->socket.row[row];
	to->role = socket_role(r, socket_of[column]);
	to->text = socket_rows_cell(r, socket_of[column], to->buf, sizeof to->buf);
}

static enum role server_role(enum server_column column)
{
	switch (column) {
	case SERVER_NAME:
	case SERVER_LIVE:
		return ROLE_STRONG;
	case SERVER_ZOMBIES:
		return ROLE_WARN;
	case SERVER_IN:
		return ROLE_IN;
	case SERVER_OUT:
		return ROLE_OUT;
	default:
		return ROLE_NORMAL;
	}
}

static void server_cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct lesson_effect *e = ctx;
	to->role = server_role(server_of[column]);
	to->text = server_rows_cell(
	    &e->server, &e->server.row[row], server_of[column], to->buf, sizeof to->buf);
}

static void conn_cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct lesson_effect *e = ctx;
	char text[TABLE_CELL_MAX];
	label_clean(server_rows_conn_cell(
			&e->server, &e->server.conn[row], conn_of[column], text, sizeof text),
	    to->buf, sizeof to->buf);
	to->text = to->buf;
}

void lesson_effect_init(struct lesson_effect *e, bool ascii)
{
	e->server.ascii = ascii;
	e->sockets = (struct table){.columns = socket_columns,
	    .ncolumns = COUNT(socket_columns),
	    .cell = socket_cell,
	    .ctx = e,
	    .sort = -1,
	    .empty = "No socket is open."};
	e->servers = (struct table){.columns = server_columns,
	    .ncolumns = COUNT(server_columns),
	    .cell = server_cell,
	    .ctx = e,
	    .sort = -1,
	    .empty = "No server yet."};
	e->crew = (struct table){.columns = conn_columns,
	    .ncolumns = COUNT(conn_columns),
	    .cell = conn_cell,
	    .ctx = e,
	    .sort = -1,
	    .empty = "It serves nobody now."};
}

void lesson_effect_free(struct lesson_effect *e)
{
	socket_rows_free(&e->socket);
	server_rows_free(&e->server);
}

static uint64_t newest(const struct lesson_effect *e)
{
	uint64_t id = 0;
	for (size_t i = 0; i < e->server.n; i++)
		id = e->server.row[i].facts.id > id ? e->server.row[i].facts.id : id;
	return id;
}

void lesson_effect_begin(struct lesson_effect *e)
{
	e->before = newest(e);
}

bool lesson_effect_serves(const struct lesson_effect *e)
{
	return newest(e) > e->before;
}

/* Whose crew is shown: the one that was made last, of those that are not closed. */
static const struct server_row *shown(const struct lesson_effect *e)
{
	const struct server_row *found = NULL;
	for (size_t i = 0; i < e->server.n; i++)
		if (!found || e->server.row[i].facts.state != SERVER_CLOSED)
			found = &e->server.row[i];
	return found;
}

int lesson_effect_look(struct lesson_effect *e, const struct session *s, int64_t now_ns)
{
	const struct server_row *row = shown(e);
	uint64_t before = row ? row->facts.id : 0;
	int r = socket_rows_look(&e->socket, s);
	if (r == 0)
		r = server_rows_look(&e->server, s, before, now_ns);
	row = shown(e);
	if (r == 0 && row && row->facts.id != before)
		r = server_rows_look(&e->server, s, row->facts.id, now_ns);
	e->sockets.rows = e->socket.n;
	e->servers.rows = e->server.n;
	e->crew.rows = e->server.nconn;
	return r;
}

/* ---- drawing ---- */

void lesson_effect_sockets(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused)
{
	char title[64];
	snprintf(title, sizeof title, "Sockets %s %zu", draw_glyph_text(c->screen, GLYPH_HLINE),
	    e->socket.n);
	table_draw(&e->sockets, c->screen, draw_panel(c->screen, r, title, focused), focused);
}

/* Who serves: boxes where all fit, else a table. */
static void draw_crew(
    struct lesson_effect *e, struct cockpit *c, struct rect r, const struct server_row *row)
{
	struct rect in = panels_inside(r);
	if (crew_height(in.w, e->server.nconn) <= in.h)
		crew_draw(c->screen, in, &e->server, row);
	else
		table_draw(&e->crew, c->screen, r, false);
}

void lesson_effect_servers(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused)
{
	char title[NAMES_MAX + 64];
	const struct server_row *row = shown(e);
	snprintf(title, sizeof title, "Servers %s %zu", draw_glyph_text(c->screen, GLYPH_HLINE),
	    e->server.n);
	struct rect in = draw_panel(c->screen, r, title, focused), part[2];
	int table = (int)e->server.n + 1;
	layout_rows(
	    in, (struct layout_part[]){{.min = row ? table : in.h}, {.weight = 1}}, 2, part);
	table_draw(&e->servers, c->screen, part[0], focused);
	if (row && row->facts.pid)
		draw_crew(e, c, part[1], row);
}

int lesson_effect_sockets_h(const struct lesson_effect *e)
{
	return (int)e->socket.n + TABLE_EXTRA;
}

int lesson_effect_servers_h(const struct lesson_effect *e, int w)
{
	size_t n = e->server.nconn ? e->server.nconn : 1;
	return (int)e->server.n + TABLE_EXTRA + crew_height(w - PANEL_EXTRA, n);
}
