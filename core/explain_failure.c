#include "core/explain_failure.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* What stands behind a field of strace's text, or NULL. */
static const char *field(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	return at ? at + strlen(name) : NULL;
}

/* Copy up to the closing quote; false when it does not fit. */
static bool copy_quoted(const char *from, char *to, size_t size)
{
	size_t len = from ? strcspn(from, "\"") : size;
	if (len >= size)
		return false;
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

static uint16_t read_port(const char *text, const char *name)
{
	const char *digits = field(text, name);
	return htons((uint16_t)(digits ? strtoul(digits, NULL, 10) : 0));
}

static bool parse_in(const char *text, struct address *out)
{
	char host[INET_ADDRSTRLEN];
	out->len = sizeof out->in;
	out->in.sin_family = AF_INET;
	out->in.sin_port = read_port(text, "sin_port=htons(");
	return copy_quoted(field(text, "inet_addr(\""), host, sizeof host) &&
	       inet_pton(AF_INET, host, &out->in.sin_addr) == 1;
}

static bool parse_in6(const char *text, struct address *out)
{
	char host[INET6_ADDRSTRLEN];
	out->len = sizeof out->in6;
	out->in6.sin6_family = AF_INET6;
	out->in6.sin6_port = read_port(text, "sin6_port=htons(");
	return copy_quoted(field(text, "inet_pton(AF_INET6, \""), host, sizeof host) &&
	       inet_pton(AF_INET6, host, &out->in6.sin6_addr) == 1;
}

static int plain_escape(char c)
{
	static const char letters[] = "fnrtv\"\\", values[] = "\f\n\r\t\v\"\\";
	const char *at = strchr(letters, c);
	return c && at ? values[at - letters] : -1;
}

/* One character of a quoted string, which *s then has passed. */
static char unescape(const char **s)
{
	if (**s != '\\')
		return *(*s)++;
	++*s;
	int c = plain_escape(**s);
	if (c >= 0) {
		++*s;
		return (char)c;
	}
	c = 0;
	for (int i = 0; i < 3 && **s >= '0' && **s <= '7'; i++)
		c = c * 8 + (*(*s)++ - '0');
	return (char)c;
}

static bool parse_un(const char *text, struct address *out)
{
	const char *s = field(text, "sun_path=");
	size_t len = 0, most = sizeof out->un.sun_path;
	out->un.sun_family = AF_UNIX;
	bool abstract = s && *s == '@';
	if (s)
		s += abstract ? 2 : 1;
	if (abstract)
		out->un.sun_path[len++] = '\0';
	while (s && *s && *s != '"' && len < most)
		out->un.sun_path[len++] = unescape(&s);
	if (!abstract && len && len < most)
		out->un.sun_path[len++] = '\0';
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	return true;
}

bool failure_parse_address(const char *text, struct address *out)
{
	memset(out, 0, sizeof *out);
	if (strncmp(text, "{sa_family=AF_INET,", 19) == 0)
		return parse_in(text, out);
	if (strncmp(text, "{sa_family=AF_INET6,", 20) == 0)
		return parse_in6(text, out);
	return strncmp(text, "{sa_family=AF_UNIX", 18) == 0 && parse_un(text, out);
}

/* The last call that failed so; for our own deadline the last poll() that saw nothing. */
static const struct trace_call *find_record(const struct trace *t, int errnum)
{
	size_t n = t ? trace_count(t) : 0;
	while (n--) {
		const struct trace_call *c = trace_at(t, n);
		bool quiet = !errnum && strcmp(c->name, "poll") == 0 && c->ret == 0;
		if (quiet || (errnum && c->err == errnum))
			return c;
	}
	return NULL;
}

static void read_record(struct failure *f)
{
	const struct trace_call *c = f->record;
	if (strcmp(c->name, "poll") == 0) {
		const char *fd = c->nargs ? field(c->arg[0], "fd=") : NULL;
		f->fd = fd ? atoi(fd) : -1;
		return; /* the operation's name says more than "poll" */
	}
	f->call = c->name;
	if (strcmp(c->name, "socket") == 0 || strcmp(c->name, "socketpair") == 0)
		return;
	f->fd = c->nargs ? atoi(c->arg[0]) : -1;
	for (size_t i = 1; i < c->nargs && !f->has_address; i++)
		f->has_address = failure_parse_address(c->arg[i], &f->address);
}

/* The error of a connect() that went on by itself was told by SO_ERROR. */
static void read_earlier_connect(struct failure *f)
{
	size_t n = f->trace ? trace_count(f->trace) : 0;
	while (n-- && !f->has_address) {
		const struct trace_call *c = trace_at(f->trace, n);
		if (strcmp(c->name, "connect") != 0 || c->nargs < 2)
			continue;
		f->record = c;
		f->call = c->name;
		f->fd = atoi(c->arg[0]);
		f->has_address = failure_parse_address(c->arg[1], &f->address);
	}
}

static void ask_type(struct failure *f)
{
	socklen_t len = sizeof f->type;
	if (f->fd < 0 || getsockopt(f->fd, SOL_SOCKET, SO_TYPE, &f->type, &len) < 0)
		f->type = 0;
}

void failure_read(struct failure *f, const struct exc_value *exc, const struct trace *trace)
{
	*f = (struct failure){
	    .exc = exc,
	    .trace = trace,
	    .errnum = exc_match(&exc->base, &exc_gaierror) ? 0 : exc->code,
	    .call = exc->call ? exc->call : "",
	    .fd = -1,
	};
	bool about_name =
	    exc_match(&exc->base, &exc_gaierror) || exc_match(&exc->base, &exc_herror);
	f->record = about_name ? NULL : find_record(trace, f->errnum);
	if (f->record)
		read_record(f);
	else if (strstr(f->call, "connect")) /* connect, create_connection */
		read_earlier_connect(f);
	ask_type(f);
	if (f->has_address)
		address_format(&f->address.sa, f->address.len, f->text, sizeof f->text);
}
