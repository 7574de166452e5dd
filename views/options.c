#include "views/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "core/clock.h"

#define LINE_WIDTH 79
#define NAME_WIDTH 18
#define SECONDS_MAX 1e6

void options_begin(void)
{
	optind = 0; /* glibc's way to say so */
	opterr = 0; /* what is wrong is told here */
}

static void fill_table(const struct option_row *rows, struct option *to)
{
	size_t n = 0;
	for (; n < OPTIONS_MAX && rows[n].name; n++)
		to[n] = (struct option){.name = rows[n].name,
		    .has_arg = rows[n].arg ? required_argument : no_argument,
		    .val = rows[n].id};
	to[n] = (struct option){.name = "help", .val = 'h'};
	to[n + 1] = (struct option){0};
}

int options_wrong(const struct option_command *c, const char *what, const char *word)
{
	char *clean = clean_new(word, strlen(word), CLEAN_ASCII);
	const char *space = c->name[0] ? " " : "";
	fprintf(stderr, "sockpit%s%s: %s: '%s' (sockpit%s%s --help tells more)\n", space, c->name,
	    what, clean ? clean : "", space, c->name);
	free(clean);
	return 2;
}

int options_refused(const struct option_command *c, int opt, const char *word)
{
	if (opt == ':')
		options_wrong(c, "this option needs a value", word);
	else if (optopt >= OPTION_FIRST)
		options_wrong(c, "this option takes no value", word);
	else if (optopt == 0)
		options_wrong(c, "no such option", word);
	else /* one letter, perhaps among others */
		options_wrong(c, "no such option", (const char[]){'-', (char)optopt, '\0'});
	return 2;
}

int options_next(const struct option_command *c, int argc, char **argv)
{
	struct option table[OPTIONS_MAX + 2];
	fill_table(c->rows, table);
	int opt = getopt_long(argc, argv, ":h", table, NULL);
	if (opt == -1)
		return OPTIONS_END;
	if (opt == 'h')
		return OPTIONS_HELP;
	if (opt != '?' && opt != ':')
		return opt;
	options_refused(c, opt, argv[optind - 1]);
	return OPTIONS_WRONG;
}

/* "not a number of clients from 1 to 100000"; a limit that nobody meets is not told. */
static int wrong_number(
    const struct option_command *c, const char *what, const char *text, int64_t min, int64_t max)
{
	char told[96];
	int n = snprintf(told, sizeof told, "not a %s from %lld ", what, (long long)min);
	if (max < INT_MAX)
		snprintf(told + n, sizeof told - (size_t)n, "to %lld", (long long)max);
	else
		snprintf(told + n, sizeof told - (size_t)n, "on");
	return options_wrong(c, told, text);
}

int options_number(const struct option_command *c, const char *what, const char *text, int64_t min,
    int64_t max, int64_t *out)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (!isdigit((unsigned char)text[0]) || errno || *end || n < min || n > max)
		return wrong_number(c, what, text, min, max);
	*out = n;
	return 0;
}

static int wrong_seconds(const struct option_command *c, const char *text, double min)
{
	char told[64];
	if (min > 0)
		snprintf(told, sizeof told, "not a time from %g to %.0f seconds", min, SECONDS_MAX);
	else
		snprintf(told, sizeof told, "not a time of up to %.0f seconds", SECONDS_MAX);
	return options_wrong(c, told, text);
}

int options_seconds(const struct option_command *c, const char *text, double min, int64_t *ns)
{
	char *end;
	double s = strtod(text, &end);
	if (end == text || *end || !(s > 0 && s >= min && s <= SECONDS_MAX))
		return wrong_seconds(c, text, min);
	*ns = (int64_t)(s * (double)NS_PER_S);
	return 0;
}

void options_print_usage(const struct option_command *c)
{
	printf("usage: sockpit %s %s [OPTION]...\n", c->name, c->operands);
}

void options_print_rows(const struct option_command *c)
{
	for (const struct option_row *row = c->rows; row->name; row++) {
		char text[64];
		snprintf(text, sizeof text, "%s%s%s", row->name, row->arg ? " " : "",
		    row->arg ? row->arg : "");
		printf("      --%-*s %s\n", NAME_WIDTH, text, row->help);
	}
	printf("  -h, --%-*s %s\n", NAME_WIDTH, "help", "this text");
}

int options_printed(const struct option_command *c)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fprintf(stderr, "sockpit%s%s: cannot write: %s\n", c->name[0] ? " " : "", c->name,
	    strerror(errno ? errno : EIO));
	return 1;
}

void options_print_summary(const struct option_command *c)
{
	int indent = printf("       sockpit %s ", c->name);
	int column = indent + printf("%s", c->operands);
	for (const struct option_row *row = c->rows; row->name; row++) {
		char text[64];
		int len = snprintf(text, sizeof text, " [--%s%s%s]", row->name, row->arg ? " " : "",
		    row->arg ? row->arg : "");
		if (column + len > LINE_WIDTH)
			column = printf("\n%*s", indent - 1, "") - 1;
		column += printf("%s", text);
	}
	putchar('\n');
}
