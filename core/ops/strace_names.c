/* The names that strace gives to numbers: one table per set, values from the kernel's headers. */
#include "core/ops/strace.h"

#include <net/if_arp.h>
#include <linux/can.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <poll.h>

struct name {
	uint64_t value;
	const char *text;
};

/* Several names to a line. */
/* clang-format off */
#define N(constant) {constant, #constant}
#define END {0, NULL}

static const struct name families[] = {
    N(AF_UNSPEC), N(AF_UNIX), N(AF_INET), N(AF_AX25), N(AF_IPX), N(AF_APPLETALK), N(AF_NETROM),
    N(AF_BRIDGE), N(AF_ATMPVC), N(AF_X25), N(AF_INET6), N(AF_ROSE), N(AF_NETBEUI), N(AF_SECURITY),
    N(AF_KEY), N(AF_NETLINK), N(AF_PACKET), N(AF_ASH), N(AF_ECONET), N(AF_ATMSVC), N(AF_RDS),
    N(AF_SNA), N(AF_IRDA), N(AF_PPPOX), N(AF_WANPIPE), N(AF_LLC), N(AF_IB), N(AF_MPLS), N(AF_CAN),
    N(AF_TIPC), N(AF_BLUETOOTH), N(AF_IUCV), N(AF_RXRPC), N(AF_ISDN), N(AF_PHONET),
    N(AF_IEEE802154), N(AF_CAIF), N(AF_ALG), N(AF_NFC), N(AF_VSOCK), N(AF_KCM), N(AF_QIPCRTR),
    N(AF_SMC), N(AF_XDP), N(AF_MCTP), END,
};

static const struct name types[] = {
    N(SOCK_STREAM), N(SOCK_DGRAM), N(SOCK_RAW), N(SOCK_RDM), N(SOCK_SEQPACKET), N(SOCK_DCCP),
    N(SOCK_PACKET), END,
};

static const struct name type_flags[] = {N(SOCK_CLOEXEC), N(SOCK_NONBLOCK), END};

static const struct name protocols[] = {
    N(IPPROTO_IP), N(IPPROTO_ICMP), N(IPPROTO_IGMP), N(IPPROTO_IPIP), N(IPPROTO_TCP),
    N(IPPROTO_EGP), N(IPPROTO_PUP), N(IPPROTO_UDP), N(IPPROTO_IDP), N(IPPROTO_TP),
    N(IPPROTO_DCCP), N(IPPROTO_IPV6), N(IPPROTO_ROUTING), N(IPPROTO_FRAGMENT), N(IPPROTO_RSVP),
    N(IPPROTO_GRE), N(IPPROTO_ESP), N(IPPROTO_AH), N(IPPROTO_ICMPV6), N(IPPROTO_NONE),
    N(IPPROTO_DSTOPTS), N(IPPROTO_MTP), N(IPPROTO_BEETPH), N(IPPROTO_ENCAP), N(IPPROTO_PIM),
    N(IPPROTO_COMP), N(IPPROTO_SCTP), N(IPPROTO_MH), N(IPPROTO_UDPLITE), N(IPPROTO_MPLS),
    N(IPPROTO_ETHERNET), N(IPPROTO_RAW), N(IPPROTO_MPTCP), END,
};

static const struct name netlinks[] = {
    N(NETLINK_ROUTE), N(NETLINK_UNUSED), N(NETLINK_USERSOCK), N(NETLINK_FIREWALL),
    N(NETLINK_SOCK_DIAG), N(NETLINK_NFLOG), N(NETLINK_XFRM), N(NETLINK_SELINUX), N(NETLINK_ISCSI),
    N(NETLINK_AUDIT), N(NETLINK_FIB_LOOKUP), N(NETLINK_CONNECTOR), N(NETLINK_NETFILTER),
    N(NETLINK_IP6_FW), N(NETLINK_DNRTMSG), N(NETLINK_KOBJECT_UEVENT), N(NETLINK_GENERIC),
    N(NETLINK_SCSITRANSPORT), N(NETLINK_ECRYPTFS), N(NETLINK_RDMA), N(NETLINK_CRYPTO),
    N(NETLINK_SMC), END,
};

