/* The attributes of the server classes, with Python's names. */
#include <limits.h>
#include <sys/socket.h>

#include "core/notation/exc.h"
#include "core/ops/constants.h"
#include "core/ops/give.h"
#include "core/server/server_object.h"

/* ---- what is fixed ---- */

static int get_server_address(struct call *c)
{
	struct server *s = self_server(c);
	pthread_mutex_lock(&s->lock);
	c->result = value_ref(s->server_address);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int get_socket(struct call *c)
{
	return give(c, value_ref(&self_server(c)->socket->base));
}

static int get_address_family(struct call *c)
{
	return give(c, value_enum(self_server(c)->socket->family, &enum_AddressFamily));
}

static int get_socket_type(struct call *c)
{
	return give(c, value_enum(self_server(c)->socket->type, &enum_SocketKind));
}

static int get_handler_class(struct call *c)
{
	return give(c, value_ref(&self_server(c)->handler->base));
}

/* ---- numbers and flags ---- */

static int take_int(struct call *c, int min, int *out)
{
	int64_t n;
	int r = call_int(c, 0, &n);
	if (r < 0)
		return r;
	if (n < min || n > INT_MAX)
		return exc_raise(c->run, &exc_ValueError, "%lld is out of range", (long long)n);
	*out = (int)n;
	return 0;
}

static int lacks(struct call *c, const char *name)
{
	return exc_raise(c->run, &exc_AttributeError, "'%s' object has no attribute '%s'",
	    self_server(c)->model->type.name, name);
}

static int get_request_queue_size(struct call *c)
{
	struct server *s = self_server(c);
	pthread_mutex_lock(&s->lock);
	int n = s->request_queue_size;
	pthread_mutex_unlock(&s->lock);
	return give(c, value_int(n));
}

static int set_request_queue_size(struct call *c)
{
	struct server *s = self_server(c);
	int n = 0;
	int r = take_int(c, INT_MIN, &n);
	if (r < 0)
		return r;
	pthread_mutex_lock(&s->lock);
	s->request_queue_size = n;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int get_flag(struct call *c, const bool *flag)
{
	struct server *s = self_server(c);
	pthread_mutex_lock(&s->lock);
	bool on = *flag;
	pthread_mutex_unlock(&s->lock);
	return give(c, value_ref(value_bool(on)));
}

static int set_flag(struct call *c, bool *flag)
{
	struct server *s = self_server(c);
	bool on;
	int r = call_bool(c, 0, &on);
	if (r < 0)
		return r;
	pthread_mutex_lock(&s->lock);
	*flag = on;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int get_allow_reuse_address(struct call *c)
{
	return get_flag(c, &self_server(c)->allow_reuse_address);
}

static int set_allow_reuse_address(struct call *c)
{
	return set_flag(c, &self_server(c)->allow_reuse_address);
}

static int get_allow_reuse_port(struct call *c)
{
	return get_flag(c, &self_server(c)->allow_reuse_port);
}

static int set_allow_reuse_port(struct call *c)
{
	return set_flag(c, &self_server(c)->allow_reuse_port);
}

static int get_timeout(struct call *c)
{
	struct server *s = self_server(c);
	pthread_mutex_lock(&s->lock);
	c->result = value_ref(s->timeout);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int set_timeout(struct call *c)
{
	struct server *s = self_server(c);
	struct value *v = c->arg[0];
	if (v != value_none() && v->type != &type_float && !value_is_int(v))
		return exc_raise(c->run, &exc_TypeError, "timeout must be None or a number, not %s",
		    value_type_name(v));
	pthread_mutex_lock(&s->lock);
	struct value *old = s->timeout;
	s->timeout = value_ref(v);
	pthread_mutex_unlock(&s->lock);
	value_unref(old);
	return 0;
}

/* ---- what the process looks at while it serves ---- */

static struct server_config *live_config(struct server *s)
{
	return s->shm.head ? s->shm.config : &s->settings;
}

static int get_max_children(struct call *c)
{
	struct server *s = self_server(c);
	uint32_t n = atomic_load(&s->settings.max_children);
	return n ? give(c, value_int(n)) : lacks(c, "max_children");
}

static int set_max_children(struct call *c)
{
	struct server *s = self_server(c);
	int n = 0;
	if (!s->model->limits)
		return lacks(c, "max_children");
	int r = take_int(c, 1, &n);
	if (r < 0)
		return r;
	pthread_mutex_lock(&s->lock);
	atomic_store(&s->settings.max_children, (uint32_t)n);
	atomic_store(&live_config(s)->max_children, (uint32_t)n);
	if (s->process.pid)
		process_send(&s->process, COMMAND_LOOK, 0);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int get_max_packet_size(struct call *c)
{
	struct server *s = self_server(c);
	if (model_is_stream(s->model))
		return lacks(c, "max_packet_size");
	return give(c, value_int(s->max_packet_size));
}

static int set_max_packet_size(struct call *c)
{
	struct server *s = self_server(c);
	if (model_is_stream(s->model))
		return lacks(c, "max_packet_size");
	int r = take_int(c, 0, &s->max_packet_size);
	if (r < 0)
		return r;
	pthread_mutex_lock(&s->lock);
	atomic_store(&s->settings.max_packet, (uint32_t)s->max_packet_size);
	atomic_store(&live_config(s)->max_packet, (uint32_t)s->max_packet_size);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int get_block_on_close(struct call *c)
{
	struct server *s = self_server(c);
	if (!s->model->blocks_on_close)
		return lacks(c, "block_on_close");
	return give(c, value_ref(value_bool(atomic_load(&s->settings.block_on_close))));
}

static int set_block_on_close(struct call *c)
{
	struct server *s = self_server(c);
	bool on;
	if (!s->model->blocks_on_close)
		return lacks(c, "block_on_close");
	int r = call_bool(c, 0, &on);
	if (r == 0)
		atomic_store(&s->settings.block_on_close, on);
	return r;
}

static int get_daemon_threads(struct call *c)
{
	struct server *s = self_server(c);
	if (!s->model->daemons)
		return lacks(c, "daemon_threads");
	return give(c, value_ref(value_bool(atomic_load(&s->settings.daemon_threads))));
}

static int set_daemon_threads(struct call *c)
{
	struct server *s = self_server(c);
	bool on;
	if (!s->model->daemons)
		return lacks(c, "daemon_threads");
	int r = call_bool(c, 0, &on);
	if (r == 0)
		atomic_store(&s->settings.daemon_threads, on);
	return r;
}

const struct attr server_attrs[] = {
    {"server_address", "Where it listens.", get_server_address, NULL},
    {"socket", "The listening socket.", get_socket, NULL},
    {"RequestHandlerClass", "What it does with a request.", get_handler_class, NULL},
    {"address_family", "The family of its socket.", get_address_family, NULL},
    {"socket_type", "The type of its socket.", get_socket_type, NULL},
    {"request_queue_size", "The backlog that server_activate() listens with.",
	get_request_queue_size, set_request_queue_size},
    {"allow_reuse_address", "Set SO_REUSEADDR in server_bind().", get_allow_reuse_address,
	set_allow_reuse_address},
    {"allow_reuse_port", "Set SO_REUSEPORT in server_bind().", get_allow_reuse_port,
	set_allow_reuse_port},
    {"timeout", "Seconds that handle_request() waits; None: for ever.", get_timeout, set_timeout},
    {"max_children", "With so many at work, further clients wait in the accept queue.",
	get_max_children, set_max_children},
    {"max_packet_size", "Longer datagrams are cut.", get_max_packet_size, set_max_packet_size},
    {"block_on_close", "server_close() waits until all clients have left.", get_block_on_close,
	set_block_on_close},
    {"daemon_threads", "server_close() does not wait for threads.", get_daemon_threads,
	set_daemon_threads},
    {0},
};
