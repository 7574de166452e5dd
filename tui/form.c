#include "tui/form_private.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "tui/scroll.h"
#include "tui/text.h"

/* ---- fields that are shown ---- */

size_t form_place(const struct form *f, size_t field)
{
	size_t place = 0;
	for (size_t i = 0; i < field; i++)
		place += !f->fields[i].hidden;
	return place;
}

size_t form_shown(const struct form *f)
{
	return form_place(f, f->nfields);
}

size_t form_at(const struct form *f, size_t place)
{
	size_t i = 0;
	for (; i < f->nfields; i++)
		if (!f->fields[i].hidden && place-- == 0)
			break;
	return i;
}

int form_label_width(const struct form *f)
{
	int w = 0;
	for (size_t i = 0; i < f->nfields; i++) {
		int mine = text_width(f->fields[i].label);
		if (!f->fields[i].hidden && mine > w)
			w = mine;
	}
	return w + 2;
}

/* ---- life ---- */

int form_init(struct form *f, const char *title, struct form_field *fields, size_t n)
{
	*f = (struct form){.title = title, .fields = fields, .nfields = n};
	for (size_t i = 0; i < n; i++) {
		struct form_field *field = &fields[i];
		if (field->kind != FORM_TEXT)
			continue;
		int r = edit_set(&field->edit, field->initial == NULL ? "" : field->initial);
		if (r < 0) {
			form_free(f);
			return r;
		}
	}
	f->current = form_at(f, 0);
	return 0;
}

void form_free(struct form *f)
{
	for (size_t i = 0; i < f->nfields; i++)
		edit_free(&f->fields[i].edit);
	f->nfields = 0;
}

const char *form_value(const struct form *f, size_t i)
{
	const struct form_field *field = &f->fields[i];
	switch (field->kind) {
	case FORM_CHOICE:
		return field->chosen < field->nchoices ? field->choices[field->chosen].text : "";
	case FORM_TOGGLE:
		return field->on ? "True" : "False";
	default:
		return edit_text(&field->edit);
	}
}

/* ---- moving between fields ---- */

static struct form_field *current_field(struct form *f)
{
	return f->current < f->nfields ? &f->fields[f->current] : NULL;
}

static void leave_field(struct form *f)
{
	f->open = false;
	f->typed[0] = '\0';
}

static enum intent go(struct form *f, int direction)
{
	size_t n = form_shown(f), place = form_place(f, f->current);
	leave_field(f);
	if (n > 0)
		f->current = form_at(f, (place + n + (direction > 0 ? 1 : SIZE_MAX)) % n);
	return INTENT_HANDLED;
}

/* 1, -1, or 0: the key does not move between fields. */
static int direction_of(const struct event *ev)
{
	if (event_is(ev, K_TAB, 0) || event_is(ev, K_DOWN, 0))
		return 1;
	if (event_is(ev, K_TAB, MOD_SHIFT) || event_is(ev, K_UP, 0))
		return -1;
	return 0;
}

/* ---- a choice ---- */

static bool begins(const char *text, const char *typed)
{
	return strncasecmp(text, typed, strlen(typed)) == 0;
}

/* SOCK_DGRAM is found by "dg" before anything that only has it in the middle. */
static bool begins_part(const char *text, const char *typed)
{
	for (text = strchr(text, '_'); text != NULL; text = strchr(text, '_'))
		if (begins(++text, typed))
			return true;
	return false;
}

static bool holds(const char *text, const char *typed)
{
	return strcasestr(text, typed) != NULL;
}

/* From a choice onwards, around the end, the first that fits. */
static bool search(struct form_field *field, size_t from, const char *typed,
    bool (*fits)(const char *, const char *))
{
	for (size_t i = 0; i < field->nchoices; i++) {
		size_t k = (from + i) % field->nchoices;
		if (fits(field->choices[k].text, typed)) {
			field->chosen = k;
			return true;
		}
	}
	return false;
}

static bool find(struct form_field *field, size_t from, const char *typed)
{
	return search(field, from, typed, begins) || search(field, from, typed, begins_part) ||
	       search(field, from, typed, holds);
}

/* Letters add up to what is sought; where nothing has it, the last letter begins anew. */
static enum intent type_ahead(struct form *f, struct form_field *field, uint32_t c)
{
	char letter[5] = {0};
	size_t len = strlen(f->typed), n = text_put(c, letter);
	if (len + n < sizeof(f->typed)) {
		strcat(f->typed, letter);
		if (find(field, field->chosen, f->typed))
			return INTENT_SELECT;
	}
	strcpy(f->typed, letter);
	return find(field, field->chosen + 1, f->typed) ? INTENT_SELECT : INTENT_HANDLED;
}

static void open_list(struct form *f, const struct form_field *field)
{
	f->open = field->nchoices > 0;
	f->before = field->chosen;
	f->list_top = 0;
	f->typed[0] = '\0';
}

