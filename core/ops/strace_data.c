/* Strings, addresses and messages as strace prints them. */
#include "core/ops/strace.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/un.h>

static char short_escape(unsigned char c)
{
	switch (c) {
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	case '\v':
		return 'v';
	case '"':
	case '\\':
		return (char)c;
	}
	return 0;
}

/* An octal escape is as short as what follows it allows. */
static void add_octal(struct buf *to, unsigned char c, bool digit_follows)
{
	buf_printf(to, digit_follows ? "\\%03o" : "\\%o", c);
}

void strace_quoted(struct buf *to, const void *data, size_t len)
{
	const unsigned char *s = data;
	buf_char(to, '"');
	for (size_t i = 0; i < len; i++) {
		char escape = short_escape(s[i]);
		if (escape) {
			buf_char(to, '\\');
			buf_char(to, escape);
		} else if (s[i] >= 0x20 && s[i] < 0x7f) {
			buf_char(to, (char)s[i]);
		} else {
			add_octal(to, s[i], i + 1 < len && s[i + 1] >= '0' && s[i + 1] <= '7');
		}
	}
	buf_char(to, '"');
}

void strace_data(struct buf *to, const void *data, size_t len)
{
	strace_quoted(to, data, len < STRACE_CLIP ? len : STRACE_CLIP);
	if (len > STRACE_CLIP)
		buf_str(to, "...");
}

void strace_pointer(struct buf *to, const void *p)
{
	if (p)
		buf_printf(to, "%p", p);
	else
		buf_str(to, "NULL");
}

void strace_ifindex(struct buf *to, unsigned index)
{
	char name[IF_NAMESIZE];
	if (!index || !if_indextoname(index, name)) {
		buf_printf(to, "%u", index);
		return;
	}
	buf_str(to, "if_nametoindex(");
	strace_quoted(to, name, strlen(name));
	buf_char(to, ')');
}

void strace_type(struct buf *to, int type)
{
	const int mask = 0xf;
	const char *name = strace_name(NAMES_TYPE, (uint64_t)(type & mask));
	int flags = type & ~mask;
	if (!name) {
		strace_flags(to, NAMES_TYPE_FLAGS, (unsigned)type);
		return;
	}
	buf_str(to, name);
	if (flags & SOCK_CLOEXEC)
		buf_str(to, "|SOCK_CLOEXEC");
	if (flags & SOCK_NONBLOCK)
		buf_str(to, "|SOCK_NONBLOCK");
	flags &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (flags)
		buf_printf(to, "|%#x", (unsigned)flags);
}

static void add_ethertype(struct buf *to, uint16_t network_order)
{
	buf_str(to, "htons(");
	strace_enum(to, NAMES_ETHERTYPE, ntohs(network_order));
	buf_char(to, ')');
}

/* NAMES_COUNT: they have no names. */
static enum name_set protocol_names(int family)
{
	switch (family) {
	case AF_INET:
	case AF_INET6:
		return NAMES_IPPROTO;
	case AF_NETLINK:
		return NAMES_NETLINK;
	case AF_CAN:
		return NAMES_CAN;
	case AF_BLUETOOTH:
		return NAMES_BLUETOOTH;
	default:
		return NAMES_COUNT;
	}
}

void strace_protocol(struct buf *to, int family, int protocol)
{
	enum name_set names = protocol_names(family);
	if (family == AF_PACKET)
		add_ethertype(to, (uint16_t)protocol);
	else if (names == NAMES_COUNT)
		buf_printf(to, "%d", protocol);
	else
		strace_enum(to, names, (unsigned)protocol);
}

static void add_in(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	(void)len;
	const struct sockaddr_in *a = (const struct sockaddr_in *)(const void *)sa;
	char text[INET_ADDRSTRLEN];
	inet_ntop(AF_INET, &a->sin_addr, text, sizeof text);
	buf_printf(to, "sin_port=htons(%u), sin_addr=inet_addr(\"%s\")", ntohs(a->sin_port), text);
}

static void add_in6(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	const struct sockaddr_in6 *a = (const struct sockaddr_in6 *)(const void *)sa;
	char text[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text);
	buf_printf(to, "sin6_port=htons(%u), sin6_flowinfo=htonl(%u), ", ntohs(a->sin6_port),
	    ntohl(a->sin6_flowinfo));
	buf_printf(to, "inet_pton(AF_INET6, \"%s\", &sin6_addr)", text);
	if (len < sizeof *a)
		return;
	buf_str(to, ", sin6_scope_id=");
	if (IN6_IS_ADDR_LINKLOCAL(&a->sin6_addr) || IN6_IS_ADDR_MC_LINKLOCAL(&a->sin6_addr))
		strace_ifindex(to, a->sin6_scope_id);
	else
		buf_printf(to, "%u", a->sin6_scope_id);
}

