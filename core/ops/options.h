/*
 * options: the socket options that are worth showing, each a row: level, name, what it holds, its
 * range, one line of help. Constant; any thread.
 *
 *	for (size_t i = 0; i < socket_option_count; i++)
 *		if (option_show(fd, &socket_options[i], text, sizeof text) == 0)
 *			... "SO_RCVBUF  131072" ...
 *
 * socket(7), ip(7), ipv6(7), tcp(7), unix(7).
 */
#ifndef CORE_OPS_OPTIONS_H
#define CORE_OPS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/notation/op.h"

enum option_kind {
	OPTION_BOOL,
	OPTION_INT,
	OPTION_CONSTANT, /* an int that has a name: "SOCK_STREAM (1)" */
	OPTION_LINGER,	 /* struct linger: "off", "5 s" */
	OPTION_TIMEVAL,	 /* seconds, "off" for 0 */
	OPTION_NAME,	 /* text: TCP_CONGESTION, SO_BINDTODEVICE */
	OPTION_UCRED,	 /* pid, uid, gid */
	OPTION_IN_ADDR,	 /* an IPv4 address */
	OPTION_ERRNO,	 /* SO_ERROR; never shown, for reading clears it */
	OPTION_BYTES,	 /* a structure; set and got as bytes */
};

struct socket_option {
	const char *level_name; /* as the notation writes it: "SOL_SOCKET" */
	const char *name;	/* "SO_REUSEADDR" */
	int level, option;
	enum option_kind kind;
	enum param_kind names; /* of an OPTION_CONSTANT, for name_of_constant() */
	bool read_only;
	int64_t min, max; /* of an int that can be set; both 0: whatever the kernel takes */
	const char *help;
};

extern const struct socket_option socket_options[];
extern const size_t socket_option_count;

/* The row of an option; NULL: not in the table. */
const struct socket_option *option_find(int level, int option);

/* Today's value as text. 0; or -errno: -ENOPROTOOPT and -EOPNOTSUPP where the socket has no such
 * option, -EINVAL for kinds that are not shown (OPTION_ERRNO, OPTION_BYTES). */
int option_show(int fd, const struct socket_option *o, char *text, size_t size);

#endif