static enum intent list_key(struct form *f, struct form_field *field, const struct event *ev)
{
	size_t page = f->list_area.h > 0 ? (size_t)f->list_area.h : 1;
	if (event_is(ev, K_ENTER, 0) || event_is(ev, ' ', 0)) {
		f->open = false;
		return INTENT_SELECT;
	}
	if (event_is(ev, K_ESC, 0)) {
		field->chosen = f->before;
		f->open = false;
		return INTENT_SELECT;
	}
	if (event_is_text(ev))
		return type_ahead(f, field, ev->key);
	return scroll_key(ev, field->nchoices, page, &field->chosen) ? INTENT_SELECT
								     : INTENT_HANDLED;
}

static enum intent choice_key(struct form *f, struct form_field *field, const struct event *ev)
{
	size_t n = field->nchoices;
	if (event_is(ev, ' ', 0)) {
		open_list(f, field);
		return INTENT_HANDLED;
	}
	if (n > 0 && event_is_text(ev))
		return type_ahead(f, field, ev->key);
	bool right = event_is(ev, K_RIGHT, 0);
	if (n == 0 || (!right && !event_is(ev, K_LEFT, 0)))
		return INTENT_HANDLED;
	field->chosen = (field->chosen + n + (right ? 1 : SIZE_MAX)) % n;
	return INTENT_SELECT;
}

static enum intent toggle_key(struct form_field *field, const struct event *ev)
{
	if (!event_is(ev, ' ', 0) && !event_is(ev, K_LEFT, 0) && !event_is(ev, K_RIGHT, 0))
		return INTENT_HANDLED;
	field->on = !field->on;
	return INTENT_SELECT;
}

/* ---- the mouse ---- */

static enum intent click_list(struct form *f, struct form_field *field, const struct event *ev)
{
	size_t row = f->list_top + (size_t)(ev->y - f->list_area.y);
	if (row < field->nchoices)
		field->chosen = row;
	f->open = false;
	return INTENT_SELECT;
}

static enum intent click_field(struct form *f, const struct event *ev)
{
	size_t field = form_at(f, f->top + (size_t)(ev->y - f->fields_area.y));
	if (field >= f->nfields)
		return INTENT_HANDLED;
	leave_field(f);
	f->current = field;
	struct form_field *now = &f->fields[field];
	if (now->kind == FORM_CHOICE) {
		open_list(f, now);
	} else if (now->kind == FORM_TOGGLE) {
		now->on = !now->on;
		return INTENT_SELECT;
	} else {
		edit_key(&now->edit, ev);
	}
	return INTENT_HANDLED;
}

static enum intent mouse(struct form *f, const struct event *ev)
{
	struct form_field *field = current_field(f);
	bool wheel = ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN;
	if (f->open && wheel) {
		scroll_by(&field->chosen, ev->mouse == MOUSE_WHEEL_UP ? -1 : 1, field->nchoices);
		return INTENT_SELECT;
	}
	if (wheel)
		return go(f, ev->mouse == MOUSE_WHEEL_UP ? -1 : 1);
	if (ev->mouse != MOUSE_PRESS)
		return INTENT_HANDLED;
	if (f->open && rect_has(f->list_area, ev->x, ev->y))
		return click_list(f, field, ev);
	f->open = false;
	return rect_has(f->fields_area, ev->x, ev->y) ? click_field(f, ev) : INTENT_HANDLED;
}

/* ---- keys ---- */

/* A default is there to be taken or to be replaced: to change it, move in it first. */
static enum intent text_key(struct form_field *field, const struct event *ev)
{
	if (!field->touched && (event_is_text(ev) || ev->type == INPUT_PASTE))
		edit_set(&field->edit, ""); /* shorter: it cannot fail */
	field->touched = true;
	return edit_key(&field->edit, ev) == INTENT_HANDLED ? INTENT_SELECT : INTENT_HANDLED;
}

static enum intent field_key(struct form *f, struct form_field *field, const struct event *ev)
{
	if (direction_of(ev) != 0)
		return go(f, direction_of(ev));
	if (field->kind == FORM_TEXT)
		return text_key(field, ev);
	return field->kind == FORM_CHOICE ? choice_key(f, field, ev) : toggle_key(field, ev);
}

enum intent form_key(struct form *f, const struct event *ev)
{
	struct form_field *field = current_field(f);
	if (ev->type == INPUT_KEY)
		f->message = NULL;
	if (ev->type == INPUT_MOUSE)
		return mouse(f, ev);
	if (f->open && ev->type == INPUT_KEY && direction_of(ev) == 0)
		return list_key(f, field, ev);
	if (f->open && (event_is(ev, K_UP, 0) || event_is(ev, K_DOWN, 0)))
		return list_key(f, field, ev);
	if (event_is(ev, K_ESC, 0) || event_is(ev, 'c', MOD_CTRL))
		return INTENT_CANCEL;
	if (event_is(ev, K_ENTER, 0))
		return INTENT_SUBMIT;
	return field == NULL ? INTENT_HANDLED : field_key(f, field, ev);
}