static const struct name can_protocols[] = {
    N(CAN_RAW), N(CAN_BCM), N(CAN_TP16), N(CAN_TP20), N(CAN_MCNET), N(CAN_ISOTP), N(CAN_J1939), END,
};

/* Of include/net/bluetooth/bluetooth.h, which is not installed with the others. */
static const struct name bluetooth_protocols[] = {
    {0, "BTPROTO_L2CAP"}, {1, "BTPROTO_HCI"}, {2, "BTPROTO_SCO"}, {3, "BTPROTO_RFCOMM"},
    {4, "BTPROTO_BNEP"}, {5, "BTPROTO_CMTP"}, {6, "BTPROTO_HIDP"}, {7, "BTPROTO_AVDTP"}, END,
};

static const struct name ethertypes[] = {
    N(ETH_P_802_3), N(ETH_P_AX25), N(ETH_P_ALL), N(ETH_P_802_2), N(ETH_P_LOOP), N(ETH_P_IP),
    N(ETH_P_ARP), N(ETH_P_RARP), N(ETH_P_8021Q), N(ETH_P_IPX), N(ETH_P_IPV6), N(ETH_P_PPP_DISC),
    N(ETH_P_PPP_SES), N(ETH_P_MPLS_UC), N(ETH_P_PAE), N(ETH_P_8021AD), N(ETH_P_LLDP),
    N(ETH_P_1588), END,
};

static const struct name levels[] = {
    {IPPROTO_IP, "SOL_IP"}, N(SOL_SOCKET), {IPPROTO_TCP, "SOL_TCP"}, {IPPROTO_UDP, "SOL_UDP"},
    {IPPROTO_IPV6, "SOL_IPV6"}, N(SOL_ICMPV6), {IPPROTO_SCTP, "SOL_SCTP"},
    {IPPROTO_UDPLITE, "SOL_UDPLITE"}, N(SOL_RAW), N(SOL_X25), N(SOL_PACKET), N(SOL_ATM),
    N(SOL_IRDA), N(SOL_LLC), N(SOL_DCCP), N(SOL_NETLINK), N(SOL_TIPC), N(SOL_BLUETOOTH),
    N(SOL_RDS), N(SOL_IUCV), N(SOL_CAIF), N(SOL_ALG), N(SOL_NFC), N(SOL_KCM), N(SOL_TLS),
    N(SOL_XDP), END,
};

static const struct name so_options[] = {
    N(SO_DEBUG), N(SO_REUSEADDR), N(SO_TYPE), N(SO_ERROR), N(SO_DONTROUTE), N(SO_BROADCAST),
    N(SO_SNDBUF), N(SO_RCVBUF), N(SO_KEEPALIVE), N(SO_OOBINLINE), N(SO_NO_CHECK), N(SO_PRIORITY),
    N(SO_LINGER), N(SO_BSDCOMPAT), N(SO_REUSEPORT), N(SO_PASSCRED), N(SO_PEERCRED), N(SO_RCVLOWAT),
    N(SO_SNDLOWAT), N(SO_RCVTIMEO_OLD), N(SO_SNDTIMEO_OLD), N(SO_BINDTODEVICE),
    N(SO_ATTACH_FILTER), N(SO_DETACH_FILTER), N(SO_PEERNAME), N(SO_TIMESTAMP_OLD),
    N(SO_ACCEPTCONN), N(SO_PEERSEC), N(SO_SNDBUFFORCE), N(SO_RCVBUFFORCE), N(SO_PASSSEC),
    N(SO_TIMESTAMPNS_OLD), N(SO_MARK), N(SO_TIMESTAMPING_OLD), N(SO_PROTOCOL), N(SO_DOMAIN),
    N(SO_RXQ_OVFL), N(SO_WIFI_STATUS), N(SO_PEEK_OFF), N(SO_NOFCS), N(SO_LOCK_FILTER),
    N(SO_SELECT_ERR_QUEUE), N(SO_BUSY_POLL), N(SO_MAX_PACING_RATE), N(SO_BPF_EXTENSIONS),
    N(SO_INCOMING_CPU), N(SO_ATTACH_BPF), N(SO_ATTACH_REUSEPORT_CBPF), N(SO_ATTACH_REUSEPORT_EBPF),
    N(SO_CNX_ADVICE), N(SO_MEMINFO), N(SO_INCOMING_NAPI_ID), N(SO_COOKIE), N(SO_PEERGROUPS),
    N(SO_ZEROCOPY), N(SO_TXTIME), N(SO_BINDTOIFINDEX), N(SO_TIMESTAMP_NEW), N(SO_TIMESTAMPNS_NEW),
    N(SO_TIMESTAMPING_NEW), N(SO_RCVTIMEO_NEW), N(SO_SNDTIMEO_NEW), N(SO_DETACH_REUSEPORT_BPF),
    N(SO_PREFER_BUSY_POLL), N(SO_BUSY_POLL_BUDGET), N(SO_NETNS_COOKIE), N(SO_BUF_LOCK),
    N(SO_RESERVE_MEM), N(SO_TXREHASH), N(SO_RCVMARK), END,
};

