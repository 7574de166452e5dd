/*
 * diag_parse: what the kernel answered, as rows. Takes any bytes: what is too short, unknown or
 * nonsense is left out and never read past. Pure; any thread.
 *
 * linux/sock_diag.h, inet_diag.h, unix_diag.h, packet_diag.h, netlink_diag.h; proc(5).
 */
#ifndef CORE_OBSERVE_DIAG_PARSE_H
#define CORE_OBSERVE_DIAG_PARSE_H

#include <stddef.h>
#include <stdint.h>
#include <linux/netlink.h>

#include "core/observe/diag.h"

/*
 * One buffer of a dump of this protocol, asked for with this sequence number, appended to s. buf
 * is aligned for struct nlmsghdr. 1: the dump is whole; 0: more is to come; -EINTR: it is whole,
 * but the list changed under it; -ENOMEM; or the errno that the kernel sent: -ENOENT, it has no
 * list of this protocol; -ENOBUFS, something was lost.
 */
int diag_parse(
    struct diag_snapshot *s, enum diag_proto proto, uint32_t seq, const void *buf, size_t len);

/* One message's row, 0 also where it was no use; or -ENOMEM. */
int diag_parse_inet(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m);
int diag_parse_unix(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m);
int diag_parse_packet(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m);
int diag_parse_netlink(struct diag_snapshot *s, enum diag_proto proto, const struct nlmsghdr *m);

/* The attributes behind a message's fixed part, one after the other; NULL past the last whole one.
 * (libmnl's loop reads up to three bytes past a message of odd length.) */
const struct nlattr *diag_attr_first(const struct nlmsghdr *m, size_t fixed);
const struct nlattr *diag_attr_next(const struct nlmsghdr *m, const struct nlattr *attr);

/* SK_MEMINFO_ values as the kernel sends them in every family; a short list leaves zeros. */
void diag_parse_memory(struct diag_row *row, const struct nlattr *attr);

/* A whole file like /proc/net/raw of family AF_INET or AF_INET6, its first line being titles. Rows
 * in TIME_WAIT only where s->time_wait. 0 or -ENOMEM. */
int diag_parse_proc(
    struct diag_snapshot *s, enum diag_proto proto, int family, const char *text, size_t len);

#endif
