#include "views/socket_option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "views/cockpit.h"
#include "views/fields.h"
#include "views/form_box.h"

enum { FIELD_ON, FIELD_TEXT, FIELD_COUNT };

struct option_form {
	struct form_box box;
	struct form_field fields[FIELD_COUNT];
	const struct socket_option *option;
	int fd;
	char name[NAMES_MAX], title[NAMES_MAX + 64], initial[96], help[160];
};

/* ---- the line ---- */

/* A constant of the socket module by its name, another by its number. */
static void write_constant(const char *name, int value, struct buf *to)
{
	int known;
	if (name && fields_constant(name, &known) && known == value)
		buf_printf(to, "socket.%s", name);
	else
		buf_printf(to, "%d", value);
}

static const char *or_zero(const char *text)
{
	return text[0] ? text : "0";
}

/* Seconds with a fraction as struct timeval's two numbers. */
static void split_seconds(const char *text, long *seconds, long *us)
{
	double all = strtod(text, NULL);
	*seconds = (long)all;
	*us = (long)((all - (double)*seconds) * 1e6 + 0.5);
}

static void write_value(const struct socket_option *o, bool on, const char *text, struct buf *to)
{
	long seconds, us;
	switch (o->kind) {
	case OPTION_BOOL:
		buf_str(to, on ? "1" : "0");
		break;
	case OPTION_LINGER:
		buf_printf(to, "struct.pack(\"ii\", %d, %s)", on, or_zero(text));
		break;
	case OPTION_TIMEVAL:
		split_seconds(text, &seconds, &us);
		buf_printf(to, "struct.pack(\"ll\", %ld, %ld)", seconds, us);
		break;
	case OPTION_NAME:
		fields_write_quoted("b", text, to);
		break;
	case OPTION_IN_ADDR:
		buf_str(to, "socket.inet_aton(");
		fields_write_quoted("", text, to);
		buf_char(to, ')');
		break;
	default:
		buf_str(to, or_zero(text));
	}
}

void socket_option_write_line(
    const char *name, const struct socket_option *o, bool on, const char *text, struct buf *to)
{
	buf_printf(to, "%s.setsockopt(", name);
	write_constant(o->level_name, o->level, to);
	buf_str(to, ", ");
	write_constant(o->name, o->option, to);
	buf_str(to, ", ");
	write_value(o, on, text, to);
	buf_char(to, ')');
}

/* ---- the C call ---- */

static void write_c_value(const struct socket_option *o, bool on, const char *text, struct buf *to)
{
	long seconds, us;
	switch (o->kind) {
	case OPTION_BOOL:
		buf_printf(to, "&(int){%d}, sizeof(int)", on);
		break;
	case OPTION_LINGER:
		buf_printf(
		    to, "&(struct linger){%d, %s}, sizeof(struct linger)", on, or_zero(text));
		break;
	case OPTION_TIMEVAL:
		split_seconds(text, &seconds, &us);
		buf_printf(to, "&(struct timeval){%ld, %ld}, sizeof(struct timeval)", seconds, us);
		break;
	case OPTION_NAME:
		fields_write_quoted("", text, to);
		buf_printf(to, ", %zu", strlen(text));
		break;
	case OPTION_IN_ADDR:
		buf_str(to, "&(struct in_addr){inet_addr(");
		fields_write_quoted("", text, to);
		buf_str(to, ")}, sizeof(struct in_addr)");
		break;
	default:
		buf_printf(to, "&(int){%s}, sizeof(int)", or_zero(text));
	}
}

void socket_option_write_c(
    int fd, const struct socket_option *o, bool on, const char *text, struct buf *to)
{
	buf_printf(to, "setsockopt(%d, %s, %s, ", fd, o->level_name, o->name);
	write_c_value(o, on, text, to);
	buf_char(to, ')');
}

/* ---- the form ---- */

static bool is_on(const struct option_form *f)
{
	return strcmp(form_value(&f->box.form, FIELD_ON), "True") == 0;
}

static void write_line(const struct option_form *f, struct buf *to)
{
	socket_option_write_line(
	    f->name, f->option, is_on(f), form_value(&f->box.form, FIELD_TEXT), to);
}

