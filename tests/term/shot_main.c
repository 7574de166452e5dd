/*
 * shot_main: play a script on a terminal of its own and take pictures.
 *
 *	shot_main [-d DIRECTORY] [-p] [-l LOOK] SCRIPT
 *
 * The script is played once for each look that it wants pictures of (dark, light, contrast,
 * projector), or for LOOK only. They go to DIRECTORY as NAME-LOOK.svg, and with -p as PNG too (by
 * rsvg-convert). A script has a command a line; # begins a comment. A wait that does not come true
 * within 10 s ends it with status 1.
 *
 *	size 120x40           before run; after it, the window gets that size
 *	env NAME=VALUE        before run
 *	run PROGRAM ARGS...   words are separated by blanks; the options of the look come first
 *	type TEXT             as typed; key NAME   Enter, Ctrl-P, F1, ...
 *	line TEXT             at the prompt: ":", TEXT, Enter
 *	click TEXT            on its first cell
 *	wait TEXT             until it is on the screen; gone TEXT   until it is not
 *	words /REGEX/ A B C   in pictures, the first match is written over by A, the next by B, ...;
 *	                      ~ stands for a blank
 *	number /REGEX/ N      a number found is written over by N, another one by N + 1, ...; the
 *	                      same one by the same, also by another line with the same N
 *	include FILE          its lines, here
 *	shot NAME [LOOK...]   a picture, where the look is one of these; dark and light without any
 *
 * What words and number write over is what the clock and the kernel choose anew for each run:
 * times, ports, process ids. So two runs make the same pictures.
 */
#include <errno.h>
#include <getopt.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/term/picture.h"
#include "tests/term/shot.h"
#include "tests/term/term.h"

#define WAIT_MS 10000
#define QUIET_MS 60
#define WORDS_MAX 32
#define ENV_MAX 16
#define RULES_MAX 32
#define NUMBERS_MAX 64

struct look {
	const char *name, *options;
	bool light;
};

static const struct look looks[] = {
    {"dark", "--theme dark", false},
    {"light", "--theme light", true},
    {"contrast", "--theme contrast", false},
    {"projector", "--theme light --projector", true},
};

struct numbers {
	char found[NUMBERS_MAX][16];
	size_t n;
};

/* What is written over what a regex finds: words in turn, or numbers that stand for numbers. */
struct rule {
	char *regex, *words;
	long first;		      /* of numbers; -1: words */
	struct numbers own, *numbers; /* those of the first rule with the same first */
	const char *next;	      /* of the words */
	char text[64];
};

struct player {
	struct term *term;
	const char *directory;
	const struct look *look;
	bool png;
	struct rule rules[RULES_MAX];
	size_t nrules;
	int width, height;
	char *env[ENV_MAX + 1];
	size_t nenv;
};

static int do_size(struct player *p, char *rest)
{
	if (sscanf(rest, "%dx%d", &p->width, &p->height) != 2 || p->width < 1 || p->height < 1)
		return -EINVAL;
	if (p->term != NULL)
		term_resize(p->term, p->width, p->height);
	return 0;
}

static int do_env(struct player *p, char *rest)
{
	if (p->nenv == ENV_MAX)
		return -E2BIG;
	p->env[p->nenv++] = strdup(rest);
	return 0;
}

/* Split text into words, behind those that are there. Returns how many there are. */
static size_t add_words(const char **words, size_t n, char *text)
{
	char *save = NULL, *w = text == NULL ? NULL : strtok_r(text, " ", &save);
	for (; w != NULL && n < WORDS_MAX; w = strtok_r(NULL, " ", &save))
		words[n++] = w;
	return n;
}

static int do_run(struct player *p, char *rest)
{
	const char *words[WORDS_MAX + 1] = {NULL};
	size_t n = 0;
	char look[64];
	snprintf(look, sizeof look, "%s", p->look->options);
	n = add_words(words, n, strsep(&rest, " "));
	n = add_words(words, n, look);
	n = add_words(words, n, rest);
	term_free(p->term);
	p->term = NULL;
	struct term_options options = {
	    .argv = words,
	    .env = (const char *const *)p->env,
	    .width = p->width,
	    .height = p->height,
	};
	return n == 0 ? -EINVAL : term_start(&p->term, &options);
}

static int do_type(struct player *p, char *rest)
{
	term_type(p->term, rest);
	return 0;
}

