/* System calls that make, name and set sockets. Moving data: sys_data.c. */
#include "core/ops/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/notation/run.h"
#include "core/ops/note.h"
#include "core/ops/socket_files.h"

static int or_errno(int r)
{
	return r < 0 ? -errno : r;
}

static void note_kind(struct note *n, int domain, int type)
{
	struct buf b = {0};
	note_enum(n, NAMES_FAMILY, domain);
	strace_type(&b, type);
	note_text(n, &b);
}

int sys_socket(struct run *run, int domain, int type, int protocol)
{
	struct note n;
	note_begin(&n, run, "socket");
	int r = or_errno(socket(domain, type, protocol));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_kind(&n, domain, type);
		strace_protocol(&b, domain, protocol);
		note_text(&n, &b);
		note_add(&n);
	}
	return r;
}

int sys_socketpair(struct run *run, int domain, int type, int protocol, int fd[2])
{
	struct note n;
	note_begin(&n, run, "socketpair");
	int r = or_errno(socketpair(domain, type, protocol, fd));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_kind(&n, domain, type);
		note_int(&n, protocol); /* of a pair strace does not name it */
		if (r < 0)
			strace_pointer(&b, fd);
		else
			buf_printf(&b, "[%d, %d]", fd[0], fd[1]);
		note_text(&n, &b);
		note_add(&n);
	}
	return r;
}

static void note_named(struct note *n, int fd, const struct sockaddr *addr, socklen_t len)
{
	note_int(n, fd);
	note_address(n, addr, len);
	note_add(n);
}

int sys_bind(struct run *run, int fd, const struct sockaddr *addr, socklen_t len)
{
	struct note n;
	note_begin(&n, run, "bind");
	int r = or_errno(bind(fd, addr, len));
	if (r == 0)
		socket_files_note(run->files, addr, len);
	if (note_end(&n, r))
		note_named(&n, fd, addr, len);
	return r;
}

int sys_connect(struct run *run, int fd, const struct sockaddr *addr, socklen_t len)
{
	struct note n;
	note_begin(&n, run, "connect");
	int r = or_errno(connect(fd, addr, len));
	if (note_end(&n, r))
		note_named(&n, fd, addr, len);
	return r;
}

int sys_listen(struct run *run, int fd, int backlog)
{
	struct note n;
	note_begin(&n, run, "listen");
	int r = or_errno(listen(fd, backlog));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_int(&n, backlog);
		note_add(&n);
	}
	return r;
}

int sys_accept(struct run *run, int fd, struct sockaddr *addr, socklen_t *len)
{
	struct note n;
	socklen_t room = *len;
	note_begin(&n, run, "accept4");
	int r = or_errno(accept4(fd, addr, len, SOCK_CLOEXEC));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_address_out(&n, addr, len, room);
		note_flags(&n, NAMES_TYPE_FLAGS, SOCK_CLOEXEC);
		note_add(&n);
	}
	return r;
}

int sys_close(struct run *run, int fd)
{
	struct note n;
	note_begin(&n, run, "close");
	int r = or_errno(close(fd));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_add(&n);
	}
	return r;
}

int sys_shutdown(struct run *run, int fd, int how)
{
	struct note n;
	note_begin(&n, run, "shutdown");
	int r = or_errno(shutdown(fd, how));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_enum(&n, NAMES_HOW, how);
		note_add(&n);
	}
	return r;
}

static void note_pollfd(struct note *n, int fd, short events)
{
	struct buf b = {0};
	buf_printf(&b, "[{fd=%d, events=", fd);
	strace_flags(&b, NAMES_POLL, (unsigned short)events);
	buf_str(&b, "}]");
	note_text(n, &b);
}

int sys_poll(struct run *run, int fd, short events, int timeout_ms, short *revents)
{
	struct note n;
	struct pollfd p = {.fd = fd, .events = events};
	note_begin(&n, run, "poll");
	int r = or_errno(poll(&p, 1, timeout_ms));
	*revents = p.revents;
	if (note_end(&n, r)) {
		note_pollfd(&n, fd, events);
		note_int(&n, 1);
		note_int(&n, timeout_ms);
		note_add(&n);
	}
	return r;
}

static void note_option(struct note *n, int fd, int level, int name)
{
	enum name_set names = strace_option_names(level);
	note_int(n, fd);
	note_enum(n, NAMES_LEVEL, level);
	if (names == NAMES_COUNT)
		note_int(n, name);
	else
		note_enum(n, names, name);
}

static void note_length(struct note *n, socklen_t room, socklen_t len)
{
	struct buf b = {0};
	if (room == len)
		buf_printf(&b, "[%u]", room);
	else
		buf_printf(&b, "[%u => %u]", room, len);
	note_text(n, &b);
}

