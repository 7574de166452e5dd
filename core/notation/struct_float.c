#include "core/notation/struct_float.h"

#include <math.h>
#include <string.h>

/* A half has 1 bit of sign, 5 of exponent (biased by 15) and 10 of fraction. */
#define HALF_FRACTION 10
#define HALF_ONE (1u << HALF_FRACTION)
#define HALF_INFINITY 0x7c00u
#define HALF_SMALLEST (-24) /* the exponent of its last bit, where there is no exponent left */

static uint64_t half_bits(double x)
{
	uint64_t sign = signbit(x) ? 0x8000 : 0;
	int exponent;
	if (isnan(x))
		return sign | HALF_INFINITY | HALF_ONE >> 1;
	double part = frexp(fabs(x), &exponent); /* 0.5 <= part < 1 */
	if (isinf(x) || exponent > 16)
		return sign | HALF_INFINITY;
	if (x == 0 || exponent < HALF_SMALLEST + HALF_FRACTION + 1)
		return sign | (uint64_t)nearbyint(ldexp(fabs(x), -HALF_SMALLEST));
	/* a fraction that is rounded up to 2 carries into the exponent, as it should */
	uint64_t fraction = (uint64_t)nearbyint(ldexp(part, HALF_FRACTION + 1)) - HALF_ONE;
	return sign | ((((uint64_t)exponent + 14) << HALF_FRACTION) + fraction);
}

static double half_of(uint64_t bits)
{
	unsigned exponent = bits >> HALF_FRACTION & 0x1f;
	double fraction = (double)(bits & (HALF_ONE - 1)), x;
	if (exponent == 0x1f)
		x = fraction > 0 ? (double)NAN : (double)INFINITY;
	else if (exponent == 0)
		x = ldexp(fraction, HALF_SMALLEST);
	else
		x = ldexp(fraction + HALF_ONE, (int)exponent - 1 + HALF_SMALLEST);
	return bits & 0x8000 ? -x : x;
}

bool struct_float_bits(double x, unsigned size, uint64_t *bits)
{
	float narrow = (float)x;
	uint32_t narrow_bits;
	memcpy(&narrow_bits, &narrow, sizeof narrow);
	memcpy(bits, &x, sizeof x);
	if (size == sizeof narrow)
		*bits = narrow_bits;
	else if (size < sizeof narrow)
		*bits = half_bits(x);
	return size == sizeof x || !isfinite(x) || isfinite(struct_float_of(*bits, size));
}

double struct_float_of(uint64_t bits, unsigned size)
{
	uint32_t narrow_bits = (uint32_t)bits;
	double x;
	float narrow;
	if (size == sizeof x) {
		memcpy(&x, &bits, sizeof x);
		return x;
	}
	memcpy(&narrow, &narrow_bits, sizeof narrow);
	return size == sizeof narrow ? (double)narrow : half_of(bits);
}
