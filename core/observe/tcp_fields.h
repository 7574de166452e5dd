/*
 * tcp_fields: every number of struct tcp_info as a row: its name, where it stands, its unit, one
 * line of help. Constant; any thread. tcp(7), linux/tcp.h.
 *
 *	struct tcp_raw raw;
 *	if (tcp_raw_ask(fd, &raw) == 0)
 *		for (size_t i = 0; i < tcp_field_count; i++)
 *			if (tcp_field_get(&tcp_fields[i], &raw, &n))
 *				... tcp_fields[i].name, n, tcp_fields[i].unit ...
 */
#ifndef CORE_OBSERVE_TCP_FIELDS_H
#define CORE_OBSERVE_TCP_FIELDS_H

#include <linux/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tcp_unit {
	TCP_UNIT_NONE, /* a bare number */
	TCP_UNIT_STATE,
	TCP_UNIT_CONGESTION, /* state of congestion control: Open, Disorder, ... */
	TCP_UNIT_OPTIONS,    /* bits: timestamps, SACK, ... */
	TCP_UNIT_US,
	TCP_UNIT_MS,
	TCP_UNIT_BYTES,
	TCP_UNIT_SEGMENTS,
	TCP_UNIT_RATE, /* bytes a second */
};

struct tcp_field {
	const char *name; /* without tcpi_ */
	uint16_t offset, size;
	uint8_t shift, bits; /* of a bit field inside size bytes; bits 0: all of it */
	enum tcp_unit unit;
	const char *help;
};

extern const struct tcp_field tcp_fields[];
extern const size_t tcp_field_count;

/* What the kernel gave: len bytes of it. */
struct tcp_raw {
	struct tcp_info info;
	size_t len;
};

/* 0, or -errno: not a TCP socket, closed. */
int tcp_raw_ask(int fd, struct tcp_raw *out);

/* False: this kernel's struct is too short to have it. */
bool tcp_field_get(const struct tcp_field *f, const struct tcp_raw *raw, uint64_t *value);

/* "0.041 ms", "10 segments", "ESTABLISHED", "timestamps sack wscale". Returns text. */
const char *tcp_field_text(const struct tcp_field *f, uint64_t value, char *text, size_t size);

#endif
