/*
 * The attributes of the server classes themselves: what TCPServer.allow_reuse_address = True sets
 * is for all servers made from then on, of that class and of those derived from it. It is kept in
 * the session's list; what a class says by itself, and the order in which classes are asked, are
 * those of Lib/socketserver.py.
 */
#include <string.h>
#include <sys/socket.h>

#include "core/notation/exc.h"
#include "core/ops/constants.h"
#include "core/ops/give.h"
#include "core/server/datagram.h"
#include "core/server/models/rows.h"
#include "core/server/server_object.h"

const struct type type_forking_mixin = {
    .name = "ForkingMixIn",
    .module = "socketserver",
    .help = "What the forking classes share.",
    .class_attrs = server_class_attrs,
};

const struct type type_threading_mixin = {
    .name = "ThreadingMixIn",
    .module = "socketserver",
    .help = "What the threading classes share.",
    .class_attrs = server_class_attrs,
};

/* ---- which classes are asked, and in which order ---- */

#define BASES_MAX 5
#define LINEAGE_MAX (BASES_MAX + 2)

static const struct type *const bases[][BASES_MAX] = {
    [KIND_TCP] = {&model_tcp.type, &type_server_base},
    [KIND_UDP] = {&model_udp.type, &model_tcp.type, &type_server_base},
    [KIND_UNIX_STREAM] = {&model_unix_stream.type, &model_tcp.type, &type_server_base},
    [KIND_UNIX_DGRAM] = {&model_unix_dgram.type, &model_udp.type, &model_tcp.type,
	&type_server_base},
};

static const struct type *mixin_of(const struct model *m)
{
	if (m->ours)
		return NULL;
	return m->daemons ? &type_threading_mixin : m->limits ? &type_forking_mixin : NULL;
}

/* The class, its mix-in and its bases, ended by NULL. */
static void lineage(const struct type *of, const struct type *out[LINEAGE_MAX])
{
	size_t n = 0;
	out[n++] = of;
	if (of->construct == server_construct) {
		const struct model *m = (const struct model *)(const void *)of;
		out[n] = mixin_of(m);
		n += out[n] != NULL;
		for (const struct type *const *base = bases[m->kind]; *base; base++)
			out[n++] = *base;
	}
	out[n] = NULL;
}

/* ---- what they say by themselves ---- */

struct dflt {
	const struct type *of;
	const char *name;
	enum { NOTHING, FLAG, NUMBER } kind;
	int n;
	const struct enum_class *as;
};

static const struct dflt dflts[] = {
    {&type_server_base, "timeout", NOTHING, 0, NULL},
    {&type_forking_mixin, "timeout", NUMBER, PYTHON_TIMEOUT_S, NULL},
    {&type_forking_mixin, "max_children", NUMBER, PYTHON_CHILDREN, NULL},
    {&type_forking_mixin, "block_on_close", FLAG, true, NULL},
    {&type_threading_mixin, "daemon_threads", FLAG, false, NULL},
    {&type_threading_mixin, "block_on_close", FLAG, true, NULL},
    {&model_tcp.type, "address_family", NUMBER, AF_INET, &enum_AddressFamily},
    {&model_tcp.type, "socket_type", NUMBER, SOCK_STREAM, &enum_SocketKind},
    {&model_tcp.type, "request_queue_size", NUMBER, PYTHON_QUEUE_SIZE, NULL},
    {&model_tcp.type, "allow_reuse_address", FLAG, false, NULL},
    {&model_tcp.type, "allow_reuse_port", FLAG, false, NULL},
    {&model_udp.type, "socket_type", NUMBER, SOCK_DGRAM, &enum_SocketKind},
    {&model_udp.type, "allow_reuse_address", FLAG, false, NULL},
    {&model_udp.type, "allow_reuse_port", FLAG, false, NULL},
    {&model_udp.type, "max_packet_size", NUMBER, DATAGRAM_PACKET, NULL},
    {&model_unix_stream.type, "address_family", NUMBER, AF_UNIX, &enum_AddressFamily},
    {&model_unix_dgram.type, "address_family", NUMBER, AF_UNIX, &enum_AddressFamily},
};