static const struct name ip_options[] = {
    N(IP_TOS), N(IP_TTL), N(IP_HDRINCL), N(IP_OPTIONS), N(IP_ROUTER_ALERT), N(IP_RECVOPTS),
    N(IP_RETOPTS), N(IP_PKTINFO), N(IP_PKTOPTIONS), N(IP_MTU_DISCOVER), N(IP_RECVERR),
    N(IP_RECVTTL), N(IP_RECVTOS), N(IP_MTU), N(IP_FREEBIND), N(IP_IPSEC_POLICY),
    N(IP_XFRM_POLICY), N(IP_PASSSEC), N(IP_TRANSPARENT), {20, "IP_ORIGDSTADDR"}, N(IP_MINTTL),
    N(IP_NODEFRAG), N(IP_CHECKSUM), N(IP_BIND_ADDRESS_NO_PORT), N(IP_RECVFRAGSIZE),
    N(IP_MULTICAST_IF), N(IP_MULTICAST_TTL), N(IP_MULTICAST_LOOP), N(IP_ADD_MEMBERSHIP),
    N(IP_DROP_MEMBERSHIP), N(IP_UNBLOCK_SOURCE), N(IP_BLOCK_SOURCE), N(IP_ADD_SOURCE_MEMBERSHIP),
    N(IP_DROP_SOURCE_MEMBERSHIP), N(IP_MSFILTER), N(MCAST_JOIN_GROUP), N(MCAST_BLOCK_SOURCE),
    N(MCAST_UNBLOCK_SOURCE), N(MCAST_LEAVE_GROUP), N(MCAST_JOIN_SOURCE_GROUP),
    N(MCAST_LEAVE_SOURCE_GROUP), N(MCAST_MSFILTER), N(IP_MULTICAST_ALL), N(IP_UNICAST_IF), END,
};

static const struct name ipv6_options[] = {
    N(IPV6_ADDRFORM), N(IPV6_2292PKTINFO), N(IPV6_2292HOPOPTS), N(IPV6_2292DSTOPTS),
    N(IPV6_2292RTHDR), N(IPV6_2292PKTOPTIONS), N(IPV6_CHECKSUM), N(IPV6_2292HOPLIMIT),
    N(IPV6_NEXTHOP), N(IPV6_AUTHHDR), N(IPV6_UNICAST_HOPS), N(IPV6_MULTICAST_IF),
    N(IPV6_MULTICAST_HOPS), N(IPV6_MULTICAST_LOOP), N(IPV6_ADD_MEMBERSHIP),
    N(IPV6_DROP_MEMBERSHIP), N(IPV6_ROUTER_ALERT), N(IPV6_MTU_DISCOVER), N(IPV6_MTU),
    N(IPV6_RECVERR), N(IPV6_V6ONLY), N(IPV6_JOIN_ANYCAST), N(IPV6_LEAVE_ANYCAST),
    N(IPV6_MULTICAST_ALL), N(IPV6_ROUTER_ALERT_ISOLATE), N(IPV6_RECVERR_RFC4884),
    N(IPV6_IPSEC_POLICY), N(IPV6_XFRM_POLICY), N(IPV6_HDRINCL), N(IPV6_RECVPKTINFO),
    N(IPV6_PKTINFO), N(IPV6_RECVHOPLIMIT), N(IPV6_HOPLIMIT), N(IPV6_RECVHOPOPTS), N(IPV6_HOPOPTS),
    N(IPV6_RTHDRDSTOPTS), N(IPV6_RECVRTHDR), N(IPV6_RTHDR), N(IPV6_RECVDSTOPTS), N(IPV6_DSTOPTS),
    N(IPV6_RECVPATHMTU), N(IPV6_PATHMTU), N(IPV6_DONTFRAG), N(IPV6_RECVTCLASS), N(IPV6_TCLASS),
    N(IPV6_AUTOFLOWLABEL), N(IPV6_ADDR_PREFERENCES), N(IPV6_MINHOPCOUNT), N(IPV6_ORIGDSTADDR),
    N(IPV6_TRANSPARENT), N(IPV6_UNICAST_IF), N(IPV6_RECVFRAGSIZE), N(IPV6_FREEBIND), END,
};

