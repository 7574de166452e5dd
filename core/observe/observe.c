#include "core/observe/observe.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/observe/tcp.h"
#include "core/observe/unix_one.h"
#include "core/ops/address.h"

typedef int (*name_call)(int, struct sockaddr *, socklen_t *);

/* The address as text, "" where there is none. True: there is one. */
static bool take_name(int fd, name_call ask, struct address *a, char *text, size_t size)
{
	a->len = sizeof a->storage;
	if (ask(fd, &a->sa, &a->len) < 0) {
		a->len = 0;
		text[0] = '\0';
		return false;
	}
	return address_format(&a->sa, a->len, text, size) > 0;
}

static int ask_int(int fd, int level, int name, int otherwise)
{
	int n = 0;
	socklen_t len = sizeof n;
	return getsockopt(fd, level, name, &n, &len) < 0 ? otherwise : n;
}

static int64_t ask_queue(int fd, unsigned long request)
{
	int n;
	return ioctl(fd, request, &n) < 0 ? -1 : n;
}

static void set_state(struct socket_facts *f, const char *state)
{
	snprintf(f->state, sizeof f->state, "%s", state);
}

/* Has the address a part that bind() would have set? */
static bool is_named(const struct address *a)
{
	switch (a->sa.sa_family) {
	case AF_INET:
	case AF_INET6:
		return address_port(a) != 0;
	case AF_UNIX:
		return a->len > sizeof(sa_family_t);
	case AF_NETLINK:
		return a->nl.nl_pid != 0;
	case AF_PACKET:
		return a->ll.sll_ifindex != 0;
	case AF_VSOCK:
		return a->vm.svm_port != VMADDR_PORT_ANY;
	}
	return false;
}

static void guess_state(struct socket_facts *f, bool has_peer, bool named)
{
	if (f->listening)
		set_state(f, "LISTEN");
	else if (has_peer)
		set_state(f, "connected");
	else
		set_state(f, named ? "bound" : "unbound");
}

/* Asking SO_ERROR would clear it; poll(2) only tells that there is one. */
static bool has_error(int fd)
{
	struct pollfd p = {.fd = fd};
	return poll(&p, 1, 0) > 0 && (p.revents & POLLERR);
}

static void take_tcp(int fd, struct socket_facts *f, bool named)
{
	struct tcp_facts t;
	f->has_tcp = tcp_ask(fd, &t) == 0;
	if (!f->has_tcp)
		return;
	f->tcp_state = t.state;
	f->error = t.state == TCP_STATE_CLOSE && has_error(fd);
	f->reset = f->error && !t.retrans && !t.probes;
	if (f->error)
		set_state(f, "CLOSE, error");
	else if (t.state != TCP_STATE_CLOSE)
		set_state(f, tcp_state_name(t.state));
	else if (!named)
		set_state(f, "unbound");
	f->rtt_us = t.rtt_us;
	f->cwnd = t.cwnd;
	f->retrans = t.retrans;
	f->mss = t.mss;
	if (f->listening) {
		f->queue = t.unacked;
		f->backlog = t.sacked;
	}
}

static void take_unix(int fd, struct socket_facts *out)
{
	struct unix_one one;
	if (unix_one_ask(fd, &one) < 0)
		return;
	out->queue = one.queue;
	out->backlog = one.backlog;
}

int observe_socket(int fd, struct socket_facts *out)
{
	struct address local, peer;
	*out = (struct socket_facts){.recv_queue = -1, .send_queue = -1};
	int type = ask_int(fd, SOL_SOCKET, SO_TYPE, -1);
	if (type < 0) {
		int errnum = errno;
		set_state(out, "closed");
		return -errnum;
	}
	take_name(fd, getsockname, &local, out->local, sizeof out->local);
	bool has_peer = take_name(fd, getpeername, &peer, out->peer, sizeof out->peer);
	bool named = is_named(&local);
	if (!named)
		out->local[0] = '\0';
	out->listening = ask_int(fd, SOL_SOCKET, SO_ACCEPTCONN, 0) != 0;
	guess_state(out, has_peer, named);
	if (!out->listening) {
		out->recv_queue = ask_queue(fd, SIOCINQ);
		out->send_queue = ask_queue(fd, SIOCOUTQ);
	}
	if (ask_int(fd, SOL_SOCKET, SO_PROTOCOL, 0) == IPPROTO_TCP && type == SOCK_STREAM)
		take_tcp(fd, out, named);
	else if (out->listening && local.sa.sa_family == AF_UNIX)
		take_unix(fd, out);
	return 0;
}

int observe_can_make(int family, int type, int proto)
{
	int fd = socket(family, type | SOCK_CLOEXEC, proto);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}
