/*
 * load: `sockpit load ADDRESS`: many clients against an echo server, and what came of it. The main
 * thread of a process that does nothing else: it blocks SIGINT and SIGTERM.
 */
#ifndef VIEWS_LOAD_H
#define VIEWS_LOAD_H

#include "views/options.h"

extern const struct option_command load_command;

/* argv[0] is "load". The exit status: 0 all was answered right, 1 not so, 2 wrong usage. */
int load_main(int argc, char **argv);

#endif
