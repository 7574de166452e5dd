#include "core/export/python_export.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "core/journal.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/server/handler.h"
#include "core/server/model.h"

/* What the cockpit has for itself: such lines are about it, not about sockets. */
static const char *const own_actions[] = {"destroy", "export", "help", "theme", "quit", "exit"};

static const struct {
	const char *word, *import;
} modules[] = {
    {"errno", "errno"},
    {"html", "html"},
    {"http", "http.server"},
    {"os", "os"},
    {"socket", "socket"},
    {"socketserver", "socketserver"},
    {"struct", "struct"},
    {"threading", "threading"},
    {"time", "time"},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct line {
	const struct journal_row *row;
	struct program *program; /* NULL: not the notation's */
	bool waited;		 /* others ran meanwhile */
	bool joined;
};

struct exporter {
	struct line *line;
	size_t n;
	struct buf text; /* of the lines */
};

/* ---- which lines ---- */

static int is_own_action(void *ctx, const char *name)
{
	(void)ctx;
	for (size_t i = 0; i < COUNT(own_actions); i++)
		if (strcmp(own_actions[i], name) == 0)
			return 1;
	return 0;
}

static bool is_about_the_cockpit(const struct program *p)
{
	for (size_t i = 0; i < program_count(p); i++)
		if (program_reads(p, i, is_own_action, NULL))
			return true;
	return false;
}

static struct program *parse(const char *text)
{
	struct program *p = NULL;
	struct value *exc = NULL;
	if (program_parse(text, strlen(text), "", &p, &exc) == 0)
		return p;
	value_unref(exc);
	return NULL;
}

static void take(struct exporter *e, const struct journal_row *row)
{
	if (row->state == ROW_NOTE || !row->line)
		return;
	struct program *p = parse(row->line);
	if (p && is_about_the_cockpit(p)) {
		program_free(p);
		return;
	}
	if (e->n > 0) {
		struct line *before = &e->line[e->n - 1];
		before->waited |= before->row->end_ns > row->start_ns;
	}
	e->line[e->n++] =
	    (struct line){.row = row, .program = p, .waited = row->state == ROW_RUNNING};
}

static int collect(struct exporter *e, const struct journal *j)
{
	uint64_t first = journal_first(j), last = journal_last(j);
	e->line = calloc(first ? last - first + 1 : 1, sizeof *e->line);
	if (!e->line)
		return -ENOMEM;
	for (uint64_t seq = first; first && seq <= last; seq++) {
		const struct journal_row *row = journal_at(j, seq);
		if (row)
			take(e, row);
	}
	return 0;
}

/* ---- a line ---- */

/* Each line of text behind a prefix. */
static void put_lines(struct buf *to, const char *prefix, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		buf_str(to, prefix);
		buf_add(to, text, len);
		buf_char(to, '\n');
		text += len + (text[len] == '\n');
	}
}

static void put_comment(struct buf *to, const char *why, const char *text)
{
	struct buf clean = {0};
	buf_printf(&clean, "%s: ", why);
	clean_add_lines(&clean, text, strlen(text), CLEAN_UTF8);
	put_lines(to, "# ", buf_text(&clean));
	if (clean.failed)
		buf_fail(to);
	buf_free(&clean);
}

static void put_body(struct buf *to, const char *indent, const struct journal_row *row)
{
	char deeper[16];
	if (!row->error) {
		put_lines(to, indent, row->line);
		return;
	}
	snprintf(deeper, sizeof deeper, "%s    ", indent);
	buf_printf(to, "%stry:\n", indent);
	put_lines(to, deeper, row->line);
	buf_printf(
	    to, "%sexcept Exception as e:\n%sprint(type(e).__name__ + \":\", e)\n", indent, deeper);
}

struct globals {
	struct buf *to;
	size_t n;
};

static int put_global(void *ctx, const char *name)
{
	struct globals *g = ctx;
	buf_printf(g->to, "%s%s", g->n++ ? ", " : "    global ", name);
	return 0;
}

static void put_thread(struct buf *to, const struct line *l)
{
	unsigned long long seq = l->row->seq;
	struct globals g = {.to = to};
	buf_printf(to, "\ndef line_%llu():  # waited while the next lines ran\n", seq);
	for (size_t i = 0; i < program_count(l->program); i++)
		program_binds(l->program, i, put_global, &g);
	if (g.n)
		buf_char(to, '\n');
	put_body(to, "    ", l->row);
	buf_printf(to, "\nline_%llu = threading.Thread(target=line_%llu%s)\nline_%llu.start()\n",
	    seq, seq, l->row->state == ROW_RUNNING ? ", daemon=True" : "", seq);
}

