/* Names to addresses and back: getaddrinfo, getnameinfo, gethostbyname. */
#include "core/ops/resolve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/text.h"
#include "core/ops/address.h"
#include "core/ops/background.h"
#include "core/ops/constants.h"
#include "core/ops/give.h"
#include "core/ops/host.h"
#include "core/ops/lists.h"
#include "core/ops/resolver.h"

/* ---- getaddrinfo ---- */

static int read_host(struct call *c, const struct value *v, const char **host)
{
	*host = NULL;
	if (v == value_none())
		return 0;
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(c->run, &exc_TypeError,
		    "getaddrinfo() argument 1 must be string or None, not %s", value_type_name(v));
	*host = text_of(v);
	return host_check_labels(c->run, v);
}

static int read_port(struct call *c, struct value *v, char digits[24], const char **port)
{
	*port = NULL;
	if (v == value_none())
		return 0;
	if (v->type == &type_int) {
		snprintf(digits, 24, "%" PRId64, int_of(v));
		*port = digits;
		return 0;
	}
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(c->run, &exc_OSError, "Int or String expected");
	*port = text_of(v);
	return v->type == &type_str ? text_check_utf8(c->run, v) : 0;
}

int resolve_pair(struct call *c, struct value *host, struct value *port,
    const struct addrinfo *hints, struct addrinfo **res)
{
	const char *name, *service = NULL;
	char digits[24];
	int r = read_host(c, host, &name);
	if (r == 0)
		r = read_port(c, port, digits, &service);
	return r < 0 ? r : resolver_lookup(c->run, name, service, hints, res);
}

/* (family, type, proto, canonname, sockaddr) */
static struct value *info_value(struct call *c, const struct addrinfo *info)
{
	struct address a = {.len = info->ai_addrlen};
	struct value *item[5] = {0};
	memcpy(&a.storage, info->ai_addr, info->ai_addrlen);
	item[0] = value_enum(info->ai_family, &enum_AddressFamily);
	item[1] = value_enum(info->ai_socktype, &enum_SocketKind);
	item[2] = value_int(info->ai_protocol);
	item[3] = value_str(info->ai_canonname ? info->ai_canonname : "");
	bool ok = address_to_value(c->run, -1, &a, &item[4]) == 0;
	for (size_t i = 0; i < 5; i++)
		ok = ok && item[i];
	if (ok)
		return value_tuple(5, item);
	for (size_t i = 0; i < 5; i++)
		value_unref(item[i]);
	return NULL;
}

static size_t count_infos(const struct addrinfo *info)
{
	size_t n = 0;
	for (; info; info = info->ai_next)
		n++;
	return n;
}

static int give_infos(struct call *c, const struct addrinfo *res)
{
	size_t total = count_infos(res), n = 0;
	struct value **items = calloc(total ? total : 1, sizeof *items);
	bool ok = items;
	for (const struct addrinfo *info = res; ok && info; info = info->ai_next) {
		items[n] = info_value(c, info);
		ok = items[n] != NULL;
		n += ok;
	}
	int r = ok ? give(c, value_list(n, items)) : exc_raise_memory(c->run);
	for (size_t i = 0; !ok && i < n; i++)
		value_unref(items[i]);
	free(items);
	return r;
}

static int op_getaddrinfo(struct call *c)
{
	struct addrinfo hints = {0}, *res;
	int r = call_c_int(c, 2, &hints.ai_family);
	if (r == 0)
		r = call_c_int(c, 3, &hints.ai_socktype);
	if (r == 0)
		r = call_c_int(c, 4, &hints.ai_protocol);
	if (r == 0)
		r = call_c_int(c, 5, &hints.ai_flags);
	if (r == 0)
		r = resolve_pair(c, c->arg[0], c->arg[1], &hints, &res);
	if (r < 0)
		return r;
	r = give_infos(c, res);
	freeaddrinfo(res);
	return r;
}

/* ---- getnameinfo ---- */

struct naming {
	struct job job;
	struct address address;
	int flags;
	int eai, errnum;
	char host[NI_MAXHOST], service[NI_MAXSERV];
};

static void naming_work(struct job *j)
{
	struct naming *n = (struct naming *)j;
	n->eai = getnameinfo(&n->address.sa, n->address.len, n->host, sizeof n->host, n->service,
	    sizeof n->service, n->flags);
	n->errnum = errno;
}

static void naming_drop(struct job *j)
{
	free(j);
}

/* The fields of a sockaddr value past the host. */
struct name_fields {
	int64_t port, flowinfo, scope;
};

static int read_name_fields(struct call *c, const struct value *v, struct name_fields *f)
{
	int64_t *field[] = {&f->port, &f->flowinfo, &f->scope};
	if (v->type != &type_tuple)
		return exc_raise(
		    c->run, &exc_TypeError, "getnameinfo() argument 1 must be a tuple");
	if (seq_len(v) < 2 || seq_len(v) > 4 || seq_item(v, 0)->type != &type_str)
		return exc_raise(
		    c->run, &exc_TypeError, "getnameinfo(): illegal sockaddr argument");
	for (size_t i = 1; i < seq_len(v); i++) {
		const struct value *item = seq_item(v, i);
		if (!value_is_int(item))
			return exc_raise(c->run, &exc_TypeError,
			    "'%s' object cannot be interpreted as an integer",
			    value_type_name(item));
		*field[i - 1] = int_of(item);
	}
	if (f->flowinfo < 0 || f->flowinfo > 0xfffff)
		return exc_raise(
		    c->run, &exc_OverflowError, "getnameinfo(): flowinfo must be 0-1048575.");
	return 0;
}

