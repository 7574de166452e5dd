/* Chargen: lines of characters for as long as the peer takes them (RFC 864). */

#include "core/server/conn.h"
#include "core/server/handlers/rows.h"

#define LINE 74	   /* 72 characters and CR LF */
#define PATTERN 95 /* printing characters, from space to tilde */
#define LINES 95   /* a whole turn of the pattern: sent at a time */
#define DATAGRAM_LONGEST 512

static void fill_line(char *line, unsigned first)
{
	for (unsigned i = 0; i < LINE - 2; i++)
		line[i] = (char)(' ' + (first + i) % PATTERN);
	line[LINE - 2] = '\r';
	line[LINE - 1] = '\n';
}

static void fill_turn(char *text)
{
	for (unsigned i = 0; i < LINES; i++)
		fill_line(text + i * LINE, i);
}

static void chargen_open(struct conn *c)
{
	conn_want_room(c, true);
}

static void chargen_room(struct conn *c)
{
	char text[LINES * LINE];
	fill_turn(text);
	conn_send(c, text, sizeof text);
}

/* What comes is thrown away; a datagram gets one of some length between 0 and 512. */
static void chargen_data(struct conn *c, char *data, size_t len)
{
	(void)data;
	char text[LINES * LINE];
	if (!c->datagram)
		return;
	fill_turn(text);
	conn_send(c, text, (c->id * 37 + len) % (DATAGRAM_LONGEST + 1));
}

/* It will send no more, but may still read. */
static void chargen_end(struct conn *c)
{
	(void)c;
}

const struct handler handler_chargen = {
    .type = HANDLER_TYPE("Chargen", "Sends lines of characters for as long as they are taken."),
    .fits = FITS_STREAM | FITS_DATAGRAM,
    .endless = true,
    .open = chargen_open,
    .data = chargen_data,
    .end = chargen_end,
    .room = chargen_room,
};
