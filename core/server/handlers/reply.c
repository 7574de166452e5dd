/* Reply(b"..."): answers everything with the same bytes. */
#include <string.h>

#include "core/notation/exc.h"
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

#define REPLY_MAX 65507 /* what a datagram holds */

struct reply {
	size_t len;
	char data[REPLY_MAX];
};
_Static_assert(sizeof(struct reply) <= HANDLER_CONFIG_MAX, "fits the configuration");

static int reply_configure(struct call *c, void *config)
{
	struct reply *reply = config;
	const void *data;
	size_t len;
	int r = call_bytes(c, 0, &data, &len);
	if (r < 0)
		return r;
	if (len > REPLY_MAX)
		return exc_raise(
		    c->run, &exc_ValueError, "a reply has at most %d bytes", REPLY_MAX);
	reply->len = len;
	memcpy(reply->data, data, len);
	return 0;
}

static void reply_data(struct conn *c, char *data, size_t len)
{
	const struct reply *reply = c->config;
	(void)data;
	(void)len;
	conn_send(c, reply->data, reply->len);
}

const struct handler handler_reply = {
    .type = HANDLER_TYPE("Reply", "Answers whatever it reads with the same bytes.",
	{"data", PARAM_BYTES, .help = "What it answers, at most 65507 bytes."}),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .config_size = sizeof(struct reply),
    .configure = reply_configure,
    .data = reply_data,
};
