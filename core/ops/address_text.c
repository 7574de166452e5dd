/* Addresses as text: for tables, and as the command line takes them. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "core/ops/address.h"

static void format_in6(struct buf *to, const struct sockaddr_in6 *a)
{
	char text[INET6_ADDRSTRLEN], name[IF_NAMESIZE];
	inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text);
	buf_printf(to, "[%s", text);
	if (a->sin6_scope_id && if_indextoname(a->sin6_scope_id, name))
		buf_printf(to, "%%%s", name);
	else if (a->sin6_scope_id)
		buf_printf(to, "%%%u", a->sin6_scope_id);
	buf_printf(to, "]:%u", ntohs(a->sin6_port));
}

static void format_un(struct buf *to, const struct sockaddr_un *a, socklen_t len)
{
	size_t path = len - offsetof(struct sockaddr_un, sun_path);
	if (path > sizeof a->sun_path)
		path = sizeof a->sun_path;
	buf_str(to, "unix:");
	if (path && a->sun_path[0] == '\0') {
		buf_char(to, '@');
		clean_add(to, a->sun_path + 1, path - 1, CLEAN_UTF8);
	} else {
		clean_add(to, a->sun_path, strnlen(a->sun_path, path), CLEAN_UTF8);
	}
}

static void format_ll(struct buf *to, const struct sockaddr_ll *a)
{
	char name[IF_NAMESIZE];
	if (!a->sll_ifindex)
		buf_str(to, "packet:*");
	else if (if_indextoname((unsigned)a->sll_ifindex, name))
		buf_printf(to, "packet:%s", name);
	else
		buf_printf(to, "packet:%d", a->sll_ifindex);
}

static void format_cid(struct buf *to, uint32_t cid)
{
	if (cid == VMADDR_CID_ANY)
		buf_str(to, "vsock:*");
	else
		buf_printf(to, "vsock:%u", cid);
}

static void format_any(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	const void *p = sa;
	const struct sockaddr_in *in = p;
	const struct sockaddr_nl *nl = p;
	const struct sockaddr_vm *vm = p;
	char text[INET_ADDRSTRLEN];
	switch (sa->sa_family) {
	case AF_INET:
		inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
		buf_printf(to, "%s:%u", text, ntohs(in->sin_port));
		break;
	case AF_INET6:
		format_in6(to, p);
		break;
	case AF_UNIX:
		format_un(to, p, len);
		break;
	case AF_NETLINK:
		buf_printf(to, "netlink:%u", nl->nl_pid);
		break;
	case AF_PACKET:
		format_ll(to, p);
		break;
	case AF_VSOCK:
		format_cid(to, vm->svm_cid);
		buf_printf(to, ":%u", vm->svm_port);
		break;
	default:
		buf_printf(to, "family %u", sa->sa_family);
	}
}

size_t address_format(const struct sockaddr *sa, socklen_t len, char *text, size_t size)
{
	struct buf b = {0};
	if (len >= sizeof sa->sa_family)
		format_any(&b, sa, len);
	snprintf(text, size, "%s", buf_text(&b));
	buf_free(&b);
	return strlen(text);
}

/* ---- the command line ---- */

static int parse_unix(const char *path, struct address *out, const char **why)
{
	size_t len = strlen(path);
	bool abstract = *path == '@';
	if (len == abstract) { /* the kernel would choose a name */
		*why = "unix: needs a path, or @ and a name";
		return -EINVAL;
	}
	if (len >= sizeof out->un.sun_path) {
		*why = "the path of a Unix socket has at most 107 bytes";
		return -ENAMETOOLONG;
	}
	out->un.sun_family = AF_UNIX;
	memcpy(out->un.sun_path, path, len + 1);
	if (abstract)
		out->un.sun_path[0] = '\0';
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + !abstract);
	return 0;
}

/* "9000", or the name of a service of TCP. */
static bool parse_port(const char *text, uint16_t *port)
{
	char *end;
	errno = 0;
	unsigned long n = isdigit((unsigned char)*text) ? strtoul(text, &end, 10) : ULONG_MAX;
	if (n <= UINT16_MAX && !*end) {
		*port = (uint16_t)n;
		return true;
	}
	const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
	struct addrinfo *res;
	if (!*text || isdigit((unsigned char)*text) || getaddrinfo(NULL, text, &hints, &res) != 0)
		return false;
	*port = ntohs(((struct sockaddr_in *)(void *)res->ai_addr)->sin_port);
	freeaddrinfo(res);
	return true;
}

static bool find_host(const char *host, int family, struct address *out)
{
	const struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM};
	struct addrinfo *res;
	if (getaddrinfo(host, NULL, &hints, &res) != 0)
		return false;
	out->len = res->ai_addrlen;
	memcpy(&out->storage, res->ai_addr, res->ai_addrlen);
	freeaddrinfo(res);
	return true;
}

/* A name means its IPv4 address where it has one: Python's server classes are AF_INET. */
static int parse_host(const char *host, bool bracket, struct address *out, const char **why)
{
	if (!bracket && (!*host || strcmp(host, "*") == 0))
		host = "127.0.0.1"; /* never all addresses, unless it is said */
	if ((!bracket && find_host(host, AF_INET, out)) ||
	    (*host && find_host(host, AF_INET6, out)))
		return 0;
	*why = "no such host";
	return -EHOSTUNREACH;
}

/* Cut "HOST:PORT" or "[V6]:PORT" in two, in place. The port, or NULL. */
static char *split_port(char *text, char **host)
{
	char *end = *text == '[' ? strchr(text, ']') : NULL;
	if (*text == '[') {
		if (!end || end[1] != ':')
			return NULL;
		*end = '\0';
		*host = text + 1;
		return end + 2;
	}
	char *colon = strrchr(text, ':');
	if (!colon || strchr(text, ':') != colon)
		return NULL;
	*colon = '\0';
	*host = text;
	return colon + 1;
}

static int parse_inet(char *text, struct address *out, const char **why)
{
	char *host;
	uint16_t port;
	bool bracket = *text == '[';
	char *digits = split_port(text, &host);
	if (!digits) {
		*why = "an address is HOST:PORT, [V6]:PORT, :PORT, unix:PATH or unix:@NAME";
		return -EINVAL;
	}
	if (!parse_port(digits, &port)) {
		*why = "a port is a number from 0 to 65535, or the name of a service";
		return -EINVAL;
	}
	int r = parse_host(host, bracket, out, why);
	if (r < 0)
		return r;
	if (out->sa.sa_family == AF_INET6)
		out->in6.sin6_port = htons(port);
	else
		out->in.sin_port = htons(port);
	return 0;
}

int address_parse(const char *text, struct address *out, const char **why)
{
	memset(out, 0, sizeof *out);
	if (strncmp(text, "unix:", 5) == 0)
		return parse_unix(text + 5, out, why);
	char *copy = strdup(text);
	if (!copy) {
		*why = "out of memory";
		return -ENOMEM;
	}
	int r = parse_inet(copy, out, why);
	free(copy);
	return r;
}