/* Those that had ended when the next line began, the earliest first. */
static void put_joins(struct exporter *e, size_t before, int64_t now)
{
	for (;;) {
		struct line *next = NULL;
		for (size_t i = 0; i < before; i++) {
			struct line *l = &e->line[i];
			if (l->waited && !l->joined && l->row->end_ns && l->row->end_ns <= now &&
			    (!next || l->row->end_ns < next->row->end_ns))
				next = l;
		}
		if (!next)
			return;
		next->joined = true;
		buf_printf(&e->text, "line_%llu.join()\n", (unsigned long long)next->row->seq);
	}
}

static bool failed_with(const struct line *l, const struct exc_class *cls)
{
	size_t n = strlen(cls->type.name);
	return l->row->error && strncmp(l->row->error, cls->type.name, n) == 0;
}

static void put_line(struct exporter *e, size_t i)
{
	struct line *l = &e->line[i];
	put_joins(e, i, l->row->start_ns);
	if (!l->program || failed_with(l, &exc_SyntaxError)) {
		put_comment(&e->text, "no Python here", l->row->line);
		l->joined = true;
	} else if (failed_with(l, &exc_InterruptedError)) {
		put_comment(&e->text, "cancelled", l->row->line);
		l->joined = true;
	} else if (l->waited) {
		put_thread(&e->text, l);
	} else {
		put_body(&e->text, "", l->row);
	}
}

/* ---- what stands before the lines ---- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does text mention name as a word of its own? */
static bool mentions(const char *text, size_t len, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = text; (p = memmem(p, len - (size_t)(p - text), name, n)); p += n)
		if ((p == text || !is_word(p[-1])) && (p + n == text + len || !is_word(p[n])))
			return true;
	return false;
}

/* The paragraph of handlers.py that defines name, as long as *len. */
static const char *paragraph_of(const char *name, size_t *len)
{
	const char *end;
	for (const char *p = python_handlers; p; p = end ? end + 3 : NULL) {
		end = strstr(p, "\n\n\n");
		*len = end ? (size_t)(end - p) + 1 : strlen(p);
		const char *word = strchr(p, ' ');
		size_t n = strlen(name);
		if (word && strncmp(word + 1, name, n) == 0 && !is_word(word[1 + n]))
			return p;
	}
	*len = 0;
	return "";
}

static void put_paragraph(struct buf *to, const char *name)
{
	size_t len;
	const char *text = paragraph_of(name, &len);
	buf_str(to, "\n\n");
	buf_add(to, text, len);
}

static void put_handlers(struct buf *to, const struct buf *lines)
{
	bool base = false;
	size_t len;
	for (size_t i = 0; handlers[i]; i++)
		if (mentions(buf_text(lines), lines->len, handlers[i]->type.name)) {
			const char *text = paragraph_of(handlers[i]->type.name, &len);
			base |= mentions(text, len, "Handler");
		}
	if (base)
		put_paragraph(to, "Handler");
	for (size_t i = 0; handlers[i]; i++)
		if (mentions(buf_text(lines), lines->len, handlers[i]->type.name))
			put_paragraph(to, handlers[i]->type.name);
	if (to->len)
		buf_str(to, "\n\n");
}

static void put_models(struct buf *to, const struct buf *lines)
{
	for (size_t i = 0; models[i]; i++) {
		const struct model *m = models[i];
		if (m->ours && mentions(buf_text(lines), lines->len, m->type.name))
			buf_printf(to,
			    "socketserver.%s = socketserver.%s  # only sockpit has this model\n",
			    m->type.name,
			    m->kind == KIND_TCP ? "ThreadingTCPServer"
						: "ThreadingUnixStreamServer");
	}
}

static void put_imports(struct buf *to, const struct buf *text)
{
	for (size_t i = 0; i < COUNT(modules); i++)
		if (mentions(buf_text(text), text->len, modules[i].word))
			buf_printf(to, "import %s\n", modules[i].import);
}

static int put_all(struct exporter *e, struct buf *to)
{
	struct buf all = {0};
	for (size_t i = 0; i < e->n; i++)
		put_line(e, i);
	put_joins(e, e->n, INT64_MAX);
	put_handlers(&all, &e->text);
	put_models(&all, &e->text);
	buf_add(&all, buf_text(&e->text), e->text.len);
	buf_str(to, "# What was done in sockpit, for python3.\n");
	put_imports(to, &all);
	if (all.len && *buf_text(&all) != '\n')
		buf_char(to, '\n');
	buf_add(to, buf_text(&all), all.len);
	if (e->text.failed || all.failed)
		buf_fail(to);
	buf_free(&all);
	return to->failed ? -ENOMEM : 0;
}

int python_export(const struct journal *j, struct buf *to)
{
	struct exporter e = {0};
	int r = collect(&e, j);
	if (r == 0)
		r = put_all(&e, to);
	for (size_t i = 0; i < e.n; i++)
		program_free(e.line[i].program);
	buf_free(&e.text);
	free(e.line);
	return r;
}
