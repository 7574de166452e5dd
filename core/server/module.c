/* The modules of the notation: socketserver, and the handlers' names. */
#include <errno.h>
#include <string.h>

#include "core/notation/op.h"
#include "core/server/handler.h"
#include "core/server/model.h"
#include "core/server/server.h"

static const struct op_list *const no_ops[] = {NULL};

/* Classes that make no server, but what is set of them is for those derived from them. */
static int other_class(const char *name, struct value **out)
{
	static const struct type *const others[] = {
	    &type_server_base, &type_forking_mixin, &type_threading_mixin};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (strcmp(others[i]->name, name) == 0) {
			*out = value_type(others[i]);
			return *out ? 0 : -ENOMEM;
		}
	}
	return -ENOENT;
}

const struct module module_socketserver = {
    .name = "socketserver",
    .help = "Servers, each in a process of its own, watched while they serve.",
    .ops = no_ops,
    .types = model_types,
    .other = other_class,
};

const struct module module_handlers = {
    .name = "handlers",
    .help = "What a server does with its requests: names that need no import.",
    .ops = no_ops,
    .types = handler_types,
};
