#include "core/observe/diag_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "core/ops/address.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const protos[DIAG_PROTO_COUNT][2] = {
    [DIAG_TCP] = {"tcp", "tcp6"},
    [DIAG_MPTCP] = {"mptcp", "mptcp6"},
    [DIAG_UDP] = {"udp", "udp6"},
    [DIAG_UDPLITE] = {"udplite", "udplite6"},
    [DIAG_RAW] = {"raw", "raw6"},
    [DIAG_ICMP] = {"icmp", "icmp6"},
    [DIAG_UNIX] = {"unix", "unix"},
    [DIAG_PACKET] = {"packet", "packet"},
    [DIAG_NETLINK] = {"netlink", "netlink"},
};

static const char *const tcp_states[DIAG_STATE_COUNT] = {
    [DIAG_ESTABLISHED] = "ESTABLISHED",
    [DIAG_SYN_SENT] = "SYN_SENT",
    [DIAG_SYN_RECV] = "SYN_RECV",
    [DIAG_FIN_WAIT1] = "FIN_WAIT1",
    [DIAG_FIN_WAIT2] = "FIN_WAIT2",
    [DIAG_TIME_WAIT] = "TIME_WAIT",
    [DIAG_CLOSE] = "CLOSE",
    [DIAG_CLOSE_WAIT] = "CLOSE_WAIT",
    [DIAG_LAST_ACK] = "LAST_ACK",
    [DIAG_LISTEN] = "LISTEN",
    [DIAG_CLOSING] = "CLOSING",
    [DIAG_NEW_SYN_RECV] = "SYN_RECV",
};

static const char *const types[] = {
    [SOCK_STREAM] = "STREAM",
    [SOCK_DGRAM] = "DGRAM",
    [SOCK_RAW] = "RAW",
    [SOCK_RDM] = "RDM",
    [SOCK_SEQPACKET] = "SEQPACKET",
};

static const char *const timers[DIAG_TIMER_COUNT] = {
    [DIAG_TIMER_RETRANSMIT] = "retransmit",
    [DIAG_TIMER_KEEPALIVE] = "keepalive",
    [DIAG_TIMER_TIME_WAIT] = "time_wait",
    [DIAG_TIMER_PROBE] = "probe",
};

static const char *const netlinks[] = {
    [NETLINK_ROUTE] = "ROUTE",
    [NETLINK_USERSOCK] = "USERSOCK",
    [NETLINK_FIREWALL] = "FIREWALL",
    [NETLINK_SOCK_DIAG] = "SOCK_DIAG",
    [NETLINK_NFLOG] = "NFLOG",
    [NETLINK_XFRM] = "XFRM",
    [NETLINK_SELINUX] = "SELINUX",
    [NETLINK_ISCSI] = "ISCSI",
    [NETLINK_AUDIT] = "AUDIT",
    [NETLINK_FIB_LOOKUP] = "FIB_LOOKUP",
    [NETLINK_CONNECTOR] = "CONNECTOR",
    [NETLINK_NETFILTER] = "NETFILTER",
    [NETLINK_KOBJECT_UEVENT] = "KOBJECT_UEVENT",
    [NETLINK_GENERIC] = "GENERIC",
    [NETLINK_SCSITRANSPORT] = "SCSITRANSPORT",
    [NETLINK_ECRYPTFS] = "ECRYPTFS",
    [NETLINK_RDMA] = "RDMA",
    [NETLINK_CRYPTO] = "CRYPTO",
    [NETLINK_SMC] = "SMC",
};

static const char *const raws[] = {
    [IPPROTO_ICMP] = "ICMP",
    [IPPROTO_IGMP] = "IGMP",
    [IPPROTO_TCP] = "TCP",
    [IPPROTO_UDP] = "UDP",
    [IPPROTO_GRE] = "GRE",
    [IPPROTO_ICMPV6] = "ICMPV6",
    [IPPROTO_RAW] = "RAW",
};

/* "" past the end and where there is no name. */
static const char *name_of(const char *const *names, size_t count, uint32_t i)
{
	return i < count && names[i] ? names[i] : "";
}

const char *diag_proto_name(const struct diag_row *row)
{
	return row->proto < DIAG_PROTO_COUNT ? protos[row->proto][row->family == AF_INET6] : "";
}

