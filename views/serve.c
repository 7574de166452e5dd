#include "views/serve.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/modules.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/run.h"
#include "core/server/handler.h"
#include "core/server/listen.h"
#include "core/server/model.h"
#include "core/server/process.h"
#include "views/serve_events.h"

/* Clients or not, a server that was told to stop is gone after so long; product.md says 2 s. */
#define STOP_MS 1500
#define START_MS 5000
/* How often new events are printed. */
#define EVENTS_MS 25

struct serve {
	const struct model *model;
	struct handler_value *handler;
	struct address asked, bound;
	struct listen_options listen;
	struct server_config config;
	bool json;
	int listener;
	int signals; /* a signalfd */
	struct shm shm;
	struct process process;
	uint64_t seq; /* of the last event printed */
	int status;   /* of the process, once it ended */
};

static const char usage[] =
    "usage: sockpit serve MODEL ADDRESS [OPTION]...\n"
    "\n"
    "  MODEL              ThreadingTCPServer, ForkingTCPServer, ...: --models lists them\n"
    "  ADDRESS            HOST:PORT, [V6]:PORT, :PORT (127.0.0.1), unix:PATH, unix:@ABSTRACT\n"
    "      --handler NAME Echo (the default), 'Delay(0.3)', ...: --models lists them too\n"
    "      --max-children N    so many at work; further clients wait (forking: 40)\n"
    "      --timeout S    close a connection that is silent for so long\n"
    "      --backlog N    length of the accept queue (as long as the system allows)\n"
    "      --max-packet N longer datagrams are cut (8192)\n"
    "      --reuse-port   share the port with others that do the same\n"
    "      --json         print each event, and the summary, as a JSON object a line\n"
    "\n"
    "SIGINT and SIGTERM stop it and print the summary.\n";

enum {
	OPT_HANDLER = 256,
	OPT_MAX_CHILDREN,
	OPT_TIMEOUT,
	OPT_BACKLOG,
	OPT_MAX_PACKET,
	OPT_REUSE_PORT,
	OPT_JSON,
	OPT_MODELS,
};

static const struct option long_options[] = {
    {"handler", required_argument, NULL, OPT_HANDLER},
    {"max-children", required_argument, NULL, OPT_MAX_CHILDREN},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"backlog", required_argument, NULL, OPT_BACKLOG},
    {"max-packet", required_argument, NULL, OPT_MAX_PACKET},
    {"reuse-port", no_argument, NULL, OPT_REUSE_PORT},
    {"json", no_argument, NULL, OPT_JSON},
    {"models", no_argument, NULL, OPT_MODELS},
    {"help", no_argument, NULL, 'h'},
    {0},
};

/* What was asked for on the command line, as text and numbers. */
struct wanted {
	const char *handler;
	int max_children; /* -1: the model's own */
	double timeout;
	int backlog, max_packet;
	bool reuse_port, json;
};

static int wrong(const char *what, const char *arg)
{
	fprintf(stderr, "sockpit serve: %s: '%s' (sockpit serve --help tells more)\n", what, arg);
	return 2;
}

static int read_int(const char *what, const char *text, int min, int *out)
{
	char *end;
	errno = 0;
	long n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < min || n > INT_MAX)
		return wrong(what, text);
	*out = (int)n;
	return 0;
}

static int read_seconds(const char *text, double *out)
{
	char *end;
	*out = strtod(text, &end);
	return end == text || *end || !(*out > 0 && *out <= 1e9)
		   ? wrong("not a time in seconds", text)
		   : 0;
}

static int list_models(void)
{
	for (const struct model *const *m = models; *m; m++)
		printf("%-30s %s\n", (*m)->type.name, (*m)->type.help);
	putchar('\n');
	for (const struct handler *const *h = handlers; *h; h++)
		printf("%-30s %s\n", (*h)->type.name, (*h)->type.help);
	return -1;
}

/* 0; 2: wrong; -1: told what was asked, and done. */
static int take_option(int opt, struct wanted *to)
{
	switch (opt) {
	case OPT_HANDLER:
		to->handler = optarg;
		return 0;
	case OPT_MAX_CHILDREN:
		return read_int("not a number of children", optarg, 1, &to->max_children);
	case OPT_TIMEOUT:
		return read_seconds(optarg, &to->timeout);
	case OPT_BACKLOG:
		return read_int("not a backlog", optarg, 0, &to->backlog);
	case OPT_MAX_PACKET:
		return read_int("not a size", optarg, 0, &to->max_packet);
	case OPT_REUSE_PORT:
		to->reuse_port = true;
		return 0;
	case OPT_JSON:
		to->json = true;
		return 0;
	case OPT_MODELS:
		return list_models();
	case 'h':
		fputs(usage, stdout);
		return -1;
	default: /* getopt has said what is wrong */
		return 2;
	}
}