static const struct name tcp_options[] = {
    N(TCP_NODELAY), N(TCP_MAXSEG), N(TCP_CORK), N(TCP_KEEPIDLE), N(TCP_KEEPINTVL), N(TCP_KEEPCNT),
    N(TCP_SYNCNT), N(TCP_LINGER2), N(TCP_DEFER_ACCEPT), N(TCP_WINDOW_CLAMP), N(TCP_INFO),
    N(TCP_QUICKACK), N(TCP_CONGESTION), N(TCP_MD5SIG), N(TCP_COOKIE_TRANSACTIONS),
    N(TCP_THIN_LINEAR_TIMEOUTS), N(TCP_THIN_DUPACK), N(TCP_USER_TIMEOUT), N(TCP_REPAIR),
    N(TCP_REPAIR_QUEUE), N(TCP_QUEUE_SEQ), N(TCP_REPAIR_OPTIONS), N(TCP_FASTOPEN),
    N(TCP_TIMESTAMP), N(TCP_NOTSENT_LOWAT), N(TCP_CC_INFO), N(TCP_SAVE_SYN), N(TCP_SAVED_SYN),
    N(TCP_REPAIR_WINDOW), N(TCP_FASTOPEN_CONNECT), N(TCP_ULP), N(TCP_MD5SIG_EXT),
    N(TCP_FASTOPEN_KEY), N(TCP_FASTOPEN_NO_COOKIE), N(TCP_ZEROCOPY_RECEIVE), N(TCP_INQ),
    N(TCP_TX_DELAY), END,
};

static const struct name udp_options[] = {
    N(UDP_CORK), N(UDP_ENCAP), N(UDP_NO_CHECK6_TX), N(UDP_NO_CHECK6_RX), N(UDP_SEGMENT),
    N(UDP_GRO), {10, "UDPLITE_SEND_CSCOV"}, {11, "UDPLITE_RECV_CSCOV"}, END,
};

static const struct name raw_options[] = {{1, "ICMP_FILTER"}, END};

static const struct name packet_options[] = {
    N(PACKET_ADD_MEMBERSHIP), N(PACKET_DROP_MEMBERSHIP), N(PACKET_RECV_OUTPUT), N(PACKET_RX_RING),
    N(PACKET_STATISTICS), N(PACKET_COPY_THRESH), N(PACKET_AUXDATA), N(PACKET_ORIGDEV),
    N(PACKET_VERSION), N(PACKET_HDRLEN), N(PACKET_RESERVE), N(PACKET_TX_RING), N(PACKET_LOSS),
    N(PACKET_VNET_HDR), N(PACKET_TX_TIMESTAMP), N(PACKET_TIMESTAMP), N(PACKET_FANOUT),
    N(PACKET_TX_HAS_OFF), N(PACKET_QDISC_BYPASS), N(PACKET_ROLLOVER_STATS), N(PACKET_FANOUT_DATA),
    N(PACKET_IGNORE_OUTGOING), END,
};