static int take_name_address(struct call *c, const struct addrinfo *res, const struct value *v,
    const struct name_fields *f, struct address *out)
{
	if (res->ai_next)
		return exc_raise(c->run, &exc_OSError, "sockaddr resolved to multiple addresses");
	if (res->ai_family == AF_INET && seq_len(v) != 2)
		return exc_raise(c->run, &exc_OSError, "IPv4 sockaddr must be 2 tuple");
	out->len = res->ai_addrlen;
	memcpy(&out->storage, res->ai_addr, res->ai_addrlen);
	if (res->ai_family == AF_INET6) {
		out->in6.sin6_flowinfo = htonl((uint32_t)f->flowinfo);
		out->in6.sin6_scope_id = (uint32_t)f->scope;
	}
	return 0;
}

static int read_name_address(struct call *c, const struct value *v, struct address *out)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST};
	struct name_fields f = {0};
	struct addrinfo *res;
	char digits[24];
	int r = read_name_fields(c, v, &f);
	if (r < 0)
		return r;
	snprintf(digits, sizeof digits, "%" PRId64, f.port);
	r = resolver_lookup(c->run, text_of(seq_item(v, 0)), digits, &hints, &res);
	if (r < 0)
		return r;
	r = take_name_address(c, res, v, &f, out);
	freeaddrinfo(res);
	return r;
}

static int give_names(struct call *c, const struct naming *n)
{
	if (n->eai)
		return resolver_raise(c->run, n->eai, n->errnum);
	struct value *pair[] = {value_str(n->host), value_str(n->service)};
	if (pair[0] && pair[1])
		return give(c, value_tuple(2, pair));
	value_unref(pair[0]);
	value_unref(pair[1]);
	return exc_raise_memory(c->run);
}

static int op_getnameinfo(struct call *c)
{
	struct naming *n = calloc(1, sizeof *n);
	if (!n)
		return exc_raise_memory(c->run);
	n->job.work = naming_work;
	n->job.drop = naming_drop;
	int r = job_init(&n->job);
	if (r < 0)
		r = exc_raise_os(c->run, -r);
	if (r == 0)
		r = read_name_address(c, c->arg[0], &n->address);
	if (r == 0)
		r = call_c_int(c, 1, &n->flags);
	if (r == 0) {
		r = job_run(c->run, &n->job, "the resolver");
		r = r < 0 ? exc_raise_os(c->run, -r) : give_names(c, n);
	}
	job_unref(&n->job);
	return r;
}

/* ---- gethostbyname ---- */

int resolve_host_argument(struct call *c, int family, struct address *out)
{
	const struct value *v = c->arg[0];
	bool text = v->type == &type_str || v->type == &type_bytes;
	if (!text || strlen(text_of(v)) != text_len(v))
		return exc_raise(c->run, &exc_TypeError,
		    text ? "%s(): the host must have no null characters, %s or not"
			 : "%s() argument 1 must be str or bytes, not %s",
		    c->op->name, value_type_name(v));
	int r = host_check_labels(c->run, v);
	return r < 0 ? r : address_from_host(c->run, text_of(v), family, out);
}

static int op_gethostbyname(struct call *c)
{
	struct address a;
	char text[INET_ADDRSTRLEN];
	int r = resolve_host_argument(c, AF_INET, &a);
	if (r < 0)
		return r;
	inet_ntop(AF_INET, &a.in.sin_addr, text, sizeof text);
	return give(c, value_str(text));
}

static const struct op rows[] = {
    {
	.name = "getaddrinfo",
	.params =
	    {
		{"host", PARAM_STR, .help = "a name, an address, or None"},
		{"port", PARAM_STR, .help = "a number, a service as 'http', or None"},
		{"family", PARAM_FAMILY, .dflt = "0", .help = "0: any"},
		{"type", PARAM_TYPE, .dflt = "0", .help = "0: each type that fits"},
		{"proto", PARAM_PROTO, .dflt = "0", .help = "0: any"},
		{"flags", PARAM_AI_FLAGS, .dflt = "0", .help = "AI_ constants joined by |"},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "All addresses of a host, ready for socket() and connect().\n"
		"Fails with gaierror, whose numbers are EAI_ constants, no errno. A host may have "
		"several "
		"addresses, of both families: try each.",
	.prototype = "int getaddrinfo(const char *node, const char *service, const struct addrinfo "
		     "*hints, struct addrinfo **res)",
	.man = "getaddrinfo(3)",
	.waits = "the resolver",
	.run = op_getaddrinfo,
    },
    {
	.name = "getnameinfo",
	.params =
	    {
		{"sockaddr", PARAM_ADDRESS, .help = "(address, port), or four fields for IPv6"},
		{"flags", PARAM_NI_FLAGS, .help = "NI_ constants joined by |"},
	    },
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Name and service of an address: (host, port) as strings.",
	.prototype = "int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char *host, "
		     "socklen_t hostlen, char *serv, socklen_t servlen, int flags)",
	.man = "getnameinfo(3)",
	.waits = "the resolver",
	.run = op_getnameinfo,
    },
    {
	.name = "gethostbyname",
	.params = {{"host", PARAM_STR, .help = "a name or an IPv4 address"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "The IPv4 address of a host, as text.\n"
		"Knows no IPv6 and gives one address only: prefer getaddrinfo().",
	.prototype = "struct hostent *gethostbyname(const char *name)",
	.man = "gethostbyname(3)",
	.waits = "the resolver",
	.run = op_gethostbyname,
    },
};

const struct op_list ops_resolve = {rows, sizeof rows / sizeof *rows};
