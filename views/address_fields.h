/*
 * address_fields: an address as one or two fields of a form: host and port, or a path, or any
 * expression, by the family. Main thread.
 *
 * No host, also as two quotes, and "*" mean the loopback address: nobody is to listen on all
 * addresses by accident.
 */
#ifndef VIEWS_ADDRESS_FIELDS_H
#define VIEWS_ADDRESS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"
#include "core/notation/op.h"

enum address_shape {
	ADDRESS_HOST_PORT,
	ADDRESS_PATH,
	ADDRESS_ANY, /* written as notation */
};

enum address_shape address_shape(int family);

/* The host as it will be written. */
const char *address_host(const char *host, int family);

/* Does it stand for all addresses of this machine? However it is written: 0, 0.0.0.0, ::, ... */
bool address_host_is_wildcard(const char *host);

/* first is the host, the path or the expression; port only with a host. As notation, and as the C
 * call gets it. */
void address_write(int family, const char *first, const char *port, struct buf *to);
void address_write_c(int family, const char *first, const char *port, struct buf *to);

/* Size of its sockaddr, as the C call gets it. */
void address_write_c_size(int family, const char *first, struct buf *to);

#endif
