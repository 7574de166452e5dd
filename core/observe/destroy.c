#include "core/observe/destroy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>

#include "core/ops/note.h"
#include "core/ops/sys.h"

/* The only message on its socket. */
#define SEQ 1

/* A multipath socket's protocol needs more than eight bits, and an attribute for them. */
struct protocol_attr {
	struct nlattr head;
	uint32_t value;
};

struct request {
	struct nlmsghdr head;
	struct inet_diag_req_v2 body;
	struct protocol_attr protocol;
};

static const uint16_t protocols[DIAG_PROTO_COUNT] = {
    [DIAG_TCP] = IPPROTO_TCP,
    [DIAG_MPTCP] = IPPROTO_MPTCP,
    [DIAG_UDP] = IPPROTO_UDP,
    [DIAG_UDPLITE] = IPPROTO_UDPLITE,
    [DIAG_RAW] = IPPROTO_RAW,
    [DIAG_ICMP] = IPPROTO_ICMP,
};

bool destroy_knows(uint64_t cookie)
{
	const uint64_t any = (uint64_t)INET_DIAG_NOCOOKIE << 32 | (uint32_t)INET_DIAG_NOCOOKIE;
	return cookie != 0 && cookie != any;
}

/* ---- the request ---- */

static bool is_inet(const struct destroy_target *t)
{
	return t->family == AF_INET || t->family == AF_INET6;
}

static void put_end(const struct address *a, __be16 *port, __be32 words[4])
{
	if (!a->len)
		return;
	if (a->sa.sa_family == AF_INET) {
		*port = a->in.sin_port;
		memcpy(words, &a->in.sin_addr, sizeof a->in.sin_addr);
	} else {
		*port = a->in6.sin6_port;
		memcpy(words, &a->in6.sin6_addr, sizeof a->in6.sin6_addr);
	}
}

static void put_id(const struct destroy_target *t, struct inet_diag_sockid *id)
{
	put_end(&t->local, &id->idiag_sport, id->idiag_src);
	put_end(&t->remote, &id->idiag_dport, id->idiag_dst);
	id->idiag_if = t->interface;
	id->idiag_cookie[0] = (uint32_t)t->cookie;
	id->idiag_cookie[1] = (uint32_t)(t->cookie >> 32);
}

/* Other families have no such call: the kernel says so before it reads on, so nothing more is sent
 * that it could ever take for the name of something else. */
static uint32_t length(const struct destroy_target *t)
{
	if (!is_inet(t))
		return NLMSG_LENGTH(sizeof(struct sock_diag_req));
	return (uint32_t)(protocols[t->proto] > UINT8_MAX ? sizeof(struct request)
							  : offsetof(struct request, protocol));
}

static void fill(struct request *q, const struct destroy_target *t)
{
	*q = (struct request){
	    .head =
		{
		    .nlmsg_len = length(t),
		    .nlmsg_type = SOCK_DESTROY,
		    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		    .nlmsg_seq = SEQ,
		},
	    .body =
		{
		    .sdiag_family = (uint8_t)t->family,
		    .sdiag_protocol = (uint8_t)protocols[t->proto],
		},
	    .protocol = {{sizeof q->protocol, INET_DIAG_REQ_PROTOCOL}, protocols[t->proto]},
	};
	put_id(t, &q->body.id);
}

/* ---- the calls, as strace tells them ---- */

static void tell_end(struct buf *b, int family, const char *name, const void *words)
{
	char text[INET6_ADDRSTRLEN];
	inet_ntop(family, words, text, sizeof text);
	if (family == AF_INET)
		buf_printf(b, "%s=inet_addr(\"%s\"), ", name, text);
	else
		buf_printf(b, "inet_pton(AF_INET6, \"%s\", &%s), ", text, name);
}

