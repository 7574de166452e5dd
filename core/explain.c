#include "core/explain.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "core/explain_failure.h"
#include "core/ops/transfer.h"

/* One way to fail: an errno, the calls it is about, and what is to be said. The first row that fits
 * is taken, so those for one call stand before those for any. */
struct reason {
	int errnum;
	/* How the call's name begins: "send" is send, sendto, sendmsg; NULL: any. */
	const char *call;
	const char *text;
	void (*tell)(const struct failure *, struct buf *); /* in place of text */
};

static const struct reason reasons[] = {
    {EADDRINUSE, NULL, NULL, tell_address_in_use},
    {EADDRNOTAVAIL, "bind",
	"No interface of this machine has that address. Bind to one of its own, or to '' for all.",
	NULL},
    {EADDRNOTAVAIL, "connect",
	"No local port is free for this connection, or port 0 was asked for: a peer has a real "
	"port.",
	NULL},
    {EINVAL, "bind",
	"The socket has an address already (an unbound connect() or listen() gives one, too), or "
	"the "
	"address is not one of its family; fe80:: addresses need their scope.",
	NULL},
    {EACCES, "bind", NULL, tell_port_denied},
    {EPERM, "bind", NULL, tell_port_denied},
    {ENOENT, "bind", "The directory of that path does not exist.", NULL},
    {EROFS, "bind", "The file system of that path is read-only.", NULL},
    {ENOTDIR, NULL, "A part of that path is a file, and no directory.", NULL},
    {ELOOP, NULL, "The path goes through too many symbolic links.", NULL},
    {ENAMETOOLONG, NULL, "A part of that path is longer than 255 bytes.", NULL},
    {ENODEV, "bind", "There is no such interface; if_nameindex() lists them.", NULL},
    {ENODEV, "ioctl", "There is no such interface; if_nameindex() lists them.", NULL},
    {ENODEV, "setsockopt",
	"There is no such interface, or no interface has that address; if_nameindex() lists them.",
	NULL},
    {ENODEV, "socket", "The transport of AF_VSOCK is missing: this is no virtual machine with it.",
	NULL},

    {EOPNOTSUPP, "listen", "Only connections are accepted: SOCK_STREAM and SOCK_SEQPACKET.", NULL},
    {EDESTADDRREQ, "listen", "An AF_UNIX socket needs a name first: bind() it.", NULL},
    {EINVAL, "listen", "It is connected, or of AF_UNIX and has no name yet.", NULL},

    {EINVAL, "accept", "The socket does not listen: listen() comes first.", NULL},
    {EOPNOTSUPP, "accept", "Only sockets of connections accept; datagrams come by recvfrom().",
	NULL},
    {EAGAIN, "accept", "No connection waits now, and the socket does not block.", NULL},
    {ECONNABORTED, "accept", "The client was gone before it was accepted.", NULL},

    {ECONNREFUSED, NULL, NULL, tell_refused},
    {ECONNABORTED, "connect",
	"An earlier connect() on this socket failed, and the kernel tells so once more. The next "
	"one "
	"starts anew.",
	NULL},
    {EISCONN, "connect", "It is connected already; a new connection takes a new socket.", NULL},
    {EISCONN, NULL, "A connected socket takes no address: use send().", NULL},
    {EINPROGRESS, NULL,
	"The socket does not block, and the kernel goes on connecting. When poll() says POLLOUT, "
	"getsockopt(SOL_SOCKET, SO_ERROR) tells how it ended.",
	NULL},
    {EALREADY, NULL, "An earlier connect() on this socket is still under way.", NULL},
    {ENOENT, "connect", "There is no file of that name: the server has not bound it.", NULL},
    {EPROTOTYPE, NULL,
	"The socket at that path is of another type: SOCK_STREAM, SOCK_DGRAM and SOCK_SEQPACKET do "
	"not mix.",
	NULL},
    {EAGAIN, "connect", "The server's accept queue is full; it has to accept() first.", NULL},
    {EACCES, "connect",
	"A broadcast address needs SO_BROADCAST; a path of AF_UNIX needs leave to write the file.",
	NULL},
    {EINVAL, "connect",
	"The address does not fit: fe80:: needs its scope, AF_UNIX a name, a listening socket "
	"cannot "
	"connect.",
	NULL},
    {ENETUNREACH, NULL, "No route leads there; `ip route` shows what there is.", NULL},
    {EHOSTUNREACH, NULL, "The network is there, but the host does not answer at all.", NULL},
    {ETIMEDOUT, NULL,
	"No answer came, again and again: the host is down, or something drops the packets.", NULL},

    {EPIPE, NULL,
	"There is nobody to receive it: the connection was ended by the peer or by shutdown(), or "
	"was never made. The first send after the peer's close still succeeds.",
	NULL},
    {ECONNRESET, NULL,
	"The peer sent a reset: it closed with data unread, died, or set SO_LINGER to 0.", NULL},
    {ENOTCONN, "shutdown", "Only a connection can be shut down, and there is none.", NULL},
    {ENOTCONN, NULL, "There is no connection: connect() or accept() comes first.", NULL},
    {EDESTADDRREQ, NULL, "Nobody was named: use sendto(), or connect() first.", NULL},
    {EMSGSIZE, NULL,
	"A datagram has to fit as a whole: over UDP 65507 bytes on IPv4, over AF_UNIX the send "
	"buffer.",
	NULL},
    {EACCES, "send", "A broadcast address needs setsockopt(SOL_SOCKET, SO_BROADCAST, 1).", NULL},
    {EINVAL, "send", "The address or a flag does not fit; a peer's port is never 0.", NULL},
    {EAGAIN, "send",
	"The send buffer is full, and the socket does not block: the peer does not read fast "
	"enough.",
	NULL},
    {ENOBUFS, NULL, "The queue of the interface, or the kernel's memory for it, is full.", NULL},
    {ETOOMANYREFS, NULL, "Too many descriptors are on their way in AF_UNIX sockets.", NULL},

    {EAGAIN, "recv", "Nothing has arrived yet, and the socket does not block.", NULL},
    {EINVAL, "recv", "A flag does not fit: MSG_OOB where no urgent byte waits, for one.", NULL},
    {EAGAIN, NULL, "It would have to wait, and the socket does not block.", NULL},

    {EAFNOSUPPORT, "socket", "This kernel does not have the family, or not as a module loaded now.",
	NULL},
    {EAFNOSUPPORT, NULL, "The address is of another family than the socket.", NULL},
    {ESOCKTNOSUPPORT, NULL, "The family does not have that type.", NULL},
    {EPROTONOSUPPORT, NULL,
	"The family does not have that protocol for this type. SOCK_RAW needs one named: "
	"IPPROTO_ICMP, for one; SOCK_STREAM takes 0 or IPPROTO_TCP.",
	NULL},
    {EPERM, "socket", NULL, tell_raw_denied},
    {EACCES, "socket", NULL, tell_ping_denied},
    {EINVAL, "socket", "The type is none: SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET ...",
	NULL},
    {EOPNOTSUPP, "socketpair", "Only AF_UNIX makes pairs on Linux.", NULL},
    {EMFILE, NULL, NULL, tell_no_descriptors},
    {ENFILE, NULL, "The whole machine has no descriptor left (fs.file-max).", NULL},
    {ENOMEM, NULL, "The kernel has no memory left for this.", NULL},

    {ENOPROTOOPT, NULL,
	"That level has no such option for this socket: TCP_ options are of IPPROTO_TCP, IP_ of "
	"IPPROTO_IP, SO_ of SOL_SOCKET.",
	NULL},
    {EPERM, "setsockopt", "That option needs CAP_NET_ADMIN or CAP_NET_RAW.", NULL},
    {EDOM, "setsockopt", "The value is out of the option's range.", NULL},
    {EINVAL, "setsockopt",
	"The value is out of range or too short, or it is too late: some options have to be set "
	"before bind() or connect().",
	NULL},
    {EADDRNOTAVAIL, "setsockopt", "The socket is not a member of that group.", NULL},

    {EBADF, NULL, "The socket is closed: its descriptor is -1, or belongs to nothing.", NULL},
    {ENOTSOCK, NULL, "The descriptor is open, but no socket.", NULL},
    {EOPNOTSUPP, "destroy",
	"The kernel ends TCP and UDP sockets so, no others, and these only where it was built with "
	"CONFIG_INET_DIAG_DESTROY.",
	NULL},
    {ENOENT, "destroy",
	"There is no such socket any more, or the kernel finds another one by its addresses; that "
	"one was left alone.",
	NULL},
    {EOPNOTSUPP, NULL, "This family and type do not have that operation.", NULL},
    {EINTR, NULL, "The waiting call was cancelled.", NULL},
    {EFAULT, NULL, "The kernel was given a pointer to nowhere: None where bytes are needed.", NULL},
    {EPERM, "destroy", NULL, tell_destroy_denied},
    {EPERM, NULL, "The kernel or a packet filter forbids it to this user.", NULL},
};

