/* Between the forms of numbers and addresses: inet_*, hton*, if_*, CMSG_*. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/ops/give.h"
#include "core/ops/lists.h"

/* ---- addresses ---- */

static int op_inet_aton(struct call *c)
{
	const char *text;
	struct in_addr addr;
	int r = call_str(c, 0, &text);
	if (r < 0)
		return r;
	if (!inet_aton(text, &addr))
		return exc_raise(
		    c->run, &exc_OSError, "illegal IP address string passed to inet_aton");
	return give(c, value_bytes(&addr, sizeof addr));
}

static int op_inet_ntoa(struct call *c)
{
	const void *data;
	size_t len;
	char text[INET_ADDRSTRLEN];
	int r = call_bytes(c, 0, &data, &len);
	if (r < 0)
		return r;
	if (len != sizeof(struct in_addr))
		return exc_raise(c->run, &exc_OSError, "packed IP wrong length for inet_ntoa");
	return give(c, value_str(inet_ntop(AF_INET, data, text, sizeof text)));
}

static int op_inet_pton(struct call *c)
{
	int family;
	const char *text;
	unsigned char addr[sizeof(struct in6_addr)];
	int r = call_c_int(c, 0, &family);
	if (r == 0)
		r = call_str(c, 1, &text);
	if (r < 0)
		return r;
	int known = inet_pton(family, text, addr);
	if (known < 0)
		return exc_raise_os(c->run, errno);
	if (!known)
		return exc_raise(
		    c->run, &exc_OSError, "illegal IP address string passed to inet_pton");
	return give(c, value_bytes(addr, family == AF_INET ? 4 : 16));
}

static int op_inet_ntop(struct call *c)
{
	int family;
	const void *data;
	size_t len;
	char text[INET6_ADDRSTRLEN];
	int r = call_c_int(c, 0, &family);
	if (r == 0)
		r = call_bytes(c, 1, &data, &len);
	if (r < 0)
		return r;
	if (family != AF_INET && family != AF_INET6)
		return exc_raise(c->run, &exc_ValueError, "unknown address family %d", family);
	if (len != (family == AF_INET ? 4 : 16))
		return exc_raise(
		    c->run, &exc_ValueError, "invalid length of packed IP address string");
	return give(c, value_str(inet_ntop(family, data, text, sizeof text)));
}

/* ---- byte order ---- */

static int swap_short(struct call *c)
{
	int n;
	int r = call_c_int(c, 0, &n);
	if (r < 0)
		return r;
	if (n < 0)
		return exc_raise(c->run, &exc_OverflowError,
		    "%s: can't convert negative Python int to C 16-bit unsigned integer",
		    c->op->name);
	if (n > UINT16_MAX)
		return exc_raise(c->run, &exc_OverflowError,
		    "%s: Python int too large to convert to C 16-bit unsigned integer",
		    c->op->name);
	return give(c, value_int(htons((uint16_t)n)));
}

static int swap_long(struct call *c)
{
	int64_t n;
	int r = call_int(c, 0, &n);
	if (r < 0)
		return r;
	if (n < 0)
		return exc_raise(
		    c->run, &exc_OverflowError, "can't convert negative value to unsigned int");
	if (n > UINT32_MAX)
		return exc_raise(c->run, &exc_OverflowError, "int larger than 32 bits");
	return give(c, value_int(htonl((uint32_t)n)));
}

/* ---- interfaces ---- */

static int op_if_nametoindex(struct call *c)
{
	const struct value *v = c->arg[0];
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(c->run, &exc_TypeError,
		    "if_nametoindex() takes str or bytes, not %s", value_type_name(v));
	if (strlen(text_of(v)) != text_len(v))
		return exc_raise(c->run, &exc_ValueError, "embedded null byte");
	unsigned index = if_nametoindex(text_of(v));
	if (!index)
		return exc_raise(c->run, &exc_OSError, "no interface with this name");
	return give(c, value_int(index));
}

static int op_if_indextoname(struct call *c)
{
	int64_t index;
	char name[IF_NAMESIZE];
	int r = call_int(c, 0, &index);
	if (r < 0)
		return r;
	if (index < 0)
		return exc_raise(
		    c->run, &exc_OverflowError, "can't convert negative value to unsigned int");
	if (index > UINT32_MAX || !if_indextoname((unsigned)index, name))
		return exc_raise_os(c->run, ENXIO);
	return give(c, value_str(name));
}

static struct value *interface_value(const struct if_nameindex *i)
{
	struct value *pair[] = {value_int(i->if_index), value_str(i->if_name)};
	if (pair[0] && pair[1])
		return value_tuple(2, pair);
	value_unref(pair[0]);
	value_unref(pair[1]);
	return NULL;
}

static struct value *interface_list(const struct if_nameindex *all)
{
	size_t total = 0, n = 0;
	while (all[total].if_index)
		total++;
	struct value **items = calloc(total + 1, sizeof *items);
	while (items && n < total && (items[n] = interface_value(&all[n])))
		n++;
	struct value *v = items && n == total ? value_list(n, items) : NULL;
	for (size_t i = 0; items && n < total && i < n; i++)
		value_unref(items[i]);
	free(items);
	return v;
}

static int op_if_nameindex(struct call *c)
{
	struct if_nameindex *all = if_nameindex();
	if (!all)
		return exc_raise_os(c->run, errno);
	struct value *v = interface_list(all);
	if_freenameindex(all);
	return give(c, v);
}

/* ---- control messages ---- */

