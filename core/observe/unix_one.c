#include "core/observe/unix_one.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct question {
	struct nlmsghdr head;
	struct unix_diag_req body;
};

static int send_question(int netlink, uint32_t inode)
{
	const struct question q = {
	    .head =
		{
		    .nlmsg_len = sizeof q,
		    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		    .nlmsg_flags = NLM_F_REQUEST,
		},
	    .body =
		{
		    .sdiag_family = AF_UNIX,
		    .udiag_states = UINT32_MAX,
		    .udiag_ino = inode,
		    .udiag_show = UDIAG_SHOW_RQLEN | UDIAG_SHOW_PEER,
		    .udiag_cookie = {UINT32_MAX, UINT32_MAX}, /* whichever socket has the inode */
		},
	};
	return send(netlink, &q, sizeof q, 0) < 0 ? -errno : 0;
}

static void take_attribute(const struct rtattr *a, struct unix_one *out)
{
	struct unix_diag_rqlen lengths;
	if (a->rta_type == UNIX_DIAG_RQLEN && RTA_PAYLOAD(a) >= sizeof lengths) {
		memcpy(&lengths, RTA_DATA(a), sizeof lengths);
		out->queue = lengths.udiag_rqueue;
		out->backlog = lengths.udiag_wqueue;
	} else if (a->rta_type == UNIX_DIAG_PEER && RTA_PAYLOAD(a) >= sizeof out->peer) {
		memcpy(&out->peer, RTA_DATA(a), sizeof out->peer);
	}
}

/* The attributes of an answer that begins with struct unix_diag_msg. */
static int read_answer(const struct nlmsghdr *head, struct unix_one *out)
{
	const size_t offset = NLMSG_LENGTH(NLMSG_ALIGN(sizeof(struct unix_diag_msg)));
	if (head->nlmsg_type != SOCK_DIAG_BY_FAMILY || head->nlmsg_len < offset)
		return -ENOENT;
	const char *at = (const char *)head + offset;
	size_t rest = head->nlmsg_len - offset;
	while (rest >= sizeof(struct rtattr)) {
		const struct rtattr *a = (const void *)at;
		size_t step = RTA_ALIGN(a->rta_len);
		if (a->rta_len < sizeof *a || a->rta_len > rest)
			break;
		take_attribute(a, out);
		at += step;
		rest -= step < rest ? step : rest;
	}
	return 0;
}

static int receive_answer(int netlink, struct unix_one *out)
{
	union {
		struct nlmsghdr head;
		char room[4096];
	} answer;
	ssize_t got = recv(netlink, &answer, sizeof answer, MSG_DONTWAIT);
	if (got < 0)
		return -errno;
	if (!NLMSG_OK(&answer.head, (size_t)got))
		return -ENOENT;
	return read_answer(&answer.head, out);
}

int unix_one_ask(int fd, struct unix_one *out)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	*out = (struct unix_one){.inode = (uint32_t)st.st_ino};
	int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (netlink < 0)
		return -errno;
	int r = send_question(netlink, out->inode);
	if (r == 0)
		r = receive_answer(netlink, out);
	close(netlink);
	return r;
}
