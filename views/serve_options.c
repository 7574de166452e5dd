/* The command line of serve: see serve_options.h. */
#include "views/serve_options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "core/handler_text.h"
#include "core/server/datagram.h"

enum {
	OPT_HANDLER = OPTION_FIRST,
	OPT_MAX_CHILDREN,
	OPT_TIMEOUT,
	OPT_BACKLOG,
	OPT_MAX_PACKET,
	OPT_REUSE_PORT,
	OPT_JSON,
	OPT_MODELS,
};

static const struct option_row rows[] = {
    {OPT_HANDLER, "handler", "NAME", "Echo (the default), 'Delay(0.3)', ...: --models lists them"},
    {OPT_MAX_CHILDREN, "max-children", "N", "so many at work; further clients wait (forking: 40)"},
    {OPT_TIMEOUT, "timeout", "S", "close a connection that is silent for so long"},
    {OPT_BACKLOG, "backlog", "N", "length of the accept queue (as long as the system allows)"},
    {OPT_MAX_PACKET, "max-packet", "BYTES", "longer datagrams are cut (8192)"},
    {OPT_REUSE_PORT, "reuse-port", NULL, "share the port with others that do the same"},
    {OPT_JSON, "json", NULL, "print each event, and the summary, as a JSON object a line"},
    {OPT_MODELS, "models", NULL, "list the models and the handlers"},
    {0},
};

const struct option_command serve_command = {"serve", "MODEL ADDRESS", rows};

static void print_help(void)
{
	options_print_usage(&serve_command);
	puts("\n"
	     "  MODEL    ThreadingTCPServer, ForkingTCPServer, ...: --models lists them\n"
	     "  ADDRESS  HOST:PORT, [V6]:PORT, :PORT (127.0.0.1), unix:PATH, unix:@ABSTRACT\n");
	options_print_rows(&serve_command);
	puts("\nSIGINT and SIGTERM stop it and print the summary.");
}

/* What was asked for on the command line, as text and numbers. -1: not asked for. */
struct wanted {
	const char *handler;
	int64_t max_children, backlog, max_packet, timeout_ns;
	bool reuse_port, json;
};

static int wrong(const char *what, const char *word)
{
	return options_wrong(&serve_command, what, word);
}

static int number(const char *what, int64_t min, int64_t max, int64_t *out)
{
	return options_number(&serve_command, what, optarg, min, max, out);
}

static void list_models(void)
{
	for (const struct model *const *m = models; *m; m++)
		printf("%-30s %s\n", (*m)->type.name, (*m)->type.help);
	putchar('\n');
	for (const struct handler *const *h = handlers; *h; h++)
		printf("%-30s %s\n", (*h)->type.name, (*h)->type.help);
}

static int told(void)
{
	return options_printed(&serve_command) == 0 ? SERVE_TOLD : 1;
}

static int take_option(int id, struct wanted *to)
{
	switch (id) {
	case OPT_HANDLER:
		to->handler = optarg;
		return 0;
	case OPT_MAX_CHILDREN:
		return number("number of children", 1, INT_MAX, &to->max_children);
	case OPT_TIMEOUT:
		return options_seconds(&serve_command, optarg, 0, &to->timeout_ns);
	case OPT_BACKLOG:
		return number("backlog", 0, INT_MAX, &to->backlog);
	case OPT_MAX_PACKET:
		return number("size in bytes", 0, DATAGRAM_MAX, &to->max_packet);
	case OPT_REUSE_PORT:
		to->reuse_port = true;
		return 0;
	case OPT_JSON:
		to->json = true;
		return 0;
	case OPT_MODELS:
		list_models();
		return told();
	case OPTIONS_HELP:
		print_help();
		return told();
	default:
		return 2;
	}
}

static int read_options(int argc, char **argv, struct wanted *to)
{
	int id, r = 0;
	*to = (struct wanted){.handler = "Echo",
	    .max_children = -1,
	    .backlog = -1,
	    .max_packet = -1,
	    .timeout_ns = -1};
	options_begin();
	while (r == 0 && (id = options_next(&serve_command, argc, argv)) != OPTIONS_END)
		r = take_option(id, to);
	if (r != 0)
		return r;
	if (argc - optind > 2)
		return wrong("it takes one MODEL and one ADDRESS, and no more", argv[optind + 2]);
	if (argc - optind == 2)
		return 0;
	fputs("sockpit serve: give it a MODEL and an ADDRESS (--help tells more)\n", stderr);
	return 2;
}

