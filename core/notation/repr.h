/*
 * repr: how values print, as CPython 3.11 prints them. These are the type.repr and type.str of the
 * notation's own types; everybody else calls value_repr() and value_str_of(). Any thread.
 */
#ifndef CORE_NOTATION_REPR_H
#define CORE_NOTATION_REPR_H

#include <stdint.h>

struct buf;
struct value;

int repr_none(const struct value *v, struct buf *to);
int repr_bool(const struct value *v, struct buf *to);
int repr_int(const struct value *v, struct buf *to); /* <AddressFamily.AF_INET: 2> for members */
int str_int(const struct value *v, struct buf *to);  /* always the number */
int repr_float(const struct value *v, struct buf *to);
int repr_str(const struct value *v, struct buf *to);
int str_str(const struct value *v, struct buf *to);
int repr_bytes(const struct value *v, struct buf *to);
int repr_bytes_of_array(const struct value *bytes, struct buf *to); /* as bytearray shows them */
int repr_seq(const struct value *v, struct buf *to);
int repr_function(const struct value *v, struct buf *to);
int repr_module(const struct value *v, struct buf *to);
int repr_type(const struct value *v, struct buf *to);

/* \x07, \u2028 or \U000e0001, by the size of c. */
int repr_escape(uint32_t c, struct buf *to);

#endif
