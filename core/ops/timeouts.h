/* timeouts: seconds as Python takes and gives them, and as nanoseconds. Any thread. */
#ifndef CORE_OPS_TIMEOUTS_H
#define CORE_OPS_TIMEOUTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/notation/op.h"

struct sock;

/* None or a float. NULL: out of memory. */
struct value *timeout_value(int64_t ns);

/* Argument i as a timeout, rounded up: None is TIMEOUT_NONE. 0; or raised: TypeError, ValueError
 * (negative, NaN), OverflowError. socket_parse_timeout() of CPython. */
int call_timeout(struct call *c, size_t i, int64_t *ns);

/* Set it on a socket: ioctl(FIONBIO), then the object's own field. 0 or raised. */
int sock_set_timeout(struct call *c, struct sock *s, int64_t ns);

#endif