static void add_un(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	const struct sockaddr_un *a = (const struct sockaddr_un *)(const void *)sa;
	size_t path = len - offsetof(struct sockaddr_un, sun_path);
	if (path > sizeof a->sun_path)
		path = sizeof a->sun_path;
	buf_str(to, "sun_path=");
	if (a->sun_path[0] == '\0') {
		buf_char(to, '@');
		strace_quoted(to, a->sun_path + 1, path - 1);
	} else {
		strace_quoted(to, a->sun_path, strnlen(a->sun_path, path));
	}
}

static void add_nl(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	(void)len;
	const struct sockaddr_nl *a = (const struct sockaddr_nl *)(const void *)sa;
	if (a->nl_pad)
		buf_printf(to, "nl_pad=%#x, ", a->nl_pad);
	buf_printf(to, "nl_pid=%d, nl_groups=%#08x", (int)a->nl_pid, a->nl_groups);
}

static void add_ll(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	(void)len;
	const struct sockaddr_ll *a = (const struct sockaddr_ll *)(const void *)sa;
	size_t n = a->sll_halen < sizeof a->sll_addr ? a->sll_halen : sizeof a->sll_addr;
	buf_str(to, "sll_protocol=");
	add_ethertype(to, a->sll_protocol);
	buf_str(to, ", sll_ifindex=");
	strace_ifindex(to, (unsigned)a->sll_ifindex);
	buf_str(to, ", sll_hatype=");
	strace_enum(to, NAMES_HATYPE, a->sll_hatype);
	buf_str(to, ", sll_pkttype=");
	strace_enum(to, NAMES_PKTTYPE, a->sll_pkttype);
	buf_printf(to, ", sll_halen=%u", a->sll_halen);
	for (size_t i = 0; i < n; i++)
		buf_printf(to, "%s%#02x", i ? ", " : ", sll_addr=[", a->sll_addr[i]);
	if (n)
		buf_char(to, ']');
}

static void add_vm(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	(void)len;
	const struct sockaddr_vm *a = (const struct sockaddr_vm *)(const void *)sa;
	buf_str(to, "svm_cid=");
	strace_enum(to, NAMES_CID, a->svm_cid);
	buf_str(to, ", svm_port=");
	if (a->svm_port == VMADDR_PORT_ANY)
		buf_str(to, "VMADDR_PORT_ANY");
	else
		buf_printf(to, a->svm_port ? "%#x" : "%u", a->svm_port);
	buf_str(to, ", svm_flags=0");
}

static const struct {
	sa_family_t family;
	socklen_t least; /* shorter ones are printed as bytes */
	void (*add)(struct buf *, const struct sockaddr *, socklen_t);
} by_family[] = {
    {AF_INET, sizeof(struct sockaddr_in), add_in},
    {AF_INET6, offsetof(struct sockaddr_in6, sin6_scope_id), add_in6},
    {AF_UNIX, sizeof(sa_family_t) + 1, add_un},
    {AF_NETLINK, sizeof(struct sockaddr_nl), add_nl},
    {AF_PACKET, sizeof(struct sockaddr_ll), add_ll},
    {AF_VSOCK, sizeof(struct sockaddr_vm), add_vm},
};

void strace_sockaddr(struct buf *to, const struct sockaddr *sa, socklen_t len)
{
	if (!sa || len < sizeof sa->sa_family) {
		strace_pointer(to, sa);
		return;
	}
	buf_str(to, "{sa_family=");
	strace_enum(to, NAMES_FAMILY, sa->sa_family);
	size_t i = 0, n = sizeof by_family / sizeof *by_family;
	while (i < n && (by_family[i].family != sa->sa_family || len < by_family[i].least))
		i++;
	if (len > sizeof sa->sa_family)
		buf_str(to, ", ");
	if (i < n) {
		by_family[i].add(to, sa, len);
	} else if (len > sizeof sa->sa_family) {
		buf_str(to, "sa_data=");
		strace_quoted(to, sa->sa_data, len - sizeof sa->sa_family);
	}
	buf_char(to, '}');
}
