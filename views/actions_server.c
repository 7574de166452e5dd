#include "views/actions_server.h"

#include <stdio.h>
#include <string.h>

#include "core/server/server.h"
#include "views/ask.h"
#include "views/cockpit.h"
#include "views/demo.h"
#include "views/opform.h"
#include "views/serverform.h"
#include "views/view.h"
#include "views/view_servers.h"

#define LINE_MAX_LEN (3 * NAMES_MAX)

static const struct server_row *selected(struct cockpit *c)
{
	const struct server_row *row = view_servers_selected(c);
	if (!row)
		cockpit_hint(c, "No server is selected. Press {server} to start one.");
	else if (!row->named)
		cockpit_say(c, ROLE_WARN, "No name holds that server: no line can reach it.");
	return row && row->named ? row : NULL;
}

void actions_server_new(struct cockpit *c, int unused)
{
	(void)unused;
	serverform_open(c);
}

/* ---- the demo ---- */

static const struct menu_item demos[] = {
    {.key = 't', .text = "ThreadingTCPServer", .help = "a thread for each client", .id = 0},
    {.key = 'f', .text = "ForkingTCPServer", .help = "a process for each client", .id = 1},
};
#define DEMOS (int)(sizeof demos / sizeof *demos)

const char *actions_server_demo_model(int i, const char **help)
{
	if (i >= DEMOS)
		return NULL;
	*help = demos[i].help;
	return demos[i].text;
}

void actions_server_play(struct cockpit *c, int i)
{
	view_show(c, view_index(&view_servers));
	demo_start(c, demos[i].text);
}

void actions_server_demo(struct cockpit *c, int unused)
{
	(void)unused;
	ask_choice(c, "Demo: a server and three clients", demos, DEMOS, actions_server_play);
}

/* ---- one server ---- */

/* What takes a server of that state one step nearer to its end. */
static const struct ending {
	const char *label;
	const char *before, *after; /* the name stands between */
} endings[] = {
    [SERVER_BOUND] = {"close", "", ".server_close()"},
    [SERVER_SERVING] = {"stop", "", ".shutdown()"},
    [SERVER_STOPPING] = {"close", "", ".server_close()"},
    [SERVER_CLOSED] = {"remove", "del ", ""},
    [SERVER_DIED] = {"close", "", ".server_close()"},
};

static void submit(struct cockpit *c, const char *before, const char *name, const char *after)
{
	char line[LINE_MAX_LEN];
	snprintf(line, sizeof line, "%s%s%s", before, name, after);
	cockpit_submit(c, line);
}

void actions_server_end(struct cockpit *c, int unused)
{
	(void)unused;
	const struct server_row *row = selected(c);
	if (!row)
		return;
	const struct ending *e = &endings[row->facts.state];
	submit(c, e->before, row->name, e->after);
}

/* Datagrams and paths have no create_connection(). */
static void connect_line(const struct server_row *row, const char *client, char *line, size_t size)
{
	bool path = strncmp(row->facts.address, "unix:", 5) == 0;
	bool datagram = strstr(row->facts.model, "UDP") || strstr(row->facts.model, "Datagram");
	const char *family = path			    ? "AF_UNIX"
			     : row->facts.address[0] == '[' ? "AF_INET6"
							    : "AF_INET";
	if (!path && !datagram)
		snprintf(line, size, "%s = socket.create_connection(%s.server_address)", client,
		    row->name);
	else
		snprintf(line, size,
		    "%s = socket.socket(socket.%s, socket.SOCK_%s); %s.connect(%s.server_address)",
		    client, family, datagram ? "DGRAM" : "STREAM", client, row->name);
}

void actions_server_client(struct cockpit *c, int unused)
{
	(void)unused;
	const struct server_row *row = selected(c);
	char client[NAMES_MAX], line[2 * LINE_MAX_LEN];
	if (!row)
		return;
	names_fresh(c->session, "c", true, client);
	connect_line(row, client, line, sizeof line);
	cockpit_submit(c, line);
}

/* ---- the menu ---- */

enum { MENU_CLIENT, MENU_REMOVE, MENU_OPS };

/* The methods of all servers, by number; NULL past the last. */
static const struct op *method_at(size_t i)
{
	for (const struct op_list *const *list = type_server_base.ops; list && *list; list++) {
		if (i < (*list)->count)
			return &(*list)->rows[i];
		i -= (*list)->count;
	}
	return NULL;
}

void actions_server_do(struct cockpit *c, const struct op *op)
{
	const struct server_row *row = selected(c);
	if (!row)
		return;
	if (!op->params[0].name) {
		char call[64];
		snprintf(call, sizeof call, ".%s()", op->name);
		submit(c, "", row->name, call);
		return;
	}
	struct opform_target t = {.op = op, .fd = -1};
	snprintf(t.callee, sizeof t.callee, "%s.%s", row->name, op->name);
	opform_open(c, &t);
}

static void chosen(struct cockpit *c, int id)
{
	const struct server_row *row = selected(c);
	const struct op *op = id < MENU_OPS ? NULL : method_at((size_t)id - MENU_OPS);
	if (!row)
		return;
	if (id == MENU_CLIENT)
		actions_server_client(c, 0);
	else if (id == MENU_REMOVE)
		submit(c, "del ", row->name, "");
	else if (op)
		actions_server_do(c, op);
}

static uint32_t method_key(const char *name)
{
	static const struct {
		const char *name;
		char key;
	} keys[] = {{"serve_forever", 's'}, {"handle_request", 'h'}, {"shutdown", 'x'},
	    {"server_close", 'c'}, {"server_bind", 'b'}, {"server_activate", 'v'}, {"fileno", 'f'}};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, name) == 0)
			return (uint32_t)keys[i].key;
	return 0;
}

void actions_server_menu(struct cockpit *c, int unused)
{
	enum { MAX = 32 };
	(void)unused;
	struct menu_item items[MAX] = {
	    {.key = 'a',
		.text = "add a client",
		.help = "A socket connected to it.",
		.id = MENU_CLIENT},
	    {.key = 'd', .text = "remove", .help = "Forget its name; it ends.", .id = MENU_REMOVE},
	};
	char help[MAX][96], title[NAMES_MAX + 32];
	const struct server_row *row = selected(c);
	if (!row)
		return;
	size_t n = MENU_OPS;
	for (const struct op *op; n < MAX && (op = method_at(n - MENU_OPS)); n++) {
		const char *text = op->help ? op->help : "";
		snprintf(help[n], sizeof help[n], "%.*s", (int)strcspn(text, "\n"), text);
		items[n] = (struct menu_item){
		    .key = method_key(op->name), .text = op->name, .help = help[n], .id = (int)n};
	}
	snprintf(title, sizeof title, "%s %s", row->name, server_rows_state(row->facts.state));
	ask_choice(c, title, items, n, chosen);
}

/* ---- the footer ---- */

const char *actions_server_label(const struct cockpit *c)
{
	return view_servers_selected(c) ? "actions" : NULL;
}

const char *actions_server_label_end(const struct cockpit *c)
{
	const struct server_row *row = view_servers_selected(c);
	return row ? endings[row->facts.state].label : NULL;
}

const char *actions_server_label_client(const struct cockpit *c)
{
	const struct server_row *row = view_servers_selected(c);
	return row && row->facts.state == SERVER_SERVING ? "client" : NULL;
}
