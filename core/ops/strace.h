/*
 * strace: system call arguments as strace (6.1) prints them. Pure; any thread.
 *
 * Each function appends to a buf, which remembers a failed allocation itself.
 *
 *	strace_sockaddr(&b, &a.sa, a.len);   // {sa_family=AF_INET, sin_port=htons(80), ...}
 */
#ifndef CORE_OPS_STRACE_H
#define CORE_OPS_STRACE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "core/buf.h"

/* Of longer data, and of longer lists, only so much is shown (strace -s). */
#define STRACE_CLIP 32

/* Sets of names; in strace's sources each is an xlat. */
enum name_set {
	NAMES_FAMILY,
	NAMES_TYPE,
	NAMES_TYPE_FLAGS,
	NAMES_IPPROTO,
	NAMES_NETLINK,
	NAMES_CAN,
	NAMES_BLUETOOTH,
	NAMES_ETHERTYPE,
	NAMES_LEVEL,
	NAMES_SO,
	NAMES_IP,
	NAMES_IPV6,
	NAMES_TCP,
	NAMES_UDP,
	NAMES_RAW,
	NAMES_PACKET,
	NAMES_NETLINK_OPTION,
	NAMES_VSOCK,
	NAMES_SCM,
	NAMES_HOW,
	NAMES_MSG,
	NAMES_POLL,
	NAMES_HATYPE,
	NAMES_PKTTYPE,
	NAMES_CID,
	NAMES_COUNT,
};

/* The name of a value, or NULL. Static. */
const char *strace_name(enum name_set set, uint64_t value);

/* A name, or 0x63 with AF_??? in a comment. */
void strace_enum(struct buf *to, enum name_set set, uint64_t value);

/* Names joined by "|", what is left in hexadecimal; "0" for none. */
void strace_flags(struct buf *to, enum name_set set, unsigned value);

/* The set that the options (or control messages) of a level are named in; NAMES_COUNT: none. */
enum name_set strace_option_names(int level);
enum name_set strace_cmsg_names(int level);

/* What socket() prints: "SOCK_STREAM|SOCK_CLOEXEC", and its protocol by the family. */
void strace_type(struct buf *to, int type);
void strace_protocol(struct buf *to, int family, int protocol);

/* A string in quotes, clipped to 32 bytes and then followed by "..."; and one that never is. */
void strace_data(struct buf *to, const void *data, size_t len);
void strace_quoted(struct buf *to, const void *data, size_t len);

void strace_pointer(struct buf *to, const void *p);  /* "0x7ffd...", "NULL" */
void strace_ifindex(struct buf *to, unsigned index); /* if_nametoindex("lo") */
void strace_sockaddr(struct buf *to, const struct sockaddr *sa, socklen_t len);

/* The value of a socket option as got, and as set; len bytes at value. */
void strace_option(struct buf *to, int level, int name, const void *value, socklen_t len);
void strace_option_set(struct buf *to, int level, int name, const void *value, socklen_t len);

/* A msghdr. moved: bytes received, or -1 where it is one to send, or a receive that failed; room is
 * the msg_namelen that went in. */
void strace_msghdr(struct buf *to, const struct msghdr *msg, ssize_t moved, socklen_t room);

#endif
