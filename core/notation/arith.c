#include "core/notation/arith.h"

#include <errno.h>
#include <math.h>

#include "core/notation/exc.h"
#include "core/notation/op.h"

static int too_big(struct run *run)
{
	return exc_raise(
	    run, &exc_OverflowError, "ints have 64 bits here: the result does not fit");
}

static int give(struct run *run, struct value *v, struct value **out)
{
	*out = v;
	return v ? 0 : exc_raise_memory(run);
}

static int by_zero(struct run *run, const char *words)
{
	return exc_raise(run, &exc_ZeroDivisionError, "%s", words);
}

/* Towards minus infinity, the remainder with the sign of b. */
static int floor_divide(struct run *run, int64_t a, int64_t b, int64_t *quotient, int64_t *rest)
{
	if (a == INT64_MIN && b == -1) {
		*rest = 0;
		return too_big(run);
	}
	*quotient = a / b;
	*rest = a % b;
	if (*rest && (*rest < 0) != (b < 0)) {
		--*quotient;
		*rest += b;
	}
	return 0;
}

static int int_divide(struct run *run, enum operator op, int64_t a, int64_t b, int64_t *out)
{
	int64_t quotient = 0, rest = 0;
	if (b == 0)
		return by_zero(run, op == OPERATOR_MOD ? "integer modulo by zero"
						       : "integer division or modulo by zero");
	if (op == OPERATOR_MOD && b == -1) {
		*out = 0;
		return 0;
	}
	int r = floor_divide(run, a, b, &quotient, &rest);
	if (r == 0)
		*out = op == OPERATOR_MOD ? rest : quotient;
	return r;
}

static int int_shift(struct run *run, enum operator op, int64_t a, int64_t b, int64_t *out)
{
	if (b < 0)
		return exc_raise(run, &exc_ValueError, "negative shift count");
	if (op == OPERATOR_RSHIFT) {
		*out = a >> (b > 63 ? 63 : b);
		return 0;
	}
	*out = 0;
	if (a == 0)
		return 0;
	if (b > 63 || a > INT64_MAX >> b || a < INT64_MIN >> b)
		return too_big(run);
	*out = (int64_t)((uint64_t)a << b); /* of a signed one it would be undefined */
	return 0;
}

static int int_operate(struct run *run, enum operator op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case OPERATOR_ADD:
		return __builtin_add_overflow(a, b, out) ? too_big(run) : 0;
	case OPERATOR_SUB:
		return __builtin_sub_overflow(a, b, out) ? too_big(run) : 0;
	case OPERATOR_MUL:
		return __builtin_mul_overflow(a, b, out) ? too_big(run) : 0;
	case OPERATOR_FLOORDIV:
	case OPERATOR_MOD:
		return int_divide(run, op, a, b, out);
	case OPERATOR_LSHIFT:
	case OPERATOR_RSHIFT:
		return int_shift(run, op, a, b, out);
	case OPERATOR_AND:
		*out = a & b;
		return 0;
	case OPERATOR_OR:
		*out = a | b;
		return 0;
	case OPERATOR_XOR:
		*out = a ^ b;
		return 0;
	default:
		return -ENOTSUP;
	}
}

/* |, & and ^ of an IntFlag give one of its class, unless an enum stands on the left; of two bools a
 * bool; all else is a plain int. */
static struct value *int_result(
    enum operator op, const struct value *a, const struct value *b, int64_t n)
{
	if (op != OPERATOR_AND && op != OPERATOR_OR && op != OPERATOR_XOR)
		return value_int(n);
	if (a->type == &type_bool && b->type == &type_bool)
		return value_bool(n != 0);
	if (a->type == &type_bool)
		return value_int(n);
	const struct enum_class *of = ((const struct int_value *)a)->of;
	if (!of)
		of = ((const struct int_value *)b)->of;
	return of && of->flags ? value_enum(n, of) : value_int(n);
}

/* A long double holds every int of 64 bits, so that only the quotient is rounded. */
static double true_quotient(const struct value *a, const struct value *b)
{
	return (double)((long double)int_of(a) / (long double)int_of(b));
}

int arith_int(struct run *run, enum operator op, const struct value *a, const struct value *b,
    struct value **out)
{
	int64_t n = 0;
	if (op == OPERATOR_DIV)
		return int_of(b) ? give(run, value_float(true_quotient(a, b)), out)
				 : by_zero(run, "division by zero");
	int r = int_operate(run, op, int_of(a), int_of(b), &n);
	return r < 0 ? r : give(run, int_result(op, a, b, n), out);
}

/* CPython's float_divmod: the remainder has the sign of b, the quotient is whole. */
static double float_floor(double a, double b, double *rest)
{
	double mod = fmod(a, b), div = (a - mod) / b;
	if (mod != 0) {
		if ((b < 0) != (mod < 0)) {
			mod += b;
			div -= 1;
		}
	} else {
		mod = copysign(0, b);
	}
	*rest = mod;
	if (div == 0)
		return copysign(0, a / b);
	double whole = floor(div);
	return div - whole > 0.5 ? whole + 1 : whole;
}

static int float_divide(struct run *run, enum operator op, double a, double b, double *out)
{
	double rest;
	if (op == OPERATOR_DIV) {
		if (b == 0)
			return by_zero(run, "float division by zero");
		*out = a / b;
		return 0;
	}
	if (b == 0)
		return by_zero(
		    run, op == OPERATOR_MOD ? "float modulo" : "float floor division by zero");
	double div = float_floor(a, b, &rest);
	*out = op == OPERATOR_MOD ? rest : div;
	return 0;
}

int arith_float(struct run *run, enum operator op, double a, double b, struct value **out)
{
	double x = 0;
	int r = 0;
	switch (op) {
	case OPERATOR_ADD:
		x = a + b;
		break;
	case OPERATOR_SUB:
		x = a - b;
		break;
	case OPERATOR_MUL:
		x = a * b;
		break;
	case OPERATOR_DIV:
	case OPERATOR_FLOORDIV:
	case OPERATOR_MOD:
		r = float_divide(run, op, a, b, &x);
		break;
	default:
		return -ENOTSUP;
	}
	return r < 0 ? r : give(run, value_float(x), out);
}
