#include "core/observe/diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/inet_diag.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "core/clock.h"
#include "core/observe/diag_parse.h"

/* The kernel fills at most 32 KiB of a dump at once (netlink_dump() in af_netlink.c). */
#define REPLY_MAX 65536
/* A dump that was interrupted or overrun is taken so often in all. */
#define DUMP_TRIES 3
/* The kernel answers a dump at once; this only keeps a strange one from holding us for ever. */
#define REPLY_TIMEOUT_S 5

struct diag {
	struct mnl_socket *socket; /* NULL: to be opened */
	uint32_t seq;
	unsigned missing; /* a bit for each of sources: the kernel said it has no such list, so it
			   * is not asked again: each time it would try to load a module */
	size_t last;	  /* rows of the last snapshot */
	char *reply;	  /* REPLY_MAX bytes */
};

/* One request and where to look when the kernel does not know it. */
struct source {
	enum diag_proto proto;
	uint8_t family;
	uint16_t protocol; /* IPPROTO_ of the INET families */
	size_t (*request)(struct nlmsghdr *m, const struct source *from, bool time_wait);
	const char *proc; /* the same as text, or NULL */
};

static size_t request_inet(struct nlmsghdr *m, const struct source *from, bool time_wait)
{
	struct inet_diag_req_v2 *req = mnl_nlmsg_put_extra_header(m, sizeof *req);
	req->sdiag_family = from->family;
	req->sdiag_protocol = (uint8_t)from->protocol;
	req->idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
	if (from->proto == DIAG_TCP)
		req->idiag_ext |= 1 << (INET_DIAG_INFO - 1);
	req->idiag_states = time_wait ? UINT32_MAX : ~(1u << DIAG_TIME_WAIT);
	if (from->protocol > UINT8_MAX)
		mnl_attr_put_u32(m, INET_DIAG_REQ_PROTOCOL, from->protocol);
	return m->nlmsg_len;
}

static size_t request_unix(struct nlmsghdr *m, const struct source *from, bool time_wait)
{
	(void)time_wait;
	struct unix_diag_req *req = mnl_nlmsg_put_extra_header(m, sizeof *req);
	req->sdiag_family = from->family;
	req->udiag_states = UINT32_MAX;
	req->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN |
			  UDIAG_SHOW_MEMINFO | UDIAG_SHOW_UID;
	return m->nlmsg_len;
}

static size_t request_packet(struct nlmsghdr *m, const struct source *from, bool time_wait)
{
	(void)time_wait;
	struct packet_diag_req *req = mnl_nlmsg_put_extra_header(m, sizeof *req);
	req->sdiag_family = from->family;
	req->pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO;
	return m->nlmsg_len;
}

static size_t request_netlink(struct nlmsghdr *m, const struct source *from, bool time_wait)
{
	(void)time_wait;
	struct netlink_diag_req *req = mnl_nlmsg_put_extra_header(m, sizeof *req);
	req->sdiag_family = from->family;
	req->sdiag_protocol = NDIAG_PROTO_ALL;
	req->ndiag_show = NDIAG_SHOW_MEMINFO;
	return m->nlmsg_len;
}

/* IPv4 and IPv6 of one protocol stand one after the other. */
static const struct source sources[] = {
    {DIAG_TCP, AF_INET, IPPROTO_TCP, request_inet, "/proc/net/tcp"},
    {DIAG_TCP, AF_INET6, IPPROTO_TCP, request_inet, "/proc/net/tcp6"},
    {DIAG_MPTCP, AF_INET, IPPROTO_MPTCP, request_inet, NULL},
    {DIAG_MPTCP, AF_INET6, IPPROTO_MPTCP, request_inet, NULL},
    {DIAG_UDP, AF_INET, IPPROTO_UDP, request_inet, "/proc/net/udp"},
    {DIAG_UDP, AF_INET6, IPPROTO_UDP, request_inet, "/proc/net/udp6"},
    {DIAG_UDPLITE, AF_INET, IPPROTO_UDPLITE, request_inet, "/proc/net/udplite"},
    {DIAG_UDPLITE, AF_INET6, IPPROTO_UDPLITE, request_inet, "/proc/net/udplite6"},
    {DIAG_RAW, AF_INET, IPPROTO_RAW, request_inet, "/proc/net/raw"},
    {DIAG_RAW, AF_INET6, IPPROTO_RAW, request_inet, "/proc/net/raw6"},
    {DIAG_ICMP, AF_INET, 0, NULL, "/proc/net/icmp"},
    {DIAG_ICMP, AF_INET6, 0, NULL, "/proc/net/icmp6"},
    {DIAG_UNIX, AF_UNIX, 0, request_unix, NULL},
    {DIAG_PACKET, AF_PACKET, 0, request_packet, NULL},
    {DIAG_NETLINK, AF_NETLINK, 0, request_netlink, NULL},
};

int diag_new(struct diag **out)
{
	struct diag *d = calloc(1, sizeof *d);
	if (!d)
		return -ENOMEM;
	d->reply = malloc(REPLY_MAX);
	if (!d->reply) {
		diag_free(d);
		return -ENOMEM;
	}
	*out = d;
	return 0;
}

static void close_socket(struct diag *d)
{
	if (d->socket)
		mnl_socket_close(d->socket);
	d->socket = NULL;
}

