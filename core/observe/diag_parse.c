#include "core/observe/diag_parse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <libmnl/libmnl.h>
#include <sys/socket.h>

static const struct {
	int (*parse)(struct diag_snapshot *, enum diag_proto, const struct nlmsghdr *);
	int type; /* SOCK_, where the protocol says it */
} protos[DIAG_PROTO_COUNT] = {
    [DIAG_TCP] = {diag_parse_inet, SOCK_STREAM},
    [DIAG_MPTCP] = {diag_parse_inet, SOCK_STREAM},
    [DIAG_UDP] = {diag_parse_inet, SOCK_DGRAM},
    [DIAG_UDPLITE] = {diag_parse_inet, SOCK_DGRAM},
    [DIAG_RAW] = {diag_parse_inet, SOCK_RAW},
    [DIAG_ICMP] = {diag_parse_inet, SOCK_DGRAM},
    [DIAG_UNIX] = {diag_parse_unix, 0},
    [DIAG_PACKET] = {diag_parse_packet, 0},
    [DIAG_NETLINK] = {diag_parse_netlink, 0},
};

/* attr where a whole one stands there, before the message's end. */
static const struct nlattr *whole(const struct nlmsghdr *m, const char *at)
{
	const char *end = (const char *)m + m->nlmsg_len;
	const struct nlattr *attr = (const void *)at;
	return at < end && mnl_attr_ok(attr, (int)(end - at)) ? attr : NULL;
}

const struct nlattr *diag_attr_first(const struct nlmsghdr *m, size_t fixed)
{
	return whole(m, (const char *)mnl_nlmsg_get_payload(m) + NLMSG_ALIGN(fixed));
}

const struct nlattr *diag_attr_next(const struct nlmsghdr *m, const struct nlattr *attr)
{
	return whole(m, (const char *)attr + NLMSG_ALIGN(attr->nla_len));
}

/* The size of what the kernel sent, or of what we know, whichever is less. */
static size_t known_size(const struct nlattr *attr, size_t size)
{
	size_t sent = mnl_attr_get_payload_len(attr);
	return sent < size ? sent : size;
}

void diag_parse_memory(struct diag_row *row, const struct nlattr *attr)
{
	uint32_t value[SK_MEMINFO_VARS] = {0};
	memcpy(value, mnl_attr_get_payload(attr), known_size(attr, sizeof value));
	row->rmem = value[SK_MEMINFO_RMEM_ALLOC];
	row->rcvbuf = value[SK_MEMINFO_RCVBUF];
	row->wmem = value[SK_MEMINFO_WMEM_ALLOC];
	row->sndbuf = value[SK_MEMINFO_SNDBUF];
	row->drops = value[SK_MEMINFO_DROPS];
	row->has_memory = true;
}

static void take_tcp(struct diag_row *row, const struct tcp_info *t)
{
	row->has_tcp = true;
	row->rtt_us = t->tcpi_rtt;
	row->rttvar_us = t->tcpi_rttvar;
	/* What was never measured is told as the greatest value there is. */
	row->min_rtt_us = t->tcpi_min_rtt == UINT32_MAX ? 0 : t->tcpi_min_rtt;
	row->rto_us = t->tcpi_rto;
	row->cwnd = t->tcpi_snd_cwnd;
	row->ssthresh = t->tcpi_snd_ssthresh == INT32_MAX ? 0 : t->tcpi_snd_ssthresh;
	row->mss = t->tcpi_snd_mss;
	row->pmtu = t->tcpi_pmtu;
	row->retrans = t->tcpi_total_retrans;
	row->lost = t->tcpi_lost;
	row->unacked = t->tcpi_unacked;
	row->rcv_space = t->tcpi_rcv_space;
	row->snd_wnd = t->tcpi_snd_wnd;
	row->last_sent_ms = t->tcpi_last_data_sent;
	row->last_received_ms = t->tcpi_last_data_recv;
	row->bytes_received = t->tcpi_bytes_received;
	row->bytes_acked = t->tcpi_bytes_acked;
	row->bytes_sent = t->tcpi_bytes_sent;
	row->bytes_retrans = t->tcpi_bytes_retrans;
	row->segs_in = t->tcpi_segs_in;
	row->segs_out = t->tcpi_segs_out;
	row->delivery_rate = t->tcpi_delivery_rate;
}

/* The kernel's own struct may be longer or shorter than ours; fields only ever come at its end. */
static void take_info(struct diag_row *row, const struct nlattr *attr)
{
	struct tcp_info info = {0};
	/* A multipath socket sends a struct mptcp_info under the same number; a listener's windows
	 * and times mean nothing. */
	if (row->proto != DIAG_TCP || row->state == DIAG_LISTEN)
		return;
	memcpy(&info, mnl_attr_get_payload(attr), known_size(attr, sizeof info));
	take_tcp(row, &info);
}