static const struct name netlink_options[] = {
    N(NETLINK_ADD_MEMBERSHIP), N(NETLINK_DROP_MEMBERSHIP), N(NETLINK_PKTINFO),
    N(NETLINK_BROADCAST_ERROR), N(NETLINK_NO_ENOBUFS), N(NETLINK_LISTEN_ALL_NSID),
    N(NETLINK_LIST_MEMBERSHIPS), N(NETLINK_CAP_ACK), N(NETLINK_EXT_ACK), N(NETLINK_GET_STRICT_CHK),
    END,
};

static const struct name vsock_options[] = {
    N(SO_VM_SOCKETS_BUFFER_SIZE), N(SO_VM_SOCKETS_BUFFER_MIN_SIZE),
    N(SO_VM_SOCKETS_BUFFER_MAX_SIZE), N(SO_VM_SOCKETS_PEER_HOST_VM_ID), N(SO_VM_SOCKETS_TRUSTED),
    N(SO_VM_SOCKETS_CONNECT_TIMEOUT), N(SO_VM_SOCKETS_NONBLOCK_TXRX), END,
};

static const struct name control_messages[] = {
    N(SCM_RIGHTS), N(SCM_CREDENTIALS), {3, "SCM_SECURITY"}, N(SO_TIMESTAMP_OLD),
    N(SO_TIMESTAMPNS_OLD), N(SO_TIMESTAMPING_OLD), N(SO_RXQ_OVFL), END,
};

static const struct name hows[] = {N(SHUT_RD), N(SHUT_WR), N(SHUT_RDWR), END};

static const struct name msg_flags[] = {
    N(MSG_OOB), N(MSG_PEEK), N(MSG_DONTROUTE), N(MSG_CTRUNC), {0x10, "MSG_PROBE"}, N(MSG_TRUNC),
    N(MSG_DONTWAIT), N(MSG_EOR), N(MSG_WAITALL), N(MSG_FIN), N(MSG_SYN), N(MSG_CONFIRM),
    N(MSG_RST), N(MSG_ERRQUEUE), N(MSG_NOSIGNAL), N(MSG_MORE), N(MSG_WAITFORONE),
    {0x20000, "MSG_SENDPAGE_NOTLAST"}, N(MSG_BATCH),
    {0x80000, "MSG_NO_SHARED_FRAGS"}, N(MSG_ZEROCOPY), N(MSG_FASTOPEN), N(MSG_CMSG_CLOEXEC), END,
};

static const struct name poll_events[] = {
    N(POLLIN), N(POLLPRI), N(POLLOUT), N(POLLRDNORM), N(POLLWRNORM), N(POLLRDBAND), N(POLLWRBAND),
    N(POLLERR), N(POLLHUP), N(POLLNVAL), N(POLLMSG), N(POLLRDHUP), END,
};

static const struct name hardware_types[] = {
    N(ARPHRD_NETROM), N(ARPHRD_ETHER), N(ARPHRD_IEEE802), N(ARPHRD_INFINIBAND), N(ARPHRD_PPP),
    N(ARPHRD_TUNNEL), N(ARPHRD_TUNNEL6), N(ARPHRD_LOOPBACK), N(ARPHRD_SIT), N(ARPHRD_IPGRE),
    N(ARPHRD_IEEE80211), {824, "ARPHRD_NETLINK"}, N(ARPHRD_NONE), N(ARPHRD_VOID), END,
};

static const struct name packet_types[] = {
    N(PACKET_HOST), N(PACKET_BROADCAST), N(PACKET_MULTICAST), N(PACKET_OTHERHOST),
    N(PACKET_OUTGOING), N(PACKET_LOOPBACK), {6, "PACKET_USER"}, {7, "PACKET_KERNEL"}, END,
};

static const struct name context_ids[] = {
    {UINT32_MAX, "VMADDR_CID_ANY"}, N(VMADDR_CID_HYPERVISOR), {1, "VMADDR_CID_LOCAL"},
    N(VMADDR_CID_HOST), END,
};

/* clang-format on */

