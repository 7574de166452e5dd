/*
 * options: the options of a command as rows: what reads the command line is also what --help, the
 * summary of `sockpit --help` and the test of the manual page read.
 *
 *	static const struct option_row rows[] = {
 *	    {OPT_COUNT, "count", "N", "end after so many looks"}, {0}};
 *	const struct option_command command = {"watch", "[FILTER]...", rows};
 *	options_begin();
 *	while ((id = options_next(&command, argc, argv)) >= OPTION_FIRST)
 *		...optarg...
 *
 * Rows end with one that has no name; every command also has -h, --help. One thread, before any
 * other starts: getopt_long(3).
 */
#ifndef VIEWS_OPTIONS_H
#define VIEWS_OPTIONS_H

#include <stdint.h>

#define OPTIONS_MAX 16

enum option_id {
	OPTION_FIRST = 256, /* the ids of rows begin here */
	OPTIONS_END = 0,
	OPTIONS_WRONG = -1, /* told on stderr */
	OPTIONS_HELP = -2,  /* --help was asked for */
};

struct option_row {
	int id;		  /* from OPTION_FIRST on */
	const char *name; /* without dashes */
	const char *arg;  /* what its value is called; NULL: it has none */
	const char *help;
};

struct option_command {
	const char *name;     /* "serve"; "" is sockpit itself */
	const char *operands; /* "MODEL ADDRESS" */
	const struct option_row *rows;
};

/* Begin anew with argv[1]. */
void options_begin(void);

/* The next option's id, its value in optarg; or an enum option_id. Operands stand behind all
 * options then, from argv[optind] on. */
int options_next(const struct option_command *c, int argc, char **argv);

/* One line on stderr: what is wrong, with which word, and where help is. Returns 2. */
int options_wrong(const struct option_command *c, const char *what, const char *word);

/* The same of a '?' or ':' of getopt_long's, whose last word that was. */
int options_refused(const struct option_command *c, int opt, const char *word);

/* The value of an option as a whole number from min to max, or as seconds (a fraction may be said)
 * in nanoseconds, from min on; min 0: any that is not 0. what: "number of clients". 0; or 2, and it
 * was told what is wrong. */
int options_number(const struct option_command *c, const char *what, const char *text, int64_t min,
    int64_t max, int64_t *out);
int options_seconds(const struct option_command *c, const char *text, double min, int64_t *ns);

/* What --help prints of it: "usage: ..." and a line for each option. */
void options_print_usage(const struct option_command *c);
void options_print_rows(const struct option_command *c);

/* What was printed has to get out: 0; or 1, and one line on stderr says why it did not. */
int options_printed(const struct option_command *c);

/* "       sockpit NAME OPERANDS [--option VALUE]...", all of them, in lines of 79 columns. */
void options_print_summary(const struct option_command *c);

#endif