static const struct dflt *find_dflt(const struct type *of, const char *name)
{
	for (size_t i = 0; i < sizeof dflts / sizeof *dflts; i++)
		if (dflts[i].of == of && strcmp(dflts[i].name, name) == 0)
			return &dflts[i];
	return NULL;
}

static struct value *dflt_value(const struct dflt *d)
{
	if (d->kind == NOTHING)
		return value_ref(value_none());
	return d->kind == FLAG ? value_ref(value_bool(d->n)) : value_enum(d->n, d->as);
}

/* What the first class of the lineage says that says anything: a setting, else *own. */
static struct value *look_up(
    struct server_list *l, const struct type *of, const char *name, const struct dflt **own)
{
	const struct type *asked[LINEAGE_MAX];
	struct value *v = NULL;
	*own = NULL;
	lineage(of, asked);
	for (const struct type **t = asked; *t && !v && !*own; t++) {
		v = l ? server_list_setting(l, *t, name) : NULL;
		*own = v ? NULL : find_dflt(*t, name);
	}
	return v;
}

/* ---- TCPServer.NAME, TCPServer.NAME = value ---- */

static const struct type *self_class(const struct call *c)
{
	return ((const struct type_value *)c->self)->type;
}

static int lacks(struct call *c)
{
	return exc_raise(c->run, &exc_AttributeError, "type object '%s' has no attribute '%s'",
	    self_class(c)->name, c->op->name);
}

static int get(struct call *c)
{
	const struct dflt *own;
	struct value *v = look_up(c->run->servers, self_class(c), c->op->name, &own);
	return v || own ? give(c, v ? v : dflt_value(own)) : lacks(c);
}

static int set(struct call *c)
{
	const struct dflt *own;
	struct value *v = look_up(c->run->servers, self_class(c), c->op->name, &own);
	value_unref(v);
	if (!v && !own)
		return lacks(c);
	if (!c->run->servers)
		return exc_raise(c->run, &exc_RuntimeError, "there are no servers here");
	int r = server_list_set(c->run->servers, self_class(c), c->op->name, c->arg[0]);
	return r < 0 ? exc_raise_memory(c->run) : 0;
}

const struct attr server_class_attrs[] = {
    {"address_family", "The family of the sockets its servers make.", get, set},
    {"socket_type", "The type of the sockets its servers make.", get, NULL},
    {"request_queue_size", "The backlog its servers listen with.", get, set},
    {"allow_reuse_address", "Its servers set SO_REUSEADDR.", get, set},
    {"allow_reuse_port", "Its servers set SO_REUSEPORT.", get, set},
    {"timeout", "Seconds that handle_request() of its servers waits.", get, set},
    {"max_children", "How many its servers serve at once.", get, set},
    {"max_packet_size", "Its servers cut longer datagrams.", get, set},
    {"block_on_close", "server_close() of its servers waits for clients.", get, set},
    {"daemon_threads", "server_close() of its servers does not wait for threads.", get, set},
    {0},
};

/* ---- for a server that is made ---- */

int server_class_family(struct call *c, const struct model *m, int *out)
{
	const struct dflt *own;
	struct value *v = look_up(c->run->servers, &m->type, "address_family", &own);
	if (!v) {
		*out = own->n;
		return 0;
	}
	const struct op row = {.name = "address_family"};
	struct call as_argument = {.run = c->run, .op = &row, .arg = {v}};
	int r = call_c_int(&as_argument, 0, out);
	value_unref(v);
	return r;
}

int server_class_apply(struct call *c, struct server *s)
{
	int r = 0;
	for (const struct attr *a = server_attrs; a->name && r == 0; a++) {
		const struct dflt *own;
		struct value *v =
		    a->set ? look_up(c->run->servers, s->base.type, a->name, &own) : NULL;
		const struct op row = {.name = a->name};
		struct call one = {.run = c->run, .op = &row, .self = &s->base, .arg = {v}};
		r = v ? a->set(&one) : 0;
		value_unref(v);
	}
	return r;
}
