#include "core/modules.h"

#include <errno.h>

#include "core/notation/env.h"
#include "core/notation/notation.h"
#include "core/ops/tables.h"
#include "core/server/server.h"

static const struct module *const importable[] = {
    &module_socket,
    &module_socketserver,
    &module_time,
    &module_errno,
    &module_struct,
    &module_threading,
    NULL,
};

static const struct module *const ambient[] = {
    &module_builtins,
    &module_handlers,
};

const struct module *const *modules_importable(void)
{
	return importable;
}

size_t modules_ambient(const struct module **to, size_t max)
{
	size_t n = sizeof ambient / sizeof *ambient;
	if (n > max)
		n = max;
	for (size_t i = 0; i < n; i++)
		to[i] = ambient[i];
	return n;
}

int modules_bind_all(struct env *env)
{
	for (const struct module *const *m = importable; *m; m++) {
		struct value *v = value_module(*m);
		int r = v ? env_set(env, (*m)->name, v) : -ENOMEM;
		value_unref(v);
		if (r < 0)
			return r;
	}
	return 0;
}
