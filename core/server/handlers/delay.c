/* Delay(seconds): sends back what it gets, after a while. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

#define DELAY_MAX 86400.0

struct delay_config {
	int64_t ns;
};

struct delay {
	char *held; /* what was read and is not sent yet */
	size_t len;
};
_Static_assert(sizeof(struct delay) <= CONN_STATE_MAX, "fits a connection's state");

static int delay_configure(struct call *c, void *config)
{
	struct delay_config *delay = config;
	double seconds;
	int r = call_float(c, 0, &seconds);
	if (r < 0)
		return r;
	if (!(seconds >= 0 && seconds <= DELAY_MAX))
		return exc_raise(
		    c->run, &exc_ValueError, "a delay is between 0 and %.0f seconds", DELAY_MAX);
	delay->ns = (int64_t)(seconds * (double)NS_PER_S);
	return 0;
}

static struct delay *state_of(struct conn *c)
{
	return (struct delay *)(void *)c->state;
}

/* Like a handler that sleeps: nothing more is read until this was answered. */
static void delay_data(struct conn *c, char *data, size_t len)
{
	const struct delay_config *config = c->config;
	struct delay *d = state_of(c);
	if (config->ns == 0) {
		conn_send(c, data, len);
		return;
	}
	d->held = malloc(len + 1);
	if (!d->held) {
		conn_fail(c, ENOMEM);
		return;
	}
	memcpy(d->held, data, len);
	d->len = len;
	conn_pause(c, true);
	conn_timer(c, config->ns);
}

static void delay_timer(struct conn *c)
{
	struct delay *d = state_of(c);
	conn_send(c, d->held, d->len);
	free(d->held);
	d->held = NULL;
	conn_pause(c, false);
}

static void delay_close(struct conn *c)
{
	free(state_of(c)->held);
}

const struct handler handler_delay = {
    .type = HANDLER_TYPE("Delay", "Sends back what it gets, after a while.",
	{"seconds", PARAM_SECONDS, .help = "How long it waits before each answer."}),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .config_size = sizeof(struct delay_config),
    .configure = delay_configure,
    .data = delay_data,
    .timer = delay_timer,
    .close = delay_close,
};
