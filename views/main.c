/* main: the command line told apart and handed on. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "core/ops/socket_files.h"
#include "core/server/server.h"
#include "tui/theme.h"
#include "views/app.h"
#include "views/batch.h"
#include "views/guardian.h"
#include "views/load.h"
#include "views/readfile.h"
#include "views/serve.h"
#include "views/serve_options.h"
#include "views/version.h"
#include "views/watch.h"
#include "views/why.h"

struct command {
	const struct option_command *about;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {&serve_command, serve_main},
    {&load_command, load_main},
    {&watch_command, watch_main},
};
#define COMMANDS (sizeof commands / sizeof *commands)

/* The one without a name. */
static const struct option_command cockpit_command = {.name = ""};

static const char usage[] =
    "usage: sockpit [OPTION]...                  open the cockpit\n"
    "       sockpit [OPTION]... FILE.py | -      run a notebook without a screen\n"
    "       sockpit [OPTION]... -c 'LINES'       run lines\n";

static const char options_text[] =
    "\n"
    "  -i FILE.py         the cockpit with that notebook loaded, stepped line by line\n"
    "  -c LINES           run these lines, as python3 -c does\n"
    "      --journal FILE write every system call that a line made, as JSON lines\n"
    "      --explain      after an error, say why in terms of this machine\n"
    "      --readonly     look only: the cockpit runs no line\n"
    "      --ascii        ASCII only on the terminal\n"
    "      --no-color     no colour (NO_COLOR in the environment means the same)\n"
    "      --theme NAME   dark, light, contrast or mono\n"
    "      --projector    bold, wide, few columns: for the last row of a room\n"
    "      --reduced-motion\n"
    "                     what changes by itself does so once a second at most\n"
    "      --settings     print all settings as a file to begin with, and where it is read\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n"
    "\n"
    "Exit status: 0 done, 1 a line raised, 2 wrong usage or no usable terminal.\n";

enum {
	OPT_JOURNAL = 256,
	OPT_EXPLAIN,
	OPT_READONLY,
	OPT_ASCII,
	OPT_NO_COLOR,
	OPT_THEME,
	OPT_PROJECTOR,
	OPT_REDUCED_MOTION,
	OPT_SETTINGS,
};

static const struct option long_options[] = {
    {"journal", required_argument, NULL, OPT_JOURNAL},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"readonly", no_argument, NULL, OPT_READONLY},
    {"ascii", no_argument, NULL, OPT_ASCII},
    {"no-color", no_argument, NULL, OPT_NO_COLOR},
    {"theme", required_argument, NULL, OPT_THEME},
    {"projector", no_argument, NULL, OPT_PROJECTOR},
    {"reduced-motion", no_argument, NULL, OPT_REDUCED_MOTION},
    {"settings", no_argument, NULL, OPT_SETTINGS},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {0},
};

struct choice {
	struct batch_options batch;
	struct cockpit_options cockpit;
	/* What comes before the settings of the file. */
	const char *theme;
	bool projector, reduced_motion, ascii, no_color;
	int status; /* what to exit with at once; -1: go on */
};

static int wrong_usage(const char *what)
{
	fprintf(stderr, "sockpit: %s (sockpit --help tells how to call it)\n", what);
	return 2;
}

static int print(const char *text)
{
	fputs(text, stdout);
	return options_printed(&cockpit_command);
}

static int print_help(void)
{
	fputs(usage, stdout);
	for (size_t i = 0; i < COMMANDS; i++)
		options_print_summary(commands[i].about);
	return print(options_text);
}

static int print_settings(void)
{
	struct buf text = {0};
	settings_example(&text);
	int status = text.failed ? 1 : print(buf_text(&text));
	buf_free(&text);
	return status;
}

static void take_theme(struct choice *to)
{
	char names[THEME_NAMES_MAX], what[THEME_NAMES_MAX + 32];
	to->theme = optarg;
	if (theme_find(optarg) >= 0)
		return;
	snprintf(what, sizeof what, "no such theme (%s)", theme_names(names, sizeof names));
	to->status = options_wrong(&cockpit_command, what, optarg);
}

/* word: what getopt_long took last. */
static void take_option(int opt, const char *word, struct choice *to)
{
	switch (opt) {
	case 'c':
		to->batch.lines = optarg;
		break;
	case 'i':
		to->cockpit.notebook = optarg;
		break;
	case OPT_JOURNAL:
		to->batch.journal = to->cockpit.journal = optarg;
		break;
	case OPT_EXPLAIN:
		to->batch.explain = true;
		break;
	case OPT_READONLY:
		to->cockpit.readonly = true;
		break;
	case OPT_ASCII:
		to->ascii = true;
		break;
	case OPT_NO_COLOR:
		to->no_color = true;
		break;
	case OPT_THEME:
		take_theme(to);
		break;
	case OPT_PROJECTOR:
		to->projector = true;
		break;
	case OPT_REDUCED_MOTION:
		to->reduced_motion = true;
		break;
	case OPT_SETTINGS:
		to->status = print_settings();
		break;
	case 'h':
		to->status = print_help();
		break;
	case 'V':
		to->status = print("sockpit " SOCKPIT_VERSION "\n");
		break;
	default:
		to->status = options_refused(&cockpit_command, opt, word);
	}
}

static struct choice read_options(int argc, char **argv)
{
	struct choice to = {.status = -1};
	int opt;
	options_begin();
	/* "+": options stand before FILE; what follows -c's lines is not read either. */
	while (to.status < 0 && !to.batch.lines &&
	       (opt = getopt_long(argc, argv, "+:c:i:hV", long_options, NULL)) != -1)
		take_option(opt, argv[optind - 1], &to);
	return to;
}

/* The file's settings, and what was said here over them. */
static void choose_settings(struct choice *to)
{
	struct settings *s = &to->cockpit.settings;
	settings_load(s, &to->cockpit.problem);
	if (to->theme)
		s->theme = to->theme;
	s->projector |= to->projector;
	s->reduced_motion |= to->reduced_motion;
	s->ascii |= to->ascii;
	s->color &= !to->no_color;
}

/* The notebook is read before the screen is taken: then an error is a plain line. */
static int run_cockpit(struct cockpit_options *options)
{
	struct buf text = {0};
	int r = options->notebook ? readfile_all(options->notebook, &text) : 0;
	if (r < 0) {
		buf_free(&text);
		return why_file("read", options->notebook, strerror(-r));
	}
	options->notebook_text = buf_text(&text);
	options->notebook_len = text.len;
	options->files = socket_files_new();
	int status = guardian_run(cockpit_main, options, options->files);
	socket_files_free(options->files);
	buf_free(&text);
	return status;
}

static int run_choice(struct choice *to, int argc, char **argv)
{
	if (to->cockpit.notebook && (to->batch.lines || optind < argc))
		return wrong_usage("-i opens the cockpit: nothing else can be run beside it");
	if (to->batch.lines)
		return batch_main(&to->batch);
	if (optind < argc) {
		to->batch.file = argv[optind];
		if (optind + 1 < argc)
			return wrong_usage("one FILE at a time, and options before it");
		return batch_main(&to->batch);
	}
	choose_settings(to);
	return run_cockpit(&to->cockpit);
}

int main(int argc, char **argv)
{
	/* First of all: each page of a server process is paid for at each fork. */
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0)
		return server_process_main(argc - 1, argv + 1);
	for (size_t i = 0; argc > 1 && i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].about->name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	struct choice to = read_options(argc, argv);
	return to.status >= 0 ? to.status : run_choice(&to, argc, argv);
}
