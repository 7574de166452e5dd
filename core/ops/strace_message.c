/* msghdr, control messages and socket option values as strace prints them. */
#include "core/ops/strace.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>

static void add_inet_addr(struct buf *to, const char *field, struct in_addr addr)
{
	char text[INET_ADDRSTRLEN];
	inet_ntop(AF_INET, &addr, text, sizeof text);
	buf_printf(to, "%s=inet_addr(\"%s\")", field, text);
}

static void add_linger(struct buf *to, const void *value)
{
	struct linger l;
	memcpy(&l, value, sizeof l);
	buf_printf(to, "{l_onoff=%d, l_linger=%d}", l.l_onoff, l.l_linger);
}

static void add_ucred(struct buf *to, const void *value)
{
	struct ucred u;
	memcpy(&u, value, sizeof u);
	buf_printf(to, "{pid=%d, uid=%d, gid=%d}", u.pid, (int)u.uid, (int)u.gid);
}

static void add_mreq(struct buf *to, const void *value)
{
	struct ip_mreq m;
	memcpy(&m, value, sizeof m);
	buf_char(to, '{');
	add_inet_addr(to, "imr_multiaddr", m.imr_multiaddr);
	buf_str(to, ", ");
	add_inet_addr(to, "imr_interface", m.imr_interface);
	buf_char(to, '}');
}

static void add_mreq6(struct buf *to, const void *value)
{
	struct ipv6_mreq m;
	char text[INET6_ADDRSTRLEN];
	memcpy(&m, value, sizeof m);
	inet_ntop(AF_INET6, &m.ipv6mr_multiaddr, text, sizeof text);
	buf_printf(to, "{inet_pton(AF_INET6, \"%s\", &ipv6mr_multiaddr), ipv6mr_interface=", text);
	strace_ifindex(to, m.ipv6mr_interface);
	buf_char(to, '}');
}

static void add_errno(struct buf *to, const void *value)
{
	int e;
	memcpy(&e, value, sizeof e);
	const char *name = e ? strerrorname_np(e) : NULL;
	if (name)
		buf_printf(to, "[%s]", name);
	else
		buf_printf(to, "[%d]", e);
}

/* Options whose value is not just an int or bytes. */
static const struct {
	int level, name;
	socklen_t least;
	void (*add)(struct buf *, const void *);
} structured[] = {
    {SOL_SOCKET, SO_LINGER, sizeof(struct linger), add_linger},
    {SOL_SOCKET, SO_PEERCRED, sizeof(struct ucred), add_ucred},
    {SOL_SOCKET, SO_ERROR, sizeof(int), add_errno},
    {IPPROTO_IP, IP_ADD_MEMBERSHIP, sizeof(struct ip_mreq), add_mreq},
    {IPPROTO_IP, IP_DROP_MEMBERSHIP, sizeof(struct ip_mreq), add_mreq},
    {IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, sizeof(struct ipv6_mreq), add_mreq6},
    {IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, sizeof(struct ipv6_mreq), add_mreq6},
};

/* Does the kernel take less than this for the option as no value at all? */
static bool is_short_set(int level, int name, socklen_t len)
{
	bool text = level == SOL_SOCKET && name == SO_BINDTODEVICE;
	bool linger = level == SOL_SOCKET && name == SO_LINGER;
	return level == SOL_SOCKET && !text && len < (linger ? sizeof(struct linger) : sizeof(int));
}

static void add_short_linger(struct buf *to, const void *value)
{
	int onoff;
	memcpy(&onoff, value, sizeof onoff);
	buf_printf(to, "{l_onoff=%d}", onoff);
}

void strace_option_set(struct buf *to, int level, int name, const void *value, socklen_t len)
{
	int n;
	bool error = level == SOL_SOCKET && name == SO_ERROR; /* cannot be set: a number like any */
	if (!value || is_short_set(level, name, len)) {
		strace_pointer(to, value);
	} else if (error && len == sizeof n) {
		memcpy(&n, value, sizeof n);
		buf_printf(to, "[%d]", n);
	} else {
		strace_option(to, level, name, value, len);
	}
}

