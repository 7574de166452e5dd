/*
 * socket_option: set an option of a socket in place. The form writes a line of notation,
 * `s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)`, and submits it. Main thread.
 */
#ifndef VIEWS_SOCKET_OPTION_H
#define VIEWS_SOCKET_OPTION_H

#include "core/buf.h"
#include "core/ops/options.h"
#include "views/socket_rows.h"

struct cockpit;

/* row is a socket that a line can name. */
void socket_option_open(
    struct cockpit *c, const struct socket_row *row, const struct socket_option *o);

/* The line that sets it. on: of a switch, and of SO_LINGER; text: a number, seconds, a name, an
 * address, by the option's kind. */
void socket_option_write_line(
    const char *name, const struct socket_option *o, bool on, const char *text, struct buf *to);

/* The same in C. */
void socket_option_write_c(
    int fd, const struct socket_option *o, bool on, const char *text, struct buf *to);

#endif
