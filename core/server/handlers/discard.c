/* Discard: takes everything and says nothing (RFC 863). */
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

static void discard_data(struct conn *c, char *data, size_t len)
{
	(void)c;
	(void)data;
	(void)len;
}

const struct handler handler_discard = {
    .type = HANDLER_TYPE("Discard", "Takes everything and says nothing."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .data = discard_data,
};
