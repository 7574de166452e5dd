/* The modules of the notation: socketserver, and the handlers' names. */
#include <errno.h>
#include <string.h>

#include "core/notation/op.h"
#include "core/server/handler.h"
#include "core/server/model.h"
#include "core/server/server.h"

static const struct op_list *const no_ops[] = {NULL};

static const struct type *find_class(const struct type *const *list, const char *name)
{
	while (*list && strcmp((*list)->name, name) != 0)
		list++;
	return *list;
}

/* Classes that make no server: what is set of some is for those derived from them. */
static int other_class(const char *name, struct value **out)
{
	static const struct type *const others[] = {
	    &type_server_base, &type_forking_mixin, &type_threading_mixin, NULL};
	const struct type *found = find_class(others, name);
	if (!found)
		found = find_class(handler_python_types, name);
	if (!found)
		return -ENOENT;
	*out = value_type(found);
	return *out ? 0 : -ENOMEM;
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