static size_t preview(void *ctx, const struct form *form, struct form_preview *lines)
{
	const struct option_form *f = ctx;
	struct buf text = {0};
	size_t n = 0;
	(void)form;
	write_line(f, &text);
	lines[n].role = ROLE_CODE;
	snprintf(lines[n++].text, sizeof lines->text, "%s", buf_text(&text));
	buf_clear(&text);
	socket_option_write_c(
	    f->fd, f->option, is_on(f), form_value(&f->box.form, FIELD_TEXT), &text);
	lines[n].role = ROLE_DIM;
	snprintf(lines[n++].text, sizeof lines->text, "%s", buf_text(&text));
	buf_free(&text);
	if (!f->option->read_only)
		return n;
	lines[n].role = ROLE_WARN;
	snprintf(lines[n++].text, sizeof lines->text,
	    "The kernel lets nobody set it; send it all the same and read the error.");
	return n;
}

static bool submit(struct form_box *b, struct cockpit *c)
{
	const struct option_form *f = (const struct option_form *)b;
	struct buf line = {0};
	write_line(f, &line);
	history_add(&c->history, buf_text(&line));
	cockpit_submit(c, buf_text(&line));
	buf_free(&line);
	c->due.sample = true;
	return true;
}

static const struct form_box_kind kind = {.submit = submit, .preview = preview};

/* What stands in the text field at first: today's value, without its unit. */
static void fill_initial(struct option_form *f, const char *value)
{
	bool off = strcmp(value, "off") == 0;
	snprintf(f->initial, sizeof f->initial, "%s", off ? "0" : value);
	const char *number = strchr(value, '(');
	if (f->option->kind == OPTION_CONSTANT && number)
		snprintf(f->initial, sizeof f->initial, "%d", atoi(number + 1));
	if (f->option->kind == OPTION_LINGER || f->option->kind == OPTION_TIMEVAL)
		f->initial[strcspn(f->initial, " ")] = '\0';
}

static void fill_fields(struct option_form *f)
{
	static const char *const labels[] = {[OPTION_INT] = "value",
	    [OPTION_LINGER] = "seconds",
	    [OPTION_TIMEVAL] = "seconds",
	    [OPTION_NAME] = "name",
	    [OPTION_IN_ADDR] = "address"};
	enum option_kind k = f->option->kind;
	char value[96] = "";
	option_show(f->fd, f->option, value, sizeof value);
	fill_initial(f, value);
	const char *label = k < sizeof labels / sizeof *labels ? labels[k] : NULL;
	f->fields[FIELD_ON] = (struct form_field){.label = "on",
	    .kind = FORM_TOGGLE,
	    .on = value[0] && strcmp(value, "off") != 0,
	    .hidden = k != OPTION_BOOL && k != OPTION_LINGER,
	    .help = f->help};
	f->fields[FIELD_TEXT] = (struct form_field){.label = label ? label : "value",
	    .initial = f->initial,
	    .hidden = k == OPTION_BOOL,
	    .help = f->help};
}

static bool can_be_written(const struct socket_option *o)
{
	return o->kind != OPTION_UCRED && o->kind != OPTION_BYTES && o->kind != OPTION_ERRNO;
}

void socket_option_open(
    struct cockpit *c, const struct socket_row *row, const struct socket_option *o)
{
	if (!can_be_written(o)) {
		cockpit_say(c, ROLE_WARN, "%s is only read: the kernel fills it in.", o->name);
		return;
	}
	struct option_form *f = calloc(1, sizeof *f);
	if (!f)
		cockpit_out_of_memory(c);
	f->option = o;
	f->fd = row->fd;
	snprintf(f->name, sizeof f->name, "%s", row->name);
	snprintf(f->title, sizeof f->title, "%s of %s", o->name, row->name);
	snprintf(f->help, sizeof f->help, "%s", o->help);
	fill_fields(f);
	form_box_open(c, &f->box, &kind, f->title, f->fields, FIELD_COUNT);
	f->box.form.current =
	    o->kind == OPTION_BOOL || o->kind == OPTION_LINGER ? FIELD_ON : FIELD_TEXT;
}
