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

/* Those that socketserver itself has. */
#define HANDLER_PYTHON_ROWS(X)                                                                     \
	X(base_request)                                                                            \
	X(stream_request)                                                                          \
	X(datagram_request)

#define HANDLER_DECLARE(name) extern const struct handler handler_##name;
HANDLER_ROWS(HANDLER_DECLARE)
HANDLER_PYTHON_ROWS(HANDLER_DECLARE)

#endif
