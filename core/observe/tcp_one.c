#include "core/observe/tcp_one.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/observe/diag.h"

/* While a connection goes over into TIME_WAIT the kernel finds neither what it was nor what it
 * becomes (inet_twsk_hashdance_schedule(): a lookup takes no reference then). So often it is asked
 * before that is believed. */
#define ASKS 4

struct question {
	struct nlmsghdr head;
	struct inet_diag_req_v2 body;
};

/* The kernel keeps a v6 socket's v4 peer under AF_INET6, in the mapped form getsockname() gives. */
static void put_end(const struct address *a, __be16 *port, __be32 words[4])
{
	if (a->sa.sa_family == AF_INET) {
		*port = a->in.sin_port;
		memcpy(words, &a->in.sin_addr, sizeof a->in.sin_addr);
	} else {
		*port = a->in6.sin6_port;
		memcpy(words, &a->in6.sin6_addr, sizeof a->in6.sin6_addr);
	}
}

static int send_question(int netlink, const struct address *local, const struct address *peer)
{
	struct question q = {
	    .head =
		{
		    .nlmsg_len = sizeof q,
		    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		    .nlmsg_flags = NLM_F_REQUEST,
		},
	    .body =
		{
		    .sdiag_family = (uint8_t)local->sa.sa_family,
		    .sdiag_protocol = IPPROTO_TCP,
		    .idiag_states = UINT32_MAX,
		    .id.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE},
		},
	};
	put_end(local, &q.body.id.idiag_sport, q.body.id.idiag_src);
	put_end(peer, &q.body.id.idiag_dport, q.body.id.idiag_dst);
	return send(netlink, &q, sizeof q, 0) < 0 ? -errno : 0;
}

static int read_error(const struct nlmsghdr *head, size_t got)
{
	struct nlmsgerr error;
	if (head->nlmsg_type != NLMSG_ERROR || got < NLMSG_LENGTH(sizeof error))
		return -ENOENT;
	memcpy(&error, NLMSG_DATA(head), sizeof error);
	return error.error ? error.error : -ENOENT;
}

static int receive_answer(int netlink, struct tcp_one *out)
{
	union {
		struct nlmsghdr head;
		char room[4096];
	} answer;
	struct inet_diag_msg m;
	ssize_t got = recv(netlink, &answer, sizeof answer, MSG_DONTWAIT);
	if (got < 0)
		return -errno;
	if (!NLMSG_OK(&answer.head, (size_t)got))
		return -ENOENT;
	if (answer.head.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    answer.head.nlmsg_len < NLMSG_LENGTH(sizeof m))
		return read_error(&answer.head, (size_t)got);
	memcpy(&m, NLMSG_DATA(&answer.head), sizeof m);
	/* Where no connection fits the kernel looks for a listener instead. */
	if (m.idiag_state == DIAG_LISTEN)
		return -ENOENT;
	*out = (struct tcp_one){
	    .state = m.idiag_state,
	    .expires_ms = m.idiag_timer ? m.idiag_expires : 0,
	    .recv_queue = m.idiag_rqueue,
	    .send_queue = m.idiag_wqueue,
	    .inode = m.idiag_inode,
	};
	return 0;
}

static int ask(
    int netlink, const struct address *local, const struct address *peer, struct tcp_one *out)
{
	int r = -ENOENT;
	for (int i = 0; i < ASKS && r == -ENOENT; i++) {
		r = send_question(netlink, local, peer);
		if (r == 0)
			r = receive_answer(netlink, out);
	}
	return r;
}

int tcp_one_ask(const struct address *local, const struct address *peer, struct tcp_one *out)
{
	int family = local->sa.sa_family;
	if ((family != AF_INET && family != AF_INET6) || peer->sa.sa_family != family)
		return -EAFNOSUPPORT;
	int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (netlink < 0)
		return -errno;
	int r = ask(netlink, local, peer, out);
	close(netlink);
	return r;
}

int tcp_one_addresses(int fd, struct address *local, struct address *peer)
{
	local->len = peer->len = sizeof local->storage;
	if (getsockname(fd, &local->sa, &local->len) < 0)
		return -errno;
	return getpeername(fd, &peer->sa, &peer->len) < 0 ? -errno : 0;
}