static void take_queues(struct diag_row *row, uint32_t recv, uint32_t send)
{
	bool stream = row->proto == DIAG_TCP || row->proto == DIAG_MPTCP;
	if (stream && row->state == DIAG_LISTEN) {
		row->accept_queue = recv;
		row->backlog = send;
	} else {
		row->recv_queue = recv;
		row->send_queue = send;
	}
}

static void take_inet(struct diag_row *row, const struct inet_diag_msg *m)
{
	const uint32_t *cookie = m->id.idiag_cookie;
	row->family = m->idiag_family;
	row->state = m->idiag_state;
	row->timer = m->idiag_timer;
	row->retransmits = m->idiag_retrans;
	row->cookie = (uint64_t)cookie[1] << 32 | cookie[0];
	row->local_port = ntohs(m->id.idiag_sport);
	row->remote_port = ntohs(m->id.idiag_dport);
	memcpy(row->local, m->id.idiag_src, sizeof row->local);
	memcpy(row->remote, m->id.idiag_dst, sizeof row->remote);
	row->interface = m->id.idiag_if;
	row->expires_ms = m->idiag_expires;
	row->uid = m->idiag_uid;
	row->inode = m->idiag_inode;
	take_queues(row, m->idiag_rqueue, m->idiag_wqueue);
}

static void take_inet_attr(struct diag_row *row, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case INET_DIAG_INFO:
		take_info(row, attr);
		break;
	case INET_DIAG_SKMEMINFO:
		diag_parse_memory(row, attr);
		break;
	case INET_DIAG_SHUTDOWN:
		if (mnl_attr_get_payload_len(attr) >= 1)
			row->shutdown = mnl_attr_get_u8(attr) & 3;
		break;
	case INET_DIAG_PROTOCOL:
		if (row->proto == DIAG_RAW && mnl_attr_get_payload_len(attr) >= 1)
			row->protocol = mnl_attr_get_u8(attr);
		break;
	default:
		break;
	}
}

int diag_parse_inet(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m)
{
	struct inet_diag_msg msg;
	const struct nlattr *attr;
	if (mnl_nlmsg_get_payload_len(m) < sizeof msg)
		return 0;
	memcpy(&msg, mnl_nlmsg_get_payload(m), sizeof msg);
	if (msg.idiag_family != AF_INET && msg.idiag_family != AF_INET6)
		return 0;
	struct diag_row *row = diag_snapshot_add(s);
	if (!row)
		return -ENOMEM;
	row->proto = (uint8_t)proto;
	row->type = (uint8_t)protos[proto].type;
	take_inet(row, &msg);
	for (attr = diag_attr_first(m, sizeof msg); attr; attr = diag_attr_next(m, attr))
		take_inet_attr(row, attr);
	return 0;
}

/* The errno of a message that ends a dump; a short one says nothing. */
static int errno_of(const struct nlmsghdr *m)
{
	int error;
	if (mnl_nlmsg_get_payload_len(m) < sizeof error)
		return 0;
	memcpy(&error, mnl_nlmsg_get_payload(m), sizeof error);
	return error < 0 && error >= -4095 ? error : 0;
}

/* 1: it was the last; 0; or -errno. */
static int take_message(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m)
{
	int r;
	switch (m->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	case NLMSG_DONE:
		r = errno_of(m);
		return r < 0 ? r : 1;
	case NLMSG_ERROR:
		r = errno_of(m);
		return r < 0 ? r : -EBADMSG;
	default:
		return protos[proto].parse(s, proto, m);
	}
}

/* The message at *at if a whole one stands there; *at is then what follows. mnl_nlmsg_ok() takes a
 * length past INT_MAX for a negative one, and lets it pass. */
static const struct nlmsghdr *next_message(const char **at, const char *end)
{
	const struct nlmsghdr *m = (const void *)*at;
	size_t left = (size_t)(end - *at);
	if (left < sizeof *m || m->nlmsg_len < sizeof *m || m->nlmsg_len > left)
		return NULL;
	size_t step = NLMSG_ALIGN((size_t)m->nlmsg_len);
	*at += step < left ? step : left;
	return m;
}

int diag_parse(
    struct diag_snapshot *s, enum diag_proto proto, uint32_t seq, const void *buf, size_t len)
{
	const struct nlmsghdr *m;
	const char *at = buf, *end = at + len;
	while ((m = next_message(&at, end))) {
		if (m->nlmsg_seq != seq)
			continue; /* of a dump before, that was given up */
		if (m->nlmsg_flags & NLM_F_DUMP_INTR)
			s->partial |= DIAG_BIT(proto);
		int r = take_message(s, proto, m);
		if (r == 1 && s->partial & DIAG_BIT(proto))
			return -EINTR;
		if (r)
			return r;
	}
	return 0;
}
