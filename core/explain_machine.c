/* What this machine says about a failure: who holds a port, what may be done here. */
#include "core/explain_failure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/observe/diag.h"
#include "core/observe/diag_text.h"
#include "core/observe/owner.h"

/* How many directory entries of /proc are looked at in one step. */
#define OWNER_STEP 100000

static struct diag_snapshot *take_snapshot(unsigned protos, bool time_wait)
{
	struct diag *d;
	struct diag_snapshot *s = NULL;
	const struct diag_options options = {.protos = protos, .time_wait = time_wait};
	if (diag_new(&d) < 0)
		return NULL;
	if (diag_take(d, &options, &s) < 0)
		s = NULL;
	diag_free(d);
	return s;
}

static void fill_owners(struct diag_snapshot *s)
{
	struct owners *o;
	if (owners_new(&o, "/proc") < 0)
		return;
	while (owners_step(o, OWNER_STEP) == 0)
		continue;
	owner_fill(o, s);
	owners_free(o);
}

static bool is_any(const uint8_t *addr, size_t len)
{
	static const uint8_t none[16];
	return memcmp(addr, none, len) == 0;
}

static const uint8_t *address_bytes(const struct address *a)
{
	return a->sa.sa_family == AF_INET ? (const uint8_t *)&a->in.sin_addr
					  : (const uint8_t *)&a->in6.sin6_addr;
}

/* Would a socket that holds row's local address stand in the way of a? */
static bool stands_in_way(const struct diag_row *row, const struct address *a)
{
	size_t len = row->family == AF_INET ? 4 : 16;
	if (row->local_port != address_port(a))
		return false;
	if (row->family != a->sa.sa_family) /* of two families only a dual-stack "any" can */
		return is_any(row->local, len) || address_is_wildcard(a);
	return address_is_wildcard(a) || is_any(row->local, len) ||
	       memcmp(row->local, address_bytes(a), len) == 0;
}

static const struct diag_row *find_holder(
    const struct diag_snapshot *s, const struct address *a, bool lingering)
{
	const struct diag_row *best = NULL;
	for (size_t i = 0; i < s->count; i++) {
		const struct diag_row *row = &s->rows[i];
		if ((row->state == DIAG_TIME_WAIT) != lingering || !stands_in_way(row, a))
			continue;
		if (!best || row->state == DIAG_LISTEN)
			best = row;
	}
	return best;
}

static void say_owner(const struct diag_row *row, struct buf *to)
{
	if (row->owner != DIAG_OWNER_KNOWN)
		buf_str(to, "a process that may not be looked into");
	else if (row->pid == getpid())
		buf_printf(to, "this program itself (fd %d)", row->fd);
	else
		buf_printf(to, "%.*s (pid %d)", (int)sizeof row->program, row->program, row->pid);
}

static void say_holder(const struct failure *f, const struct diag_row *row, struct buf *to)
{
	buf_printf(to, "%s is held by ", f->text);
	say_owner(row, to);
	if (row->state == DIAG_LISTEN)
		buf_str(to, ", which listens there. Close that one, or take another port; port 0 "
			    "lets the kernel choose.");
	else
		buf_str(to, ". SO_REUSEADDR helps only if both sockets set it before bind().");
}

static void say_lingering(const struct failure *f, const struct diag_row *row, struct buf *to)
{
	buf_printf(to,
	    "A closed connection of port %u stays in TIME_WAIT for %u s more. "
	    "setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) before bind() lets you have the port now.",
	    address_port(&f->address), (row->expires_ms + 999) / 1000);
}

static void tell_port_in_use(const struct failure *f, struct buf *to)
{
	unsigned datagram = DIAG_BIT(DIAG_UDP) | DIAG_BIT(DIAG_UDPLITE);
	unsigned stream = DIAG_BIT(DIAG_TCP) | DIAG_BIT(DIAG_MPTCP);
	unsigned protos = f->type == SOCK_DGRAM ? datagram : stream;
	struct diag_snapshot *s = take_snapshot(f->type ? protos : datagram | stream, true);
	if (!s)
		return;
	const struct diag_row *lingering = find_holder(s, &f->address, true);
	fill_owners(s);
	const struct diag_row *holder = find_holder(s, &f->address, false);
	if (holder)
		say_holder(f, holder, to);
	else if (lingering)
		say_lingering(f, lingering, to);
	else
		buf_printf(to, "%s was taken; by now nobody holds it: try again.", f->text);
	diag_snapshot_unref(s);
}

/* A path ends at its NUL; an abstract name, which starts with one, does not. */
static size_t name_length(const char *name, size_t len)
{
	return len && name[0] ? strnlen(name, len) : len;
}

static bool has_name(
    const struct diag_snapshot *s, const struct diag_row *row, const struct address *a)
{
	const char *wanted = a->un.sun_path, *name = s->text.data + row->name;
	size_t len = name_length(wanted, a->len - offsetof(struct sockaddr_un, sun_path));
	return row->name_len && name_length(name, row->name_len) == len &&
	       memcmp(name, wanted, len) == 0;
}

/* A socket of AF_UNIX that has this name; among several one that listens. */
static const struct diag_row *find_named(const struct diag_snapshot *s, const struct address *a)
{
	const struct diag_row *best = NULL;
	for (size_t i = 0; i < s->count; i++) {
		const struct diag_row *row = &s->rows[i];
		if (has_name(s, row, a) && (!best || row->state == DIAG_LISTEN))
			best = row;
	}
	return best;
}

static void say_file(const struct failure *f, struct buf *to)
{
	struct stat st;
	const char *path = f->address.un.sun_path;
	if (path[0] == '\0' || lstat(path, &st) < 0)
		buf_printf(to, "The name %s is taken.", f->text);
	else if (S_ISSOCK(st.st_mode))
		buf_printf(to,
		    "The file %s was left behind: no socket has that name any more. Remove the "
		    "file, then bind.",
		    path);
	else
		buf_printf(to, "%s is a file, and no socket: choose another path.", path);
}

