/* resolve: host and port as Python's getaddrinfo() takes them. The evaluating thread. */
#ifndef CORE_OPS_RESOLVE_H
#define CORE_OPS_RESOLVE_H

#include <netdb.h>

#include "core/notation/op.h"
#include "core/ops/address.h"

/* Look up host (str, bytes or None) and port (int, str, bytes or None). 0 with *res for
 * freeaddrinfo(); or raised. May wait. */
int resolve_pair(struct call *c, struct value *host, struct value *port,
    const struct addrinfo *hints, struct addrinfo **res);

/* Argument 0 as the host of gethostbyname() and kin: one address of the family. 0 or raised. */
int resolve_host_argument(struct call *c, int family, struct address *out);

#endif
