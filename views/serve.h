/* serve: `sockpit serve MODEL ADDRESS`: one server without a screen, until it is told to stop. */
#ifndef VIEWS_SERVE_H
#define VIEWS_SERVE_H

/* argv[0] is "serve". Returns the exit status: 0 stopped, 1 cannot serve, 2 wrong usage. */
int serve_main(int argc, char **argv);

#endif
