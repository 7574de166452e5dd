/* convert: int(), str(), bytes(), bool() and type(): what calling these types does, and the rows
 * that tell their parameters. On the evaluating thread. */
#ifndef CORE_NOTATION_CONVERT_H
#define CORE_NOTATION_CONVERT_H

#include "core/notation/op.h"

int convert_int(struct call *c);
int convert_str(struct call *c);
int convert_bytes(struct call *c); /* of bytearray() too */
int convert_bool(struct call *c);
int convert_type(struct call *c);

extern const struct op convert_int_row, convert_str_row, convert_bytes_row, convert_bool_row,
    convert_type_row;

#endif
