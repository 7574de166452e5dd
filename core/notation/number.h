/*
 * number: numbers as text and text as numbers, the same in every locale. Any thread.
 * CPython: Python/pystrtod.c, Objects/longobject.c.
 */
#ifndef CORE_NOTATION_NUMBER_H
#define CORE_NOTATION_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* As repr(float): the shortest digits that read back as x. 0 or -ENOMEM. */
int number_float_repr(double x, struct buf *to);

/* As %e, %f, %g with that many digits after the point; conv is one of eEfFgG. 0 or -ENOMEM. */
int number_float_format(double x, char conv, int precision, bool alternate, struct buf *to);

/* The value of a float literal, len bytes. NaN: out of memory. */
double number_float_parse(const char *text, size_t len);

/* Digits of a base (2 to 36), with single underscores between them. 0; -EINVAL: none, or others;
 * -ERANGE: more than 64 unsigned bits. */
int number_digits(const char *text, size_t len, unsigned base, uint64_t *out);

/* int(text, base) as Python reads it: spaces around, a sign, a prefix where base allows one. 0,
 * -EINVAL, -ERANGE (past 64 bits). */
int number_int_parse(const char *text, size_t len, unsigned base, int64_t *out);

#endif
