#include "views/load.h"

#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/export/load_json.h"
#include "core/load/load.h"
#include "views/units.h"
#include "views/why.h"

enum {
	OPT_CLIENTS = OPTION_FIRST,
	OPT_REQUESTS,
	OPT_SECONDS,
	OPT_SIZE,
	OPT_PERSISTENT,
	OPT_JSON,
};

static const struct option_row rows[] = {
    {OPT_CLIENTS, "clients", "N", "so many at once, each with one request under way (16)"},
    {OPT_REQUESTS, "requests", "N", "so many requests in all"},
    {OPT_SECONDS, "seconds", "S", "or for so long (5)"},
    {OPT_SIZE, "size", "BYTES", "of each request (64)"},
    {OPT_PERSISTENT, "persistent", NULL,
	"clients keep their connection; else each request has its own"},
    {OPT_JSON, "json", NULL, "print the result as a JSON object"},
    {0},
};

const struct option_command load_command = {"load", "ADDRESS", rows};

static void print_help(void)
{
	options_print_usage(&load_command);
	puts("\n  ADDRESS  HOST:PORT, [V6]:PORT, unix:PATH, udp:HOST:PORT, unix-dgram:PATH\n");
	options_print_rows(&load_command);
	puts(
	    "\nThe server has to send back what it gets: answers are compared with what was sent.\n"
	    "Exit status: 0 all were answered right, 1 not so, 2 wrong usage.");
}

/* Of seconds and rates: what was measured has no more. */
#define REAL_DIGITS 9

/* The percentiles that are told, with their names in JSON. */
static const struct {
	double percent;
	const char *name;
} percentiles[] = {{50, "p50"}, {90, "p90"}, {99, "p99"}, {99.9, "p99.9"}, {100, "max"}};
#define PERCENTILES (sizeof percentiles / sizeof *percentiles)

struct command {
	struct load_options load;
	char address[LOAD_ADDRESS_MAX]; /* as it was understood */
	bool json;
	bool terminal; /* stderr is one: show progress there */
	int signals;
	uint64_t shown; /* requests at the last progress line */
};

/* ---- the command line ---- */

static int wrong(const char *what, const char *word)
{
	return options_wrong(&load_command, what, word);
}

static int number(const char *what, int64_t max, int64_t *out)
{
	return options_number(&load_command, what, optarg, 1, max, out);
}

static int take_option(int opt, struct command *to)
{
	int64_t n = 0;
	int r = 0;
	switch (opt) {
	case OPT_CLIENTS:
		r = number("number of clients", LOAD_CLIENTS_MAX, &n);
		to->load.clients = (unsigned)n;
		return r;
	case OPT_REQUESTS:
		r = number("number of requests", INT64_MAX, &n);
		to->load.requests = (uint64_t)n;
		return r;
	case OPT_SECONDS:
		return options_seconds(&load_command, optarg, 0, &to->load.duration_ns);
	case OPT_SIZE:
		r = number("size in bytes", LOAD_SIZE_MAX, &n);
		to->load.size = (size_t)n;
		return r;
	case OPT_PERSISTENT:
		to->load.persistent = true;
		return 0;
	case OPT_JSON:
		to->json = true;
		return 0;
	case OPTIONS_HELP:
		print_help();
		return options_printed(&load_command) == 0 ? -1 : 1;
	default:
		return 2;
	}
}

static int read_address(struct command *c, int argc, char **argv)
{
	const char *why = NULL;
	if (argc == 0) {
		fputs("sockpit load: give it an ADDRESS (--help tells more)\n", stderr);
		return 2;
	}
	if (argc > 1)
		return wrong("it takes one ADDRESS, and no more", argv[1]);
	if (load_parse_address(argv[0], &c->load, &why) < 0)
		return wrong(why, argv[0]);
	load_format_address(&c->load, c->address, sizeof c->address);
	return 0;
}

static int read_command(struct command *c, int argc, char **argv)
{
	int id, r = 0;
	options_begin();
	while (r == 0 && (id = options_next(&load_command, argc, argv)) != OPTIONS_END)
		r = take_option(id, c);
	if (r == 0)
		r = read_address(c, argc - optind, argv + optind);
	if (r != 0)
		return r;
	if (c->load.requests > 0 && c->load.duration_ns > 0)
		return wrong("so many requests or for so long, not both", "--seconds");
	if (c->load.socktype == SOCK_DGRAM && c->load.size > LOAD_DATAGRAM_MAX)
		return wrong("a datagram has at most 65507 bytes", "--size");
	if (c->load.duration_ns == 0)
		c->load.duration_ns = 5 * NS_PER_S;
	return 0;
}

/* ---- while it runs ---- */

static void show_progress(struct command *c, const struct load_result *r, int64_t elapsed)
{
	double rate = (double)(r->requests - c->shown) * (double)NS_PER_S / (double)LOAD_TICK_NS;
	fprintf(stderr, "\r%6.1f s %12" PRIu64 " requests %10.0f a second %6" PRIu64 " errors ",
	    (double)elapsed / (double)NS_PER_S, r->requests, rate,
	    r->errors + r->wrong + r->timeouts);
	fflush(stderr);
	c->shown = r->requests;
}

