/* rows: the server classes, each defined in the file of its model. A new one is a name
 * here. Read them through models[]. */
#ifndef CORE_SERVER_MODELS_ROWS_H
#define CORE_SERVER_MODELS_ROWS_H

#include "core/server/model.h"

/* Every class, in the order forms show them: what follows model_ in its name. */
#define MODEL_ROWS(X)                                                                              \
	X(threading_tcp)                                                                           \
	X(forking_tcp)

#define MODEL_DECLARE(name) extern const struct model model_##name;
MODEL_ROWS(MODEL_DECLARE)

#endif
