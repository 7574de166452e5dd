/* Sizes and simple questions; Python's host into an address. Values: address_value.c. */
#include "core/ops/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/resolver.h"

static const struct {
	int family;
	socklen_t len;
} rooms[] = {
    {AF_INET, sizeof(struct sockaddr_in)},
    {AF_INET6, sizeof(struct sockaddr_in6)},
    {AF_UNIX, sizeof(struct sockaddr_un)},
    {AF_NETLINK, sizeof(struct sockaddr_nl)},
    {AF_PACKET, sizeof(struct sockaddr_ll)},
    {AF_VSOCK, sizeof(struct sockaddr_vm)},
    {AF_RDS, sizeof(struct sockaddr_in)},
};

bool address_room(int family, struct address *out)
{
	memset(out, 0, sizeof *out);
	out->len = sizeof out->storage;
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		if (rooms[i].family == family) {
			out->len = rooms[i].len;
			return true;
		}
	}
	return false;
}

bool address_is_wildcard(const struct address *a)
{
	if (a->sa.sa_family == AF_INET)
		return a->in.sin_addr.s_addr == htonl(INADDR_ANY);
	const struct in6_addr *six = &a->in6.sin6_addr;
	return a->sa.sa_family == AF_INET6 &&
	       (IN6_IS_ADDR_UNSPECIFIED(six) ||
		   (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr32[3] == htonl(INADDR_ANY)));
}

unsigned address_port(const struct address *a)
{
	if (a->sa.sa_family == AF_INET)
		return ntohs(a->in.sin_port);
	return a->sa.sa_family == AF_INET6 ? ntohs(a->in6.sin6_port) : 0;
}

static void take_info(const struct addrinfo *info, struct address *out)
{
	out->len = info->ai_addrlen < sizeof out->storage ? info->ai_addrlen : sizeof out->storage;
	memcpy(&out->storage, info->ai_addr, out->len);
}

/* "": the address that stands for any. */
static int any_host(struct run *run, int family, struct address *out)
{
	const struct addrinfo hints = {
	    .ai_family = family,
	    .ai_socktype = SOCK_DGRAM,
	    .ai_flags = AI_PASSIVE,
	};
	struct addrinfo *res;
	int r = resolver_lookup(run, NULL, "0", &hints, &res);
	if (r < 0)
		return r;
	if (res->ai_next)
		r = exc_raise(run, &exc_OSError, "wildcard resolved to multiple address");
	else
		take_info(res, out);
	freeaddrinfo(res);
	return r;
}

static int broadcast_host(struct run *run, int family, struct address *out)
{
	if (family != AF_INET && family != AF_UNSPEC)
		return exc_raise(run, &exc_OSError, "address family mismatched");
	out->len = sizeof out->in;
	out->in = (struct sockaddr_in){
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_BROADCAST),
	};
	return 0;
}

static bool numeric_host(const char *host, int family, struct address *out)
{
	if (family != AF_INET6 && inet_pton(AF_INET, host, &out->in.sin_addr) > 0) {
		out->in.sin_family = AF_INET;
		out->len = sizeof out->in;
		return true;
	}
	memset(&out->storage, 0, sizeof out->storage);
	if (family == AF_INET || inet_pton(AF_INET6, host, &out->in6.sin6_addr) <= 0)
		return false;
	out->in6.sin6_family = AF_INET6;
	out->len = sizeof out->in6;
	return true;
}

int address_from_host(struct run *run, const char *host, int family, struct address *out)
{
	memset(out, 0, sizeof *out);
	if (!*host)
		return any_host(run, family, out);
	if (strcmp(host, "<broadcast>") == 0 || strcmp(host, "255.255.255.255") == 0)
		return broadcast_host(run, family, out);
	if (numeric_host(host, family, out))
		return 0;
	const struct addrinfo hints = {.ai_family = family};
	struct addrinfo *res;
	int r = resolver_lookup(run, host, NULL, &hints, &res);
	if (r < 0)
		return r;
	take_info(res, out);
	freeaddrinfo(res);
	return 0;
}