static void tell_body(struct buf *b, const struct inet_diag_req_v2 *body)
{
	int family = body->sdiag_family;
	const struct inet_diag_sockid *id = &body->id;
	buf_str(b, ", sdiag_protocol=");
	strace_enum(b, NAMES_IPPROTO, body->sdiag_protocol);
	buf_printf(b, ", idiag_ext=0, idiag_states=0, id={idiag_sport=htons(%u), ",
	    ntohs(id->idiag_sport));
	buf_printf(b, "idiag_dport=htons(%u), ", ntohs(id->idiag_dport));
	tell_end(b, family, "idiag_src", id->idiag_src);
	tell_end(b, family, "idiag_dst", id->idiag_dst);
	buf_str(b, "idiag_if=");
	strace_ifindex(b, id->idiag_if);
	buf_printf(b, ", idiag_cookie=[%u, %u]}", id->idiag_cookie[0], id->idiag_cookie[1]);
}

static void note_request(struct note *n, const struct request *q, bool inet)
{
	struct buf b = {0};
	buf_printf(&b,
	    "[{nlmsg_len=%u, nlmsg_type=SOCK_DESTROY, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, "
	    "nlmsg_seq=%d, nlmsg_pid=0}, {sdiag_family=",
	    q->head.nlmsg_len, SEQ);
	strace_enum(&b, NAMES_FAMILY, q->body.sdiag_family);
	if (inet)
		tell_body(&b, &q->body);
	buf_str(&b, "}]");
	note_text(n, &b);
}

static int send_request(struct run *run, int fd, const struct destroy_target *t)
{
	struct note n;
	struct request q;
	fill(&q, t);
	note_begin(&n, run, "sendto");
	ssize_t r = send(fd, &q, q.head.nlmsg_len, 0);
	if (r < 0)
		r = -errno;
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_request(&n, &q, is_inet(t));
		note_int(&n, q.head.nlmsg_len);
		note_int(&n, 0);
		note_address(&n, NULL, 0);
		note_add(&n);
	}
	return r < 0 ? (int)r : 0;
}

union answer {
	struct nlmsghdr head;
	struct {
		struct nlmsghdr head;
		struct nlmsgerr body;
	} error;
	char room[512];
};

static void note_answer(struct note *n, const union answer *a, ssize_t got)
{
	struct buf b = {0};
	const struct nlmsghdr *h = &a->head;
	if (got < (ssize_t)sizeof a->error) {
		note_pointer(n, a);
		return;
	}
	int error = a->error.body.error;
	const char *name = error ? strerrorname_np(-error) : NULL;
	buf_printf(&b, "[{nlmsg_len=%u, nlmsg_type=NLMSG_ERROR, nlmsg_flags=", h->nlmsg_len);
	if (h->nlmsg_flags == NLM_F_CAPPED)
		buf_str(&b, "NLM_F_CAPPED");
	else
		buf_printf(&b, "%#x", h->nlmsg_flags);
	buf_printf(&b, ", nlmsg_seq=%u, nlmsg_pid=%u}, {error=%s%s, ...}]", h->nlmsg_seq,
	    h->nlmsg_pid, name ? "-" : "", name ? name : "0");
	note_text(n, &b);
}

/* What the kernel said of the request: 0 or -errno. */
static int read_answer(struct run *run, int fd)
{
	struct note n;
	union answer a = {0};
	note_begin(&n, run, "recvfrom");
	ssize_t r = recv(fd, &a, sizeof a, MSG_DONTWAIT);
	if (r < 0)
		r = -errno;
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_answer(&n, &a, r);
		note_int(&n, sizeof a);
		note_flags(&n, NAMES_MSG, MSG_DONTWAIT);
		note_address_out(&n, NULL, NULL, 0);
		note_add(&n);
	}
	if (r < 0)
		return (int)r;
	bool whole = r >= (ssize_t)sizeof a.error && a.head.nlmsg_type == NLMSG_ERROR &&
		     a.head.nlmsg_seq == SEQ;
	return whole ? a.error.body.error : -EBADMSG;
}

int destroy_socket(struct run *run, const struct destroy_target *target)
{
	if (!destroy_knows(target->cookie))
		return -EINVAL;
	int fd = sys_socket(run, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return fd;
	int r = send_request(run, fd, target);
	if (r == 0)
		r = read_answer(run, fd);
	sys_close(run, fd);
	return r;
}
