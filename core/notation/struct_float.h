/*
 * struct_float: floats as the bits that struct.pack lays out: IEEE 754 in 2, 4 or 8 bytes. Any
 * thread. CPython: PyFloat_Pack2() and its kin in Objects/floatobject.c.
 */
#ifndef CORE_NOTATION_STRUCT_FLOAT_H
#define CORE_NOTATION_STRUCT_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

/* False: x is finite, and too large for size bytes (*bits is then infinity). */
bool struct_float_bits(double x, unsigned size, uint64_t *bits);

double struct_float_of(uint64_t bits, unsigned size);

#endif
