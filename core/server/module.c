/* The modules of the notation: socketserver, and the handlers' names. */
#include "core/notation/op.h"
#include "core/server/handler.h"
#include "core/server/model.h"
#include "core/server/server.h"

static const struct op_list *const no_ops[] = {NULL};

const struct module module_socketserver = {
    .name = "socketserver",
    .help = "Servers, each in a process of its own, watched while they serve.",
    .ops = no_ops,
    .types = model_types,
};

const struct module module_handlers = {
    .name = "handlers",
    .help = "What a server does with its requests: names that need no import.",
    .ops = no_ops,
    .types = handler_types,
};
