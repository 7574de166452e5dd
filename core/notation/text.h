/*
 * text: the methods of str and bytes that sockets need, and the codecs behind them. CPython:
 * Objects/unicodeobject.c, Objects/bytesobject.c. On the evaluating thread.
 */
#ifndef CORE_NOTATION_TEXT_H
#define CORE_NOTATION_TEXT_H

#include "core/notation/op.h"

struct run;
struct value;

extern const struct op_list text_str_ops, text_bytes_ops, text_bytearray_ops;

/* str to bytes and back; both new references. 0, or raised (UnicodeError, LookupError). */
int text_encode(struct run *run, struct value *str, const char *encoding, const char *errors,
    struct value **out);
int text_decode(struct run *run, struct value *bytes, const char *encoding, const char *errors,
    struct value **out);

/* How many bytes at the end may be the begin of a character, whose rest has not come yet. */
size_t text_incomplete(const char *encoding, const char *data, size_t len);

/* A str that holds a surrogate is none for a system call. 0, or raised: UnicodeEncodeError. */
int text_check_utf8(struct run *run, struct value *str);

#endif
