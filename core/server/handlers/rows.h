/* rows: the handlers, each defined in its file. A new one is a name here.
 * Read them through handlers[]. */
#ifndef CORE_SERVER_HANDLERS_ROWS_H
#define CORE_SERVER_HANDLERS_ROWS_H

#include "core/server/handler.h"

/* Every handler, in the order forms show them: what follows handler_ in its name. */
#define HANDLER_ROWS(X)                                                                            \
	X(echo)                                                                                    \
	X(upper)                                                                                   \
	X(discard)                                                                                 \
	X(daytime)                                                                                 \
	X(chargen)                                                                                 \
	X(reply)                                                                                   \
	X(delay)                                                                                   \
	X(http)                                                                                    \
	X(broadcast)                                                                               \
	X(proxy)

#define HANDLER_DECLARE(name) extern const struct handler handler_##name;
HANDLER_ROWS(HANDLER_DECLARE)

#endif
