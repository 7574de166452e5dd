/*
 * address: socket addresses in their three forms: the kernel's sockaddr, Python's value, and the
 * text of tables and of the command line. Any thread.
 *
 *	struct address a;
 *	const char *why;
 *	if (address_parse("127.0.0.1:9000", &a, &why) == 0)
 *		connect(fd, &a.sa, a.len);
 *
 * Python: getsockaddrarg(), makesockaddr() and setipaddr() of Modules/socketmodule.c. Kernel:
 * ip(7), ipv6(7), unix(7), netlink(7), packet(7), vsock(7).
 */
#ifndef CORE_OPS_ADDRESS_H
#define CORE_OPS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/socket.h>
#include <sys/un.h>

struct run;
struct value;

/* An address of any family, with its length as the kernel wants it. */
struct address {
	socklen_t len;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_nl nl;
		struct sockaddr_ll ll;
		struct sockaddr_vm vm;
		struct sockaddr_storage storage;
	};
};

/* Enough for any text that address_format() writes: "unix:" and 107 escaped bytes. */
#define ADDRESS_TEXT_MAX 448

/*
 * Text of an address, for tables: "127.0.0.1:9000", "[::1]:9000", "[fe80::1%lo]:80", "unix:/path",
 * "unix:@abstract" ("unix:" without a name), "netlink:PID", "packet:lo", "vsock:2:80", "" when
 * there is none.
 * Bytes that do not print are escaped. Always ends with a NUL; returns its length.
 */
size_t address_format(const struct sockaddr *sa, socklen_t len, char *text, size_t size);

/*
 * Read an ADDRESS of the command line: "HOST:PORT", "[V6]:PORT", ":PORT" and "*:PORT" (127.0.0.1),
 * "unix:PATH", "unix:@ABSTRACT". PORT is a number from 0 to 65535 or a service name; HOST may be a
 * name and is then resolved in place, so this may block. 0; or -EINVAL, -ENAMETOOLONG, -ENOMEM,
 * -EHOSTUNREACH (resolver) with *why, static words, set.
 */
int address_parse(const char *text, struct address *out, const char **why);

/* Does it stand for all addresses of this machine (0.0.0.0, ::, ::ffff:0.0.0.0)? */
bool address_is_wildcard(const struct address *a);

/* The port of INET and INET6, 0 for others. */
unsigned address_port(const struct address *a);

/* An empty address with the room that getsockname() and kin get for the family, as Python passes
 * it: 16 for AF_INET, 110 for AF_UNIX, ... False: not a family Python knows a size for; then the
 * room is the whole struct. */
bool address_room(int family, struct address *out);

/*
 * Python's value as a sockaddr of the family: ("127.0.0.1", 9000), "/path", b"\0abstract", (pid,
 * groups), ... Names are resolved (may block, can be cancelled). `caller` is the operation named
 * in messages ("bind"); fd is the socket, asked for interface indices of AF_PACKET, or -1.
 * 0, or raised: TypeError, OverflowError, OSError, gaierror, InterruptedError.
 */
int address_from_value(
    struct run *run, const char *caller, int family, int fd, struct value *v, struct address *out);

/* The sockaddr as Python's value; None for length 0. fd as above. 0 with a new reference, or
 * raised. */
int address_to_value(struct run *run, int fd, const struct address *a, struct value **out);

/*
 * A host as Python's calls take it, into the address part of out (port 0): "" any, "<broadcast>",
 * numeric in place, else by the resolver. family AF_UNSPEC takes either. 0 or raised.
 */
int address_from_host(struct run *run, const char *host, int family, struct address *out);

#endif
