/* exc_text: what str() and repr() say of an exception: what type.str and type.repr are for them. */
#ifndef CORE_NOTATION_EXC_TEXT_H
#define CORE_NOTATION_EXC_TEXT_H

struct buf;
struct value;

int exc_str(const struct value *v, struct buf *to);
int exc_repr(const struct value *v, struct buf *to);

#endif