static int read_options(int argc, char **argv, struct wanted *to)
{
	int opt;
	*to = (struct wanted){
	    .handler = "Echo", .max_children = -1, .backlog = SOMAXCONN, .max_packet = 8192};
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
		int r = take_option(opt, to);
		if (r != 0)
			return r;
	}
	if (argc - optind != 2) {
		fputs(
		    "sockpit serve: give it a MODEL and an ADDRESS (--help tells more)\n", stderr);
		return 2;
	}
	return 0;
}

/* ---- what to serve ---- */

/* The handler is a word or a call of the notation, and is read as such. */
static int read_handler(const char *text, struct handler_value **out)
{
	struct waiter waiter = {.fd = -1};
	const struct module *ambient[AMBIENT_MAX + 1] = {NULL};
	struct run run = {.waiter = &waiter, .ambient = ambient, .file = "<handler>", .line = 1};
	modules_ambient(ambient, AMBIENT_MAX);
	if (env_new(&run.env) < 0)
		return 1;
	int r = handler_from_text(&run, text, out);
	if (r < 0) {
		struct buf why = {0};
		if (run.exc)
			exc_format(run.exc, &why);
		fprintf(stderr, "sockpit serve: --handler %s: %s\n", text, buf_text(&why));
		buf_free(&why);
	}
	value_unref(run.exc);
	env_free(run.env);
	return r < 0 ? 2 : 0;
}

static int check(const struct serve *s)
{
	bool unix_model = s->model->kind == KIND_UNIX_STREAM || s->model->kind == KIND_UNIX_DGRAM;
	unsigned needs = model_is_stream(s->model) ? FITS_STREAM : FITS_DATAGRAM;
	if ((s->asked.sa.sa_family == AF_UNIX) != unix_model)
		return wrong("the model takes another kind of address", s->model->type.name);
	if (!(s->handler->handler->fits & needs))
		return wrong("the model cannot run this handler", s->handler->text);
	if (address_is_wildcard(&s->asked))
		fputs("sockpit serve: listening on all addresses of this machine\n", stderr);
	return 0;
}

static void fill_config(struct serve *s, const struct wanted *w)
{
	struct server_config *c = &s->config;
	strncpy(c->model, s->model->type.name, sizeof c->model - 1);
	strncpy(c->handler, s->handler->handler->type.name, sizeof c->handler - 1);
	memcpy(c->handler_config, s->handler->config, s->handler->handler->config_size);
	c->family = s->asked.sa.sa_family;
	c->idle_ns = (int64_t)(w->timeout * (double)NS_PER_S);
	c->max_children = w->max_children >= 0 ? (uint32_t)w->max_children : s->model->max_children;
	c->max_packet = (uint32_t)w->max_packet;
	s->listen.backlog = w->backlog;
	s->listen.reuse_port = w->reuse_port;
	s->json = w->json;
}

static int read_command(struct serve *s, int argc, char **argv)
{
	struct wanted w;
	const char *why;
	int r = read_options(argc, argv, &w);
	if (r != 0)
		return r;
	s->model = model_find(argv[optind]);
	if (!s->model)
		return wrong("no such model", argv[optind]);
	if (address_parse(argv[optind + 1], &s->asked, &why) < 0)
		return wrong(why, argv[optind + 1]);
	r = read_handler(w.handler, &s->handler);
	if (r == 0)
		r = check(s);
	if (r == 0)
		fill_config(s, &w);
	return r;
}

/* ---- serving ---- */

static int failed(const char *what, int r)
{
	fprintf(stderr, "sockpit serve: %s: %s\n", what, strerror(-r));
	return r;
}

