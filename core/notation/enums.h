/*
 * enums: how Python's enum module names numbers. Lib/enum.py of CPython 3.11. Constant tables only;
 * any thread.
 */
#ifndef CORE_NOTATION_ENUMS_H
#define CORE_NOTATION_ENUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"

struct constant;
struct enum_class;
struct op;

/* The member that stands for n: of several names for one value the first in the alphabet. NULL:
 * there is none. */
const struct constant *enum_member(const struct enum_class *of, int64_t n);

/* The member called name; NULL: there is none. */
const struct constant *enum_find(const struct enum_class *of, const char *name);

/* AddressFamily(2): the member, or what an IntFlag makes of any number. */
extern const struct op enum_row;

/* What an IntFlag makes of n: a negative number becomes the bits that it leaves set. */
int64_t enum_wrap(int64_t n, const struct enum_class *of);

/* Append the name, "MSG_PEEK|MSG_DONTWAIT". False: n has no name (zero, or only unknown bits). */
bool enum_name(int64_t n, const struct enum_class *of, struct buf *to);

/* <AddressFamily.AF_INET: 2> or <MsgFlag: 0>. 0 or -ENOMEM. */
int enum_repr(int64_t n, const struct enum_class *of, struct buf *to);

#endif
