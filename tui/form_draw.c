#include "tui/form_private.h"

#include <string.h>

#include "tui/scroll.h"
#include "tui/text.h"

#define WIDTH_MIN 56
#define WIDTH_MAX 96
#define LIST_MAX 12 /* choices seen at once */

/* ---- how large ---- */

static int choices_width(const struct form_field *field)
{
	int w = 0;
	for (size_t i = 0; i < field->nchoices; i++) {
		int mine = text_width(field->choices[i].text);
		w = mine > w ? mine : w;
	}
	return w;
}

/* Of all fields, so that their arrows and what stands behind them are in one column. */
static int widest_choice(const struct form *f)
{
	int w = 0;
	for (size_t i = 0; i < f->nfields; i++) {
		const struct form_field *field = &f->fields[i];
		int mine = field->kind == FORM_CHOICE ? choices_width(field) : 0;
		w = mine > w ? mine : w;
	}
	return w;
}

static int help_width(const struct form_field *field)
{
	int w = 0;
	for (size_t i = 0; i < field->nchoices; i++) {
		const char *help = field->choices[i].help;
		int mine = help == NULL ? 0 : text_width(help) + 2;
		w = mine > w ? mine : w;
	}
	return w;
}

static int wanted_width(const struct form *f)
{
	int w = WIDTH_MIN;
	for (size_t i = 0; i < f->nfields; i++) {
		const struct form_field *field = &f->fields[i];
		int value = widest_choice(f) + 2 + help_width(field);
		int help = field->help == NULL ? 0 : text_width(field->help);
		int mine = form_label_width(f) + value > help ? form_label_width(f) + value : help;
		w = mine + 4 > w ? mine + 4 : w;
	}
	return w > WIDTH_MAX ? WIDTH_MAX : w;
}

static int preview_height(const struct form_preview *lines, size_t n, int w)
{
	int h = 0;
	for (size_t i = 0; i < n; i++)
		h += text_height(lines[i].text, w);
	return h;
}

/* ---- one field ---- */

static void draw_choice(
    const struct form_field *field, struct screen *s, struct rect r, int w, bool on)
{
	enum role role = on ? ROLE_FIELD_ON : ROLE_FIELD;
	const struct form_choice *now =
	    field->chosen < field->nchoices ? &field->choices[field->chosen] : NULL;
	w = w > r.w ? r.w : w;
	draw_field(s, r.x, r.y, w, role, ALIGN_LEFT, now == NULL ? "" : now->text);
	draw_glyph(s, r.x + w - 1, r.y, role, GLYPH_DOWN);
	if (now != NULL && now->help != NULL)
		draw_text(s, r.x + w + 2, r.y, r.w - w - 2, ROLE_DIM, now->help);
	if (on)
		screen_cursor(s, r.x, r.y, false);
}

static void draw_toggle(const struct form_field *field, struct screen *s, struct rect r, bool on)
{
	enum role role = on ? ROLE_FIELD_ON : ROLE_FIELD;
	draw_field(s, r.x, r.y, r.w < 3 ? r.w : 3, role, ALIGN_LEFT, "[ ]");
	if (field->on)
		draw_glyph(s, r.x + 1, r.y, role, GLYPH_CHECK);
	draw_text(s, r.x + 4, r.y, r.w - 4, ROLE_NORMAL,
	    field->nchoices == 2 ? field->choices[field->on].text
	    : field->on		 ? "True"
				 : "False");
	if (on)
		screen_cursor(s, r.x + 1, r.y, false);
}

static void draw_one(struct form *f, struct screen *s, struct rect r, size_t i)
{
	struct form_field *field = &f->fields[i];
	bool on = i == f->current;
	int label = form_label_width(f);
	/* Where it is too narrow for both, the value matters more than its name. */
	if (label > r.w / 2)
		label = r.w > 16 ? r.w / 2 : 0;
	if (label > 0)
		draw_text(s, r.x, r.y, label - 1, on ? ROLE_STRONG : ROLE_LABEL, field->label);
	struct rect value = {r.x + label, r.y, r.w - label, 1};
	if (field->kind == FORM_CHOICE)
		draw_choice(field, s, value, widest_choice(f) + 2, on);
	else if (field->kind == FORM_TOGGLE)
		draw_toggle(field, s, value, on);
	else
		edit_draw(&field->edit, s, value, on);
}

static void draw_fields(struct form *f, struct screen *s, struct rect r)
{
	size_t n = form_shown(f), page = (size_t)r.h;
	f->fields_area = r;
	f->top = scroll_top(f->top, form_place(f, f->current), n, page);
	for (size_t i = 0; i < page && f->top + i < n; i++)
		draw_one(f, s, (struct rect){r.x, r.y + (int)i, r.w, 1}, form_at(f, f->top + i));
	int right = r.x + r.w - 1;
	if (f->top > 0)
		draw_glyph(s, right, r.y, ROLE_DIM, GLYPH_UP);
	if (f->top + page < n)
		draw_glyph(s, right, r.y + r.h - 1, ROLE_DIM, GLYPH_DOWN);
}

/* ---- the open list ---- */

