/* Python's address values into sockaddrs and back, family by family. */
#include "core/ops/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/text.h"
#include "core/notation/unicode.h"
#include "core/notation/value.h"
#include "core/ops/host.h"
#include "core/ops/sys.h"

/* What one conversion works on. */
struct reader {
	struct run *run;
	const char *caller;
	int fd;
	struct value *v;
	struct address *out;
};

static int need_tuple(const struct reader *r, const char *family)
{
	if (r->v->type == &type_tuple)
		return 0;
	return exc_raise(r->run, &exc_TypeError, "%s(): %s address must be tuple, not %s",
	    r->caller, family, value_type_name(r->v));
}

static int need_length(const struct reader *r, size_t least, size_t most, const char *shape)
{
	size_t len = seq_len(r->v);
	if (len >= least && len <= most)
		return 0;
	return exc_raise(r->run, &exc_TypeError, "%s", shape);
}

/* Field i as an int; *out keeps its value where the tuple is shorter. */
static int read_int(const struct reader *r, size_t i, int64_t *out)
{
	if (i >= seq_len(r->v))
		return 0;
	const struct value *v = seq_item(r->v, i);
	if (!value_is_int(v))
		return exc_raise(r->run, &exc_TypeError,
		    "'%s' object cannot be interpreted as an integer", value_type_name(v));
	*out = int_of(v);
	return 0;
}

/* Field i as an unsigned 32-bit number, which Python masks without a word. */
static int read_u32(const struct reader *r, size_t i, uint32_t *out)
{
	int64_t n = *out;
	int e = read_int(r, i, &n);
	*out = (uint32_t)n;
	return e;
}

static int raise_port(const struct reader *r)
{
	return exc_raise(r->run, &exc_OverflowError, "%s(): port must be 0-65535.", r->caller);
}

/* The host in field 0, resolved; then the port in field 1, checked after it as CPython does. */
static int read_host_port(const struct reader *r, int family, uint16_t *port)
{
	int64_t n = 0;
	const char *host;
	int e = host_of_value(r->run, seq_item(r->v, 0), &host);
	if (e == 0)
		e = read_int(r, 1, &n);
	if (e < 0)
		return e;
	if (n < INT_MIN || n > INT_MAX)
		return raise_port(r);
	e = address_from_host(r->run, host, family, r->out);
	if (e < 0)
		return e;
	if (n < 0 || n > UINT16_MAX)
		return raise_port(r);
	*port = htons((uint16_t)n);
	return 0;
}

static int from_inet(const struct reader *r)
{
	uint16_t port;
	int e = need_tuple(r, "AF_INET");
	if (e == 0)
		e = need_length(r, 2, 2, "AF_INET address must be a pair (host, port)");
	if (e == 0)
		e = read_host_port(r, AF_INET, &port);
	if (e == 0)
		r->out->in.sin_port = port;
	return e;
}

static int from_inet6(const struct reader *r)
{
	uint16_t port;
	uint32_t flowinfo = 0, scope = 0;
	int e = need_tuple(r, "AF_INET6");
	if (e == 0)
		e = need_length(r, 2, 4,
		    "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
	if (e == 0)
		e = read_u32(r, 2, &flowinfo);
	if (e == 0)
		e = read_u32(r, 3, &scope);
	if (e == 0)
		e = read_host_port(r, AF_INET6, &port);
	if (e < 0)
		return e;
	if (flowinfo > 0xfffff)
		return exc_raise(
		    r->run, &exc_OverflowError, "%s(): flowinfo must be 0-1048575.", r->caller);
	r->out->in6.sin6_port = port;
	r->out->in6.sin6_flowinfo = htonl(flowinfo);
	r->out->in6.sin6_scope_id = scope;
	return 0;
}

/* A path as the file system's bytes: Python's str keeps one that is not UTF-8 as a surrogate. */
static int path_bytes(const struct reader *r, struct value **out)
{
	if (r->v->type == &type_str)
		return text_encode(r->run, r->v, "utf-8", "surrogateescape", out);
	*out = value_ref(r->v);
	return 0;
}

/* Linux: empty lets the kernel choose a name, a leading NUL is a name without a file. */
static int fill_unix(const struct reader *r, const char *path, size_t len)
{
	struct sockaddr_un *un = &r->out->un;
	bool abstract = len == 0 || *path == '\0';
	if (len + !abstract > sizeof un->sun_path)
		return exc_raise(r->run, &exc_OSError, "AF_UNIX path too long");
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path, len);
	r->out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + !abstract);
	return 0;
}

