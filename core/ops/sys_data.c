/* System calls that move data. */
#include "core/ops/sys.h"

#include <errno.h>
#include <sys/sendfile.h>

#include "core/ops/note.h"

static ssize_t or_errno(ssize_t r)
{
	return r < 0 ? -errno : r;
}

/* What a receive filled: MSG_TRUNC lets the result be longer than the buffer. */
static void note_received(struct note *n, int fd, const void *data, size_t len, ssize_t got)
{
	note_int(n, fd);
	if (got < 0)
		note_pointer(n, data);
	else
		note_data(n, data, (size_t)got < len ? (size_t)got : len);
	note_int(n, (int64_t)len);
}

ssize_t sys_recv(struct run *run, int fd, void *data, size_t len, int flags)
{
	return sys_recvfrom(run, fd, data, len, flags, NULL, NULL);
}

ssize_t sys_recvfrom(struct run *run, int fd, void *data, size_t len, int flags,
    struct sockaddr *addr, socklen_t *addrlen)
{
	struct note n;
	socklen_t room = addrlen ? *addrlen : 0;
	note_begin(&n, run, "recvfrom");
	ssize_t r = or_errno(recvfrom(fd, data, len, flags, addr, addrlen));
	if (note_end(&n, r)) {
		note_received(&n, fd, data, len, r);
		note_flags(&n, NAMES_MSG, flags);
		note_address_out(&n, addr, addrlen, room);
		note_add(&n);
	}
	return r;
}

ssize_t sys_send(struct run *run, int fd, const void *data, size_t len, int flags)
{
	return sys_sendto(run, fd, data, len, flags, NULL, 0);
}

ssize_t sys_sendto(struct run *run, int fd, const void *data, size_t len, int flags,
    const struct sockaddr *addr, socklen_t addrlen)
{
	struct note n;
	note_begin(&n, run, "sendto");
	ssize_t r = or_errno(sendto(fd, data, len, flags, addr, addrlen));
	if (note_end(&n, r)) {
		note_int(&n, fd);
		note_data(&n, data, len);
		note_int(&n, (int64_t)len);
		note_flags(&n, NAMES_MSG, flags);
		note_address(&n, addr, addrlen);
		note_add(&n);
	}
	return r;
}

ssize_t sys_recvmsg(struct run *run, int fd, struct msghdr *msg, int flags)
{
	struct note n;
	socklen_t room = msg->msg_namelen;
	note_begin(&n, run, "recvmsg");
	ssize_t r = or_errno(recvmsg(fd, msg, flags));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_int(&n, fd);
		if (r < 0)
			buf_printf(&b, "{msg_namelen=%u}", room);
		else
			strace_msghdr(&b, msg, r, room);
		note_text(&n, &b);
		note_flags(&n, NAMES_MSG, flags);
		note_add(&n);
	}
	return r;
}

ssize_t sys_sendmsg(struct run *run, int fd, const struct msghdr *msg, int flags)
{
	struct note n;
	note_begin(&n, run, "sendmsg");
	ssize_t r = or_errno(sendmsg(fd, msg, flags));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_int(&n, fd);
		strace_msghdr(&b, msg, -1, msg->msg_namelen);
		note_text(&n, &b);
		note_flags(&n, NAMES_MSG, flags);
		note_add(&n);
	}
	return r;
}

ssize_t sys_sendfile(struct run *run, int out, int in, off_t *offset, size_t count)
{
	struct note n;
	off_t from = *offset;
	note_begin(&n, run, "sendfile");
	ssize_t r = or_errno(sendfile(out, in, offset, count));
	if (note_end(&n, r)) {
		struct buf b = {0};
		note_int(&n, out);
		note_int(&n, in);
		buf_printf(&b, "[%lld", (long long)from);
		if (*offset != from)
			buf_printf(&b, "] => [%lld", (long long)*offset);
		buf_char(&b, ']');
		note_text(&n, &b);
		note_int(&n, (int64_t)count);
		note_add(&n);
	}
	return r;
}
