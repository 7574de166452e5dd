#include "views/serverform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/server/handler.h"
#include "core/server/model.h"
#include "views/address_fields.h"
#include "views/cockpit.h"
#include "views/fields.h"
#include "views/form_box.h"
#include "views/names.h"
#include "views/script.h"
#include "views/view.h"
#include "views/view_servers.h"

enum {
	FIELD_MODEL,
	FIELD_HOST,
	FIELD_PORT,
	FIELD_PATH,
	FIELD_HANDLER,
	FIELD_ARGUMENT,
	FIELD_NAME,
	FIELD_COUNT
};

/* What a form submits, one after the other. */
#define LINES_MAX 3

struct serverform {
	struct form_box box;
	struct form_field fields[FIELD_COUNT];
	struct form_choice *models, *handlers; /* their texts are static */
	char name[NAMES_MAX];
};

static const struct model *model_chosen(const struct serverform *f)
{
	return model_all()[f->fields[FIELD_MODEL].chosen];
}

static const struct handler *handler_chosen(const struct serverform *f)
{
	return handlers[f->fields[FIELD_HANDLER].chosen];
}

static bool is_unix(const struct model *m)
{
	return m->kind == KIND_UNIX_STREAM || m->kind == KIND_UNIX_DGRAM;
}

/* A host with a colon is one of IPv6. */
static int family_of(const struct serverform *f)
{
	if (is_unix(model_chosen(f)))
		return AF_UNIX;
	return strchr(form_value(&f->box.form, FIELD_HOST), ':') ? AF_INET6 : AF_INET;
}

/* ---- fields ---- */

static struct form_choice *list_models(size_t *n)
{
	const struct model *const *all = model_all();
	for (*n = 0; all[*n];)
		(*n)++;
	struct form_choice *list = calloc(*n + 1, sizeof *list);
	for (size_t i = 0; list && i < *n; i++)
		list[i] = (struct form_choice){model_name(all[i]), model_help(all[i])};
	return list;
}

static struct form_choice *list_handlers(size_t *n)
{
	for (*n = 0; handlers[*n];)
		(*n)++;
	struct form_choice *list = calloc(*n + 1, sizeof *list);
	for (size_t i = 0; list && i < *n; i++)
		list[i] = (struct form_choice){handlers[i]->type.name, handlers[i]->type.help};
	return list;
}

static bool choose(struct form_field *field, const char *name)
{
	for (size_t i = 0; i < field->nchoices; i++) {
		if (strcmp(field->choices[i].text, name) != 0)
			continue;
		field->chosen = i;
		return true;
	}
	return false;
}

static void fill_fields(struct serverform *f)
{
	struct form_field *field = f->fields;
	field[FIELD_MODEL] = (struct form_field){.label = "model",
	    .kind = FORM_CHOICE,
	    .help =
		"How it serves several clients: one after the other, by processes, by threads."};
	field[FIELD_HOST] = (struct form_field){.label = "host",
	    .initial = "127.0.0.1",
	    .help = "Empty: this machine alone. 0.0.0.0 or :: is written out on purpose."};
	field[FIELD_PORT] = (struct form_field){
	    .label = "port", .initial = "0", .help = "0: the kernel chooses a free one."};
	field[FIELD_PATH] = (struct form_field){.label = "path",
	    .initial = "/tmp/sockpit-server.sock",
	    .help = "A path; \\0name is an abstract name, without a file."};
	field[FIELD_HANDLER] = (struct form_field){
	    .label = "handler", .kind = FORM_CHOICE, .help = "What it does with each connection."};
	field[FIELD_ARGUMENT] = (struct form_field){
	    .label = "argument", .help = "What stands in the brackets of the handler."};
	field[FIELD_NAME] = (struct form_field){
	    .label = "name", .initial = f->name, .help = "What the server is called from then on."};
	field[FIELD_MODEL].choices = f->models = list_models(&field[FIELD_MODEL].nchoices);
	field[FIELD_HANDLER].choices = f->handlers = list_handlers(&field[FIELD_HANDLER].nchoices);
	if (f->models)
		choose(&field[FIELD_MODEL], "ThreadingTCPServer");
}

/* Only the fields that the choices leave a use for are shown. */
static void hide_fields(struct form_box *b)
{
	struct serverform *f = (struct serverform *)b;
	bool path = is_unix(model_chosen(f));
	f->fields[FIELD_HOST].hidden = path;
	f->fields[FIELD_PORT].hidden = path;
	f->fields[FIELD_PATH].hidden = !path;
	f->fields[FIELD_ARGUMENT].hidden = !handler_chosen(f)->type.signature->params[0].name;
}

