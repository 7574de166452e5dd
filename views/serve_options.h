/*
 * serve_options: the command line of `sockpit serve`, read and checked. Main thread, before there
 * is any other: getopt_long(3).
 *
 *	struct serve_options o = {0};
 *	int r = serve_options_read(&o, argc, argv);
 *	if (r == 0)
 *		... o.model, o.asked, o.config ...
 *	value_unref(o.handler ? &o.handler->base : NULL);
 */
#ifndef VIEWS_SERVE_OPTIONS_H
#define VIEWS_SERVE_OPTIONS_H

#include <stdbool.h>

#include "core/ops/address.h"
#include "core/server/handler.h"
#include "core/server/listen.h"
#include "core/server/model.h"
#include "core/server/shm.h"
#include "views/options.h"

extern const struct option_command serve_command;

struct serve_options {
	const struct model *model;
	struct handler_value *handler; /* the caller lets go of it, whatever is returned */
	struct address asked;
	struct listen_options listen;
	struct server_config config;
	bool json;
};

enum { SERVE_TOLD = -1 }; /* --help or --models: that was all */

/* argv[0] is "serve". 0; 1: no memory, or stdout is full; 2: wrong usage, told on stderr; or
 * SERVE_TOLD. */
int serve_options_read(struct serve_options *o, int argc, char **argv);

#endif