void diag_free(struct diag *d)
{
	if (!d)
		return;
	close_socket(d);
	free(d->reply);
	free(d);
}

static int open_socket(struct diag *d)
{
	const struct timeval limit = {.tv_sec = REPLY_TIMEOUT_S};
	if (d->socket)
		return 0;
	d->socket = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	if (!d->socket)
		return -errno;
	if (mnl_socket_bind(d->socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		int r = -errno;
		close_socket(d);
		return r;
	}
	int fd = mnl_socket_get_fd(d->socket);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	return 0;
}

static int send_request(struct diag *d, const struct source *from, bool time_wait)
{
	char buf[256];
	struct nlmsghdr *m = mnl_nlmsg_put_header(buf);
	m->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	m->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	m->nlmsg_seq = ++d->seq;
	size_t len = from->request(m, from, time_wait);
	while (mnl_socket_sendto(d->socket, buf, len) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* Read one whole dump. As diag_parse(), but never 0 for "more". */
static int read_dump(struct diag *d, const struct source *from, struct diag_snapshot *s)
{
	for (;;) {
		ssize_t n = mnl_socket_recvfrom(d->socket, d->reply, REPLY_MAX);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		int r = diag_parse(s, from->proto, d->seq, d->reply, (size_t)n);
		if (r)
			return r < 0 ? r : 0;
	}
}

static int dump_once(struct diag *d, const struct source *from, struct diag_snapshot *s)
{
	int r = open_socket(d);
	if (r == 0)
		r = send_request(d, from, s->time_wait);
	if (r == 0)
		r = read_dump(d, from, s);
	/* Half a dump may still be on its way; a new socket has none. -ENOENT is an answer. */
	if (r < 0 && r != -ENOENT && r != -EINTR)
		close_socket(d);
	return r;
}

static bool worth_another_try(int r)
{
	return r == -EINTR || r == -ENOBUFS || r == -ENOSPC || r == -EBUSY;
}

static int dump(struct diag *d, const struct source *from, struct diag_snapshot *s)
{
	size_t rows = s->count, text = s->text.len;
	unsigned partial = s->partial;
	int r = dump_once(d, from, s);
	for (int try = 1; try < DUMP_TRIES && worth_another_try(r); try++) {
		s->count = rows;
		s->text.len = text;
		s->partial = partial;
		r = dump_once(d, from, s);
	}
	if (worth_another_try(r)) {
		s->partial |= DIAG_BIT(from->proto);
		return 0; /* better most of it than nothing, and it is marked */
	}
	return r;
}

static int read_all(int fd, struct buf *to)
{
	for (;;) {
		char *room = buf_reserve(to, REPLY_MAX);
		if (!room)
			return -ENOMEM;
		ssize_t n = read(fd, room, REPLY_MAX);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		to->len += (size_t)n;
	}
}

/* 0, -ENOENT: there is no such file, -ENOMEM. */
static int read_proc(const struct source *from, struct diag_snapshot *s)
{
	struct buf text = {0};
	if (!from->proc)
		return -ENOENT;
	int fd = open(from->proc, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -ENOENT;
	int r = read_all(fd, &text);
	close(fd);
	if (r == 0)
		r = diag_parse_proc(s, from->proto, from->family, buf_text(&text), text.len);
	buf_free(&text);
	return r;
}

/* The errnos of a kernel without this list: of its protocol, of its family, of the request. */
static bool not_there(int r)
{
	return r == -ENOENT || r == -EINVAL || r == -EOPNOTSUPP;
}

static int take_source(struct diag *d, const struct source *from, struct diag_snapshot *s)
{
	unsigned bit = 1u << (from - sources);
	int r = -ENOENT;
	if (from->request && !(d->missing & bit))
		r = dump(d, from, s);
	if (!not_there(r))
		return r;
	d->missing |= bit;
	r = read_proc(from, s);
	/* IPv6 may be off while IPv4 was read well. */
	if (r == -ENOENT && from->family != AF_INET6)
		s->missing |= DIAG_BIT(from->proto);
	return r == -ENOENT ? 0 : r;
}

static int take_all(struct diag *d, const struct diag_options *options, struct diag_snapshot *s)
{
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		if (!(options->protos & DIAG_BIT(sources[i].proto)))
			continue;
		int r = take_source(d, &sources[i], s);
		/* without a socket after an error: the next one would fail the same way */
		if (r == -ENOMEM || (r < 0 && !d->socket))
			return r;
		if (r < 0)
			s->partial |= DIAG_BIT(sources[i].proto);
	}
	return 0;
}

int diag_take(struct diag *d, const struct diag_options *options, struct diag_snapshot **out)
{
	struct diag_snapshot *s = diag_snapshot_new();
	if (!s)
		return -ENOMEM;
	int r = open_socket(d);
	if (r == 0)
		r = diag_snapshot_reserve(s, d->last + d->last / 8 + 64);
	s->time_wait = options->time_wait;
	s->mono_ns = clock_mono_ns();
	s->wall_ns = clock_wall_ns();
	if (r == 0)
		r = take_all(d, options, s);
	if (r < 0) {
		diag_snapshot_unref(s);
		return r;
	}
	d->last = s->count;
	*out = s;
	return 0;
}