/* ---- lines ---- */

static void write_construct(const struct serverform *f, struct buf *to)
{
	int family = family_of(f);
	const char *argument = form_value(&f->box.form, FIELD_ARGUMENT);
	buf_printf(to, "%s = socketserver.%s(", form_value(&f->box.form, FIELD_NAME),
	    model_name(model_chosen(f)));
	address_write(family, form_value(&f->box.form, family == AF_UNIX ? FIELD_PATH : FIELD_HOST),
	    form_value(&f->box.form, FIELD_PORT), to);
	buf_printf(to, ", %s", handler_chosen(f)->type.name);
	if (!f->fields[FIELD_ARGUMENT].hidden && argument[0])
		buf_printf(to, "(%s)", argument);
	buf_char(to, ')');
}

/* The lines one after the other; returns how many. */
static size_t write_lines(const struct serverform *f, struct buf lines[LINES_MAX])
{
	const char *name = form_value(&f->box.form, FIELD_NAME);
	size_t n = 0;
	write_construct(f, &lines[n++]);
	if (model_is_stream(model_chosen(f)))
		buf_printf(&lines[n++], "%s.socket.listen(socket.SOMAXCONN)", name);
	buf_printf(&lines[n++], "%s.serve_forever()", name);
	return n;
}

static void free_lines(struct buf lines[LINES_MAX])
{
	for (size_t i = 0; i < LINES_MAX; i++)
		buf_free(&lines[i]);
}

static size_t preview(void *ctx, const struct form *form, struct form_preview *shown)
{
	const struct serverform *f = ctx;
	struct buf lines[LINES_MAX] = {0};
	size_t n = write_lines(f, lines);
	(void)form;
	for (size_t i = 0; i < n; i++) {
		shown[i].role = ROLE_CODE;
		snprintf(shown[i].text, sizeof shown[i].text, "%s", buf_text(&lines[i]));
	}
	free_lines(lines);
	shown[n].role = ROLE_DIM;
	if (model_is_stream(model_chosen(f)))
		snprintf(shown[n].text, sizeof shown[n].text,
		    "socket, bind, listen(5) as Python does; then a queue as long as it may be.");
	else
		snprintf(shown[n].text, sizeof shown[n].text,
		    "socket, bind; recvfrom for each request.");
	n++;
	if (family_of(f) != AF_UNIX &&
	    address_host_is_wildcard(form_value(&f->box.form, FIELD_HOST))) {
		shown[n].role = ROLE_WARN;
		snprintf(shown[n].text, sizeof shown[n].text,
		    "All addresses of this machine: others can reach it.");
		n++;
	}
	return n;
}

static bool submit(struct form_box *b, struct cockpit *c)
{
	struct serverform *f = (struct serverform *)b;
	const char *name = form_value(&f->box.form, FIELD_NAME);
	if (!name[0]) {
		f->box.form.message = "The server needs a name.";
		return false;
	}
	struct buf lines[LINES_MAX] = {0};
	struct script_step steps[LINES_MAX] = {0};
	size_t n = write_lines(f, lines);
	for (size_t i = 0; i < n; i++)
		steps[i].line = buf_text(&lines[i]);
	steps[n - 1].serves = name;
	view_servers_want(c, name);
	script_start(c, steps, n);
	free_lines(lines);
	return true;
}

/* ---- the box ---- */

static void free_lists(struct form_box *b)
{
	struct serverform *f = (struct serverform *)b;
	free(f->models);
	free(f->handlers);
}

static const struct form_box_kind kind = {
    .submit = submit, .preview = preview, .changed = hide_fields, .free = free_lists};

static struct serverform *new_form(struct cockpit *c)
{
	struct serverform *f = calloc(1, sizeof *f);
	if (!f)
		cockpit_out_of_memory(c);
	names_fresh(c->session, "srv", true, f->name);
	fill_fields(f);
	if (!f->models || !f->handlers)
		cockpit_out_of_memory(c);
	return f;
}

static void open_form(struct cockpit *c, struct serverform *f)
{
	view_show(c, view_index(&view_servers));
	form_box_open(c, &f->box, &kind, "New server", f->fields, FIELD_COUNT);
}

void serverform_open(struct cockpit *c)
{
	open_form(c, new_form(c));
}

bool serverform_open_with(struct cockpit *c, const char *name)
{
	struct serverform *f = new_form(c);
	if (!choose(&f->fields[FIELD_MODEL], name) && !choose(&f->fields[FIELD_HANDLER], name)) {
		free_lists(&f->box);
		free(f);
		return false;
	}
	open_form(c, f);
	return true;
}