static struct rect list_rect(
    const struct form *f, const struct form_field *field, struct rect whole)
{
	int n = field->nchoices > LIST_MAX ? LIST_MAX : (int)field->nchoices;
	int w = choices_width(field) + help_width(field) + 4;
	int y = f->fields_area.y + (int)(form_place(f, f->current) - f->top) + 1;
	int x = f->fields_area.x + form_label_width(f) - 2;
	int h = n + 2 > whole.h ? whole.h : n + 2;
	if (w > whole.w)
		w = whole.w;
	if (y + h > whole.y + whole.h)
		y = whole.y + whole.h - h;
	if (x + w > whole.x + whole.w)
		x = whole.x + whole.w - w;
	return (struct rect){x, y, w, h};
}

static void draw_list(struct form *f, struct screen *s, struct rect whole)
{
	const struct form_field *field = &f->fields[f->current];
	struct rect box = list_rect(f, field, whole);
	draw_fill(s, box, ROLE_NORMAL);
	struct rect in = draw_box(s, box, ROLE_BORDER_ON, NULL);
	size_t page = (size_t)in.h;
	int w = choices_width(field);
	f->list_area = in;
	f->list_top = scroll_top(f->list_top, field->chosen, field->nchoices, page);
	for (size_t i = 0; i < page && f->list_top + i < field->nchoices; i++) {
		const struct form_choice *c = &field->choices[f->list_top + i];
		bool on = f->list_top + i == field->chosen;
		int y = in.y + (int)i;
		draw_field(s, in.x, y, in.w, on ? ROLE_SELECTED : ROLE_NORMAL, ALIGN_LEFT, c->text);
		if (c->help != NULL)
			draw_text(s, in.x + w + 2, y, in.w - w - 2, on ? ROLE_SELECTED : ROLE_DIM,
			    c->help);
		if (on)
			screen_cursor(s, in.x, y, false);
	}
}

/* ---- the whole ---- */

static void draw_preview(
    struct screen *s, struct rect r, const struct form_preview *lines, size_t n)
{
	for (size_t i = 0; i < n && r.h > 0; i++) {
		int used = draw_wrapped(s, r, lines[i].role, lines[i].text);
		r.y += used;
		r.h -= used;
	}
}

/* What the choice means, where there is no room for that beside it; NULL: there is, or nothing. */
static const char *cut_help(const struct form *f, const struct form_field *field, int w)
{
	bool chosen = field->kind == FORM_CHOICE && field->chosen < field->nchoices;
	const char *help = chosen ? field->choices[field->chosen].help : NULL;
	int room = w - form_label_width(f) - widest_choice(f) - 4;
	return help != NULL && text_width(help) > room ? help : NULL;
}

/* What is wrong, else what the choice or the field is for. */
static const char *help_of(const struct form *f, int w)
{
	const struct form_field *field = f->current < f->nfields ? &f->fields[f->current] : NULL;
	const char *cut = field != NULL ? cut_help(f, field, w) : NULL;
	const char *help = cut != NULL ? cut : field != NULL ? field->help : NULL;
	return f->message != NULL ? f->message : help != NULL ? help : "";
}

/* Fields, a line, preview, a line, help: in a low window the lines go first, then help. */
static void split(struct rect in, int fields, int preview, struct rect out[5])
{
	bool roomy = in.h >= fields + preview + 3;
	int least = roomy || fields < 3 ? fields : 3;
	bool helped = in.h > least + preview;
	const struct layout_part parts[5] = {
	    {.min = least, .max = fields, .weight = 1000},
	    {.min = roomy && preview > 0, .max = 1},
	    {.min = preview},
	    {.min = roomy, .max = 1},
	    {.min = helped, .weight = 1},
	};
	layout_rows(in, parts, 5, out);
}

void form_draw(struct form *f, struct screen *s, struct rect r)
{
	struct form_preview lines[FORM_PREVIEW_MAX];
	size_t n = f->preview == NULL ? 0 : f->preview(f->ctx, f, lines);
	int w = wanted_width(f) > r.w ? r.w : wanted_width(f);
	int fields = (int)form_shown(f), preview = preview_height(lines, n, w - 4);
	int helped = text_height(help_of(f, w - 4), w - 4);
	int wanted = 2 + fields + (preview > 0 ? preview + 1 : 0) + 1 + (helped > 1 ? helped : 1);
	if (wanted > f->tallest)
		f->tallest = wanted;

	struct rect box = rect_center(r, w, f->tallest), part[5];
	draw_fill(s, box, ROLE_NORMAL);
	struct rect in = draw_box(s, box, ROLE_BORDER_ON, f->title);
	if (in.w > 12)
		in = rect_inset(in, 1, 0);
	split(in, fields, preview, part);
	draw_preview(s, part[2], lines, n);
	draw_wrapped(s, part[4], f->message != NULL ? ROLE_ERROR : ROLE_DIM, help_of(f, w - 4));
	draw_fields(f, s, part[0]);
	if (part[1].h > 0)
		draw_hline(s, in.x, part[1].y, in.w, ROLE_BORDER);
	if (part[3].h > 0)
		draw_hline(s, in.x, part[3].y, in.w, ROLE_BORDER);
	if (f->open)
		draw_list(f, s, r);
}
