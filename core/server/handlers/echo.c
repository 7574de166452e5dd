/* Echo: sends back what it gets (RFC 862). */
#include "core/server/conn.h"
#include "core/server/handler.h"
#include "core/server/handlers/rows.h"

SERVE_HOT static void echo_data(struct conn *c, char *data, size_t len)
{
	conn_send(c, data, len);
}

const struct handler handler_echo = {
    .type = HANDLER_TYPE("Echo", "Sends back what it gets."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .data = echo_data,
};