static int do_line(struct player *p, char *rest)
{
	term_type(p->term, ":");
	term_type(p->term, rest);
	term_key(p->term, "Enter");
	return 0;
}

static int do_key(struct player *p, char *rest)
{
	term_key(p->term, rest);
	return 0;
}

static int do_click(struct player *p, char *rest)
{
	return term_click_text(p->term, rest) ? 0 : -ENOENT;
}

static int do_wait(struct player *p, char *rest)
{
	return term_wait_text(p->term, rest, WAIT_MS) ? 0 : -ETIME;
}

static int do_gone(struct player *p, char *rest)
{
	return term_wait_no_text(p->term, rest, WAIT_MS) ? 0 : -ETIME;
}

/* "/REGEX/ REST" */
static int add_rule(struct player *p, char *text, struct rule **rule)
{
	char *end = *text == '/' ? strchr(text + 1, '/') : NULL;
	if (end == NULL || p->nrules == RULES_MAX)
		return -EINVAL;
	*end = '\0';
	*rule = &p->rules[p->nrules++];
	(*rule)->regex = strdup(text + 1);
	(*rule)->words = strdup(end + 1 + strspn(end + 1, " "));
	(*rule)->first = -1;
	return 0;
}

static int do_words(struct player *p, char *rest)
{
	struct rule *rule;
	return add_rule(p, rest, &rule);
}

static int do_number(struct player *p, char *rest)
{
	struct rule *rule;
	int r = add_rule(p, rest, &rule);
	if (r < 0)
		return r;
	rule->first = strtol(rule->words, NULL, 10);
	rule->numbers = &rule->own;
	for (size_t i = 0; i < p->nrules; i++)
		if (p->rules[i].first == rule->first)
			rule->numbers = p->rules[i].numbers;
	return r;
}

static const char *number_for(struct rule *rule, const char *found)
{
	struct numbers *known = rule->numbers;
	size_t i = 0;
	while (i < known->n && strcmp(known->found[i], found) != 0)
		i++;
	if (i == known->n && i < NUMBERS_MAX)
		snprintf(known->found[known->n++], sizeof known->found[i], "%s", found);
	snprintf(rule->text, sizeof rule->text, "%ld", rule->first + (long)i);
	return rule->text;
}

static const char *text_for(void *ctx, const char *found)
{
	struct rule *rule = ctx;
	if (rule->first >= 0)
		return number_for(rule, found);
	if (*rule->next == '\0')
		rule->next = rule->words;
	size_t len = strcspn(rule->next, " ");
	snprintf(rule->text, sizeof rule->text, "%.*s", (int)len, rule->next);
	rule->next += len + strspn(rule->next + len, " ");
	for (char *c = rule->text; (c = strchr(c, '~')) != NULL;)
		*c = ' ';
	return rule->text;
}

static int apply_rules(struct player *p, struct picture *picture)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < p->nrules; i++) {
		p->rules[i].next = p->rules[i].words;
		r = picture_write_over(picture, p->rules[i].regex, text_for, &p->rules[i]);
	}
	return r;
}

static int convert(const char *svg, const char *png)
{
	extern char **environ;
	char *argv[] = {(char *)(uintptr_t) "rsvg-convert", (char *)(uintptr_t) "-z",
	    (char *)(uintptr_t) "1.5", (char *)(uintptr_t) "-o", (char *)(uintptr_t)png,
	    (char *)(uintptr_t)svg, NULL};
	pid_t pid;
	int status;
	int r = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	if (r != 0)
		return -r;
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EIO;
}

static int write_svg(struct player *p, const char *path)
{
	struct picture picture;
	int r = picture_take(&picture, p->term);
	if (r < 0)
		return r;
	r = apply_rules(p, &picture);
	FILE *out = r == 0 ? fopen(path, "w") : NULL;
	if (r == 0)
		r = out == NULL ? -errno : shot_write(&picture, p->look->light, out);
	if (out != NULL && fclose(out) != 0)
		r = -errno;
	picture_free(&picture);
	return r;
}

/* NAME [LOOK...] */
static bool is_wanted(const struct look *look, char *names)
{
	const char *words[WORDS_MAX] = {"dark", "light"};
	size_t n = names == NULL ? 2 : add_words(words, 0, names);
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i], look->name) == 0)
			return true;
	return false;
}

