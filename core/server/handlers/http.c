/* Http: a page about the connection it comes through (RFC 9110, RFC 9112). */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/server/conn.h"
#include "core/server/handlers/rows.h"
#include "core/server/model.h"
#include "core/server/service.h"

#define HEAD_MAX ((size_t)8192)

/* What is kept between reads: a request's head as far as it came, and the rest of a body. */
struct http {
	char *head;
	size_t len;
	uint64_t skip; /* bytes of a body that are still to come and to be thrown away */
	uint64_t answered;
};

struct request {
	char method[16];
	char target[256]; /* cut there; it is only shown */
	int minor;	  /* of HTTP/1.x */
	bool close, host;
	uint64_t body;
	int status; /* what is wrong with it; 200 */
};

static struct http *state_of(struct conn *c)
{
	return (struct http *)(void *)c->state;
}

/* ---- reading ---- */

static int read_request_line(struct request *r, const char *line)
{
	char version[16];
	if (sscanf(line, "%15s %255s %15s", r->method, r->target, version) != 3)
		return 400;
	const char *space = strrchr(line, ' ');
	snprintf(version, sizeof version, "%.15s", space ? space + 1 : "");
	if (strncmp(version, "HTTP/", 5) != 0)
		return 400;
	if (strncmp(version, "HTTP/1.", 7) != 0 || !isdigit((unsigned char)version[7]))
		return 505;
	r->minor = version[7] - '0';
	r->close = r->minor == 0;
	return 200;
}

static const char *value_of(const char *line, const char *name)
{
	size_t n = strlen(name);
	if (strncasecmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	return line + n + 1 + strspn(line + n + 1, " \t");
}

static int read_length(struct request *r, const char *value)
{
	char *end;
	if (!isdigit((unsigned char)*value))
		return 400;
	errno = 0;
	r->body = strtoull(value, &end, 10);
	return errno || end[strspn(end, " \t")] ? 400 : 200;
}

static int read_field(struct request *r, const char *line)
{
	const char *value;
	if (!strchr(line, ':') || isspace((unsigned char)line[0]))
		return 400;
	if (value_of(line, "Host"))
		r->host = true;
	if ((value = value_of(line, "Content-Length")))
		return read_length(r, value);
	if (value_of(line, "Transfer-Encoding"))
		return 501;
	if ((value = value_of(line, "Connection"))) {
		if (strncasecmp(value, "close", 5) == 0)
			r->close = true;
		else if (strncasecmp(value, "keep-alive", 10) == 0)
			r->close = false;
	}
	return 200;
}

static int check(const struct request *r)
{
	if (r->minor > 0 && !r->host)
		return 400;
	return strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0 ? 200 : 405;
}

/* head is NUL-terminated, its lines end in LF or CR LF. */
static void read_head(struct request *r, char *head)
{
	*r = (struct request){.status = 200};
	bool first = true;
	for (char *line = head, *next; line && r->status == 200; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		if (*line)
			r->status = first ? read_request_line(r, line) : read_field(r, line);
		first = first && !*line; /* empty lines before a request are allowed */
	}
	if (r->status == 200)
		r->status = first ? 400 : check(r);
	if (r->status != 200 && r->status != 405)
		r->close = true; /* where the next request begins is anybody's guess */
}

/* ---- answering ---- */

static const char *reason(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 400:
		return "Bad Request";
	case 405:
		return "Method Not Allowed";
	case 431:
		return "Request Header Fields Too Large";
	case 501:
		return "Not Implemented";
	default:
		return "HTTP Version Not Supported";
	}
}

static void add_escaped(struct buf *to, const char *text)
{
	for (; *text; text++) {
		unsigned char ch = (unsigned char)*text;
		if (ch == '<' || ch == '>' || ch == '&' || ch == '"' || ch < ' ' || ch > '~')
			buf_printf(to, "&#%u;", ch);
		else
			buf_char(to, *text);
	}
}

static void add_row(struct buf *to, const char *name, const char *value)
{
	buf_printf(to, "<tr><th>%s</th><td>", name);
	add_escaped(to, value);
	buf_str(to, "</td></tr>\n");
}

static void add_number(struct buf *to, const char *name, uint64_t n)
{
	buf_printf(to, "<tr><th>%s</th><td>%llu</td></tr>\n", name, (unsigned long long)n);
}

static void add_addresses(struct buf *to, int fd)
{
	char text[ADDRESS_TEXT_MAX];
	struct address a = {.len = sizeof a.storage};
	if (getpeername(fd, &a.sa, &a.len) == 0) {
		address_format(&a.sa, a.len, text, sizeof text);
		add_row(to, "You", text);
	}
	a.len = sizeof a.storage;
	if (getsockname(fd, &a.sa, &a.len) == 0) {
		address_format(&a.sa, a.len, text, sizeof text);
		add_row(to, "This server", text);
	}
}

