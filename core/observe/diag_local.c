/* Rows of the families that are no INET: UNIX, PACKET and NETLINK sockets. */
#include "core/observe/diag_parse.h"

#include <errno.h>
#include <string.h>
#include <arpa/inet.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/unix_diag.h>
#include <libmnl/libmnl.h>
#include <sys/socket.h>

static uint64_t cookie_of(const uint32_t *half)
{
	return (uint64_t)half[1] << 32 | half[0];
}

static bool holds(const struct nlattr *attr, size_t size)
{
	return mnl_attr_get_payload_len(attr) >= size;
}

static struct diag_row *add(struct diag_snapshot *s, enum diag_proto proto, uint8_t family)
{
	struct diag_row *row = diag_snapshot_add(s);
	if (row) {
		row->proto = (uint8_t)proto;
		row->family = family;
		row->uid = UINT32_MAX;
	}
	return row;
}

static void take_rqlen(struct diag_row *row, const struct nlattr *attr)
{
	struct unix_diag_rqlen queues;
	memcpy(&queues, mnl_attr_get_payload(attr), sizeof queues);
	if (row->state == DIAG_LISTEN) {
		row->accept_queue = queues.udiag_rqueue;
		row->backlog = queues.udiag_wqueue;
	} else {
		row->recv_queue = queues.udiag_rqueue;
		row->send_queue = queues.udiag_wqueue;
	}
}

/* A path comes with the NUL that ends it, an abstract name begins with one and may hold more. */
static int take_name(struct diag_snapshot *s, struct diag_row *row, const struct nlattr *attr)
{
	const char *name = mnl_attr_get_payload(attr);
	size_t len = mnl_attr_get_payload_len(attr);
	if (len && name[0])
		len = strnlen(name, len);
	return diag_snapshot_name(s, row, name, len);
}

static int take_unix_attr(struct diag_snapshot *s, struct diag_row *row, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case UNIX_DIAG_NAME:
		return take_name(s, row, attr);
	case UNIX_DIAG_PEER:
		if (holds(attr, sizeof(uint32_t)))
			row->remote_id = mnl_attr_get_u32(attr);
		break;
	case UNIX_DIAG_RQLEN:
		if (holds(attr, sizeof(struct unix_diag_rqlen)))
			take_rqlen(row, attr);
		break;
	case UNIX_DIAG_MEMINFO:
		diag_parse_memory(row, attr);
		break;
	case UNIX_DIAG_SHUTDOWN:
		if (holds(attr, 1))
			row->shutdown = mnl_attr_get_u8(attr) & 3;
		break;
	case UNIX_DIAG_UID:
		if (holds(attr, sizeof(uint32_t)))
			row->uid = mnl_attr_get_u32(attr);
		break;
	default:
		break;
	}
	return 0;
}

int diag_parse_unix(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m)
{
	struct unix_diag_msg msg;
	const struct nlattr *attr;
	int r = 0;
	if (mnl_nlmsg_get_payload_len(m) < sizeof msg)
		return 0;
	memcpy(&msg, mnl_nlmsg_get_payload(m), sizeof msg);
	struct diag_row *row = add(s, proto, AF_UNIX);
	if (!row)
		return -ENOMEM;
	row->type = msg.udiag_type;
	row->state = msg.udiag_state;
	row->inode = msg.udiag_ino;
	row->cookie = cookie_of(msg.udiag_cookie);
	for (attr = diag_attr_first(m, sizeof msg); attr && r == 0; attr = diag_attr_next(m, attr))
		r = take_unix_attr(s, row, attr);
	return r;
}

static void take_packet_attr(struct diag_row *row, const struct nlattr *attr)
{
	struct packet_diag_info info;
	switch (mnl_attr_get_type(attr)) {
	case PACKET_DIAG_INFO:
		if (!holds(attr, sizeof info))
			break;
		memcpy(&info, mnl_attr_get_payload(attr), sizeof info);
		row->interface = info.pdi_index;
		break;
	case PACKET_DIAG_UID:
		if (holds(attr, sizeof(uint32_t)))
			row->uid = mnl_attr_get_u32(attr);
		break;
	case PACKET_DIAG_MEMINFO:
		diag_parse_memory(row, attr);
		row->recv_queue = row->rmem;
		row->send_queue = row->wmem;
		break;
	default:
		break;
	}
}

int diag_parse_packet(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m)
{
	struct packet_diag_msg msg;
	const struct nlattr *attr;
	if (mnl_nlmsg_get_payload_len(m) < sizeof msg)
		return 0;
	memcpy(&msg, mnl_nlmsg_get_payload(m), sizeof msg);
	struct diag_row *row = add(s, proto, AF_PACKET);
	if (!row)
		return -ENOMEM;
	row->type = msg.pdiag_type;
	row->state = DIAG_CLOSE;
	row->protocol = msg.pdiag_num; /* the kernel has turned it into host order */
	row->inode = msg.pdiag_ino;
	row->cookie = cookie_of(msg.pdiag_cookie);
	for (attr = diag_attr_first(m, sizeof msg); attr; attr = diag_attr_next(m, attr))
		take_packet_attr(row, attr);
	return 0;
}

int diag_parse_netlink(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m)
{
	struct netlink_diag_msg msg;
	const struct nlattr *attr;
	if (mnl_nlmsg_get_payload_len(m) < sizeof msg)
		return 0;
	memcpy(&msg, mnl_nlmsg_get_payload(m), sizeof msg);
	struct diag_row *row = add(s, proto, AF_NETLINK);
	if (!row)
		return -ENOMEM;
	row->type = msg.ndiag_type;
	/* NETLINK_CONNECTED of the kernel is 1, too; one that was never connected has TCP_CLOSE. */
	row->state = msg.ndiag_state == 1 ? DIAG_ESTABLISHED : DIAG_CLOSE;
	row->protocol = msg.ndiag_protocol;
	row->local_id = msg.ndiag_portid;
	row->remote_id = msg.ndiag_dst_portid;
	row->inode = msg.ndiag_ino;
	row->cookie = cookie_of(msg.ndiag_cookie);
	for (attr = diag_attr_first(m, sizeof msg); attr; attr = diag_attr_next(m, attr)) {
		if (mnl_attr_get_type(attr) != NETLINK_DIAG_MEMINFO)
			continue;
		diag_parse_memory(row, attr);
		row->recv_queue = row->rmem;
		row->send_queue = row->wmem;
	}
	return 0;
}
