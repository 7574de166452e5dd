/* rows: the server classes, each defined in the file of its model. A new one is a name
 * here. Read them through models[]. */
#ifndef CORE_SERVER_MODELS_ROWS_H
#define CORE_SERVER_MODELS_ROWS_H

#include "core/server/model.h"

/* Every class, in the order forms show them: what follows model_ in its name. */
#define MODEL_ROWS(X)                                                                              \
	X(tcp)                                                                                     \
	X(udp)                                                                                     \
	X(unix_stream)                                                                             \
	X(unix_dgram)                                                                              \
	X(threading_tcp)                                                                           \
	X(threading_udp)                                                                           \
	X(threading_unix_stream)                                                                   \
	X(threading_unix_dgram)                                                                    \
	X(forking_tcp)                                                                             \
	X(forking_udp)                                                                             \
	X(forking_unix_stream)                                                                     \
	X(forking_unix_dgram)                                                                      \
	X(prefork_tcp)                                                                             \
	X(prefork_unix_stream)                                                                     \
	X(pool_tcp)                                                                                \
	X(pool_unix_stream)                                                                        \
	X(epoll_tcp)                                                                               \
	X(epoll_unix_stream)

#define MODEL_DECLARE(name) extern const struct model model_##name;
MODEL_ROWS(MODEL_DECLARE)

#endif