/* What a resolver's number means, beside its words. netdb.h */
static const struct {
	int eai;
	const char *text;
} resolver_reasons[] = {
    {EAI_NONAME, "Neither /etc/hosts nor the nameservers of /etc/resolv.conf know the name."},
    {EAI_AGAIN,
	"No nameserver of /etc/resolv.conf answered: is there a network? The name may be right."},
    {EAI_FAIL, "The nameserver answered with an error of its own."},
    {EAI_SERVICE,
	"/etc/services has no such service for this type of socket. A number always works."},
    {EAI_SOCKTYPE, "Type and protocol do not go together, or are none."},
    {EAI_FAMILY, "The family has no addresses that could be looked up: AF_INET or AF_INET6."},
    {EAI_BADFLAGS, "The flags hold bits that are no AI_ constant, or AI_CANONNAME without a host."},
    {EAI_ADDRFAMILY, "The host has an address, but of the other family: '::1' is AF_INET6, "
		     "'127.0.0.1' AF_INET."},
    {EAI_NODATA, "The name exists, but has no address of that family."},
};

static bool about(const struct reason *r, const struct failure *f)
{
	if (r->errnum != f->errnum)
		return false;
	return !r->call || strncmp(f->call, r->call, strlen(r->call)) == 0;
}

static void explain_errno(const struct failure *f, struct buf *to)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (!about(&reasons[i], f))
			continue;
		if (reasons[i].tell)
			reasons[i].tell(f, to);
		else
			buf_str(to, reasons[i].text);
		return;
	}
}

