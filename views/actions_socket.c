#include "views/actions_socket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/ops/sock.h"
#include "core/ops/tables.h"
#include "views/address_guess.h"
#include "views/ask.h"
#include "views/cockpit.h"
#include "views/opform.h"
#include "views/socket_menu.h"
#include "views/view.h"
#include "views/view_sockets.h"

/* The selected socket if a line can name it, else NULL and a message. */
static const struct socket_row *selected(struct cockpit *c)
{
	const struct socket_row *row = view_sockets_selected(c);
	if (!row)
		cockpit_hint(c, "No socket is selected. Press {new} to make one.");
	else if (!row->named)
		cockpit_say(c, ROLE_WARN, "No name holds that socket: no line can reach it.");
	return row && row->named ? row : NULL;
}

/* ---- what the result will be called ---- */

static void fill_result(struct cockpit *c, const char *op_name, struct opform_target *t)
{
	char fresh[NAMES_MAX];
	const char *names = socket_menu_result(op_name);
	if (names[0] != '#') {
		snprintf(t->result, sizeof t->result, "%s", names);
		return;
	}
	size_t first = strcspn(names + 1, ",");
	char stem[32];
	snprintf(stem, sizeof stem, "%.*s", (int)first, names + 1);
	names_fresh(c->session, stem, false, fresh);
	snprintf(
	    t->result, sizeof t->result, "%.*s%s", (int)(NAMES_MAX - 16), fresh, names + 1 + first);
}

/* ---- one operation ---- */

static void open_form(struct cockpit *c, const struct socket_row *row, const struct op *op)
{
	struct opform_target t = {.op = op, .fd = row->fd, .family = row->family};
	snprintf(t.callee, sizeof t.callee, "%s.%s", row->name, op->name);
	fill_result(c, op->name, &t);
	if (strcmp(op->name, "bind") != 0)
		address_guess(c, row->family, row->type, t.host, t.port);
	opform_open(c, &t);
}

/* Where there is nothing to fill in and nothing to name, no form is needed. */
void actions_socket_do(struct cockpit *c, const struct op *op)
{
	const struct socket_row *row = selected(c);
	if (!row)
		return;
	if (op->params[0].name || socket_menu_result(op->name)[0]) {
		open_form(c, row, op);
		return;
	}
	char line[NAMES_MAX + 64];
	snprintf(line, sizeof line, "%s.%s()", row->name, op->name);
	cockpit_submit(c, line);
}

static void do_named(struct cockpit *c, const char *name)
{
	const struct op *op = socket_menu_method(name);
	if (op)
		actions_socket_do(c, op);
}

void actions_socket_send(struct cockpit *c, int unused)
{
	(void)unused;
	const struct socket_row *row = view_sockets_selected(c);
	bool datagram = row && row->type == SOCK_DGRAM && !row->facts.peer[0];
	do_named(c, datagram ? "sendto" : "send");
}

void actions_socket_recv(struct cockpit *c, int unused)
{
	(void)unused;
	const struct socket_row *row = view_sockets_selected(c);
	bool datagram = row && row->type == SOCK_DGRAM && !row->facts.peer[0];
	do_named(c, datagram ? "recvfrom" : "recv");
}

void actions_socket_close(struct cockpit *c, int unused)
{
	(void)unused;
	do_named(c, "close");
}

void actions_socket_data_mode(struct cockpit *c, int unused)
{
	(void)unused;
	view_sockets_data_mode(c);
}

/* ---- the menu ---- */

static void chosen(struct cockpit *c, int id)
{
	const struct op *op = socket_menu_by_id(id);
	if (op)
		actions_socket_do(c, op);
}

void actions_socket_menu(struct cockpit *c, int unused)
{
	(void)unused;
	struct socket_menu_item ops[SOCKET_MENU_MAX];
	struct menu_item items[SOCKET_MENU_MAX];
	char help[SOCKET_MENU_MAX][96], title[NAMES_MAX + 32];
	const struct socket_row *row = selected(c);
	if (!row)
		return;
	size_t n = socket_menu_fill(row, ops, SOCKET_MENU_MAX);
	for (size_t i = 0; i < n; i++) {
		const char *text = ops[i].op->help ? ops[i].op->help : "";
		snprintf(help[i], sizeof help[i], "%.*s", (int)strcspn(text, "\n"), text);
		items[i] = (struct menu_item){.key = ops[i].key,
		    .text = ops[i].op->name,
		    .help = help[i],
		    .id = socket_menu_id(ops[i].op)};
	}
	snprintf(title, sizeof title, "%s %s", row->name, row->facts.state);
	ask_choice(c, title, items, n, chosen);
}

/* ---- a new socket ---- */

void actions_socket_new(struct cockpit *c, int unused)
{
	(void)unused;
	struct opform_target t = {.op = type_socket.signature,
	    .callee = "socket.socket",
	    .fd = -1,
	    .select = true,
	    .tries_pair = true};
	view_show(c, view_index(&view_sockets));
	names_fresh(c->session, "s", true, t.result);
	opform_open(c, &t);
}

/* ---- the footer ---- */

static const char *if_selected(const struct cockpit *c, const char *label)
{
	return view_sockets_selected(c) ? label : NULL;
}

const char *actions_socket_label(const struct cockpit *c)
{
	return if_selected(c, "actions");
}

const char *actions_socket_label_send(const struct cockpit *c)
{
	const struct socket_row *row = view_sockets_selected(c);
	return row && !row->facts.listening ? "send" : NULL;
}

const char *actions_socket_label_recv(const struct cockpit *c)
{
	const struct socket_row *row = view_sockets_selected(c);
	return row && !row->facts.listening ? "recv" : NULL;
}

const char *actions_socket_label_close(const struct cockpit *c)
{
	return if_selected(c, "close");
}
