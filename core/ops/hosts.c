/* The older ways to look up hosts: gethostbyname_ex, gethostbyaddr, getfqdn. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/notation/run.h"
#include "core/ops/address.h"
#include "core/ops/background.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/resolve.h"

/* Room for one answer with its aliases and addresses. */
#define ANSWER_BYTES 16384

/* gethostbyname_r() where name is set, else gethostbyaddr_r(). */
struct host_query {
	struct job job;
	char *name;
	struct address address;
	struct hostent entry, *found;
	int h_errnum;
	alignas(max_align_t) char room[ANSWER_BYTES]; /* it is cut into pointers, too */
};

static void query_drop(struct job *j)
{
	struct host_query *q = (struct host_query *)j;
	free(q->name);
	free(q);
}

static void query_work(struct job *j)
{
	struct host_query *q = (struct host_query *)j;
	const struct address *a = &q->address;
	const void *raw = a->sa.sa_family == AF_INET6 ? (const void *)&a->in6.sin6_addr
						      : (const void *)&a->in.sin_addr;
	if (q->name)
		gethostbyname_r(
		    q->name, &q->entry, q->room, sizeof q->room, &q->found, &q->h_errnum);
	else
		gethostbyaddr_r(raw, a->sa.sa_family == AF_INET6 ? 16 : 4, a->sa.sa_family,
		    &q->entry, q->room, sizeof q->room, &q->found, &q->h_errnum);
}

static int query_new(struct call *c, const char *name, struct host_query **out)
{
	struct host_query *q = calloc(1, sizeof *q);
	if (!q)
		return exc_raise_memory(c->run);
	q->job.work = query_work;
	q->job.drop = query_drop;
	int r = job_init(&q->job);
	if (r == 0 && name && !(q->name = strdup(name)))
		r = -ENOMEM;
	if (r < 0) {
		job_unref(&q->job);
		return exc_raise_os(c->run, -r);
	}
	*out = q;
	return 0;
}

static int raise_herror(struct call *c, int h_errnum)
{
	struct value *args[] = {value_int(h_errnum), value_str(hstrerror(h_errnum))};
	if (args[0] && args[1])
		return exc_raise_args(c->run, &exc_herror, 2, args);
	value_unref(args[0]);
	value_unref(args[1]);
	return exc_raise_memory(c->run);
}

static struct value *alias_value(const struct hostent *h, size_t i)
{
	return value_str(h->h_aliases[i]);
}

static struct value *address_value(const struct hostent *h, size_t i)
{
	char text[INET6_ADDRSTRLEN];
	const char *s = inet_ntop(h->h_addrtype, h->h_addr_list[i], text, sizeof text);
	return value_str(s ? s : "");
}

/* A NULL-ended list of the answer as a list of str. */
static struct value *text_list(const struct hostent *h, char *const *list,
    struct value *(*item)(const struct hostent *, size_t))
{
	size_t total = 0, n = 0;
	while (list && list[total])
		total++;
	struct value **items = calloc(total + 1, sizeof *items);
	while (items && n < total && (items[n] = item(h, n)))
		n++;
	struct value *v = items && n == total ? value_list(n, items) : NULL;
	for (size_t i = 0; items && n < total && i < n; i++)
		value_unref(items[i]);
	free(items);
	return v;
}

static int give_hostent(struct call *c, const struct hostent *h)
{
	struct value *item[] = {
	    value_str(h->h_name),
	    text_list(h, h->h_aliases, alias_value),
	    text_list(h, h->h_addr_list, address_value),
	};
	if (item[0] && item[1] && item[2])
		return give(c, value_tuple(3, item));
	for (size_t i = 0; i < 3; i++)
		value_unref(item[i]);
	return exc_raise_memory(c->run);
}

/* Run the query and give its answer; takes q. */
static int run_query(struct call *c, struct host_query *q)
{
	int r = job_run(c->run, &q->job, "the resolver");
	if (r < 0)
		r = exc_raise_os(c->run, -r);
	else
		r = q->found ? give_hostent(c, q->found) : raise_herror(c, q->h_errnum);
	job_unref(&q->job);
	return r;
}

static int op_gethostbyname_ex(struct call *c)
{
	struct address a;
	struct host_query *q;
	int r = resolve_host_argument(c, AF_INET, &a);
	if (r == 0)
		r = query_new(c, text_of(c->arg[0]), &q);
	return r < 0 ? r : run_query(c, q);
}

static int op_gethostbyaddr(struct call *c)
{
	struct address a;
	struct host_query *q;
	int r = resolve_host_argument(c, AF_UNSPEC, &a);
	if (r == 0)
		r = query_new(c, NULL, &q);
	if (r < 0)
		return r;
	q->address = a;
	return run_query(c, q);
}

/* The first of name and aliases that has a dot, else the name. */
static const char *full_name(const struct value *answer)
{
	const char *name = text_of(seq_item(answer, 0));
	const struct value *aliases = seq_item(answer, 1);
	if (strchr(name, '.'))
		return name;
	for (size_t i = 0; i < seq_len(aliases); i++)
		if (strchr(text_of(seq_item(aliases, i)), '.'))
			return text_of(seq_item(aliases, i));
	return name;
}

static bool means_this_machine(const char *name)
{
	return !*name || strcmp(name, "0.0.0.0") == 0 || strcmp(name, "::") == 0;
}

static int op_getfqdn(struct call *c)
{
	const char *name;
	char own[256] = "";
	int r = call_str(c, 0, &name);
	if (r < 0)
		return r;
	if (means_this_machine(name)) {
		gethostname(own, sizeof own - 1);
		name = own;
	}
	struct value *asked = value_str(name);
	if (!asked)
		return exc_raise_memory(c->run);
	struct call inner = {.run = c->run, .op = c->op, .arg = {asked}};
	r = op_gethostbyaddr(&inner);
	if (r < 0 && c->run->exc && exc_match(c->run->exc, &exc_OSError) &&
	    !run_cancelled(c->run)) {
		value_unref(c->run->exc);
		c->run->exc = NULL;
		c->result = asked;
		return 0;
	}
	value_unref(asked);
	if (r < 0)
		return r;
	struct value *full = value_str(full_name(inner.result));
	value_unref(inner.result);
	return give(c, full);
}

static const struct op rows[] = {
    {
	.name = "gethostbyname_ex",
	.params = {{"host", PARAM_STR, .help = "a name or an IPv4 address"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Name, aliases and IPv4 addresses of a host.",
	.prototype = "struct hostent *gethostbyname(const char *name)",
	.man = "gethostbyname(3)",
	.waits = "the resolver",
	.run = op_gethostbyname_ex,
    },
    {
	.name = "gethostbyaddr",
	.params = {{"host", PARAM_STR, .help = "an address, or a name"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Name, aliases and addresses of the host that has this address.",
	.prototype = "struct hostent *gethostbyaddr(const void *addr, socklen_t len, int type)",
	.man = "gethostbyaddr(3)",
	.waits = "the resolver",
	.run = op_gethostbyaddr,
    },
    {
	.name = "getfqdn",
	.params = {{"name", PARAM_STR, .dflt = "''", .help = "a host; '': this machine"}},
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "The full name of a host, with its domain where that is known.",
	.prototype = "struct hostent *gethostbyaddr(const void *addr, socklen_t len, int type)",
	.man = "gethostbyaddr(3)",
	.waits = "the resolver",
	.run = op_getfqdn,
    },
};

const struct op_list ops_hosts = {rows, sizeof rows / sizeof *rows};