static void tell_name_in_use(const struct failure *f, struct buf *to)
{
	struct diag_snapshot *s = take_snapshot(DIAG_BIT(DIAG_UNIX), false);
	if (s)
		fill_owners(s);
	const struct diag_row *holder = s ? find_named(s, &f->address) : NULL;
	if (holder) {
		buf_printf(to, "%s is held by ", f->text);
		say_owner(holder, to);
		buf_char(to, '.');
	} else {
		say_file(f, to);
	}
	diag_snapshot_unref(s);
}

void tell_address_in_use(const struct failure *f, struct buf *to)
{
	if (!f->has_address)
		buf_str(to, "Another socket has the address, or no port is left to choose from.");
	else if (f->address.sa.sa_family == AF_UNIX)
		tell_name_in_use(f, to);
	else
		tell_port_in_use(f, to);
}

/* ---- connection refused ---- */

static void tell_name_refused(const struct failure *f, struct buf *to)
{
	struct diag_snapshot *s = take_snapshot(DIAG_BIT(DIAG_UNIX), false);
	if (s && find_named(s, &f->address))
		buf_printf(to, "%s is bound, but its socket does not listen.", f->text);
	else if (f->address.un.sun_path[0] == '\0')
		buf_printf(to, "No socket has the abstract name %s.", f->text);
	else
		buf_printf(to,
		    "The file %s is there, but no socket has that name any more: its server has "
		    "ended.",
		    f->address.un.sun_path);
	diag_snapshot_unref(s);
}

/* Is the port listened on, only at other addresses? */
static const struct diag_row *find_elsewhere(const struct diag_snapshot *s, unsigned port)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].state == DIAG_LISTEN && s->rows[i].local_port == port)
			return &s->rows[i];
	return NULL;
}

static void say_elsewhere(const struct diag_row *row, struct buf *to)
{
	char host[INET6_ADDRSTRLEN];
	inet_ntop(row->family, row->local, host, sizeof host);
	buf_printf(to, " Port %u is listened on at %s only.", row->local_port, host);
}

void tell_refused(const struct failure *f, struct buf *to)
{
	if (!f->has_address) {
		buf_str(to, "The other side answered that nobody listens there. For datagrams: an "
			    "earlier one was refused, and this call hears of it.");
		return;
	}
	if (f->address.sa.sa_family == AF_UNIX) {
		tell_name_refused(f, to);
		return;
	}
	if (f->type == SOCK_DGRAM) {
		buf_printf(to, "Nobody has %s: its machine answered that the port is unreachable.",
		    f->text);
		return;
	}
	buf_printf(to, "Nobody listens on %s: its machine answered with a reset.", f->text);
	struct diag_snapshot *s = take_snapshot(DIAG_BIT(DIAG_TCP), false);
	const struct diag_row *row = s ? find_elsewhere(s, address_port(&f->address)) : NULL;
	if (row)
		say_elsewhere(row, to);
	diag_snapshot_unref(s);
}

/* ---- what is allowed here ---- */

/* The first number of a file below /proc/sys; otherwise where it cannot be read. */
static long read_setting(const char *path, long otherwise)
{
	long n = otherwise;
	FILE *f = fopen(path, "re");
	if (!f)
		return otherwise;
	if (fscanf(f, "%ld", &n) != 1)
		n = otherwise;
	fclose(f);
	return n;
}

static void say_setcap(const char *capability, struct buf *to)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	path[n > 0 ? n : 0] = '\0';
	buf_printf(to, " `sudo setcap %s=+ep %s` grants it to this program.", capability,
	    n > 0 ? path : "sockpit");
}

void tell_port_denied(const struct failure *f, struct buf *to)
{
	long first = read_setting("/proc/sys/net/ipv4/ip_unprivileged_port_start", 1024);
	if (f->has_address && f->address.sa.sa_family == AF_UNIX) {
		buf_printf(to, "The directory of %s may not be written by this user.",
		    f->address.un.sun_path);
		return;
	}
	buf_printf(to, "Ports below %ld need CAP_NET_BIND_SERVICE.", first);
	say_setcap("cap_net_bind_service", to);
	buf_printf(to, " Ports from %ld on need nothing.", first);
}

void tell_destroy_denied(const struct failure *f, struct buf *to)
{
	(void)f;
	buf_str(to, "To end a socket from outside needs CAP_NET_ADMIN.");
	say_setcap("cap_net_admin", to);
}

void tell_raw_denied(const struct failure *f, struct buf *to)
{
	(void)f;
	buf_str(to, "SOCK_RAW and AF_PACKET need CAP_NET_RAW.");
	say_setcap("cap_net_raw", to);
	buf_str(to, " Or try it in a network of your own, without root: `unshare --map-root-user "
		    "--net`.");
}

void tell_ping_denied(const struct failure *f, struct buf *to)
{
	(void)f;
	buf_str(to, "A ping socket (SOCK_DGRAM with IPPROTO_ICMP) is for groups within "
		    "net.ipv4.ping_group_range only: `sudo sysctl net.ipv4.ping_group_range=\"0 "
		    "2147483647\"` lets everybody in. SOCK_RAW needs CAP_NET_RAW instead.");
}

void tell_no_descriptors(const struct failure *f, struct buf *to)
{
	(void)f;
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	buf_printf(to,
	    "This program has all %llu descriptors it may have (RLIMIT_NOFILE). Close some, or "
	    "raise the limit with `ulimit -n` before it starts.",
	    (unsigned long long)limit.rlim_cur);
}
