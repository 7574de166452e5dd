/* What a socket is called: getsockname, getpeername, fileno, and whether a child inherits it. */
#include <errno.h>
#include <fcntl.h>

#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"

typedef int (*name_call)(struct run *, int, struct sockaddr *, socklen_t *);

static int give_name(struct call *c, name_call ask)
{
	struct address a;
	int fd = sock_fd(self_sock(c));
	if (!address_room(self_sock(c)->family, &a))
		return exc_raise(c->run, &exc_OSError, "getsockaddrlen: bad family");
	int r = ask(c->run, fd, &a.sa, &a.len);
	if (r < 0)
		return sock_raise(c, -r);
	return address_to_value(c->run, fd, &a, &c->result);
}

static int op_getsockname(struct call *c)
{
	return give_name(c, sys_getsockname);
}

static int op_getpeername(struct call *c)
{
	return give_name(c, sys_getpeername);
}

static int op_fileno(struct call *c)
{
	return give(c, value_int(sock_fd(self_sock(c))));
}

static int op_get_inheritable(struct call *c)
{
	int r = sys_getfd(c->run, sock_fd(self_sock(c)));
	return r < 0 ? sock_raise(c, -r) : give(c, value_bool(!(r & FD_CLOEXEC)));
}

static int op_set_inheritable(struct call *c)
{
	int on;
	int r = call_c_int_alone(c, 0, &on);
	if (r < 0)
		return r;
	r = sys_set_inheritable(c->run, sock_fd(self_sock(c)), on);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static const struct op rows[] = {
    {
	.name = "getsockname",
	.self = &type_socket,
	.flags = OP_POSITIONAL,
	.help = "The socket's own address.\n"
		"Before bind() it is ('0.0.0.0', 0), ('::', 0, 0, 0) or ''. After bind() to port 0 "
		"it tells the "
		"port that the kernel chose.",
	.prototype = "int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)",
	.man = "getsockname(2)",
	.run = op_getsockname,
    },
    {
	.name = "getpeername",
	.self = &type_socket,
	.flags = OP_POSITIONAL,
	.help = "The address of the other end.\n"
		"ENOTCONN when there is none, also after the peer's reset was read.",
	.prototype = "int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)",
	.man = "getpeername(2)",
	.run = op_getpeername,
    },
    {
	.name = "fileno",
	.self = &type_socket,
	.flags = OP_POSITIONAL,
	.help = "The descriptor's number, -1 once closed.\n"
		"A closed number is given to the next socket that is opened.",
	.run = op_fileno,
    },
    {
	.name = "get_inheritable",
	.self = &type_socket,
	.flags = OP_POSITIONAL | OP_PYTHON,
	.help = "Does a program started by exec keep the descriptor? False at first.",
	.prototype = "int fcntl(int fd, F_GETFD)",
	.man = "fcntl(2)",
	.run = op_get_inheritable,
    },
    {
	.name = "set_inheritable",
	.self = &type_socket,
	.params = {{"inheritable", PARAM_BOOL, .help = "True: exec keeps the descriptor"}},
	.flags = OP_PYTHON,
	.help = "Let a program started by exec keep the descriptor, or not.\n"
		"A forked child has it in any case, and so keeps the connection open.",
	.prototype = "int ioctl(int fd, FIONCLEX)",
	.man = "ioctl(2)",
	.run = op_set_inheritable,
    },
};

const struct op_list ops_names = {rows, sizeof rows / sizeof *rows};
