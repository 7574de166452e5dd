#include "views/demo.h"

#include <stdio.h>

#include "views/cockpit.h"
#include "views/names.h"
#include "views/script.h"
#include "views/view_servers.h"

#define CLIENTS 3
#define STEPS_MAX (2 + 3 * CLIENTS)
#define LINE_MAX_LEN 256

struct demo {
	char line[STEPS_MAX][LINE_MAX_LEN];
	struct script_step step[STEPS_MAX];
	size_t n;
};

static char *add_line(struct demo *d)
{
	d->step[d->n].line = d->line[d->n];
	return d->line[d->n++];
}

/* The first number from which on three names c1, c2, c3 are free. */
static unsigned first_client(const struct session *s)
{
	char name[NAMES_MAX];
	for (unsigned first = 1, i = 0;;) {
		snprintf(name, sizeof name, "c%u", first + i);
		if (names_taken(s, name)) {
			first += i + 1;
			i = 0;
		} else if (++i == CLIENTS) {
			return first;
		}
	}
}

static void add_server(struct demo *d, const char *name, const char *model)
{
	snprintf(add_line(d), LINE_MAX_LEN, "%s = socketserver.%s((\"127.0.0.1\", 0), Echo)", name,
	    model);
	d->step[d->n].serves = name;
	snprintf(add_line(d), LINE_MAX_LEN, "%s.serve_forever()", name);
}

static void add_clients(struct demo *d, const char *name, unsigned first)
{
	for (unsigned i = first; i < first + CLIENTS; i++)
		snprintf(add_line(d), LINE_MAX_LEN,
		    "c%u = socket.create_connection(%s.server_address)", i, name);
	for (unsigned i = first; i < first + CLIENTS; i++) {
		snprintf(add_line(d), LINE_MAX_LEN, "c%u.sendall(b\"hello from c%u\")", i, i);
		snprintf(add_line(d), LINE_MAX_LEN, "c%u.recv(1024)", i);
	}
}

void demo_start(struct cockpit *c, const char *model)
{
	struct demo d = {0};
	char name[NAMES_MAX];
	names_fresh(c->session, "demo", false, name);
	add_server(&d, name, model);
	add_clients(&d, name, first_client(c->session));
	view_servers_want(c, name);
	script_start(c, d.step, d.n);
}
