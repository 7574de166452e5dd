/*
 * modules: which modules a notebook can import, and which names stand ready in it. The one place
 * where the parts of core that offer modules are listed. Constant; any thread.
 */
#ifndef CORE_MODULES_H
#define CORE_MODULES_H

#include <stddef.h>

struct env;
struct module;

/* Room for modules_ambient(), the caller's own and the NULL at the end. */
#define AMBIENT_MAX 8

/* All that `import` finds; NULL-ended. */
const struct module *const *modules_importable(void);

/* Fill in the modules whose members need no import (builtins, handlers), at most max and without
 * the NULL. How many. */
size_t modules_ambient(const struct module **to, size_t max);

/* Bind every importable module to its name, as the cockpit does. 0 or -ENOMEM. */
int modules_bind_all(struct env *env);

#endif