static void explain_resolver(int eai, struct buf *to)
{
	for (size_t i = 0; i < sizeof resolver_reasons / sizeof *resolver_reasons; i++)
		if (resolver_reasons[i].eai == eai)
			buf_str(to, resolver_reasons[i].text);
}

/* The call that ran into its timeout, by what it waited for. */
static void explain_timeout(const struct failure *f, struct buf *to)
{
	static const struct {
		const char *call, *text;
	} waits[] = {
	    {"connect",
		"The peer did not answer within the timeout: it is down, or its accept queue "
		"is full, or something drops the packets."},
	    {"create_connection", "The peer did not answer within the timeout."},
	    {"accept", "No client connected within the timeout."},
	    {"recv", "Nothing arrived within the timeout."},
	    {"send", "The send buffer stayed full for the whole timeout: the peer does not read."},
	};
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		if (strncmp(f->call, waits[i].call, strlen(waits[i].call)) == 0) {
			buf_str(to, waits[i].text);
			return;
		}
	}
	buf_str(to, "Nothing happened within the timeout.");
}

/* Python cannot say how much of a sendall() went before it failed; its calls can. */
static void tell_sent_before(const struct failure *f, struct buf *to)
{
	int64_t sent = 0;
	bool sendall = f->exc->call && strcmp(f->exc->call, "sendall") == 0;
	size_t n = sendall && f->trace ? trace_count(f->trace) : 0;
	for (size_t i = 0; i < n; i++) {
		const struct trace_call *c = trace_at(f->trace, i);
		if (strcmp(c->name, "sendto") == 0 && c->ret > 0)
			sent += c->ret;
	}
	if (sent)
		buf_printf(to, " Of the data %lld bytes went before.", (long long)sent);
}

int explain_error(const struct value *exc, const struct explain_context *context, struct buf *to)
{
	struct failure f;
	if (exc && exc_match(exc, &exc_MemoryError))
		buf_printf(to,
		    "A value has at most %zu MiB here, the room that a receive asks for at most "
		    "%zu MiB; and there has to be as much free memory.",
		    (size_t)VALUE_BYTES_MAX >> 20, (size_t)RECEIVE_MAX >> 20);
	if (!exc || !exc_match(exc, &exc_OSError))
		return to->failed ? -ENOMEM : 0;
	failure_read(&f, (const struct exc_value *)exc, context ? context->trace : NULL);
	if (exc_match(exc, &exc_gaierror))
		explain_resolver(f.exc->code, to);
	else if (f.errnum)
		explain_errno(&f, to);
	else if (exc_match(exc, &exc_TimeoutError))
		explain_timeout(&f, to);
	tell_sent_before(&f, to);
	return to->failed ? -ENOMEM : 0;
}

int explain_call(const struct explain_call *failed, struct buf *to)
{
	struct failure f = {
	    .errnum = failed->errnum,
	    .call = failed->call,
	    .fd = -1,
	    .type = failed->type,
	    .has_address = true,
	    .address = *failed->address,
	};
	address_format(&f.address.sa, f.address.len, f.text, sizeof f.text);
	explain_errno(&f, to);
	return to->failed ? -ENOMEM : 0;
}
