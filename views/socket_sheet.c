#include "views/socket_sheet.h"

#include "tui/text.h"

/* From this width on the help stands beside each value. */
#define HELP_FROM_W 100
/* Under them it has its lines where so many rows of the table stay. */
#define ROWS_MIN 3

enum { SHEET_NAME, SHEET_VALUE, SHEET_HELP, SHEET_COLUMNS };

static const struct table_column columns[SHEET_COLUMNS] = {
    [SHEET_NAME] = {.title = "NAME", .min = 18, .max = 25, .weight = 1},
    [SHEET_VALUE] = {.title = "VALUE", .min = 13, .max = 24, .weight = 1},
    [SHEET_HELP] = {.title = "", .min = 40, .weight = 6, .priority = 1},
};

static void cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct sheet *sh = ctx;
	const struct sheet_row *r = &sh->row[row];
	static const enum role roles[] = {ROLE_LABEL, ROLE_STRONG, ROLE_DIM};
	to->role = roles[column];
	to->text = column == SHEET_NAME ? r->name : column == SHEET_VALUE ? r->value : r->help;
}

void sheet_begin(struct sheet *sh)
{
	sh->n = 0;
}

char *sheet_add(struct sheet *sh, const char *name, const char *help, size_t id)
{
	if (sh->n == SHEET_MAX)
		return NULL;
	struct sheet_row *row = &sh->row[sh->n++];
	row->name = name;
	row->help = help;
	row->id = id;
	row->value[0] = '\0';
	return row->value;
}

void sheet_drop(struct sheet *sh)
{
	sh->n--;
}

const struct sheet_row *sheet_selected(const struct sheet *sh)
{
	return sh->table.selected < sh->n ? &sh->row[sh->table.selected] : NULL;
}

/* Lines for the longest help there is, so that the table stays as high whatever is selected. */
static int help_height(const struct sheet *sh, int w)
{
	int h = 0;
	for (size_t i = 0; i < sh->n; i++) {
		int mine = text_height(sh->row[i].help, w);
		h = mine > h ? mine : h;
	}
	return h;
}

static void draw_help(const struct sheet *sh, struct screen *s, struct rect r)
{
	const struct sheet_row *row = sheet_selected(sh);
	if (row)
		draw_wrapped(s, r, ROLE_DIM, row->help);
}

void sheet_draw(struct sheet *sh, struct screen *s, struct rect r, bool focused, const char *empty)
{
	bool beside = r.w >= HELP_FROM_W;
	int wanted = beside ? 0 : help_height(sh, r.w), room = r.h - 1 - ROWS_MIN;
	int under = wanted < room ? wanted : room > 0 ? room : 0;
	struct rect help = {r.x, r.y + r.h - under, r.w, under};
	r.h -= under;
	sh->table.columns = columns;
	sh->table.ncolumns = beside ? SHEET_COLUMNS : SHEET_HELP;
	sh->table.cell = cell;
	sh->table.ctx = sh;
	sh->table.sort = -1;
	sh->table.rows = sh->n;
	sh->table.empty = empty;
	table_draw(&sh->table, s, r, focused);
	if (under)
		draw_help(sh, s, help);
}

enum intent sheet_key(struct sheet *sh, const struct event *ev)
{
	return table_key(&sh->table, ev);
}
