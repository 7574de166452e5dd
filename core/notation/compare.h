/*
 * compare: which value comes first. CPython's rich comparisons for the notation's types: numbers
 * among themselves, text with its like, sequences item by item. Any thread.
 */
#ifndef CORE_NOTATION_COMPARE_H
#define CORE_NOTATION_COMPARE_H

struct value;

enum order {
	ORDER_LESS,
	ORDER_EQUAL,
	ORDER_GREATER,
	ORDER_NAN,  /* a float that is no number: every comparison but != is false */
	ORDER_NONE, /* not equal, and without an order: < raises TypeError */
	ORDER_DEEP, /* nested too deep to tell: RecursionError */
};

/* For == and !=: EQUAL or not; DEEP. */
enum order value_difference(const struct value *a, const struct value *b);

/* For <, <=, >, >=. NONE: then *x and *y are the two without an order, a and b or items of them. */
enum order value_order(
    const struct value *a, const struct value *b, const struct value **x, const struct value **y);

#endif