static int family_of(enum diag_proto proto, bool six)
{
	switch (proto) {
	case DIAG_UNIX:
		return AF_UNIX;
	case DIAG_PACKET:
		return AF_PACKET;
	case DIAG_NETLINK:
		return AF_NETLINK;
	default:
		return six ? AF_INET6 : AF_INET;
	}
}

int diag_proto_find(const char *name, enum diag_proto *proto, int *family)
{
	for (unsigned i = 0; i < 2 * DIAG_PROTO_COUNT; i++) {
		if (strcmp(protos[i / 2][i % 2], name) != 0)
			continue;
		*proto = (enum diag_proto)(i / 2);
		*family = family_of(*proto, i % 2);
		return 0;
	}
	return -ENOENT;
}

static bool is_any(const uint8_t ip[16])
{
	static const uint8_t any[16];
	return memcmp(ip, any, sizeof any) == 0;
}

static bool is_bound(const struct diag_row *row)
{
	if (row->proto == DIAG_RAW) /* its port is the protocol */
		return !is_any(row->local);
	switch (row->family) {
	case AF_UNIX:
		return row->name_len > 0;
	case AF_NETLINK:
		return row->local_id > 0;
	case AF_PACKET:
		return row->interface > 0;
	default:
		return row->local_port > 0;
	}
}

const char *diag_state_name(const struct diag_row *row)
{
	bool tcp = row->proto == DIAG_TCP || row->proto == DIAG_MPTCP;
	if (row->state == DIAG_CLOSE && !(tcp && row->inode == 0))
		return is_bound(row) ? "bound" : "unbound";
	if (row->state == DIAG_ESTABLISHED && !tcp)
		return "connected";
	return name_of(tcp_states, COUNT(tcp_states), row->state);
}

static bool begins_with(const char *text, const char *name)
{
	for (; *name; text++, name++)
		if (toupper((unsigned char)*text) != toupper((unsigned char)*name) &&
		    !(*text == '-' && *name == '_'))
			return false;
	return true;
}

const char *diag_state_find(const char *text)
{
	static const char *const others[] = {"connected", "bound", "unbound"};
	const char *found = NULL;
	/* CLOSE, CLOSE_WAIT: the longest. */
	for (size_t i = 1; i < COUNT(tcp_states); i++)
		if (begins_with(text, tcp_states[i]) &&
		    (!found || strlen(tcp_states[i]) > strlen(found)))
			found = tcp_states[i];
	for (size_t i = 0; !found && i < COUNT(others); i++)
		if (begins_with(text, others[i]))
			found = others[i];
	return found;
}

const char *diag_family_name(const struct diag_row *row)
{
	switch (row->family) {
	case AF_INET:
		return "INET";
	case AF_INET6:
		return "INET6";
	case AF_UNIX:
		return "UNIX";
	case AF_PACKET:
		return "PACKET";
	default:
		return row->family == AF_NETLINK ? "NETLINK" : "";
	}
}

const char *diag_type_name(const struct diag_row *row)
{
	return name_of(types, COUNT(types), row->type);
}

static const char *ethertype_name(uint32_t type, char text[DIAG_TEXT_MAX])
{
	switch (type) {
	case 0:
		return "";
	case ETH_P_ALL:
		return "ALL";
	case ETH_P_IP:
		return "IP";
	case ETH_P_IPV6:
		return "IPV6";
	case ETH_P_ARP:
		return "ARP";
	default:
		snprintf(text, DIAG_TEXT_MAX, "0x%04x", type);
		return text;
	}
}

const char *diag_service_name(const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	const char *name = "";
	if (row->proto == DIAG_PACKET)
		return ethertype_name(row->protocol, text);
	if (row->proto == DIAG_NETLINK)
		name = name_of(netlinks, COUNT(netlinks), row->protocol);
	else if (row->proto == DIAG_RAW)
		name = name_of(raws, COUNT(raws), row->protocol);
	else
		return "";
	if (*name)
		return name;
	snprintf(text, DIAG_TEXT_MAX, "%u", row->protocol);
	return text;
}

const char *diag_timer_name(const struct diag_row *row)
{
	return name_of(timers, COUNT(timers), row->timer);
}

const char *diag_shutdown_name(const struct diag_row *row)
{
	static const char *const names[] = {"", "recv", "send", "both"};
	return name_of(names, COUNT(names), row->shutdown);
}

