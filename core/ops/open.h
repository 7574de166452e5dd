/* open: the constructor of the socket class, for its type row. */
#ifndef CORE_OPS_OPEN_H
#define CORE_OPS_OPEN_H

#include "core/notation/op.h"

int op_socket(struct call *c);
extern const struct op op_row_socket;

#endif
