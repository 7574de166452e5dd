/* socket_detail: the facts of one socket, for its panel. Main thread. */
#ifndef VIEWS_SOCKET_DETAIL_H
#define VIEWS_SOCKET_DETAIL_H

#include "views/facts.h"
#include "views/socket_rows.h"

/* Room for any title. */
#define SOCKET_TITLE_MAX 192

/* "conn - AF_INET SOCK_STREAM - fd 9" */
const char *socket_detail_title(
    const struct socket_row *row, struct screen *s, int w, char text[SOCKET_TITLE_MAX]);

void socket_detail_fill(struct facts *f, const struct socket_row *row, int64_t now_ns, bool ascii);

#endif