void strace_option(struct buf *to, int level, int name, const void *value, socklen_t len)
{
	if (level == SOL_SOCKET && name == SO_LINGER && len == sizeof(int)) {
		add_short_linger(to, value);
		return;
	}
	for (size_t i = 0; i < sizeof structured / sizeof *structured; i++) {
		if (structured[i].level == level && structured[i].name == name &&
		    len >= structured[i].least) {
			structured[i].add(to, value);
			return;
		}
	}
	if (len == sizeof(int)) {
		int n;
		memcpy(&n, value, sizeof n);
		buf_printf(to, "[%d]", n);
	} else {
		strace_data(to, value, len);
	}
}

/* Begin item i of a list; false: this and the rest are only hinted at. */
static bool begin_item(struct buf *to, size_t i)
{
	buf_str(to, i ? ", " : "");
	if (i < STRACE_CLIP)
		return true;
	buf_str(to, "...");
	return false;
}

static void add_fds(struct buf *to, const void *data, size_t len)
{
	size_t n = len / sizeof(int);
	buf_char(to, '[');
	for (size_t i = 0; i < n && begin_item(to, i); i++) {
		int fd;
		memcpy(&fd, (const char *)data + i * sizeof fd, sizeof fd);
		buf_printf(to, "%d", fd);
	}
	buf_char(to, ']');
}

static void add_ucred_data(struct buf *to, const void *data, size_t len)
{
	(void)len;
	add_ucred(to, data);
}

static void add_timeval(struct buf *to, const void *data, size_t len)
{
	(void)len;
	struct timeval tv;
	memcpy(&tv, data, sizeof tv);
	buf_printf(to, "{tv_sec=%lld, tv_usec=%lld}", (long long)tv.tv_sec, (long long)tv.tv_usec);
}

static void add_timespec(struct buf *to, const void *data, size_t len)
{
	(void)len;
	struct timespec ts;
	memcpy(&ts, data, sizeof ts);
	buf_printf(to, "{tv_sec=%lld, tv_nsec=%lld}", (long long)ts.tv_sec, (long long)ts.tv_nsec);
}

static void add_pktinfo(struct buf *to, const void *data, size_t len)
{
	(void)len;
	struct in_pktinfo p;
	memcpy(&p, data, sizeof p);
	buf_str(to, "{ipi_ifindex=");
	strace_ifindex(to, (unsigned)p.ipi_ifindex);
	buf_str(to, ", ");
	add_inet_addr(to, "ipi_spec_dst", p.ipi_spec_dst);
	buf_str(to, ", ");
	add_inet_addr(to, "ipi_addr", p.ipi_addr);
	buf_char(to, '}');
}

static void add_byte_list(struct buf *to, const void *data, size_t len)
{
	const unsigned char *byte = data;
	buf_char(to, '[');
	for (size_t i = 0; i < len && begin_item(to, i); i++)
		buf_printf(to, "%#x", byte[i]);
	buf_char(to, ']');
}

static void add_int(struct buf *to, const void *data, size_t len)
{
	(void)len;
	int n;
	memcpy(&n, data, sizeof n);
	buf_printf(to, "[%d]", n);
}

static const struct {
	int level, type;
	size_t least; /* with less it is not told */
	void (*add)(struct buf *, const void *, size_t);
} controls[] = {
    {SOL_SOCKET, SCM_RIGHTS, sizeof(int), add_fds},
    {SOL_SOCKET, SCM_CREDENTIALS, sizeof(struct ucred), add_ucred_data},
    {SOL_SOCKET, SO_TIMESTAMP, sizeof(struct timeval), add_timeval},
    {SOL_SOCKET, SO_TIMESTAMPNS, sizeof(struct timespec), add_timespec},
    {IPPROTO_IP, IP_PKTINFO, sizeof(struct in_pktinfo), add_pktinfo},
    {IPPROTO_IP, IP_TTL, sizeof(int), add_int},
    {IPPROTO_IP, IP_TOS, 1, add_byte_list},
};

/* Of what is cut, strace shows only these, and as what it cannot read. */
static bool is_timestamp(const struct cmsghdr *c)
{
	return c->cmsg_level == SOL_SOCKET &&
	       (c->cmsg_type == SO_TIMESTAMP || c->cmsg_type == SO_TIMESTAMPNS);
}

