#include "views/opform_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/observe/observe.h"
#include "views/address_fields.h"
#include "views/cockpit.h"
#include "views/fields.h"
#include "views/view_sockets.h"

/* ---- the fields ---- */

static struct form_field *add_field(
    struct opform *f, const char *label, enum opform_part part, size_t param)
{
	struct form_field *field = &f->fields[f->n];
	*field = (struct form_field){.label = label};
	f->part[f->n] = part;
	f->param[f->n++] = param;
	return field;
}

static const char *port_of(const struct opform *f)
{
	if (f->target.port[0])
		return f->target.port;
	return strcmp(f->target.op->name, "bind") == 0 ? "0" : "";
}

static void add_address(struct opform *f, const struct param *p, size_t i)
{
	struct form_field *field;
	int family = f->target.family;
	switch (address_shape(family)) {
	case ADDRESS_HOST_PORT:
		field = add_field(f, "host", PART_FIRST, i);
		field->initial = f->target.host[0] ? f->target.host : address_host("", family);
		field->help = "A name or an address; empty is this machine alone.";
		field = add_field(f, "port", PART_PORT, i);
		field->initial = port_of(f);
		field->help = "0 to 65535; 0: the kernel chooses a free one.";
		break;
	case ADDRESS_PATH:
		field = add_field(f, "path", PART_FIRST, i);
		field->initial = f->target.host[0] ? f->target.host : "/tmp/sockpit.sock";
		field->help = "A path; \\0name is an abstract name, without a file.";
		break;
	default:
		field = add_field(f, p->name, PART_FIRST, i);
		field->initial = "(0, 0)";
		field->help = p->help;
	}
}

static void add_param(struct opform *f, const struct session *s, size_t i)
{
	const struct param *p = &f->target.op->params[i];
	if (p->kind == PARAM_ADDRESS) {
		add_address(f, p, i);
		return;
	}
	struct form_field *field = add_field(f, p->name, PART_VALUE, i);
	field->help =
	    p->kind == PARAM_BYTES ? "Text, with escapes as in Python: \\n, \\x00." : p->help;
	if (fields_is_choice(p)) {
		struct form_choice *choices = NULL;
		field->kind = FORM_CHOICE;
		fields_choices(s, p, &choices, &field->nchoices, &field->chosen);
		field->choices = choices;
	} else if (p->kind == PARAM_BOOL) {
		field->kind = FORM_TOGGLE;
		field->on = !p->dflt || strcmp(p->dflt, "True") == 0;
	} else {
		field->initial = fields_initial(p);
	}
}

static void add_fields(struct opform *f, const struct session *s)
{
	const struct param *params = f->target.op->params;
	for (size_t i = 0; i < PARAMS_MAX && params[i].name; i++)
		add_param(f, s, i);
	if (!f->target.result[0])
		return;
	struct form_field *field = add_field(f, "name", PART_RESULT, 0);
	field->initial = f->target.result;
	field->help = "What the result is called from then on; empty: it is only shown.";
}

/* ---- what is shown under the fields ---- */

static void set_line(struct form_preview *line, enum role role, const char *text)
{
	line->role = role;
	snprintf(line->text, sizeof line->text, "%s", text);
}

static void try_pair(const struct opform *f, struct form_preview *line)
{
	int value[3] = {0};
	for (size_t i = 0; i < 3; i++) {
		const char *text = opform_text(f, PART_VALUE, i);
		if (!fields_constant(text, &value[i]))
			value[i] = atoi(text);
	}
	int r = observe_can_make(value[0], value[1], value[2]);
	line->role = r == 0 ? ROLE_OK : ROLE_WARN;
	if (r == 0)
		snprintf(line->text, sizeof line->text, "This kernel takes the pair.");
	else
		snprintf(line->text, sizeof line->text,
		    "This kernel says %s (%s); send it all the same and read the error.",
		    strerrorname_np(-r), strerror(-r));
}