static int from_unix(const struct reader *r)
{
	struct value *path = NULL;
	if (r->v->type != &type_str && r->v->type != &type_bytes)
		return exc_raise(r->run, &exc_TypeError,
		    "a bytes-like object is required, not '%s'", value_type_name(r->v));
	int e = path_bytes(r, &path);
	if (e == 0)
		e = fill_unix(r, text_of(path), text_len(path));
	value_unref(path);
	return e;
}

static int from_netlink(const struct reader *r)
{
	struct sockaddr_nl *nl = &r->out->nl;
	int e = need_tuple(r, "AF_NETLINK");
	if (e == 0)
		e = need_length(r, 2, 2, "AF_NETLINK address must be a pair (pid, groups)");
	if (e == 0)
		e = read_u32(r, 0, &nl->nl_pid);
	if (e == 0)
		e = read_u32(r, 1, &nl->nl_groups);
	nl->nl_family = AF_NETLINK;
	r->out->len = sizeof *nl;
	return e;
}

static int read_hardware_address(const struct reader *r)
{
	struct sockaddr_ll *ll = &r->out->ll;
	if (seq_len(r->v) < 5)
		return 0;
	const struct value *v = seq_item(r->v, 4);
	if (v->type != &type_bytes)
		return exc_raise(r->run, &exc_TypeError,
		    "a bytes-like object is required, not '%s'", value_type_name(v));
	if (text_len(v) > sizeof ll->sll_addr)
		return exc_raise(
		    r->run, &exc_ValueError, "Hardware address must be 8 bytes or less");
	memcpy(ll->sll_addr, text_of(v), text_len(v));
	ll->sll_halen = (unsigned char)text_len(v);
	return 0;
}

static int read_interface(const struct reader *r, int *index)
{
	const char *name = text_of(seq_item(r->v, 0));
	if (r->fd < 0) {
		*index = (int)if_nametoindex(name);
		return *index ? 0 : exc_raise_os(r->run, ENODEV);
	}
	int e = sys_if_index(r->run, r->fd, name, index);
	return e < 0 ? exc_raise_os(r->run, -e) : 0;
}

static int from_packet(const struct reader *r)
{
	static const char shape[] = "AF_PACKET address must be a tuple of two to five elements";
	struct sockaddr_ll *ll = &r->out->ll;
	int64_t proto = 0, pkttype = 0, hatype = 0;
	int e = need_tuple(r, "AF_PACKET");
	if (e == 0)
		e = need_length(r, 2, 5, shape);
	if (e == 0 && seq_item(r->v, 0)->type != &type_str)
		e = exc_raise(r->run, &exc_TypeError, "%s", shape);
	if (e == 0)
		e = read_int(r, 1, &proto);
	if (e == 0)
		e = read_int(r, 2, &pkttype);
	if (e == 0)
		e = read_int(r, 3, &hatype);
	if (e == 0)
		e = read_hardware_address(r);
	if (e == 0)
		e = read_interface(r, &ll->sll_ifindex);
	if (e < 0)
		return e;
	if (proto < 0 || proto > UINT16_MAX)
		return exc_raise(
		    r->run, &exc_OverflowError, "%s(): proto must be 0-65535.", r->caller);
	ll->sll_family = AF_PACKET;
	ll->sll_protocol = htons((uint16_t)proto);
	ll->sll_pkttype = (unsigned char)pkttype;
	ll->sll_hatype = (unsigned short)hatype;
	r->out->len = sizeof *ll;
	return 0;
}

static int from_vsock(const struct reader *r)
{
	struct sockaddr_vm *vm = &r->out->vm;
	int e = need_tuple(r, "AF_VSOCK");
	if (e == 0)
		e = need_length(r, 2, 2, "AF_VSOCK address must be a pair (cid, port)");
	if (e == 0)
		e = read_u32(r, 0, &vm->svm_cid);
	if (e == 0)
		e = read_u32(r, 1, &vm->svm_port);
	vm->svm_family = AF_VSOCK;
	r->out->len = sizeof *vm;
	return e;
}

static const struct {
	int family;
	int (*from)(const struct reader *);
} readers[] = {
    {AF_INET, from_inet},
    {AF_INET6, from_inet6},
    {AF_UNIX, from_unix},
    {AF_NETLINK, from_netlink},
    {AF_PACKET, from_packet},
    {AF_VSOCK, from_vsock},
    {AF_RDS, from_inet},
};

