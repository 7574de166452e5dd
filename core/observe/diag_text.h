/*
 * diag_text: the words for what a row says: names of protocols, states, timers; addresses.
 *
 * Any thread. What processes chose themselves (names of AF_UNIX sockets) is escaped as
 * address_format() does it.
 */
#ifndef CORE_OBSERVE_DIAG_TEXT_H
#define CORE_OBSERVE_DIAG_TEXT_H

#include <stddef.h>

#include "core/observe/diag.h"

/* Room for every text made here. */
#define DIAG_TEXT_MAX 512

/* "tcp", "tcp6", "udp", "unix", "raw", ... Static. */
const char *diag_proto_name(const struct diag_row *row);

/* The same the other way: 0, or -ENOENT. */
int diag_proto_find(const char *name, enum diag_proto *proto, int *family);

/* "ESTABLISHED", "LISTEN", ... of TCP; "LISTEN", "connected", "bound", "unbound" of the others, as
 * in the list of our own sockets. Static. */
const char *diag_state_name(const struct diag_row *row);

/* The name of a state that text begins with, whatever its case, "-" for "_": as above, NULL: none.
 * Static. */
const char *diag_state_find(const char *text);

/* "INET", "INET6", "UNIX", "PACKET", "NETLINK". Static. */
const char *diag_family_name(const struct diag_row *row);

/* "STREAM", "DGRAM", "SEQPACKET", "RAW"; "" when not told. Static. */
const char *diag_type_name(const struct diag_row *row);

/* What runs over it: "ROUTE" for NETLINK, "ICMP" for RAW, "ALL" or "0x88cc" for PACKET, "" for the
 * others. Returns text or something static. */
const char *diag_service_name(const struct diag_row *row, char text[DIAG_TEXT_MAX]);

/* "retransmit", "keepalive", "time_wait", "probe"; "" while none runs. Static. */
const char *diag_timer_name(const struct diag_row *row);

/* "recv", "send", "both": the directions that were shut down; "" none. Static. */
const char *diag_shutdown_name(const struct diag_row *row);

/* "new", "changed", "closed" or "". Static. */
const char *diag_mark_name(const struct diag_row *row);

/* Both ends: as address_format(), and "unix:[INODE]" for a UNIX socket without a name; "" where
 * there is no such end. The name of a UNIX peer is not told: find its row by its inode. Returns
 * text. */
const char *diag_local_text(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX]);
const char *diag_remote_text(const struct diag_row *row, char text[DIAG_TEXT_MAX]);

/* Bytes that it received: the kernel counts the other end's FIN as one, we do not. */
uint64_t diag_bytes_in(const struct diag_row *row);

/* Bytes that it sent, each counted once: not those sent anew. Of kernels that do not say: those
 * acknowledged. */
uint64_t diag_bytes_out(const struct diag_row *row);

/* The row of the socket with this inode, NULL: none. Looks at them all. */
const struct diag_row *diag_find_inode(const struct diag_snapshot *s, uint32_t inode);

#endif
