/* Broadcast: a chat: what one connection says, all others hear. */
#include <string.h>

#include "core/server/conn.h"
#include "core/server/handlers/rows.h"
#include "core/server/model.h"
#include "core/server/service.h"

/* Where the connections do not share one memory nobody else can hear, and the client is told. */
static const char alone[] =
    "* The process that serves you serves nobody else now: no other client can hear you.\n";

struct message {
	const struct conn *from;
	const char *data;
	size_t len;
};

static void broadcast_open(struct conn *c)
{
	if (!c->service->model->shares)
		conn_send(c, alone, sizeof alone - 1);
}

static void pass_on(struct conn *other, void *ctx)
{
	const struct message *m = ctx;
	if (other != m->from)
		conn_post(other, m->data, m->len);
}

static void broadcast_data(struct conn *c, char *data, size_t len)
{
	struct message m = {.from = c, .data = data, .len = len};
	conn_each(c, pass_on, &m);
}

const struct handler handler_broadcast = {
    .type = HANDLER_TYPE("Broadcast", "A chat: what one connection says, all others hear."),
    .fits = FITS_STREAM,
    .open = broadcast_open,
    .data = broadcast_data,
};
