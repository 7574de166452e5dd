#include "views/deed.h"

#include <stdio.h>

#include "core/buf.h"
#include "core/ops/sock.h"
#include "core/server/server.h"
#include "views/actions_server.h"
#include "views/actions_socket.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/prompt.h"
#include "views/serverform.h"
#include "views/view.h"
#include "views/view_servers.h"
#include "views/view_sockets.h"

bool deed_is_any(const struct deed *d)
{
	return (d->key && d->key->run) || d->op || d->type || d->run;
}

/* ---- keys ---- */

static bool works_here(const struct cockpit *c, const struct key_row *row)
{
	return row->where & (view_where(c) | IN_ALL);
}

/* From any view: the one that the key belongs to is shown first. */
static bool go_where_it_works(struct cockpit *c, const struct key_row *row)
{
	size_t before = c->view;
	if (works_here(c, row))
		return true;
	for (size_t i = 0; i < views_count; i++) {
		view_show(c, i);
		if (works_here(c, row))
			return true;
	}
	view_show(c, before);
	return false;
}

static const char *first_place(const struct key_row *row)
{
	unsigned bit = 0;
	while (!(row->where & (1u << bit)))
		bit++;
	return keys_place(bit);
}

static bool press(struct cockpit *c, const struct key_row *row)
{
	char name[64];
	if (row->run && go_where_it_works(c, row)) {
		keys_run(c, row);
		return true;
	}
	cockpit_say(c, ROLE_WARN, "%s works elsewhere: %s.",
	    keymap_name(&c->options->settings.keys, row, name, sizeof name), first_place(row));
	return false;
}

/* ---- operations and classes ---- */

static bool is_of(const struct deed *d, const struct type *self)
{
	return d->op && d->op->self == self;
}

/* The name of what is selected there, for a method of it. */
static const char *selected_name(const struct cockpit *c, const struct deed *d)
{
	const struct socket_row *socket = view_sockets_selected(c);
	const struct server_row *server = view_servers_selected(c);
	if (is_of(d, &type_socket))
		return socket && socket->named ? socket->name : "s";
	return server && server->named ? server->name : "srv";
}

static bool is_method(const struct deed *d)
{
	return d->prefix && d->prefix[0] == '.';
}

char *deed_name(const struct cockpit *c, const struct deed *d, const char *left)
{
	struct buf name = {0};
	buf_printf(
	    &name, "%s%s", is_method(d) ? selected_name(c, d) : "", d->key ? d->key->name : left);
	return buf_take(&name);
}

void deed_write(struct cockpit *c, const struct deed *d)
{
	char line[2 * NAMES_MAX];
	snprintf(line, sizeof line, "%s%s%s(", is_method(d) ? selected_name(c, d) : "", d->prefix,
	    d->op ? d->op->name : d->type->name);
	if (c->options->readonly)
		cockpit_say(c, ROLE_ERROR, "%s", COCKPIT_READONLY);
	else
		prompt_open(c, line);
}

static void act(struct cockpit *c, const struct deed *d)
{
	if (is_of(d, &type_socket))
		view_show(c, view_index(&view_sockets));
	else if (is_of(d, &type_server_base))
		view_show(c, view_index(&view_servers));
	if (d->run)
		d->run(c, d->arg);
	else if (is_of(d, &type_socket))
		actions_socket_do(c, d->op);
	else if (is_of(d, &type_server_base))
		actions_server_do(c, d->op);
	else if (!d->type || !serverform_open_with(c, d->type->name))
		deed_write(c, d);
}

/* ---- any ---- */

static bool acts(const struct deed *d)
{
	return d->key ? d->key->acts : d->run ? d->acts : true;
}

bool deed_do(struct cockpit *c, const struct deed *d)
{
	if (d->key)
		return press(c, d->key);
	cockpit_acted(c);
	if (acts(d) && c->options->readonly)
		cockpit_say(c, ROLE_ERROR, "%s", COCKPIT_READONLY);
	else
		act(c, d);
	return true;
}

const char *deed_lacks(const struct cockpit *c, const struct deed *d)
{
	if (acts(d) && c->options->readonly)
		return "read only";
	if (d->key && d->key->label_now && !d->key->label_now(c))
		return d->key->lacks;
	if (is_of(d, &type_socket) && !view_sockets_selected(c))
		return "no socket is selected";
	if (is_of(d, &type_server_base) && !view_servers_selected(c))
		return "no server is selected";
	return NULL;
}

const char *deed_elsewhere(const struct cockpit *c, const struct deed *d)
{
	return d->key && !works_here(c, d->key) ? first_place(d->key) : NULL;
}