int sys_getsockopt(struct run *run, int fd, int level, int name, void *value, socklen_t *len)
{
	struct note n;
	socklen_t room = *len;
	note_begin(&n, run, "getsockopt");
	int r = or_errno(getsockopt(fd, level, name, value, len));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_option(&n, fd, level, name);
		if (r < 0)
			strace_pointer(&b, value);
		else
			strace_option(&b, level, name, value, *len);
		note_text(&n, &b);
		note_length(&n, room, r < 0 ? room : *len);
		note_add(&n);
	}
	return r;
}

int sys_setsockopt(struct run *run, int fd, int level, int name, const void *value, socklen_t len)
{
	struct note n;
	note_begin(&n, run, "setsockopt");
	int r = or_errno(setsockopt(fd, level, name, value, len));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_option(&n, fd, level, name);
		strace_option_set(&b, level, name, value, len);
		note_text(&n, &b);
		note_int(&n, (int)len);
		note_add(&n);
	}
	return r;
}

static void note_name_out(
    struct note *n, int fd, const struct sockaddr *addr, const socklen_t *len, socklen_t room)
{
	note_int(n, fd);
	note_address_out(n, addr, len, room);
	note_add(n);
}

int sys_getsockname(struct run *run, int fd, struct sockaddr *addr, socklen_t *len)
{
	struct note n;
	socklen_t room = *len;
	note_begin(&n, run, "getsockname");
	int r = or_errno(getsockname(fd, addr, len));
	if (note_end(&n, r))
		note_name_out(&n, fd, addr, len, room);
	return r;
}

int sys_getpeername(struct run *run, int fd, struct sockaddr *addr, socklen_t *len)
{
	struct note n;
	socklen_t room = *len;
	note_begin(&n, run, "getpeername");
	int r = or_errno(getpeername(fd, addr, len));
	if (note_end(&n, r))
		note_name_out(&n, fd, addr, len, room);
	return r;
}

int sys_set_nonblocking(struct run *run, int fd, bool on)
{
	struct note n;
	int flag = on;
	note_begin(&n, run, "ioctl");
	int r = or_errno(ioctl(fd, FIONBIO, &flag));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_word(&n, "FIONBIO");
		note_word(&n, on ? "[1]" : "[0]");
		note_add(&n);
	}
	return r;
}

int sys_set_inheritable(struct run *run, int fd, bool on)
{
	struct note n;
	note_begin(&n, run, "ioctl");
	int r = or_errno(ioctl(fd, on ? FIONCLEX : FIOCLEX));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_word(&n, on ? "FIONCLEX" : "FIOCLEX");
		note_add(&n);
	}
	return r;
}

int sys_if_index(struct run *run, int fd, const char *name, int *index)
{
	struct note n;
	struct ifreq req = {0};
	strncpy(req.ifr_name, name, sizeof req.ifr_name - 1);
	note_begin(&n, run, "ioctl");
	int r = or_errno(ioctl(fd, SIOCGIFINDEX, &req));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_int(&n, fd);
		note_word(&n, "SIOCGIFINDEX");
		buf_str(&b, "{ifr_name=");
		strace_quoted(&b, req.ifr_name, strlen(req.ifr_name));
		if (r >= 0)
			buf_printf(&b, ", ifr_ifindex=%d", req.ifr_ifindex);
		buf_char(&b, '}');
		note_text(&n, &b);
		note_add(&n);
	}
	*index = req.ifr_ifindex;
	return r;
}

int sys_if_name(struct run *run, int fd, int index, char name[IF_NAMESIZE])
{
	struct note n;
	struct ifreq req = {.ifr_ifindex = index};
	note_begin(&n, run, "ioctl");
	int r = or_errno(ioctl(fd, SIOCGIFNAME, &req));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_int(&n, fd);
		note_word(&n, "SIOCGIFNAME");
		buf_printf(&b, "{ifr_ifindex=%d", index);
		if (r >= 0) {
			buf_str(&b, ", ifr_name=");
			strace_quoted(&b, req.ifr_name, strlen(req.ifr_name));
		}
		buf_char(&b, '}');
		note_text(&n, &b);
		note_add(&n);
	}
	memcpy(name, req.ifr_name, IF_NAMESIZE);
	return r;
}

int sys_dup(struct run *run, int fd)
{
	struct note n;
	note_begin(&n, run, "fcntl");
	int r = or_errno(fcntl(fd, F_DUPFD_CLOEXEC, 0));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_word(&n, "F_DUPFD_CLOEXEC");
		note_int(&n, 0);
		note_add(&n);
	}
	return r;
}

int sys_getfd(struct run *run, int fd)
{
	struct note n;
	note_begin(&n, run, "fcntl");
	int r = or_errno(fcntl(fd, F_GETFD));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_word(&n, "F_GETFD");
		note_add(&n);
	}
	return r;
}
