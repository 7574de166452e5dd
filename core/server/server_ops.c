/* The methods of the server classes. */
#include <math.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/give.h"
#include "core/ops/wait.h"
#include "core/server/server_object.h"
#include "core/server/server_run.h"

#define SECONDS_MAX 1e9

/* Seconds as a duration; longer than anybody waits is for ever. */
static int64_t to_ns(double seconds)
{
	return seconds >= SECONDS_MAX ? -1 : (int64_t)ceil(seconds * (double)NS_PER_S);
}

static int op_serve_forever(struct call *c)
{
	double seconds = 0.5;
	int r = c->arg[0] ? call_float(c, 0, &seconds) : 0;
	if (r < 0)
		return r;
	return server_serve(
	    c->run, self_server(c), COMMAND_SERVE, seconds > 0 ? to_ns(seconds) : 0);
}

static double number_of(const struct value *v)
{
	return v->type == &type_float ? float_of(v) : (double)int_of(v);
}

/* The shorter of the socket's timeout and the server's, as BaseServer.handle_request(). */
static int64_t request_timeout(struct server *s)
{
	int64_t ns = sock_timeout(s->socket);
	pthread_mutex_lock(&s->lock);
	struct value *own = value_ref(s->timeout);
	pthread_mutex_unlock(&s->lock);
	if (own != value_none()) {
		double seconds = number_of(own);
		int64_t own_ns = seconds > 0 ? to_ns(seconds) : 0;
		if (own_ns >= 0 && (ns < 0 || own_ns < ns))
			ns = own_ns;
	}
	value_unref(own);
	return ns;
}

static int op_handle_request(struct call *c)
{
	struct server *s = self_server(c);
	return server_serve(c->run, s, COMMAND_ONCE, request_timeout(s));
}

static int op_shutdown(struct call *c)
{
	return server_shutdown(c->run, self_server(c));
}

static int op_server_close(struct call *c)
{
	return server_close(c->run, self_server(c));
}

static int op_server_bind(struct call *c)
{
	return server_bind(c, self_server(c));
}

static int op_server_activate(struct call *c)
{
	return server_activate(c, self_server(c));
}

static int op_fileno(struct call *c)
{
	return give(c, value_int(sock_fd(self_server(c)->socket)));
}

static const struct op rows[] = {
    {
	.name = "serve_forever",
	.self = &type_server_base,
	.params = {{"poll_interval", PARAM_SECONDS, .dflt = "0.5",
	    .help = "Seconds between two looks after children that ended."}},
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Accept and serve until shutdown().",
	.waits = "requests",
	.run = op_serve_forever,
    },
    {
	.name = "handle_request",
	.self = &type_server_base,
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Accept and serve one request.",
	.waits = "a request",
	.run = op_handle_request,
    },
    {
	.name = "shutdown",
	.self = &type_server_base,
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Make serve_forever() return, and wait until it has.\n"
		"Clients that are connected stay connected. Before the first serve_forever() it "
		"waits for one.",
	.waits = "serve_forever() to end",
	.run = op_shutdown,
    },
    {
	.name = "server_close",
	.self = &type_server_base,
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Close the listening socket.\n"
		"With block_on_close it waits for all clients to leave: an idle one holds it up.",
	.waits = "clients to leave",
	.run = op_server_close,
    },
    {
	.name = "server_bind",
	.self = &type_server_base,
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Bind the socket to server_address (after bind_and_activate=False).",
	.waits = "the resolver",
	.run = op_server_bind,
    },
    {
	.name = "server_activate",
	.self = &type_server_base,
	.flags = OP_PYTHON,
	.help = "Listen with request_queue_size (after bind_and_activate=False).",
	.run = op_server_activate,
    },
    {
	.name = "fileno",
	.self = &type_server_base,
	.flags = OP_PYTHON,
	.help = "The descriptor of the listening socket, -1 once it is closed.",
	.run = op_fileno,
    },
};

static const struct op_list ops_server = {rows, sizeof rows / sizeof *rows};
const struct op_list *const server_ops[] = {&ops_server, NULL};
