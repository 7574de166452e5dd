/* Python's own handler classes, which a notebook cannot derive from: they do nothing by themselves.
 * They are names of socketserver, and no choice in forms. */
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

#define PYTHON_TYPE(NAME, HELP)                                                                    \
	{                                                                                          \
		.name = (NAME), .module = "socketserver", .help = (HELP),                          \
		.fini = handler_value_fini, .repr = handler_value_repr,                            \
		.construct = handler_construct, .signature = &(const struct op)                    \
		{                                                                                  \
			.name = (NAME), .help = (HELP)                                             \
		}                                                                                  \
	}

static void say_nothing(struct conn *c, char *data, size_t len)
{
	(void)c;
	(void)data;
	(void)len;
}

/* DatagramRequestHandler.finish() sends what was written, be it nothing. */
static void say_empty(struct conn *c, char *data, size_t len)
{
	(void)len;
	conn_send(c, data, 0);
}

const struct handler handler_base_request = {
    .type = PYTHON_TYPE("BaseRequestHandler", "Reads nothing, says nothing, and closes."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .open = conn_finish,
    .data = say_nothing,
};

const struct handler handler_stream_request = {
    .type = PYTHON_TYPE("StreamRequestHandler", "Reads nothing, says nothing, and closes."),
    .fits = FITS_STREAM,
    .open = conn_finish,
    .data = say_nothing,
};

const struct handler handler_datagram_request = {
    .type = PYTHON_TYPE("DatagramRequestHandler", "Answers with an empty datagram."),
    .fits = FITS_DATAGRAM,
    .data = say_empty,
};
