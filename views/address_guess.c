#include "views/address_guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/server/server.h"
#include "views/address_fields.h"
#include "views/cockpit.h"
#include "views/view_sockets.h"

static bool take_path(const char *text, char host[NAMES_MAX])
{
	if (strncmp(text, "unix:", 5) != 0 || !text[5])
		return false;
	if (text[5] == '@')
		snprintf(host, NAMES_MAX, "\\0%s", text + 6);
	else
		snprintf(host, NAMES_MAX, "%s", text + 5);
	return true;
}

bool address_take_apart(
    const char *text, int family, char host[NAMES_MAX], char port[ADDRESS_PORT_MAX])
{
	if (family == AF_UNIX)
		return take_path(text, host);
	const char *colon = strrchr(text, ':');
	bool bracket = text[0] == '[';
	if (!colon || strncmp(text, "unix:", 5) == 0 || bracket != (family == AF_INET6))
		return false;
	const char *start = text + bracket;
	int len = (int)(colon - start) - bracket;
	snprintf(host, NAMES_MAX, "%.*s", len, start);
	snprintf(port, ADDRESS_PORT_MAX, "%s", colon + 1);
	if (address_host_is_wildcard(host))
		snprintf(host, NAMES_MAX, "%s", address_host("", family));
	return true;
}

/* A stream talks to a listener, a datagram socket to one that is bound. */
static bool answers(const struct socket_row *row, int family, int type)
{
	if (row->family != family || row->type != type)
		return false;
	return type == SOCK_DGRAM ? row->facts.local[0] != '\0' : row->facts.listening;
}

static bool guess_server(const struct cockpit *c, int family, int type, char host[NAMES_MAX],
    char port[ADDRESS_PORT_MAX])
{
	struct server **all = NULL;
	long n = server_list_all(session_servers(c->session), &all);
	bool found = false;
	for (long i = 0; i < n; i++) {
		struct server_facts facts;
		server_facts(all[i], &facts);
		bool datagram = strstr(facts.model, "UDP") || strstr(facts.model, "Datagram");
		if (facts.state == SERVER_SERVING && datagram == (type == SOCK_DGRAM))
			found |= address_take_apart(facts.address, family, host, port);
		value_unref(server_value(all[i]));
	}
	free(all);
	return found;
}

void address_guess(const struct cockpit *c, int family, int type, char host[NAMES_MAX],
    char port[ADDRESS_PORT_MAX])
{
	const struct socket_rows *rows = view_sockets_rows(c);
	uint64_t newest = 0;
	host[0] = port[0] = '\0';
	for (size_t i = 0; i < rows->n; i++) {
		const struct socket_row *row = &rows->row[i];
		if (row->id > newest && answers(row, family, type) &&
		    address_take_apart(row->facts.local, family, host, port))
			newest = row->id;
	}
	if (!newest)
		guess_server(c, family, type, host, port);
}
