#include "views/address_fields.h"

#include <string.h>
#include <sys/socket.h>

#include "views/fields.h"

enum address_shape address_shape(int family)
{
	if (family == AF_INET || family == AF_INET6)
		return ADDRESS_HOST_PORT;
	return family == AF_UNIX ? ADDRESS_PATH : ADDRESS_ANY;
}

const char *address_host(const char *host, int family)
{
	if (host[0] && strcmp(host, "*") != 0)
		return host;
	return family == AF_INET6 ? "::1" : "127.0.0.1";
}

bool address_host_is_wildcard(const char *host)
{
	return strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0 || strcmp(host, "0") == 0;
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

const char *address_c_size(int family)
{
	switch (family) {
	case AF_INET:
		return "sizeof(struct sockaddr_in)";
	case AF_INET6:
		return "sizeof(struct sockaddr_in6)";
	case AF_UNIX:
		return "offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1";
	default:
		return "addrlen";
	}
}
