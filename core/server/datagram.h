/*
 * datagram: one datagram and its answer, in the server process. UDP and Unix alike.
 *
 * A datagram is served as a connection of its own that gets one message: a slot, an id, events,
 * and a struct conn whose descriptor is the server's socket.
 */
#ifndef CORE_SERVER_DATAGRAM_H
#define CORE_SERVER_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ops/address.h"

struct service;

/* The longest that is taken. UDP has at most 65,507 bytes; over a Unix socket goes what its send
 * buffer holds, and that is at most twice net.core.wmem_max, which is 208 KiB by default. */
#define DATAGRAM_MAX (512 << 10)
#define DATAGRAM_SMALL 512
/* What is cut unless told otherwise: Python's UDPServer.max_packet_size. */
#define DATAGRAM_PACKET 8192
/* So many are taken before commands are looked at again. */
#define DATAGRAM_BURST 32

struct datagram {
	struct address peer;
	size_t len;
	char *data;  /* DATAGRAM_MAX bytes of the caller's */
	char *small; /* DATAGRAM_SMALL bytes for one that is small, which data then is; or NULL */
};

/*
 * Receive one, cut at max_packet. False: nothing there, or it was refused: what comes from our own
 * port would be answered for ever, and nobody is at a broadcast address or at no address at all.
 */
bool datagram_receive(struct service *s, struct datagram *d);

/* Let the handler answer d, in slot i as connection id. May wait where the handler does. */
void datagram_serve(struct service *s, const struct datagram *d, uint32_t i, uint64_t id);

#endif
