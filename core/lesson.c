#include "core/lesson.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"

/* From so many blanks on, a line of a comment is kept as it stands. */
#define VERBATIM 4

/* ---- the text between two statements ---- */

struct gap {
	struct buf text, title;
	bool takes_title; /* the first line is the title */
	bool any;	  /* there was a comment */
	bool apart;	  /* an empty line came before the first */
	bool paragraph;	  /* the next line begins a paragraph */
	bool verbatim;	  /* the last line was kept as it stands */
};

static size_t blanks(const char *text, size_t len)
{
	size_t n = 0;
	while (n < len && (text[n] == ' ' || text[n] == '\t'))
		n++;
	return n;
}

static void take_text(struct gap *g, const char *text, size_t len)
{
	bool verbatim = blanks(text, len) >= VERBATIM;
	if (g->text.len && g->paragraph)
		buf_str(&g->text, "\n\n");
	else if (g->text.len)
		buf_char(&g->text, verbatim || g->verbatim ? '\n' : ' ');
	if (!verbatim) {
		size_t skip = blanks(text, len);
		text += skip;
		len -= skip;
	}
	buf_add(&g->text, text, len);
	g->paragraph = false;
	g->verbatim = verbatim;
}

/* What follows the # of one line. */
static void take_comment(struct gap *g, const char *text, size_t len)
{
	if (len && *text == ' ') {
		text++;
		len--;
	}
	if (blanks(text, len) == len) {
		g->paragraph = true;
	} else if (g->takes_title) {
		buf_add(&g->title, text, len);
		g->takes_title = false;
		g->paragraph = true;
	} else {
		take_text(g, text, len);
	}
}

static void take_line(struct gap *g, const char *line, size_t len)
{
	size_t skip = blanks(line, len);
	line += skip;
	len -= skip;
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	if (len && *line == '#') {
		bool for_the_kernel = len > 1 && line[1] == '!';
		if (!for_the_kernel)
			take_comment(g, line + 1, len - 1);
		g->any |= !for_the_kernel;
	} else if (!len) {
		g->apart |= !g->any;
		g->paragraph = true;
	}
}

static void take_gap(struct gap *g, const char *text, const char *end)
{
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((stop ? stop : end) - text);
		take_line(g, text, len);
		text += len + 1;
	}
}

/* ---- parts and steps ---- */

static int add_part(struct lesson *l, const char *text, const char *end)
{
	struct gap g = {.takes_title = l->nparts == 0};
	take_gap(&g, text, end);
	if (l->nparts && !g.any) {
		buf_free(&g.text);
		return 0;
	}
	if (!l->title) {
		buf_str(&g.title, "");
		l->title = buf_take(&g.title);
	}
	struct lesson_part *part = &l->part[l->nparts++];
	buf_str(&g.text, "");
	*part = (struct lesson_part){buf_take(&g.text), g.apart, l->nsteps, 0};
	return part->text && l->title ? 0 : -ENOMEM;
}

static int add_step(struct lesson *l, size_t statement, const char *text, const char *end)
{
	struct lesson_step *step = &l->step[l->nsteps++];
	*step = (struct lesson_step){.text = strndup(text, (size_t)(end - text)),
	    .line = program_line(l->program, statement),
	    .first = statement,
	    .count = 1};
	l->part[l->nparts - 1].count++;
	return step->text ? 0 : -ENOMEM;
}

static int split(struct lesson *l)
{
	size_t len, n = program_count(l->program);
	const char *text = program_text(l->program, &len);
	const char *at = text, *end = text + len;
	l->part = calloc(n + 1, sizeof *l->part);
	l->step = calloc(n + 1, sizeof *l->step);
	int r = l->part && l->step ? 0 : -ENOMEM;
	for (size_t i = 0; i < n && r == 0; i++) {
		const char *statement = program_source(l->program, i, &len);
		if (i && statement < at) { /* on the line of the one before */
			l->step[l->nsteps - 1].count++;
			continue;
		}
		r = add_part(l, at, statement);
		if (r == 0)
			r = add_step(l, i, statement, statement + len);
		at = statement + len;
		at += at < end; /* the newline */
	}
	return r == 0 ? add_part(l, at, end) : r;
}

int lesson_parse(const char *text, size_t len, const char *file,
    const struct module *const *modules, struct lesson **out, struct value **exc)
{
	struct program *program;
	struct run run = {0}; /* only its exc is used */
	*out = NULL;
	int r = program_parse(text, len, file, &program, exc);
	if (r < 0)
		return r;
	struct lesson *l = calloc(1, sizeof *l);
	r = program_check(program, modules, exc);
	if (l)
		l->program = program;
	else
		program_free(program);
	if (r == 0)
		r = l ? split(l) : -ENOMEM;
	if (r == 0) {
		*out = l;
		return 0;
	}
	lesson_free(l);
	if (!*exc) {
		exc_raise_memory(&run);
		*exc = run.exc;
	}
	return r;
}

void lesson_free(struct lesson *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->nparts; i++)
		free(l->part[i].text);
	for (size_t i = 0; i < l->nsteps; i++)
		free(l->step[i].text);
	free(l->part);
	free(l->step);
	free(l->title);
	program_free(l->program);
	free(l);
}

/* ---- names ---- */

int lesson_reads(
    const struct lesson *l, size_t step, int (*fn)(void *ctx, const char *name), void *ctx)
{
	const struct lesson_step *s = &l->step[step];
	int r = 0;
	for (size_t i = 0; i < s->count && r == 0; i++)
		r = program_reads(l->program, s->first + i, fn, ctx);
	return r;
}

int lesson_binds(
    const struct lesson *l, size_t step, int (*fn)(void *ctx, const char *name), void *ctx)
{
	const struct lesson_step *s = &l->step[step];
	int r = 0;
	for (size_t i = 0; i < s->count && r == 0; i++)
		r = program_binds(l->program, s->first + i, fn, ctx);
	return r;
}
