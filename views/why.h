/* why: a failed call of ours as one line for a person: what, on which address, and why. Commands
 * without a screen, main thread. */
#ifndef VIEWS_WHY_H
#define VIEWS_WHY_H

#include "core/explain.h"

/* "sockpit serve: cannot listen on 127.0.0.1:9000: Address already in use. It is held by ..." on
 * stderr; begin: what stands before the address. */
void why_print(const char *begin, const struct explain_call *failed);

#endif
