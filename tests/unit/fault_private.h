/* What the wrapped calls (fault_calls.c) ask of the plan (fault.c). Any thread. */
#ifndef TESTS_UNIT_FAULT_PRIVATE_H
#define TESTS_UNIT_FAULT_PRIVATE_H

#include <stdbool.h>

/* Is this call, of that name, the one to fail? All allocations go by one name, fault_memory. */
bool fault_fails(const char *name);

/* That many more blocks are allocated (negative: fewer). */
void fault_blocks(long n);

extern const char fault_memory[];

#endif