static void add_control_data(struct buf *to, const struct cmsghdr *c, size_t len)
{
	for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
		if (controls[i].level != c->cmsg_level || controls[i].type != c->cmsg_type)
			continue;
		if (len >= controls[i].least) {
			buf_str(to, ", cmsg_data=");
			controls[i].add(to, (const char *)c + CMSG_LEN(0), len);
		} else if (len > 0 && is_timestamp(c)) {
			buf_str(to, ", cmsg_data=???");
		}
		return;
	}
}

static void add_control(struct buf *to, const struct cmsghdr *c)
{
	enum name_set names = strace_cmsg_names(c->cmsg_level);
	buf_printf(to, "{cmsg_len=%zu, cmsg_level=", c->cmsg_len);
	strace_enum(to, NAMES_LEVEL, (unsigned)c->cmsg_level);
	buf_str(to, ", cmsg_type=");
	if (names == NAMES_COUNT)
		buf_printf(to, "%#x", (unsigned)c->cmsg_type);
	else
		strace_enum(to, names, (unsigned)c->cmsg_type);
	if (c->cmsg_len > CMSG_LEN(0))
		add_control_data(to, c, c->cmsg_len - CMSG_LEN(0));
	buf_char(to, '}');
}

/* The header at offset, as CMSG_NXTHDR finds it; NULL past the last whole one. */
static const struct cmsghdr *control_at(const struct msghdr *msg, size_t offset)
{
	if (offset + sizeof(struct cmsghdr) > msg->msg_controllen)
		return NULL;
	const struct cmsghdr *c = (const void *)((const char *)msg->msg_control + offset);
	bool whole = c->cmsg_len >= sizeof *c && c->cmsg_len <= msg->msg_controllen - offset;
	return whole ? c : NULL;
}

static void add_controls(struct buf *to, const struct msghdr *msg)
{
	size_t offset = 0;
	const struct cmsghdr *c;
	if (msg->msg_controllen) {
		buf_str(to, "msg_control=[");
		while ((c = control_at(msg, offset))) {
			buf_str(to, offset ? ", " : "");
			add_control(to, c);
			offset += CMSG_ALIGN(c->cmsg_len);
		}
		buf_str(to, "], ");
	}
	buf_printf(to, "msg_controllen=%zu, ", msg->msg_controllen);
}

/* left: bytes that arrived and are still to be shown; SIZE_MAX: the whole of each buffer. */
static void add_iovecs(struct buf *to, const struct msghdr *msg, size_t left)
{
	if (!msg->msg_iov) {
		buf_printf(to, "msg_iov=NULL, msg_iovlen=%zu, ", msg->msg_iovlen);
		return;
	}
	buf_str(to, "msg_iov=[");
	for (size_t i = 0; i < msg->msg_iovlen && begin_item(to, i); i++) {
		size_t len = msg->msg_iov[i].iov_len;
		size_t shown = len < left ? len : left;
		buf_str(to, "{iov_base=");
		strace_data(to, msg->msg_iov[i].iov_base, shown);
		buf_printf(to, ", iov_len=%zu}", len);
		left -= left == SIZE_MAX ? 0 : shown;
	}
	buf_printf(to, "], msg_iovlen=%zu, ", msg->msg_iovlen);
}

void strace_msghdr(struct buf *to, const struct msghdr *msg, ssize_t moved, socklen_t room)
{
	buf_str(to, "{msg_name=");
	if (msg->msg_namelen)
		strace_sockaddr(to, msg->msg_name, msg->msg_namelen);
	else
		strace_pointer(to, msg->msg_name);
	buf_printf(to, ", msg_namelen=%u", room);
	if (msg->msg_namelen != room)
		buf_printf(to, " => %u", msg->msg_namelen);
	buf_str(to, ", ");
	add_iovecs(to, msg, moved < 0 ? SIZE_MAX : (size_t)moved);
	add_controls(to, msg);
	buf_str(to, "msg_flags=");
	strace_flags(to, NAMES_MSG, (unsigned)msg->msg_flags);
	buf_char(to, '}');
}
