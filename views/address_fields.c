#include "views/address_fields.h"

#include <netdb.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/ops/address.h"
#include "views/fields.h"

enum address_shape address_shape(int family)
{
	if (family == AF_INET || family == AF_INET6)
		return ADDRESS_HOST_PORT;
	return family == AF_UNIX ? ADDRESS_PATH : ADDRESS_ANY;
}

const char *address_host(const char *host, int family)
{
	static const char *const none[] = {"", "*", "''", "\"\""};
	bool given = true;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		given &= strcmp(host, none[i]) != 0;
	if (given)
		return host;
	return family == AF_INET6 ? "::1" : "127.0.0.1";
}

bool address_host_is_wildcard(const char *host)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
	struct addrinfo *res;
	struct address a = {0};
	if (!host[0] || getaddrinfo(host, NULL, &hints, &res) != 0)
		return false;
	memcpy(&a.storage, res->ai_addr, res->ai_addrlen);
	freeaddrinfo(res);
	return address_is_wildcard(&a);
}

void address_write(int family, const char *first, const char *port, struct buf *to)
{
	switch (address_shape(family)) {
	case ADDRESS_HOST_PORT:
		buf_char(to, '(');
		fields_write_quoted("", address_host(first, family), to);
		buf_printf(to, ", %s)", port[0] ? port : "0");
		break;
	case ADDRESS_PATH:
		fields_write_quoted("", first, to);
		break;
	default:
		buf_str(to, first);
	}
}

void address_write_c(int family, const char *first, const char *port, struct buf *to)
{
	switch (address_shape(family)) {
	case ADDRESS_HOST_PORT:
		buf_printf(to, "{%s, htons(%s), \"%s\"}",
		    family == AF_INET6 ? "AF_INET6" : "AF_INET", port[0] ? port : "0",
		    address_host(first, family));
		break;
	case ADDRESS_PATH:
		buf_str(to, "{AF_UNIX, ");
		fields_write_quoted("", first, to);
		buf_char(to, '}');
		break;
	default:
		buf_printf(to, "{%s}", first);
	}
}

void address_write_c_size(int family, const char *first, struct buf *to)
{
	if (family == AF_INET)
		buf_printf(to, "%zu", sizeof(struct sockaddr_in));
	else if (family == AF_INET6)
		buf_printf(to, "%zu", sizeof(struct sockaddr_in6));
	else if (family == AF_UNIX && strncmp(first, "\\0", 2) == 0)
		buf_printf(to, "%zu", offsetof(struct sockaddr_un, sun_path) + strlen(first) - 1);
	else if (family == AF_UNIX)
		buf_printf(to, "%zu", offsetof(struct sockaddr_un, sun_path) + strlen(first) + 1);
	else
		buf_str(to, "addrlen");
}
