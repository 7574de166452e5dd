#include "views/watch.h"

#include <errno.h>
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/observe/sampling.h"
#include "views/watch_print.h"

struct watch {
	struct filter *filter;
	struct buf rules_text;
	struct rules *rules;
	int64_t interval_ns;
	int64_t count; /* 0: without end */
	bool json, ascii;
	int signals; /* a signalfd */
};

enum { OPT_JSON = OPTION_FIRST, OPT_INTERVAL, OPT_COUNT, OPT_ASCII, OPT_FIELDS, OPT_RULE };

static const struct option_row rows[] = {
    {OPT_JSON, "json", NULL, "a JSON object a line for each socket, and one for each look"},
    {OPT_INTERVAL, "interval", "S", "seconds between two looks (1)"},
    {OPT_COUNT, "count", "N", "end after so many looks"},
    {OPT_RULE, "rule", "RULE", "mark what fits it: 'close_wait>30s', 'recvq>64K for 5s'"},
    {OPT_ASCII, "ascii", NULL, "ASCII only"},
    {OPT_FIELDS, "fields", NULL, "list the fields that a FILTER can ask for"},
    {0},
};

const struct option_command watch_command = {"watch", "[FILTER]...", rows};

/* What reads the command line gives 0 to go on; this, where what was asked for is told; or the
 * status to leave with. */
enum { TOLD = -1 };

/* More looks a second than that are of no use. */
#define INTERVAL_MIN_S 0.01

static int end_of_help(void)
{
	return options_printed(&watch_command) ? 1 : TOLD;
}

static int print_help(void)
{
	options_print_usage(&watch_command);
	puts("\n"
	     "All sockets of the machine, as the kernel lists them, again and again. Marked are\n"
	     "those that are new (+), changed (*), or closed (-) since the look before.\n");
	options_print_rows(&watch_command);
	puts("\n"
	     "FILTER: words that a socket has anywhere, and FIELD:VALUE, such as\n"
	     "  port:9000 state:listen       proc:python 'rx:>1M'       'proto:udp or not uid:0'\n"
	     "Connections in TIME_WAIT are listed when it asks for them: state:time_wait.\n\n"
	     "RULE: a filter, and how long a socket has to fit it, as far as it was seen; several\n"
	     "with ; between them, or --rule again. It is marked (!) and the rule is named.");
	return end_of_help();
}

static int print_fields(void)
{
	const struct diag_field *f;
	for (size_t i = 0; (f = diag_field_at(i)); i++)
		printf("%-10s %s\n", f->name, f->help);
	return end_of_help();
}

static void explain(const char *what, const char *text, const struct filter_error *e)
{
	char *line = clean_new(text, strlen(text), CLEAN_ASCII);
	fprintf(stderr, "sockpit watch: %s: %s, at column %zu of '%s'\n", what, e->text, e->at + 1,
	    line ? line : "");
	free(line);
}

/* Of a filter or rule that could not be read. */
static int refuse(const char *what, const char *text, int r, const struct filter_error *e)
{
	if (r == -EINVAL)
		explain(what, text, e);
	else
		fprintf(stderr, "sockpit watch: %s\n", strerror(-r));
	return r == -EINVAL ? 2 : 1;
}

/* Each for itself, so that what is wrong is told of the one; then all together. */
static int read_rule(struct watch *w, const char *text)
{
	struct rules *alone, *all;
	struct filter_error error;
	int r = rules_new(text, &alone, &error);
	if (r < 0)
		return refuse("rule", text, r, &error);
	rules_unref(alone);
	buf_printf(&w->rules_text, "%s;", text);
	r = w->rules_text.failed ? -ENOMEM : rules_new(buf_text(&w->rules_text), &all, &error);
	if (r < 0)
		return refuse("rule", buf_text(&w->rules_text), r, &error);
	rules_unref(w->rules);
	w->rules = all;
	return 0;
}

