/* tables: the lists that a new file of operations adds its one line to (tables.c). Constant. */
#ifndef CORE_OPS_TABLES_H
#define CORE_OPS_TABLES_H

#include "core/notation/op.h"

/* Every row of the socket module and its methods, in the order help shows them; NULL-ended. The
 * constructor, socket(), is type_socket.signature. */
extern const struct op_list *const socket_ops[];

extern const struct module module_socket;

/* Look up what strace would call a number: "AF_INET", "SO_REUSEADDR". NULL when it has no name. */
const char *name_of_constant(enum param_kind kind, int64_t value);

#endif
