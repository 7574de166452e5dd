/* Today's value of a socket option as text. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "core/clean.h"
#include "core/ops/options.h"
#include "core/ops/tables.h"

/* What getsockopt() may give for the kinds that are shown. */
union option_value {
	int n;
	struct linger linger;
	struct timeval time;
	struct ucred cred;
	struct in_addr addr;
	char name[64];
};

const struct socket_option *option_find(int level, int option)
{
	for (size_t i = 0; i < socket_option_count; i++)
		if (socket_options[i].level == level && socket_options[i].option == option)
			return &socket_options[i];
	return NULL;
}

static void show_linger(const struct linger *l, char *text, size_t size)
{
	if (l->l_onoff)
		snprintf(text, size, "%d s", l->l_linger);
	else
		snprintf(text, size, "off");
}

static void show_time(const struct timeval *t, char *text, size_t size)
{
	if (t->tv_sec || t->tv_usec)
		snprintf(text, size, "%lld.%06lld s", (long long)t->tv_sec, (long long)t->tv_usec);
	else
		snprintf(text, size, "off");
}

static void show_name(const char *name, size_t len, char *text, size_t size)
{
	struct buf b = {0};
	clean_add(&b, name, strnlen(name, len), CLEAN_UTF8);
	snprintf(text, size, "%s", buf_text(&b));
	buf_free(&b);
}

/* Numbers of protocols are those of the IPPROTO_ names in the families of the internet only. */
static bool has_name(int fd, const struct socket_option *o)
{
	int family = AF_UNSPEC;
	socklen_t len = sizeof family;
	if (o->names != PARAM_PROTO)
		return true;
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &len);
	return family == AF_INET || family == AF_INET6;
}

static void show_constant(int fd, const struct socket_option *o, int value, char *text, size_t size)
{
	const char *name = has_name(fd, o) ? name_of_constant(o->names, value) : NULL;
	if (name)
		snprintf(text, size, "%s (%d)", name, value);
	else
		snprintf(text, size, "%d", value);
}

static void show(int fd, const struct socket_option *o, const union option_value *v, size_t len,
    char *text, size_t size)
{
	char address[INET_ADDRSTRLEN];
	switch (o->kind) {
	case OPTION_CONSTANT:
		show_constant(fd, o, v->n, text, size);
		break;
	case OPTION_LINGER:
		show_linger(&v->linger, text, size);
		break;
	case OPTION_TIMEVAL:
		show_time(&v->time, text, size);
		break;
	case OPTION_UCRED:
		snprintf(text, size, "pid %d uid %d gid %d", v->cred.pid, (int)v->cred.uid,
		    (int)v->cred.gid);
		break;
	case OPTION_NAME:
		show_name(v->name, len, text, size);
		break;
	case OPTION_IN_ADDR:
		snprintf(text, size, "%s", inet_ntop(AF_INET, &v->addr, address, sizeof address));
		break;
	case OPTION_BOOL:
		snprintf(text, size, "%s", v->n ? "on" : "off");
		break;
	default:
		snprintf(text, size, "%d", v->n);
	}
}

int option_show(int fd, const struct socket_option *o, char *text, size_t size)
{
	union option_value v;
	socklen_t len = o->kind == OPTION_NAME ? sizeof v.name - 1 : sizeof v;
	memset(&v, 0, sizeof v);
	if (o->kind == OPTION_ERRNO || o->kind == OPTION_BYTES)
		return -EINVAL;
	if (o->kind == OPTION_BOOL || o->kind == OPTION_INT || o->kind == OPTION_CONSTANT)
		len = sizeof v.n;
	if (getsockopt(fd, o->level, o->option, &v, &len) < 0)
		return -errno;
	show(fd, o, &v, len, text, size);
	return 0;
}
