/* /proc/net/raw and its kin, for kernels without sock_diag of that protocol. */
#include "core/observe/diag_parse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* A line of the file under the eyes of the reader. */
struct cursor {
	const char *at, *end;
	bool bad;
};

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
		c->at++;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* At most `most` digits of that base; the line is bad where there is none. */
static uint32_t number(struct cursor *c, int base, int most)
{
	uint64_t n = 0;
	const char *from = c->at;
	while (c->at < c->end && c->at - from < most && digit(*c->at) < base)
		n = n * (unsigned)base + (unsigned)digit(*c->at++);
	if (c->at == from || n > UINT32_MAX)
		c->bad = true;
	return (uint32_t)n;
}

static void expect(struct cursor *c, char ch)
{
	if (c->at < c->end && *c->at == ch)
		c->at++;
	else
		c->bad = true;
}

static void skip_word(struct cursor *c)
{
	skip_blanks(c);
	while (c->at < c->end && *c->at != ' ' && *c->at != '\t')
		c->at++;
}

static uint32_t next_number(struct cursor *c, int base)
{
	skip_blanks(c);
	return number(c, base, 10);
}

/* "0100007F:1F90": words of 32 bits in the machine's order, then the port. */
static void address(struct cursor *c, int family, uint8_t *addr, uint16_t *port)
{
	size_t words = family == AF_INET6 ? 4 : 1;
	skip_blanks(c);
	for (size_t i = 0; i < words; i++) {
		uint32_t word = number(c, 16, 8);
		memcpy(addr + i * sizeof word, &word, sizeof word);
	}
	expect(c, ':');
	*port = (uint16_t)number(c, 16, 4);
}

static void pair(struct cursor *c, uint32_t *first, uint32_t *second)
{
	*first = next_number(c, 16);
	expect(c, ':');
	*second = number(c, 16, 8);
}

/* sl local remote st tx:rx tr:when retransmits uid timeout inode */
static bool line(struct cursor *c, int family, struct diag_row *row)
{
	uint32_t timer, ticks;
	skip_word(c);
	address(c, family, row->local, &row->local_port);
	address(c, family, row->remote, &row->remote_port);
	row->state = (uint8_t)next_number(c, 16);
	pair(c, &row->send_queue, &row->recv_queue);
	pair(c, &timer, &ticks);
	row->timer = (uint8_t)timer;
	row->expires_ms = timer ? ticks * 10 : 0; /* USER_HZ is 100 */
	row->retransmits = (uint8_t)next_number(c, 16);
	row->uid = next_number(c, 10);
	skip_word(c);
	row->inode = next_number(c, 10);
	return !c->bad;
}

static int socket_type(enum diag_proto proto)
{
	if (proto == DIAG_TCP)
		return SOCK_STREAM;
	return proto == DIAG_RAW ? SOCK_RAW : SOCK_DGRAM;
}

static int add_line(struct diag_snapshot *s, enum diag_proto proto, int family, struct cursor *c)
{
	struct diag_row read = {
	    .proto = (uint8_t)proto,
	    .family = (uint8_t)family,
	    .type = (uint8_t)socket_type(proto),
	};
	if (!line(c, family, &read) || (read.state == DIAG_TIME_WAIT && !s->time_wait))
		return 0;
	if (read.inode) /* there is no cookie here; none from the kernel has this bit */
		read.cookie = UINT64_C(1) << 63 | read.inode;
	if (proto == DIAG_RAW)
		read.protocol = read.local_port;
	if (proto == DIAG_TCP && read.state == DIAG_LISTEN) {
		read.accept_queue = read.recv_queue;
		read.recv_queue = 0;
	}
	struct diag_row *row = diag_snapshot_add(s);
	if (!row)
		return -ENOMEM;
	*row = read;
	return 0;
}

int diag_parse_proc(
    struct diag_snapshot *s, enum diag_proto proto, int family, const char *text, size_t len)
{
	const char *end = text + len;
	const char *at = memchr(text, '\n', len);
	while (at && ++at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct cursor c = {at, newline ? newline : end, false};
		if (add_line(s, proto, family, &c) < 0)
			return -ENOMEM;
		at = newline;
	}
	return 0;
}