static int open_listener(struct serve *s)
{
	char text[ADDRESS_TEXT_MAX], what[ADDRESS_TEXT_MAX + 32];
	s->listener = listen_open(s->model, &s->asked, &s->listen, &s->bound);
	if (s->listener >= 0) {
		listen_note_path(&s->bound, &s->config);
		return 0;
	}
	address_format(&s->asked.sa, s->asked.len, text, sizeof text);
	snprintf(what, sizeof what, "cannot listen on %s", text);
	return failed(what, s->listener);
}

static int open_signals(struct serve *s)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return s->signals < 0 ? failed("signalfd", -errno) : 0;
}

static int await_start(struct serve *s)
{
	struct pollfd p = {.fd = s->process.control, .events = POLLIN};
	struct service_message m = {0};
	while (m.what != REPORT_SERVING) {
		if (poll(&p, 1, START_MS) == 0)
			return failed("the server process does not start", -ETIMEDOUT);
		if (process_receive(&s->process, &m) < 0)
			return failed("the server process does not start", -EPIPE);
	}
	return 0;
}

static int start(struct serve *s)
{
	int r = shm_new(&s->shm);
	if (r < 0)
		return failed("shared memory", r);
	memcpy(s->shm.config, &s->config, sizeof s->config);
	r = process_spawn(&s->process, &s->shm, s->listener, PROCESS_STDERR);
	if (r < 0)
		return failed("cannot start the server process", r);
	/* Only the process that serves holds the listener: it ends with it. */
	close(s->listener);
	s->listener = -1;
	process_send(&s->process, COMMAND_SERVE, 0);
	return await_start(s);
}

static int announce(const struct serve *s)
{
	char text[ADDRESS_TEXT_MAX];
	address_format(&s->bound.sa, s->bound.len, text, sizeof text);
	printf("serving %s on %s (pid %d)\n", s->model->type.name, text, s->process.pid);
	return fflush(stdout) == EOF ? -EIO : 0;
}

/* Until a signal (1), the end of the process (0), or nobody reads what we print (1). */
static int watch(struct serve *s)
{
	struct pollfd p[] = {
	    {.fd = s->signals, .events = POLLIN},
	    {.fd = s->process.pidfd, .events = POLLIN},
	};
	for (;;) {
		if (poll(p, 2, s->json ? EVENTS_MS : -1) < 0 && errno != EINTR)
			return 1;
		if (s->json && serve_print_events(&s->shm, &s->seq) < 0)
			return 1;
		if (p[0].revents || p[1].revents)
			return p[0].revents ? 1 : 0;
	}
}

static void drop_signals(struct serve *s)
{
	struct signalfd_siginfo info;
	while (read(s->signals, &info, sizeof info) > 0)
		;
}

/* Told to stop: everything is shut, but a second signal does not wait. */
static void stop(struct serve *s)
{
	struct pollfd p[] = {
	    {.fd = s->process.pidfd, .events = POLLIN},
	    {.fd = s->signals, .events = POLLIN},
	};
	drop_signals(s);
	process_send(&s->process, COMMAND_END, 0);
	kill(s->process.pid, SIGTERM);
	int n;
	do
		n = poll(p, 2, STOP_MS);
	while (n < 0 && errno == EINTR);
	process_end(&s->process, 0, &s->status);
}

static int serve(struct serve *s)
{
	int r = announce(s);
	bool asked = r < 0 || watch(s) != 0;
	if (asked)
		stop(s);
	else
		process_reap(&s->process, -1, &s->status);
	if (s->json)
		serve_print_events(&s->shm, &s->seq);
	r = serve_print_summary(&s->shm, s->json);
	if (!asked)
		fprintf(stderr, "sockpit serve: the server process ended by itself\n");
	return r < 0 || !asked ? 1 : 0;
}

static void finish(struct serve *s)
{
	process_end(&s->process, 0, &s->status);
	listen_remove_path(&s->config);
	if (s->listener >= 0)
		close(s->listener);
	if (s->signals >= 0)
		close(s->signals);
	shm_fini(&s->shm);
	value_unref(s->handler ? &s->handler->base : NULL);
}

int serve_main(int argc, char **argv)
{
	struct serve s = {.listener = -1, .signals = -1, .process = PROCESS_NONE, .shm.fd = -1};
	int r = read_command(&s, argc, argv);
	if (r == 0) {
		r = open_signals(&s);
		if (r == 0)
			r = open_listener(&s);
		if (r == 0)
			r = start(&s);
		r = r < 0 ? 1 : serve(&s);
	}
	finish(&s);
	return r < 0 ? 0 : r;
}
