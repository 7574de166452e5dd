#include "views/lesson_list.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "views/label.h"
#include "views/panels.h"

/* From this width on what a lesson is about stands beside the list, else below it. */
#define BESIDE_MIN_W 100

/* Border and titles of the table; what is worth showing below it. */
#define TABLE_EXTRA 3
#define ABOUT_MIN_H 4

enum column { NUMBER, TITLE, LINES, NOW, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [NUMBER] = {.title = "", .min = 3, .align = ALIGN_RIGHT, .priority = 3},
    [TITLE] = {.title = "LESSON", .min = 34, .weight = 1},
    [LINES] = {.title = "LINES", .min = 6, .align = ALIGN_RIGHT, .priority = 1},
    [NOW] = {.title = "NOW", .min = 8, .max = 16, .priority = 2},
};

static void cell_now(const struct lesson_list *list, size_t row, struct table_cell *to)
{
	if (list->shelf->item[row].error) {
		to->role = ROLE_ERROR;
		to->text = "an error";
	} else if (row == list->taken && list->done) {
		to->role = ROLE_DIM;
		snprintf(to->buf, sizeof to->buf, "line %zu", list->done);
	}
}

static void cell(void *ctx, size_t row, size_t column, struct table_cell *to)
{
	const struct lesson_list *list = ctx;
	const struct lesson_item *item = &list->shelf->item[row];
	to->text = to->buf;
	switch ((enum column)column) {
	case NUMBER:
		snprintf(to->buf, sizeof to->buf, "%zu", row + 1);
		break;
	case TITLE:
		to->role = ROLE_STRONG;
		label_clean(lesson_item_title(item), to->buf, sizeof to->buf);
		break;
	case LINES:
		if (item->lesson)
			snprintf(to->buf, sizeof to->buf, "%zu", item->lesson->nsteps);
		break;
	default:
		cell_now(list, row, to);
	}
}

void lesson_list_init(struct lesson_list *list, const struct lesson_shelf *shelf)
{
	*list = (struct lesson_list){.shelf = shelf, .taken = SIZE_MAX};
	list->table = (struct table){
	    .columns = columns, .ncolumns = COLUMNS, .cell = cell, .ctx = list, .sort = -1};
}

/* Paragraph by paragraph, for draw_wrapped() knows of no newlines. */
static void draw_text_lines(struct screen *s, struct rect r, enum role role, const char *text)
{
	char clean[2048];
	for (size_t len; *text && r.h > 0; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		int used =
		    draw_wrapped(s, r, role, label_clean_len(text, len, clean, sizeof clean));
		used = used ? used : 1;
		r.y += used;
		r.h -= used;
	}
}

static void draw_about(const struct lesson_item *item, struct screen *s, struct rect r)
{
	char file[256];
	label_clean(item->file, file, sizeof file);
	struct rect in = panels_inside(draw_panel(s, r, file, false));
	if (item->lesson)
		draw_text_lines(s, in, ROLE_NORMAL, item->lesson->part[0].text);
	else
		draw_text_lines(s, in, ROLE_ERROR, item->error);
}

void lesson_list_draw(struct lesson_list *list, struct screen *s, struct rect r)
{
	struct rect part[2];
	int wanted = (int)list->shelf->n + TABLE_EXTRA;
	int h = r.h < wanted + ABOUT_MIN_H ? r.h : wanted;
	if (r.w >= BESIDE_MIN_W)
		layout_columns(r, (struct layout_part[]){{.weight = 1}, {.weight = 1}}, 2, part);
	else
		layout_rows(r, (struct layout_part[]){{.min = h}, {.weight = 1}}, 2, part);
	list->table.rows = list->shelf->n;
	table_draw(&list->table, s, draw_panel(s, part[0], "Lessons", true), true);
	if (part[1].h > 0 && list->table.selected < list->shelf->n)
		draw_about(&list->shelf->item[list->table.selected], s, part[1]);
}