static int read_value(const struct reader *r, int family)
{
	memset(r->out, 0, sizeof *r->out);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (readers[i].family == family)
			return readers[i].from(r);
	return exc_raise(r->run, &exc_OSError, "%s(): bad family", r->caller);
}

int address_from_value(
    struct run *run, const char *caller, int family, int fd, struct value *v, struct address *out)
{
	struct reader r = {.run = run, .caller = caller, .fd = fd, .out = out};
	r.v = buffer_frozen(v, 1);
	int e = r.v ? read_value(&r, family) : exc_raise_memory(run);
	value_unref(r.v);
	return e;
}

/* ---- the other way ---- */

static struct value *tuple_of(size_t n, struct value **items)
{
	for (size_t i = 0; i < n; i++) {
		if (items[i])
			continue;
		for (size_t k = 0; k < n; k++)
			value_unref(items[k]);
		return NULL;
	}
	return value_tuple(n, items);
}

static struct value *to_inet(const struct address *a)
{
	char text[INET_ADDRSTRLEN];
	inet_ntop(AF_INET, &a->in.sin_addr, text, sizeof text);
	struct value *items[] = {value_str(text), value_int(ntohs(a->in.sin_port))};
	return tuple_of(2, items);
}

static struct value *to_inet6(const struct address *a)
{
	char text[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, &a->in6.sin6_addr, text, sizeof text);
	struct value *items[] = {
	    value_str(text),
	    value_int(ntohs(a->in6.sin6_port)),
	    value_int(ntohl(a->in6.sin6_flowinfo)),
	    value_int(a->in6.sin6_scope_id),
	};
	return tuple_of(4, items);
}

/* File-system bytes as a str, undecodable ones as lone surrogates. */
static struct value *path_value(const char *path, size_t len)
{
	struct buf b = {0};
	for (size_t i = 0; i < len;) {
		size_t bad, n = unicode_check(path + i, len - i, &bad);
		if (n)
			buf_add(&b, path + i, n);
		else
			unicode_add(&b, 0xdc00u + (unsigned char)path[i]);
		i += n ? n : 1;
	}
	struct value *v = b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return v;
}

static struct value *to_unix(const struct address *a)
{
	size_t len = a->len > offsetof(struct sockaddr_un, sun_path)
			 ? a->len - offsetof(struct sockaddr_un, sun_path)
			 : 0;
	if (len > sizeof a->un.sun_path)
		len = sizeof a->un.sun_path;
	if (len && a->un.sun_path[0] == '\0')
		return value_bytes(a->un.sun_path, len);
	return path_value(a->un.sun_path, strnlen(a->un.sun_path, len));
}

static struct value *to_pair(uint32_t first, uint32_t second)
{
	struct value *items[] = {value_int(first), value_int(second)};
	return tuple_of(2, items);
}

static struct value *to_packet(struct run *run, int fd, const struct address *a)
{
	const struct sockaddr_ll *ll = &a->ll;
	char name[IF_NAMESIZE] = "";
	size_t len = ll->sll_halen < sizeof ll->sll_addr ? ll->sll_halen : sizeof ll->sll_addr;
	if (ll->sll_ifindex && sys_if_name(run, fd, ll->sll_ifindex, name) < 0)
		name[0] = '\0';
	struct value *items[] = {
	    value_str(name),
	    value_int(ntohs(ll->sll_protocol)),
	    value_int(ll->sll_pkttype),
	    value_int(ll->sll_hatype),
	    value_bytes(ll->sll_addr, len),
	};
	return tuple_of(5, items);
}

static struct value *to_other(const struct address *a)
{
	struct value *items[] = {
	    value_int(a->sa.sa_family),
	    value_bytes(a->sa.sa_data, sizeof a->sa.sa_data),
	};
	return tuple_of(2, items);
}

static struct value *to_value(struct run *run, int fd, const struct address *a)
{
	switch (a->sa.sa_family) {
	case AF_INET:
		return to_inet(a);
	case AF_INET6:
		return to_inet6(a);
	case AF_UNIX:
		return to_unix(a);
	case AF_NETLINK:
		return to_pair(a->nl.nl_pid, a->nl.nl_groups);
	case AF_PACKET:
		return to_packet(run, fd, a);
	case AF_VSOCK:
		return to_pair(a->vm.svm_cid, a->vm.svm_port);
	}
	return to_other(a);
}

int address_to_value(struct run *run, int fd, const struct address *a, struct value **out)
{
	*out = a->len ? to_value(run, fd, a) : value_none();
	return *out ? 0 : exc_raise_memory(run);
}