/* A signal ends the run, and what there is is told. */
static enum load_wish tick(void *ctx, const struct load_result *so_far, int64_t elapsed)
{
	struct command *c = ctx;
	struct signalfd_siginfo info;
	if (c->terminal)
		show_progress(c, so_far, elapsed);
	return read(c->signals, &info, sizeof info) <= 0 ? LOAD_GO_ON : LOAD_FINISH;
}

static void open_signals(struct command *c)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	c->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* ---- the result ---- */

static double per_second(const struct load_result *r)
{
	return r->elapsed_ns ? (double)r->requests * (double)NS_PER_S / (double)r->elapsed_ns : 0;
}

static void set_int(json_t *o, const char *key, uint64_t n)
{
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static json_t *latency_object(const struct histogram *h)
{
	json_t *o = json_object();
	for (size_t i = 0; i < PERCENTILES; i++)
		set_int(o, percentiles[i].name,
		    (uint64_t)histogram_percentile(h, percentiles[i].percent));
	set_int(o, "mean", h->count ? (uint64_t)h->sum_ns / h->count : 0);
	json_object_set_new(o, "histogram", load_json_histogram(h));
	return o;
}

static int print_json(const struct command *c, const struct load_result *r)
{
	json_t *o = json_object();
	json_object_set_new(o, "address", json_string(c->address));
	set_int(o, "clients", c->load.clients);
	json_object_set_new(o, "persistent", json_boolean(c->load.persistent));
	set_int(o, "size", c->load.size);
	load_json_add(o, r);
	json_object_set_new(o, "requests_per_second", json_real(per_second(r)));
	json_object_set_new(
	    o, "latency_ns", r->latency.count ? latency_object(&r->latency) : json_null());
	int done = json_dumpf(o, stdout, JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS));
	putchar('\n');
	json_decref(o);
	return done;
}

static void print_duration(int64_t ns)
{
	if (ns < 1000 * 1000)
		printf("%.1f us", (double)ns / 1e3);
	else if (ns < NS_PER_S)
		printf("%.2f ms", (double)ns / 1e6);
	else
		printf("%.2f s", (double)ns / 1e9);
}

static void print_latency(const struct histogram *h)
{
	printf("latency      ");
	for (size_t i = 0; i < PERCENTILES && h->count; i++) {
		printf("%s%s ", i ? "  " : "", percentiles[i].name);
		print_duration(histogram_percentile(h, percentiles[i].percent));
	}
	puts(h->count ? "" : "none: nothing was answered");
}

static void print_words(const struct command *c, const struct load_result *r)
{
	const char *how = c->load.socktype == SOCK_DGRAM ? "datagrams"
			  : c->load.persistent		 ? "persistent connections"
							 : "a connection per request";
	char clients[UNITS_MAX], size[UNITS_MAX], errors[UNITS_MAX], wrong_ones[UNITS_MAX];
	printf("%s: %s, %s, %s\n", c->address, units_plural(c->load.clients, "client", clients),
	    how, units_plural(c->load.size, "byte", size));
	printf("requests     %" PRIu64 " in %.2f s, %.0f a second\n", r->requests,
	    (double)r->elapsed_ns / (double)NS_PER_S, per_second(r));
	print_latency(&r->latency);
	printf("bytes        %" PRIu64 " sent, %" PRIu64 " received\n", r->bytes_sent,
	    r->bytes_received);
	printf("connections  %" PRIu64 "\n", r->connections);
	printf("failures     %s, %s, %" PRIu64 " without an answer\n",
	    units_plural(r->errors, "error", errors),
	    units_plural(r->wrong, "wrong answer", wrong_ones), r->timeouts);
}

/* The first error; where nobody is there it is the whole story. */
static void tell_error(const struct command *c, const struct load_result *r)
{
	why_print("sockpit load: ", c->address,
	    &(struct explain_call){.call = "connect",
		.errnum = r->first_error,
		.type = c->load.socktype,
		.address = &c->load.address});
}

/* Is there anybody? Else there are no figures. */
static bool was_heard(const struct command *c, const struct load_result *r)
{
	return r->bytes_received > 0 || (c->load.socktype == SOCK_STREAM && r->connections > 0);
}

static int tell(const struct command *c, const struct load_result *r)
{
	int done = 0;
	if (c->terminal)
		fputs("\r\033[K", stderr);
	if (r->first_error)
		tell_error(c, r);
	if (c->json)
		done = print_json(c, r);
	else if (was_heard(c, r) || r->first_error == 0)
		print_words(c, r);
	if (options_printed(&load_command) != 0 || done < 0)
		return 1;
	return r->requests > 0 && r->errors + r->wrong + r->timeouts == 0 ? 0 : 1;
}

int load_main(int argc, char **argv)
{
	struct command c = {
	    .load = {.clients = 16, .size = 64, .tick = tick},
	    .terminal = isatty(STDERR_FILENO),
	    .signals = -1,
	};
	struct load_result result;
	int r = read_command(&c, argc, argv);
	if (r != 0)
		return r < 0 ? 0 : r;
	c.load.ctx = &c;
	open_signals(&c);
	r = load_run(&c.load, &result);
	if (r < 0) {
		fprintf(stderr, "sockpit load: %s\n", strerror(-r));
		return 1;
	}
	return tell(&c, &result);
}
