/* Daytime: the date and time as a line, then it closes (RFC 867). */
#include <time.h>

#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

static void send_time(struct conn *c)
{
	char text[64];
	struct tm tm;
	time_t now = time(NULL);
	localtime_r(&now, &tm);
	size_t n = strftime(text, sizeof text, "%A, %B %e, %Y %H:%M:%S-%Z\r\n", &tm);
	conn_send(c, text, n);
}

static void daytime_open(struct conn *c)
{
	send_time(c);
	conn_finish(c);
}

static void daytime_data(struct conn *c, char *data, size_t len)
{
	(void)data;
	(void)len;
	send_time(c);
}

const struct handler handler_daytime = {
    .type = HANDLER_TYPE("Daytime", "Says the date and the time, and closes."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .open = daytime_open,
    .data = daytime_data,
};
