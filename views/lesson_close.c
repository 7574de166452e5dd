#include "views/lesson_close.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/env.h"
#include "core/notation/value.h"
#include "core/ops/sock.h"
#include "core/server/server.h"

struct names {
	const struct env *env;
	const char **name; /* borrowed from the lesson */
	size_t n;
};

/* Modules stand ready in the cockpit whatever a lesson imports. */
static bool is_held(const struct env *env, const char *name)
{
	const struct value *v = env_get(env, name);
	return v && v->type != &type_module;
}

static int take(void *ctx, const char *name)
{
	struct names *names = ctx;
	if (!is_held(names->env, name))
		return 0;
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->name[i], name) == 0)
			return 0;
	const char **more = reallocarray(names->name, names->n + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	names->name = more;
	names->name[names->n++] = name;
	return 0;
}

static void add(struct buf *line, const char *name, const char *method)
{
	buf_printf(line, "%s%s.%s()", line->len ? "; " : "", name, method);
}

static void close_sockets(const struct names *names, struct buf *line)
{
	for (size_t i = 0; i < names->n; i++) {
		const struct value *v = env_get(names->env, names->name[i]);
		if (v->type != &type_socket)
			continue;
		const struct sock *s = (const struct sock *)v;
		if (atomic_load_explicit(&s->fd, memory_order_relaxed) >= 0)
			add(line, names->name[i], "close");
	}
}

static void close_server(const char *name, const struct server *server, struct buf *line)
{
	struct server_facts facts;
	server_facts(server, &facts);
	if (facts.state == SERVER_SERVING)
		add(line, name, "shutdown");
	if (facts.state != SERVER_CLOSED)
		add(line, name, "server_close");
}

static int close_servers(const struct session *s, const struct names *names, struct buf *line)
{
	struct server **all = NULL;
	long n = server_list_all(session_servers(s), &all);
	for (long i = 0; i < n; i++) {
		struct value *v = server_value(all[i]);
		for (size_t k = 0; k < names->n; k++) {
			if (env_get(names->env, names->name[k]) != v)
				continue;
			close_server(names->name[k], all[i], line);
			break;
		}
		value_unref(v);
	}
	free(all);
	return n < 0 ? (int)n : 0;
}

int lesson_close_line(
    const struct session *s, const struct lesson *l, size_t steps, struct buf *line)
{
	struct names names = {.env = session_env(s)};
	int r = 0;
	for (size_t i = 0; i < steps && r == 0; i++)
		r = lesson_binds(l, i, take, &names);
	if (r == 0) {
		close_sockets(&names, line);
		r = close_servers(s, &names, line);
	}
	for (size_t i = 0; i < names.n; i++)
		buf_printf(line, "%s%s", i ? ", " : line->len ? "; del " : "del ", names.name[i]);
	free(names.name);
	return r == 0 && line->failed ? -ENOMEM : r;
}

struct clash {
	const struct env *env;
	const char *name;
};

static int find_clash(void *ctx, const char *name)
{
	struct clash *clash = ctx;
	if (!is_held(clash->env, name))
		return 0;
	clash->name = name;
	return 1;
}

const char *lesson_close_clash(const struct session *s, const struct lesson *l)
{
	struct clash clash = {.env = session_env(s)};
	for (size_t i = 0; i < l->nsteps && !clash.name; i++)
		lesson_binds(l, i, find_clash, &clash);
	return clash.name;
}
