/* What this machine knows by name: services, protocols, itself. services(5), protocols(5). */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/ops/give.h"
#include "core/ops/lists.h"

/* Room for one entry of the data base and its aliases. */
#define ENTRY_BYTES 8192

static int opt_str(struct call *c, size_t i, const char **out)
{
	*out = NULL;
	return c->arg[i] ? call_str(c, i, out) : 0;
}

static int op_getservbyname(struct call *c)
{
	const char *name, *proto;
	char room[ENTRY_BYTES];
	struct servent entry, *found = NULL;
	int r = call_str(c, 0, &name);
	if (r == 0)
		r = opt_str(c, 1, &proto);
	if (r < 0)
		return r;
	getservbyname_r(name, proto, &entry, room, sizeof room, &found);
	if (!found)
		return exc_raise(c->run, &exc_OSError, "service/proto not found");
	return give(c, value_int(ntohs((uint16_t)found->s_port)));
}

static int op_getservbyport(struct call *c)
{
	const char *proto;
	char room[ENTRY_BYTES];
	struct servent entry, *found = NULL;
	int port;
	int r = call_c_int(c, 0, &port);
	if (r == 0)
		r = opt_str(c, 1, &proto);
	if (r < 0)
		return r;
	if (port < 0 || port > UINT16_MAX)
		return exc_raise(
		    c->run, &exc_OverflowError, "getservbyport: port must be 0-65535.");
	getservbyport_r(htons((uint16_t)port), proto, &entry, room, sizeof room, &found);
	if (!found)
		return exc_raise(c->run, &exc_OSError, "port/proto not found");
	return give(c, value_str(found->s_name));
}

static int op_getprotobyname(struct call *c)
{
	const char *name;
	char room[ENTRY_BYTES];
	struct protoent entry, *found = NULL;
	int r = call_str(c, 0, &name);
	if (r < 0)
		return r;
	getprotobyname_r(name, &entry, room, sizeof room, &found);
	if (!found)
		return exc_raise(c->run, &exc_OSError, "protocol not found");
	return give(c, value_int(found->p_proto));
}

static int op_gethostname(struct call *c)
{
	char name[1024];
	if (gethostname(name, sizeof name - 1) < 0)
		return exc_raise_os(c->run, errno);
	name[sizeof name - 1] = '\0';
	return give(c, value_str(name));
}

static int op_sethostname(struct call *c)
{
	const struct value *v = c->arg[0];
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(c->run, &exc_TypeError, "sethostname() takes str or bytes, not %s",
		    value_type_name(v));
	if (sethostname(text_of(v), text_len(v)) < 0)
		return exc_raise_os(c->run, errno);
	return 0;
}

static const struct op rows[] = {
    {
	.name = "getservbyname",
	.params =
	    {
		{"servicename", PARAM_STR, .help = "as in /etc/services: 'http'"},
		{"protocolname", PARAM_STR, .dflt = "", .help = "'tcp' or 'udp'; else any"},
	    },
	.flags = OP_POSITIONAL,
	.help = "The port of a service.",
	.prototype = "struct servent *getservbyname(const char *name, const char *proto)",
	.man = "getservbyname(3)",
	.run = op_getservbyname,
    },
    {
	.name = "getservbyport",
	.params =
	    {
		{"port", PARAM_INT, .help = "0 to 65535"},
		{"protocolname", PARAM_STR, .dflt = "", .help = "'tcp' or 'udp'; else any"},
	    },
	.flags = OP_POSITIONAL,
	.help = "The service of a port.",
	.prototype = "struct servent *getservbyport(int port, const char *proto)",
	.man = "getservbyport(3)",
	.run = op_getservbyport,
    },
    {
	.name = "getprotobyname",
	.params = {{"protocolname", PARAM_STR, .help = "as in /etc/protocols: 'icmp'"}},
	.flags = OP_POSITIONAL,
	.help = "The number of a protocol, for the third argument of socket().",
	.prototype = "struct protoent *getprotobyname(const char *name)",
	.man = "getprotobyname(3)",
	.run = op_getprotobyname,
    },
    {
	.name = "gethostname",
	.flags = OP_POSITIONAL,
	.help = "The name of this machine.",
	.prototype = "int gethostname(char *name, size_t len)",
	.man = "gethostname(2)",
	.run = op_gethostname,
    },
    {
	.name = "sethostname",
	.params = {{"name", PARAM_STR, .help = "the new name"}},
	.flags = OP_POSITIONAL,
	.help = "Name this machine; needs CAP_SYS_ADMIN.",
	.prototype = "int sethostname(const char *name, size_t len)",
	.man = "sethostname(2)",
	.run = op_sethostname,
    },
};

const struct op_list ops_services = {rows, sizeof rows / sizeof *rows};