/* Something to know of the address; 0 or 1 lines. */
static size_t tell_address(const struct opform *f, struct form_preview *line)
{
	size_t i = 0;
	while (i < f->n && f->part[i] != PART_FIRST)
		i++;
	if (i == f->n || address_shape(f->target.family) != ADDRESS_HOST_PORT)
		return 0;
	const char *host = form_value(&f->box.form, i);
	bool binds = strcmp(f->target.op->name, "bind") == 0 ||
		     strcmp(f->target.op->name, "create_server") == 0;
	if (address_host_is_wildcard(host) && binds)
		set_line(line, ROLE_WARN, "All addresses of this machine: others can reach it.");
	else if (address_host(host, f->target.family) != host)
		set_line(
		    line, ROLE_DIM, "No host: this machine alone. 0.0.0.0 or :: is all addresses.");
	else
		return 0;
	return 1;
}

static size_t preview(void *ctx, const struct form *form, struct form_preview *lines)
{
	const struct opform *f = ctx;
	struct buf text = {0};
	size_t n = 0;
	(void)form;
	opform_write_line(f, &text);
	set_line(&lines[n++], ROLE_CODE, buf_text(&text));
	buf_clear(&text);
	opform_write_c(f, &text);
	if (text.len)
		set_line(&lines[n++], ROLE_DIM, buf_text(&text));
	buf_free(&text);
	if (f->target.tries_pair)
		try_pair(f, &lines[n++]);
	n += tell_address(f, &lines[n]);
	return n;
}

/* ---- the box ---- */

/* The first parameter that has to be given and is not; its name, or NULL. */
static const char *missing(const struct opform *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct param *p = &f->target.op->params[f->param[i]];
		if (f->part[i] == PART_PORT && !form_value(&f->box.form, i)[0])
			return "port";
		if (f->part[i] != PART_VALUE || p->dflt || p->kind == PARAM_BYTES ||
		    p->kind == PARAM_STR)
			continue;
		if (!form_value(&f->box.form, i)[0])
			return p->name;
	}
	return NULL;
}

/* A line that is none keeps the form open, and what was typed with it. */
static bool parses(struct opform *f, const struct buf *line)
{
	struct program *p = NULL;
	struct value *exc = NULL;
	if (program_parse(buf_text(line), line->len, "form", &p, &exc) == 0) {
		program_free(p);
		return true;
	}
	struct buf why = {0};
	exc_format(exc, &why);
	snprintf(
	    f->message, sizeof f->message, "This is no line of Python yet: %s", buf_text(&why));
	f->box.form.message = f->message;
	buf_free(&why);
	value_unref(exc);
	return false;
}

static bool submit(struct form_box *b, struct cockpit *c)
{
	struct opform *f = (struct opform *)b;
	const char *name = missing(f);
	if (name) {
		snprintf(f->message, sizeof f->message, "%s has to be given.", name);
		f->box.form.message = f->message;
		return false;
	}
	struct buf line = {0};
	opform_write_line(f, &line);
	if (!parses(f, &line)) {
		buf_free(&line);
		return false;
	}
	if (f->target.select)
		view_sockets_want(c, opform_text(f, PART_RESULT, 0));
	history_add(&c->history, buf_text(&line));
	cockpit_submit(c, buf_text(&line));
	buf_free(&line);
	return true;
}

static void free_choices(struct form_box *b)
{
	struct opform *f = (struct opform *)b;
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i].kind == FORM_CHOICE)
			fields_free_choices((struct form_choice *)(uintptr_t)f->fields[i].choices,
			    f->fields[i].nchoices);
}

static const struct form_box_kind kind = {
    .submit = submit, .preview = preview, .free = free_choices};

void opform_open(struct cockpit *c, const struct opform_target *target)
{
	struct opform *f = calloc(1, sizeof *f);
	if (!f)
		cockpit_out_of_memory(c);
	f->target = *target;
	snprintf(f->title, sizeof f->title, "%s", f->target.callee);
	add_fields(f, c->session);
	form_box_open(c, &f->box, &kind, f->title, f->fields, f->n);
}