static int take_option(struct watch *w, int opt)
{
	switch (opt) {
	case OPT_JSON:
		w->json = true;
		return 0;
	case OPT_INTERVAL:
		return options_seconds(&watch_command, optarg, INTERVAL_MIN_S, &w->interval_ns);
	case OPT_COUNT:
		return options_number(
		    &watch_command, "number of looks", optarg, 1, INT64_MAX, &w->count);
	case OPT_ASCII:
		w->ascii = true;
		return 0;
	case OPT_RULE:
		return read_rule(w, optarg);
	case OPT_FIELDS:
		return print_fields();
	case OPTIONS_HELP:
		return print_help();
	default:
		return 2;
	}
}

/* All arguments together are one filter, so that it needs no quotes. */
static int read_filter(struct watch *w, int argc, char **argv)
{
	struct buf text = {0};
	struct filter_error error;
	for (int i = 0; i < argc; i++)
		buf_printf(&text, "%s%s", i ? " " : "", argv[i]);
	int r = text.failed ? -ENOMEM : filter_new(buf_text(&text), &w->filter, &error);
	int status = r < 0 ? refuse("filter", buf_text(&text), r, &error) : 0;
	buf_free(&text);
	return status;
}

static int read_command(struct watch *w, int argc, char **argv)
{
	int opt, r = 0;
	options_begin();
	while (r == 0 && (opt = options_next(&watch_command, argc, argv)) != OPTIONS_END)
		r = take_option(w, opt);
	return r == 0 ? read_filter(w, argc - optind, argv + optind) : r;
}

/* ---- looking ---- */

static int open_signals(struct watch *w)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC);
	return w->signals < 0 ? -errno : 0;
}

/* Until it is time, or somebody wants us to end: then false. */
static bool wait_until(const struct watch *w, int64_t when)
{
	for (;;) {
		int64_t left = when - clock_mono_ns();
		struct pollfd p = {.fd = w->signals, .events = POLLIN};
		struct timespec t = {
		    left > 0 ? left / NS_PER_S : 0, left > 0 ? left % NS_PER_S : 0};
		int n = ppoll(&p, 1, &t, NULL);
		if (n > 0)
			return false;
		if (n == 0 && left <= 0)
			return true;
	}
}

static int print(
    const struct watch *w, struct sampling *s, const struct sampling_query *query, int64_t number)
{
	bool utf8 = !w->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	struct sample *now = sampling_result(s, query);
	if (!now)
		return -ENOMEM;
	if (!w->json && number > 1)
		putchar('\n');
	int r = w->json ? watch_print_json(now, (uint64_t)number)
			: watch_print_table(now, utf8 ? CLEAN_UTF8 : CLEAN_ASCII);
	sample_free(now);
	return r;
}

static int look(const struct watch *w, struct sampling *s, int64_t number)
{
	const struct sampling_query query = {
	    .interval_ns = w->interval_ns,
	    .keep_ns = 1, /* a change is told once */
	    .protos = DIAG_ALL,
	    .filter = w->filter,
	    .rules = w->rules,
	};
	int r = sampling_look(s, &query);
	if (r < 0)
		return r;
	while (!sampling_find_owners(s, INT64_MAX))
		;
	return print(w, s, &query, number);
}

static int run(struct watch *w, struct sampling *s)
{
	int64_t when = clock_mono_ns();
	for (int64_t number = 1; wait_until(w, when); number++) {
		int r = look(w, s, number);
		if (r < 0 || number == w->count)
			return r;
		when += w->interval_ns;
		if (when < clock_mono_ns()) /* too much to print: do not hurry after it */
			when = clock_mono_ns();
	}
	return 0;
}

int watch_main(int argc, char **argv)
{
	struct watch w = {.interval_ns = NS_PER_S, .signals = -1};
	struct sampling *s = NULL;
	setlocale(LC_CTYPE, "");
	int status = read_command(&w, argc, argv);
	if (status == 0) {
		int r = open_signals(&w);
		if (r == 0)
			r = sampling_new(&s);
		if (r == 0)
			r = run(&w, s);
		if (r < 0)
			fprintf(stderr, "sockpit watch: %s\n", strerror(-r));
		status = r < 0 ? 1 : 0;
	}
	sampling_free(s);
	filter_free(w.filter);
	rules_unref(w.rules);
	buf_free(&w.rules_text);
	if (w.signals >= 0)
		close(w.signals);
	return status == TOLD ? 0 : status;
}
