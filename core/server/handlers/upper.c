/* Upper: sends back what it gets, in capitals. Each line is a request. */
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

struct upper {
	size_t lines;
	bool in_line;
};

/* The first line is counted as the connection itself. */
static void upper_data(struct conn *c, char *data, size_t len)
{
	struct upper *u = (struct upper *)(void *)c->state;
	for (size_t i = 0; i < len; i++) {
		if (!u->in_line && u->lines++ > 0)
			conn_count_request(c);
		u->in_line = data[i] != '\n';
		if (data[i] >= 'a' && data[i] <= 'z')
			data[i] = (char)(data[i] - 'a' + 'A');
	}
	conn_send(c, data, len);
}

const struct handler handler_upper = {
    .type = HANDLER_TYPE("Upper", "Sends back what it gets, in capitals; each line is a request."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .data = upper_data,
};