/* A set, and what stands for a value without a name. */
static const struct {
	const struct name *names;
	const char *unknown;
} sets[NAMES_COUNT] = {
    [NAMES_FAMILY] = {families, "AF_???"},
    [NAMES_TYPE] = {types, "SOCK_???"},
    [NAMES_TYPE_FLAGS] = {type_flags, "SOCK_???"},
    [NAMES_IPPROTO] = {protocols, "IPPROTO_???"},
    [NAMES_NETLINK] = {netlinks, "NETLINK_???"},
    [NAMES_CAN] = {can_protocols, "CAN_???"},
    [NAMES_BLUETOOTH] = {bluetooth_protocols, "BTPROTO_???"},
    [NAMES_ETHERTYPE] = {ethertypes, "ETH_P_???"},
    [NAMES_LEVEL] = {levels, "SOL_??"},
    [NAMES_SO] = {so_options, "SO_???"},
    [NAMES_IP] = {ip_options, "IP_???"},
    [NAMES_IPV6] = {ipv6_options, "IPV6_???"},
    [NAMES_TCP] = {tcp_options, "TCP_???"},
    [NAMES_UDP] = {udp_options, "UDP_???"},
    [NAMES_RAW] = {raw_options, "RAW_???"},
    [NAMES_PACKET] = {packet_options, "PACKET_???"},
    [NAMES_NETLINK_OPTION] = {netlink_options, "NETLINK_???"},
    [NAMES_VSOCK] = {vsock_options, "SO_VM_SOCKETS_???"},
    [NAMES_SCM] = {control_messages, "SCM_???"},
    [NAMES_HOW] = {hows, "SHUT_???"},
    [NAMES_MSG] = {msg_flags, "MSG_???"},
    [NAMES_POLL] = {poll_events, "POLL???"},
    [NAMES_HATYPE] = {hardware_types, "ARPHRD_???"},
    [NAMES_PKTTYPE] = {packet_types, "PACKET_???"},
    [NAMES_CID] = {context_ids, NULL},
};

const char *strace_name(enum name_set set, uint64_t value)
{
	for (const struct name *n = sets[set].names; n->text; n++)
		if (n->value == value)
			return n->text;
	return NULL;
}

void strace_enum(struct buf *to, enum name_set set, uint64_t value)
{
	const char *name = strace_name(set, value);
	if (name) {
		buf_str(to, name);
		return;
	}
	buf_printf(to, value ? "%#llx" : "%llu", (unsigned long long)value);
	if (sets[set].unknown)
		buf_printf(to, " /* %s */", sets[set].unknown);
}

void strace_flags(struct buf *to, enum name_set set, unsigned value)
{
	const char *separator = "";
	unsigned left = value;
	for (const struct name *n = sets[set].names; n->text; n++) {
		unsigned bits = (unsigned)n->value;
		if (!bits || (left & bits) != bits)
			continue;
		buf_printf(to, "%s%s", separator, n->text);
		separator = "|";
		left &= ~bits;
	}
	if (left && *separator)
		buf_printf(to, "|%#x", left);
	else if (left)
		buf_printf(to, "%#x /* %s */", left, sets[set].unknown);
	else if (!value)
		buf_char(to, '0');
}

enum name_set strace_option_names(int level)
{
	static const struct {
		int level;
		enum name_set names;
	} by_level[] = {
	    {SOL_SOCKET, NAMES_SO},
	    {IPPROTO_IP, NAMES_IP},
	    {IPPROTO_IPV6, NAMES_IPV6},
	    {IPPROTO_TCP, NAMES_TCP},
	    {IPPROTO_UDP, NAMES_UDP},
	    {IPPROTO_UDPLITE, NAMES_UDP},
	    {SOL_RAW, NAMES_RAW},
	    {SOL_PACKET, NAMES_PACKET},
	    {SOL_NETLINK, NAMES_NETLINK_OPTION},
	    {AF_VSOCK, NAMES_VSOCK},
	};
	for (size_t i = 0; i < sizeof by_level / sizeof *by_level; i++)
		if (by_level[i].level == level)
			return by_level[i].names;
	return NAMES_COUNT;
}

enum name_set strace_cmsg_names(int level)
{
	if (level == SOL_SOCKET)
		return NAMES_SCM;
	return level == IPPROTO_IP ? NAMES_IP : NAMES_COUNT;
}