static void add_facts(struct buf *to, const struct conn *c, const struct request *r)
{
	buf_str(to, "<table>\n");
	add_addresses(to, c->fd);
	add_row(to, "Model", c->service->model->type.name);
	add_number(to, "Process", (uint64_t)getpid());
	add_number(to, "Thread", (uint64_t)gettid());
	add_number(to, "Connection", c->id);
	add_number(to, "Request on it", ((const struct http *)(const void *)c->state)->answered);
	add_row(to, "Method", r->method);
	add_row(to, "Target", r->target);
	buf_str(to, "</table>\n");
}

static void build_page(struct buf *to, const struct conn *c, const struct request *r)
{
	buf_printf(to,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
	    "<title>%d %s</title></head><body>\n<h1>%s</h1>\n",
	    r->status, reason(r->status), r->status == 200 ? "This connection" : reason(r->status));
	if (r->status == 200)
		add_facts(to, c, r);
	buf_str(to, "</body></html>\n");
}

static void answer(struct conn *c, const struct request *r)
{
	struct buf page = {0}, all = {0};
	char date[64];
	struct tm tm;
	time_t now = time(NULL);
	gmtime_r(&now, &tm);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	build_page(&page, c, r);
	buf_printf(&all,
	    "HTTP/1.1 %d %s\r\nDate: %s\r\nServer: sockpit\r\n"
	    "Content-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n%s%s\r\n",
	    r->status, reason(r->status), date, page.len,
	    r->status == 405 ? "Allow: GET, HEAD\r\n" : "",
	    r->close	    ? "Connection: close\r\n"
	    : r->minor == 0 ? "Connection: keep-alive\r\n"
			    : "");
	if (strcmp(r->method, "HEAD") != 0)
		buf_add(&all, page.data, page.len);
	if (all.failed || page.failed)
		conn_fail(c, ENOMEM);
	else
		conn_send(c, all.data, all.len);
	buf_free(&page);
	buf_free(&all);
}

static void handle(struct conn *c, struct request *r)
{
	struct http *h = state_of(c);
	if (h->answered++ > 0)
		conn_count_request(c);
	h->skip = r->body;
	answer(c, r);
	if (r->close)
		conn_finish(c);
}

/* ---- events ---- */

/* Where the head ends that begins at text: past its empty line. NULL: not yet. */
static char *end_of_head(char *text)
{
	char *crlf = strstr(text, "\n\r\n"), *lf = strstr(text, "\n\n");
	if (crlf && (!lf || crlf < lf))
		return crlf + 3;
	return lf ? lf + 2 : NULL;
}

/* Requests may come in pieces, and several at once. */
static void take_heads(struct conn *c)
{
	struct http *h = state_of(c);
	char *at = h->head, *end;
	while (!c->over && h->skip == 0 && (end = end_of_head(at))) {
		struct request r;
		end[-1] = '\0';
		read_head(&r, at);
		handle(c, &r);
		at = end;
		size_t rest = h->len - (size_t)(at - h->head);
		size_t skip = h->skip < rest ? (size_t)h->skip : rest;
		h->skip -= skip;
		at += skip;
	}
	h->len -= (size_t)(at - h->head);
	memmove(h->head, at, h->len + 1);
}

static void take(struct conn *c, const char *data, size_t len)
{
	struct http *h = state_of(c);
	char *head = realloc(h->head, h->len + len + 1);
	if (!head) {
		conn_fail(c, ENOMEM);
		return;
	}
	h->head = head;
	memcpy(head + h->len, data, len);
	h->len += len;
	/* A NUL is in no request, and would end our string. */
	for (char *nul = head; (nul = memchr(nul, '\0', h->len - (size_t)(nul - head)));)
		*nul = '?';
	head[h->len] = '\0';
	take_heads(c);
	if (!c->over && h->len > HEAD_MAX) {
		struct request r = {.status = 431, .close = true};
		handle(c, &r);
	}
}

static void http_data(struct conn *c, char *data, size_t len)
{
	struct http *h = state_of(c);
	size_t skip = h->skip < len ? (size_t)h->skip : len;
	h->skip -= skip;
	if (len > skip)
		take(c, data + skip, len - skip);
}

static void http_close(struct conn *c)
{
	free(state_of(c)->head);
}

const struct handler handler_http = {
    .type = HANDLER_TYPE("Http", "A web page about the connection it comes through."),
    .fits = FITS_STREAM,
    .data = http_data,
    .close = http_close,
};
