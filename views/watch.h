/* watch: `sockpit watch [FILTER]`: all sockets of the machine, without a screen. */
#ifndef VIEWS_WATCH_H
#define VIEWS_WATCH_H

#include "views/options.h"

extern const struct option_command watch_command;

/* argv[0] is "watch". The exit status: 0 also when ended by SIGINT or SIGTERM, 1 the
 * sockets cannot be listed or the output cannot be written, 2 wrong usage. */
int watch_main(int argc, char **argv);

#endif
