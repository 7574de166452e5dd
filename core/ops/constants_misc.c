/* Addresses, ports, errors, control messages, and the families beyond IP. */
#include "core/ops/constants.h"

#include <errno.h>
#include <linux/if_alg.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* NETLINK_CRYPTO and kin are in linux/netlink.h; these were taken out of it, Python kept them. */
#ifndef NETLINK_FIREWALL
#define NETLINK_FIREWALL 3
#endif
#ifndef IOCTL_VM_SOCKETS_GET_LOCAL_CID
#define IOCTL_VM_SOCKETS_GET_LOCAL_CID _IO(7, 0xb9)
#endif

const struct constant constants_addresses[] = {
    {.name = "AF_DECnet", .value = AF_DECnet},
    {.name = "EAGAIN", .value = EAGAIN},
    {.name = "EAI_ADDRFAMILY",
	.value = EAI_ADDRFAMILY,
	.help = "the host has no address of that family"},
    {.name = "EAI_AGAIN", .value = EAI_AGAIN, .help = "no nameserver answered: try again"},
    {.name = "EAI_BADFLAGS", .value = EAI_BADFLAGS, .help = "flags that do not exist"},
    {.name = "EAI_FAIL", .value = EAI_FAIL, .help = "the nameserver failed"},
    {.name = "EAI_FAMILY", .value = EAI_FAMILY, .help = "family not supported"},
    {.name = "EAI_MEMORY", .value = EAI_MEMORY},
    {.name = "EAI_NODATA", .value = EAI_NODATA},
    {.name = "EAI_NONAME", .value = EAI_NONAME, .help = "name or service not known"},
    {.name = "EAI_OVERFLOW", .value = EAI_OVERFLOW},
    {.name = "EAI_SERVICE", .value = EAI_SERVICE, .help = "no such service for the socket type"},
    {.name = "EAI_SOCKTYPE", .value = EAI_SOCKTYPE, .help = "socket type not supported"},
    {.name = "EAI_SYSTEM", .value = EAI_SYSTEM},
    {.name = "EBADF", .value = EBADF},
    {.name = "EWOULDBLOCK", .value = EWOULDBLOCK},
    {.name = "INADDR_ALLHOSTS_GROUP", .value = INADDR_ALLHOSTS_GROUP},
    {.name = "INADDR_ANY", .value = INADDR_ANY, .help = "0.0.0.0"},
    {.name = "INADDR_BROADCAST", .value = INADDR_BROADCAST, .help = "255.255.255.255"},
    {.name = "INADDR_LOOPBACK", .value = INADDR_LOOPBACK, .help = "127.0.0.1"},
    {.name = "INADDR_MAX_LOCAL_GROUP", .value = INADDR_MAX_LOCAL_GROUP},
    {.name = "INADDR_NONE", .value = INADDR_NONE},
    {.name = "INADDR_UNSPEC_GROUP", .value = INADDR_UNSPEC_GROUP},
    {.name = "IPPORT_RESERVED", .value = IPPORT_RESERVED},
    {.name = "IPPORT_USERRESERVED", .value = IPPORT_USERRESERVED},
    {.name = "SCM_CREDENTIALS",
	.value = SCM_CREDENTIALS,
	.help = "control message: pid, uid and gid of the sender"},
    {.name = "SCM_RIGHTS", .value = SCM_RIGHTS, .help = "control message: descriptors"},
    {.name = "SOMAXCONN", .value = SOMAXCONN, .help = "the largest backlog listen() takes"},
    {0},
};

const struct constant constants_netlink[] = {
    {.name = "NETLINK_CRYPTO", .value = NETLINK_CRYPTO},
    {.name = "NETLINK_DNRTMSG", .value = NETLINK_DNRTMSG},
    {.name = "NETLINK_FIREWALL", .value = NETLINK_FIREWALL},
    {.name = "NETLINK_IP6_FW", .value = NETLINK_IP6_FW},
    {.name = "NETLINK_NFLOG", .value = NETLINK_NFLOG},
    {.name = "NETLINK_ROUTE", .value = NETLINK_ROUTE, .help = "addresses, routes, links"},
    {.name = "NETLINK_USERSOCK", .value = NETLINK_USERSOCK, .help = "between programs"},
    {.name = "NETLINK_XFRM", .value = NETLINK_XFRM},
    {0},
};

const struct constant constants_link[] = {
    {.name = "PACKET_BROADCAST", .value = PACKET_BROADCAST},
    {.name = "PACKET_FASTROUTE", .value = PACKET_FASTROUTE},
    {.name = "PACKET_HOST", .value = PACKET_HOST},
    {.name = "PACKET_LOOPBACK", .value = PACKET_LOOPBACK},
    {.name = "PACKET_MULTICAST", .value = PACKET_MULTICAST},
    {.name = "PACKET_OTHERHOST", .value = PACKET_OTHERHOST},
    {.name = "PACKET_OUTGOING", .value = PACKET_OUTGOING},
    {.name = "PF_PACKET", .value = PF_PACKET},
    {.name = "PF_RDS", .value = PF_RDS},
    {.name = "VMADDR_CID_ANY", .value = (int64_t)VMADDR_CID_ANY},
    {.name = "VMADDR_CID_HOST", .value = VMADDR_CID_HOST},
    {.name = "VMADDR_PORT_ANY", .value = (int64_t)VMADDR_PORT_ANY},
    {.name = "VM_SOCKETS_INVALID_VERSION", .value = (int64_t)VM_SOCKETS_INVALID_VERSION},
    {.name = "ALG_OP_DECRYPT", .value = ALG_OP_DECRYPT},
    {.name = "ALG_OP_ENCRYPT", .value = ALG_OP_ENCRYPT},
    {.name = "ALG_OP_SIGN", .value = 2},
    {.name = "ALG_OP_VERIFY", .value = 3},
    {.name = "ALG_SET_AEAD_ASSOCLEN", .value = ALG_SET_AEAD_ASSOCLEN},
    {.name = "ALG_SET_AEAD_AUTHSIZE", .value = ALG_SET_AEAD_AUTHSIZE},
    {.name = "ALG_SET_IV", .value = ALG_SET_IV},
    {.name = "ALG_SET_KEY", .value = ALG_SET_KEY},
    {.name = "ALG_SET_OP", .value = ALG_SET_OP},
    {.name = "ALG_SET_PUBKEY", .value = 6},
    {.name = "IOCTL_VM_SOCKETS_GET_LOCAL_CID", .value = IOCTL_VM_SOCKETS_GET_LOCAL_CID},
    {0},
};