const char *diag_mark_name(const struct diag_row *row)
{
	static const char *const names[] = {
	    [DIAG_NEW] = "new", [DIAG_CHANGED] = "changed", [DIAG_CLOSED] = "closed"};
	return name_of(names, COUNT(names), row->mark);
}

static void inet_address(const uint8_t *ip, uint16_t port, struct address *out)
{
	*out = (struct address){.len = sizeof out->in};
	out->in.sin_family = AF_INET;
	out->in.sin_port = htons(port);
	memcpy(&out->in.sin_addr, ip, sizeof out->in.sin_addr);
}

static void inet6_address(
    const struct diag_row *row, const uint8_t *ip, uint16_t port, struct address *out)
{
	*out = (struct address){.len = sizeof out->in6};
	out->in6.sin6_family = AF_INET6;
	out->in6.sin6_port = htons(port);
	memcpy(&out->in6.sin6_addr, ip, sizeof out->in6.sin6_addr);
	if (IN6_IS_ADDR_LINKLOCAL(&out->in6.sin6_addr))
		out->in6.sin6_scope_id = row->interface;
}

static void netlink_address(uint32_t id, struct address *out)
{
	*out = (struct address){.len = sizeof out->nl};
	out->nl.nl_family = AF_NETLINK;
	out->nl.nl_pid = id;
}

static void packet_address(const struct diag_row *row, struct address *out)
{
	*out = (struct address){.len = sizeof out->ll};
	out->ll.sll_family = AF_PACKET;
	out->ll.sll_ifindex = (int)row->interface;
}

static void unix_address(
    const struct diag_snapshot *s, const struct diag_row *row, struct address *out)
{
	size_t len = row->name_len;
	if (len > sizeof out->un.sun_path)
		len = sizeof out->un.sun_path;
	*out = (struct address){0};
	out->un.sun_family = AF_UNIX;
	memcpy(out->un.sun_path, s->text.data + row->name, len);
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
}

static const char *format(const struct address *a, char text[DIAG_TEXT_MAX])
{
	address_format(&a->sa, a->len, text, DIAG_TEXT_MAX);
	return text;
}

static const char *unnamed(uint32_t inode, char text[DIAG_TEXT_MAX])
{
	snprintf(text, DIAG_TEXT_MAX, "unix:[%u]", inode);
	return text;
}

const char *diag_local_text(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	struct address a;
	if (row->family == AF_UNIX && row->name_len == 0)
		return unnamed(row->inode, text);
	if (row->family == AF_UNIX)
		unix_address(s, row, &a);
	else if (row->family == AF_NETLINK)
		netlink_address(row->local_id, &a);
	else if (row->family == AF_PACKET)
		packet_address(row, &a);
	else if (row->family == AF_INET6)
		inet6_address(row, row->local, row->local_port, &a);
	else
		inet_address(row->local, row->local_port, &a);
	return format(&a, text);
}

static bool has_remote(const struct diag_row *row)
{
	if (row->family == AF_INET || row->family == AF_INET6)
		return row->remote_port || !is_any(row->remote);
	return row->remote_id != 0;
}

const char *diag_remote_text(const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	struct address a;
	if (!has_remote(row)) {
		text[0] = '\0';
		return text;
	}
	if (row->family == AF_UNIX)
		return unnamed(row->remote_id, text);
	if (row->family == AF_NETLINK)
		netlink_address(row->remote_id, &a);
	else if (row->family == AF_INET6)
		inet6_address(row, row->remote, row->remote_port, &a);
	else
		inet_address(row->remote, row->remote_port, &a);
	return format(&a, text);
}

uint64_t diag_bytes_in(const struct diag_row *row)
{
	bool fin = row->state == DIAG_CLOSE_WAIT || row->state == DIAG_LAST_ACK ||
		   row->state == DIAG_CLOSING;
	return row->bytes_received - (fin && row->bytes_received);
}

uint64_t diag_bytes_out(const struct diag_row *row)
{
	if (row->bytes_sent)
		return row->bytes_sent - row->bytes_retrans;
	/* The SYN counts as one acknowledged byte. */
	return row->bytes_acked > 1 ? row->bytes_acked - 1 : 0;
}

const struct diag_row *diag_find_inode(const struct diag_snapshot *s, uint32_t inode)
{
	for (size_t i = 0; inode && i < s->count; i++)
		if (s->rows[i].inode == inode)
			return &s->rows[i];
	return NULL;
}
