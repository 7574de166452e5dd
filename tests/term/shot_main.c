/*
 * shot_main: play a script on a terminal of its own and take pictures.
 *
 *	shot_main [-d DIRECTORY] [-p] SCRIPT
 *
 * Pictures go to DIRECTORY as NAME.svg, and with -p as NAME.png too (by rsvg-convert). A script
 * has a command a line; # begins a comment. A wait that does not come true within 10 s ends it
 * with status 1.
 *
 *	size 120x40           before run; after it, the window gets that size
 *	env NAME=VALUE        before run
 *	run PROGRAM ARGS...   words are separated by blanks
 *	type TEXT             as typed; key NAME   Enter, Ctrl-P, F1, ...
 *	click TEXT            on its first cell
 *	wait TEXT             until it is on the screen; gone TEXT   until it is not
 *	palette dark|light    of the pictures
 *	shot NAME
 */
#include <errno.h>
#include <getopt.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/term/shot.h"
#include "tests/term/term.h"

#define WAIT_MS 10000
#define QUIET_MS 60
#define WORDS_MAX 32
#define ENV_MAX 16

struct player {
	struct term *term;
	const char *directory;
	bool png, light;
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

static int do_run(struct player *p, char *rest)
{
	const char *words[WORDS_MAX + 1] = {NULL};
	size_t n = 0;
	char *save = NULL;
	for (char *w = strtok_r(rest, " ", &save); w != NULL && n < WORDS_MAX;
	     w = strtok_r(NULL, " ", &save))
		words[n++] = w;
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

static int do_palette(struct player *p, char *rest)
{
	p->light = strcmp(rest, "light") == 0;
	return p->light || strcmp(rest, "dark") == 0 ? 0 : -EINVAL;
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

static int do_shot(struct player *p, char *rest)
{
	char svg[512], png[512];
	snprintf(svg, sizeof(svg), "%s/%s.svg", p->directory, rest);
	snprintf(png, sizeof(png), "%s/%s.png", p->directory, rest);
	term_wait_quiet(p->term, QUIET_MS, WAIT_MS);
	FILE *out = fopen(svg, "w");
	if (out == NULL)
		return -errno;
	int r = shot_write(p->term, p->light, out);
	if (fclose(out) != 0)
		r = -errno;
	return r == 0 && p->png ? convert(svg, png) : r;
}

static const struct command {
	const char *name;
	bool needs_program;
	int (*act)(struct player *p, char *rest);
} commands[] = {
    {"size", false, do_size},
    {"env", false, do_env},
    {"run", false, do_run},
    {"palette", false, do_palette},
    {"type", true, do_type},
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

static int usage(void)
{
	fprintf(stderr, "usage: shot_main [-d DIRECTORY] [-p] SCRIPT\n");
	return 2;
}

int main(int argc, char **argv)
{
	struct player p = {.directory = ".", .width = 120, .height = 40};
	for (int c; (c = getopt(argc, argv, "d:p")) != -1;) {
		if (c == 'd')
			p.directory = optarg;
		else if (c == 'p')
			p.png = true;
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
	int status = play(&p, script, argv[optind]);
	fclose(script);
	term_free(p.term);
	for (size_t i = 0; i < p.nenv; i++)
		free(p.env[i]);
	return status;
}