/* ---- what to serve ---- */

static int read_handler(const char *text, struct handler_value **out)
{
	struct buf why = {0};
	int r = handler_text_read(text, out, &why);
	char *clean = clean_new(buf_text(&why), why.len, CLEAN_ASCII);
	if (r < 0)
		fprintf(stderr, "sockpit serve: --handler: %s (--models lists them)\n",
		    clean ? clean : "");
	free(clean);
	buf_free(&why);
	return r == -ENOMEM ? 1 : r < 0 ? 2 : 0;
}

static int check_kind(const struct serve_options *o)
{
	bool unix_model = o->model->kind == KIND_UNIX_STREAM || o->model->kind == KIND_UNIX_DGRAM;
	unsigned needs = model_is_stream(o->model) ? FITS_STREAM : FITS_DATAGRAM;
	if ((o->asked.sa.sa_family == AF_UNIX) != unix_model)
		return wrong(unix_model ? "this model takes unix:PATH or unix:@NAME"
					: "this model takes HOST:PORT, [V6]:PORT or :PORT",
		    o->model->type.name);
	if (!(o->handler->handler->fits & needs))
		return wrong("the model cannot run this handler", o->handler->text);
	return 0;
}

/* An option that could have no effect is refused: whoever gives it expects one. */
static int check_options(const struct serve_options *o, const struct wanted *w)
{
	bool stream = model_is_stream(o->model);
	bool unix_model = o->asked.sa.sa_family == AF_UNIX;
	if (w->max_children >= 0 && !o->model->limits)
		return wrong(
		    "it serves one at a time, and has no --max-children", o->model->type.name);
	if (w->timeout_ns >= 0 && !stream)
		return wrong("it has no connections, and no --timeout", o->model->type.name);
	if (w->backlog >= 0 && !stream)
		return wrong("it has no accept queue, and no --backlog", o->model->type.name);
	if (w->max_packet >= 0 && stream)
		return wrong("it has no datagrams, and no --max-packet", o->model->type.name);
	if (w->reuse_port && unix_model)
		return wrong("it has no port, and no --reuse-port", o->model->type.name);
	return 0;
}

static void fill_config(struct serve_options *o, const struct wanted *w)
{
	struct server_config *c = &o->config;
	strncpy(c->model, o->model->type.name, sizeof c->model - 1);
	strncpy(c->handler, o->handler->handler->type.name, sizeof c->handler - 1);
	memcpy(c->handler_config, o->handler->config, o->handler->handler->config_size);
	c->family = o->asked.sa.sa_family;
	c->idle_ns = w->timeout_ns > 0 ? w->timeout_ns : 0;
	c->max_children = w->max_children >= 0 ? (uint32_t)w->max_children : o->model->max_children;
	c->max_packet = w->max_packet >= 0 ? (uint32_t)w->max_packet : DATAGRAM_PACKET;
	o->listen.backlog = w->backlog >= 0 ? (int)w->backlog : SOMAXCONN;
	o->listen.reuse_port = w->reuse_port;
	o->json = w->json;
}

/* What load has for datagrams, the model says here. */
static int read_address(const char *text, struct address *out)
{
	const char *why;
	if (strncmp(text, "unix-dgram:", 11) == 0)
		return wrong("write unix:PATH, the model says that it takes datagrams", text);
	if (strncmp(text, "udp:", 4) == 0)
		return wrong("write HOST:PORT, the model says that it takes datagrams", text);
	return address_parse(text, out, &why) < 0 ? wrong(why, text) : 0;
}

int serve_options_read(struct serve_options *o, int argc, char **argv)
{
	struct wanted w;
	int r = read_options(argc, argv, &w);
	if (r != 0)
		return r;
	o->model = model_find(argv[optind]);
	if (!o->model)
		return wrong("no such model (--models lists them)", argv[optind]);
	r = read_address(argv[optind + 1], &o->asked);
	if (r == 0)
		r = read_handler(w.handler, &o->handler);
	if (r == 0)
		r = check_kind(o);
	if (r == 0)
		r = check_options(o, &w);
	if (r == 0)
		fill_config(o, &w);
	return r;
}