static int do_shot(struct player *p, char *rest)
{
	char svg[512], png[512];
	const char *name = strsep(&rest, " ");
	if (!is_wanted(p->look, rest))
		return 0;
	snprintf(svg, sizeof(svg), "%s/%s-%s.svg", p->directory, name, p->look->name);
	snprintf(png, sizeof(png), "%s/%s-%s.png", p->directory, name, p->look->name);
	term_wait_quiet(p->term, QUIET_MS, WAIT_MS);
	int r = write_svg(p, svg);
	return r == 0 && p->png ? convert(svg, png) : r;
}

static int do_include(struct player *p, char *rest);

static const struct command {
	const char *name;
	bool needs_program;
	int (*act)(struct player *p, char *rest);
} commands[] = {
    {"size", false, do_size},
    {"include", false, do_include},
    {"env", false, do_env},
    {"run", false, do_run},
    {"words", false, do_words},
    {"number", false, do_number},
    {"type", true, do_type},
    {"line", true, do_line},
    {"key", true, do_key},
    {"click", true, do_click},
    {"wait", true, do_wait},
    {"gone", true, do_gone},
    {"shot", true, do_shot},
};

static int play_line(struct player *p, char *line)
{
	line += strspn(line, " \t");
	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return 0;
	char *rest = line + strcspn(line, " ");
	if (*rest != '\0')
		*rest++ = '\0';
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(commands[i].name, line) != 0)
			continue;
		if (commands[i].needs_program && p->term == NULL)
			return -ESRCH;
		return commands[i].act(p, rest);
	}
	return -ENOSYS;
}

static int play(struct player *p, FILE *script, const char *name)
{
	char line[4096], copy[4096];
	for (int number = 1; fgets(line, sizeof(line), script) != NULL; number++) {
		strcpy(copy, line);
		int r = play_line(p, line);
		if (r < 0) {
			fprintf(stderr, "%s:%d: %s%s\n", name, number, copy, strerror(-r));
			return 1;
		}
	}
	return 0;
}

static int do_include(struct player *p, char *rest)
{
	FILE *script = fopen(rest, "r");
	if (script == NULL)
		return -errno;
	int r = play(p, script, rest) == 0 ? 0 : -EINVAL;
	fclose(script);
	return r;
}

static const struct look *find_look(const char *name)
{
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (strcmp(looks[i].name, name) == 0)
			return &looks[i];
	return NULL;
}

static void player_fini(struct player *p)
{
	term_free(p->term);
	for (size_t i = 0; i < p->nenv; i++)
		free(p->env[i]);
	for (size_t i = 0; i < p->nrules; i++) {
		free(p->rules[i].regex);
		free(p->rules[i].words);
	}
}

static int usage(void)
{
	fprintf(stderr, "usage: shot_main [-d DIRECTORY] [-p] [-l LOOK] SCRIPT\n");
	return 2;
}

static bool wants_look(FILE *script, const struct look *look)
{
	char line[4096];
	bool wanted = false;
	rewind(script);
	while (!wanted && fgets(line, sizeof line, script) != NULL) {
		char *rest = line;
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(strsep(&rest, " "), "shot") == 0 && rest != NULL)
			strsep(&rest, " "), wanted = is_wanted(look, rest);
	}
	rewind(script);
	return wanted;
}

static int play_look(const struct player *options, FILE *script, const char *name)
{
	struct player p = *options;
	int status = play(&p, script, name);
	player_fini(&p);
	return status;
}

static int play_looks(struct player *p, FILE *script, const char *name)
{
	const struct look *only = p->look;
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
		p->look = &looks[i];
		if ((only == NULL || only == p->look) && wants_look(script, p->look) &&
		    play_look(p, script, name) != 0)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct player p = {.directory = ".", .width = 120, .height = 40};
	for (int c; (c = getopt(argc, argv, "d:pl:")) != -1;) {
		if (c == 'd')
			p.directory = optarg;
		else if (c == 'p')
			p.png = true;
		else if (c == 'l' && find_look(optarg) != NULL)
			p.look = find_look(optarg);
		else
			return usage();
	}
	if (optind + 1 != argc)
		return usage();
	FILE *script = fopen(argv[optind], "r");
	if (script == NULL) {
		perror(argv[optind]);
		return 1;
	}
	int status = play_looks(&p, script, argv[optind]);
	fclose(script);
	return status;
}