/* overhead: what the answer adds at most; it has to fit a socklen_t, as in CPython. */
static int read_cmsg_length(struct call *c, size_t overhead, size_t *out)
{
	int64_t n;
	int r = call_int(c, 0, &n);
	if (r < 0)
		return r;
	if (n < 0 || n > INT32_MAX - (int64_t)overhead)
		return exc_raise(
		    c->run, &exc_OverflowError, "%s() argument out of range", c->op->name);
	*out = (size_t)n;
	return 0;
}

static int op_cmsg_len(struct call *c)
{
	size_t n;
	int r = read_cmsg_length(c, CMSG_LEN(0), &n);
	return r < 0 ? r : give(c, value_int((int64_t)CMSG_LEN(n)));
}

static int op_cmsg_space(struct call *c)
{
	size_t n;
	int r = read_cmsg_length(c, CMSG_SPACE(1), &n);
	return r < 0 ? r : give(c, value_int((int64_t)CMSG_SPACE(n)));
}

#define SWAP(python_name, arg, c_type, code, words)                                                \
	{                                                                                          \
		.name = python_name,                                                               \
		.params = {{arg, PARAM_INT, .help = "a number without sign"}},                     \
		.flags = OP_POSITIONAL, .help = words,                                             \
		.prototype = c_type " " python_name "(" c_type ")", .man = "byteorder(3)",         \
		.run = code,                                                                       \
	}

static const struct op rows[] = {
    {
	.name = "inet_aton",
	.params = {{"ip_string", PARAM_STR, .help = "'127.0.0.1', also '127.1' and '0x7f.1'"}},
	.flags = OP_POSITIONAL,
	.help = "IPv4 text into 4 bytes, in every old notation.",
	.prototype = "int inet_aton(const char *cp, struct in_addr *inp)",
	.man = "inet(3)",
	.run = op_inet_aton,
    },
    {
	.name = "inet_ntoa",
	.params = {{"packed_ip", PARAM_BYTES, .help = "4 bytes"}},
	.flags = OP_POSITIONAL,
	.help = "4 bytes into IPv4 text.",
	.prototype = "char *inet_ntoa(struct in_addr in)",
	.man = "inet(3)",
	.run = op_inet_ntoa,
    },
    {
	.name = "inet_pton",
	.params =
	    {
		{"address_family", PARAM_FAMILY, .help = "AF_INET or AF_INET6"},
		{"ip_string", PARAM_STR, .help = "'127.0.0.1' or '::1'"},
	    },
	.flags = OP_POSITIONAL,
	.help = "Address text into 4 or 16 bytes, only in the usual notation.",
	.prototype = "int inet_pton(int af, const char *src, void *dst)",
	.man = "inet_pton(3)",
	.run = op_inet_pton,
    },
    {
	.name = "inet_ntop",
	.params =
	    {
		{"address_family", PARAM_FAMILY, .help = "AF_INET or AF_INET6"},
		{"packed_ip", PARAM_BYTES, .help = "4 or 16 bytes"},
	    },
	.flags = OP_POSITIONAL,
	.help = "4 or 16 bytes into address text.",
	.prototype = "const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)",
	.man = "inet_ntop(3)",
	.run = op_inet_ntop,
    },
    SWAP("htons", "x", "uint16_t", swap_short,
	"16 bits from this machine's order to the network's."),
    SWAP("ntohs", "x", "uint16_t", swap_short,
	"16 bits from the network's order to this machine's."),
    SWAP(
	"htonl", "x", "uint32_t", swap_long, "32 bits from this machine's order to the network's."),
    SWAP(
	"ntohl", "x", "uint32_t", swap_long, "32 bits from the network's order to this machine's."),
    {
	.name = "if_nametoindex",
	.params = {{"if_name", PARAM_STR, .help = "'lo'"}},
	.flags = OP_POSITIONAL,
	.help = "The number of a network interface.",
	.prototype = "unsigned int if_nametoindex(const char *ifname)",
	.man = "if_nametoindex(3)",
	.run = op_if_nametoindex,
    },
    {
	.name = "if_indextoname",
	.params = {{"if_index", PARAM_INT, .help = "1 is 'lo'"}},
	.flags = OP_POSITIONAL,
	.help = "The name of a network interface.",
	.prototype = "char *if_indextoname(unsigned int ifindex, char *ifname)",
	.man = "if_indextoname(3)",
	.run = op_if_indextoname,
    },
    {
	.name = "if_nameindex",
	.flags = OP_POSITIONAL,
	.help = "All network interfaces: [(number, name), ...].",
	.prototype = "struct if_nameindex *if_nameindex(void)",
	.man = "if_nameindex(3)",
	.run = op_if_nameindex,
    },
    {
	.name = "CMSG_LEN",
	.params = {{"length", PARAM_INT, .help = "bytes of data"}},
	.flags = OP_POSITIONAL,
	.help = "Length of a control message with so much data, without padding at its end.",
	.prototype = "size_t CMSG_LEN(size_t length)",
	.man = "cmsg(3)",
	.run = op_cmsg_len,
    },
    {
	.name = "CMSG_SPACE",
	.params = {{"length", PARAM_INT, .help = "bytes of data"}},
	.flags = OP_POSITIONAL,
	.help = "Room that a control message with so much data takes, for recvmsg()'s ancbufsize.",
	.prototype = "size_t CMSG_SPACE(size_t length)",
	.man = "cmsg(3)",
	.run = op_cmsg_space,
    },
};

const struct op_list ops_convert = {rows, sizeof rows / sizeof *rows};
