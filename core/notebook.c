#include "core/notebook.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clean.h"
#include "core/clock.h"
#include "core/dropped.h"
#include "core/explain.h"
#include "core/journal.h"
#include "core/modules.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/notation/threads.h"
#include "core/ops/sock.h"
#include "core/server/server.h"
#include "core/trace.h"

/* How long servers that a notebook left running may take to end. */
#define SERVERS_END_MS 2000

static const char out_of_memory[] = "MemoryError\n";

struct notebook {
	const struct notebook_options *options;
	struct program *program; /* NULL until it is parsed */
	struct run run;
	struct journal *journal; /* NULL where nobody asked for one */
	struct dropped dropped;
	const struct module *ambient[AMBIENT_MAX];
};

/* ---- what is said on stderr ---- */

static void write_err(const struct notebook *nb, const char *text, size_t len)
{
	nb->options->err.write(nb->options->err.ctx, text, len);
}

/* A message may quote what a peer sent: clean it, but keep its lines. 0 or -ENOMEM. */
static int say(const struct notebook *nb, const struct buf *text)
{
	struct buf clean = {0};
	clean_add_lines(&clean, buf_text(text), text->len, CLEAN_UTF8);
	if (clean.len && clean.data[clean.len - 1] != '\n')
		buf_char(&clean, '\n');
	bool failed = clean.failed;
	write_err(nb, buf_text(&clean), clean.len);
	buf_free(&clean);
	return failed ? -ENOMEM : 0;
}

/* The class alone, for which there is always memory. */
static void say_class(const struct notebook *nb, const struct value *exc)
{
	const char *name = value_type_name(exc);
	write_err(nb, name, strlen(name));
	write_err(nb, "\n", 1);
}

static void say_traceback(const struct notebook *nb, const struct value *exc, size_t statement)
{
	struct buf text = {0};
	if (nb->program)
		program_traceback(nb->program, statement, &nb->run, exc, &text);
	else
		notation_traceback(exc, &text);
	if (text.failed || say(nb, &text) < 0)
		say_class(nb, exc);
	buf_free(&text);
}

static void say_why(const struct notebook *nb, const struct value *exc)
{
	struct buf why = {0};
	struct explain_context ctx = {.trace = nb->run.trace};
	if (explain_error(exc, &ctx, &why) == 0)
		say(nb, &why);
	buf_free(&why);
}

/* The status that SystemExit asks for; its words are said. */
static int quit_status(const struct notebook *nb, const struct value *exc)
{
	const struct value *words;
	struct buf text = {0};
	int status = exc_exit_status(exc, &words);
	if (words && (value_str_of(words, &text) < 0 || say(nb, &text) < 0))
		write_err(nb, out_of_memory, strlen(out_of_memory));
	buf_free(&text);
	return status;
}

/* The status to end with after what a statement raised. */
static int end_with(const struct notebook *nb, const struct value *exc, size_t statement)
{
	if (run_cancelled(&nb->run))
		return NOTEBOOK_CANCELLED;
	if (exc_match(exc, &exc_SystemExit))
		return quit_status(nb, exc);
	say_traceback(nb, exc, statement);
	if (nb->options->explain)
		say_why(nb, exc);
	return 1;
}

/* ---- the journal ---- */

static char *source_of(const struct notebook *nb, size_t i)
{
	size_t len;
	const char *text = program_source(nb->program, i, &len);
	while (len > 0 && text[len - 1] == '\n')
		len--;
	return strndup(text, len);
}

static char *error_of(const struct value *exc)
{
	struct buf text = {0};
	if (!exc)
		return NULL;
	exc_format(exc, &text);
	return buf_take(&text);
}

/* Takes the strings and the trace. */
static void add_row(struct journal *to, struct journal_row row)
{
	struct journal_row *stored = journal_add(to, &row);
	if (stored)
		journal_end(to, stored);
}

/* When something begins, by both clocks; a call's time of day counts from it. */
struct begin {
	int64_t wall_ns, start_ns;
};

static struct begin begin_now(void)
{
	struct begin b = {.wall_ns = clock_wall_ns()};
	b.start_ns = clock_mono_ns();
	return b;
}

/* With its first call, if it made any. */
static struct begin begin_of(const struct trace *trace)
{
	struct begin b = begin_now();
	if (!trace || trace_count(trace) == 0)
		return b;
	b.start_ns = trace_at(trace, 0)->start_ns;
	b.wall_ns = clock_wall_of(b.start_ns);
	return b;
}

/* What Threads did that have ended since, and which sockets nobody holds any more. */
static void add_others(struct notebook *nb)
{
	struct thread_end end;
	while (threads_next_ended(nb->run.threads, &end)) {
		struct begin begin = begin_of(end.trace);
		add_row(nb->journal, (struct journal_row){
					 .line = end.name,
					 .error = end.error,
					 .trace = end.trace,
					 .wall_ns = begin.wall_ns,
					 .start_ns = begin.start_ns,
				     });
	}
	dropped_drain(&nb->dropped, nb->journal);
}

static void add_statement(struct notebook *nb, size_t i, struct begin begin)
{
	add_row(nb->journal, (struct journal_row){
				 .line = source_of(nb, i),
				 .error = error_of(nb->run.exc),
				 .trace = nb->run.trace,
				 .wall_ns = begin.wall_ns,
				 .start_ns = begin.start_ns,
			     });
	nb->run.trace = NULL;
	add_others(nb);
}

/* ---- from the first line to the last ---- */

/* The status to end with, or -EAGAIN: go on. */
static int run_statement(struct notebook *nb, size_t i)
{
	struct begin begin = nb->journal ? begin_now() : (struct begin){0};
	size_t max = nb->journal ? TRACE_CALLS_WRITTEN : TRACE_CALLS_MAX;
	bool wanted = nb->journal || nb->options->explain;
	/* without memory the line runs all the same */
	if (wanted && trace_new_max(max, &nb->run.trace) < 0 && nb->journal)
		journal_fail(nb->journal, ENOMEM);
	int r = program_run(nb->program, i, &nb->run, NULL);
	int status = r < 0 ? end_with(nb, nb->run.exc, i) : -EAGAIN;
	if (nb->journal)
		add_statement(nb, i, begin);
	value_unref(nb->run.exc);
	nb->run.exc = NULL;
	trace_free(nb->run.trace);
	nb->run.trace = NULL;
	return status;
}

static int run_all(struct notebook *nb)
{
	size_t n = program_count(nb->program);
	int status = -EAGAIN;
	for (size_t i = 0; i < n && status == -EAGAIN; i++)
		status = run_cancelled(&nb->run) ? NOTEBOOK_CANCELLED : run_statement(nb, i);
	if (status != NOTEBOOK_CANCELLED)
		threads_join(nb->run.threads, &nb->run);
	if (run_cancelled(&nb->run))
		return NOTEBOOK_CANCELLED;
	return status == -EAGAIN ? 0 : status;
}

static int parse(struct notebook *nb, const char *text, size_t len)
{
	struct value *exc = NULL;
	struct program *program;
	int r = program_parse(text, len, nb->options->file, &program, &exc);
	if (r == 0 && (r = program_check(program, nb->run.modules, &exc)) < 0)
		program_free(program);
	if (r == 0) {
		nb->program = program;
		return 0;
	}
	say_traceback(nb, exc, 0);
	value_unref(exc);
	return 1;
}

static int begin(struct notebook *nb)
{
	const struct notebook_options *o = nb->options;
	modules_ambient(nb->ambient, AMBIENT_MAX - 1);
	nb->run = (struct run){
	    .modules = modules_importable(),
	    .ambient = nb->ambient,
	    .waiter = o->waiter,
	    .out = o->out,
	    .file = o->file,
	};
	int r = env_new(&nb->run.env);
	if (r == 0)
		r = book_new(&nb->run.book);
	if (r == 0)
		r = server_list_new(&nb->run.servers);
	if (r == 0)
		r = threads_new(&nb->run.threads, o->out, o->err);
	if (r == 0 && o->journal_fd >= 0)
		r = journal_new(&nb->journal);
	if (r == 0 && nb->journal) {
		journal_write_to(nb->journal, o->journal_fd);
		book_on_dropped(nb->run.book, dropped_add, &nb->dropped);
	}
	return r;
}

/* What a journal does not hold has to be known: then nothing is done well. */
static int say_journal_error(const struct notebook *nb, int status)
{
	static const char words[] = "sockpit: the journal is not whole: ";
	char why[64];
	if (!nb->journal || !journal_error(nb->journal))
		return status;
	exc_strerror(journal_error(nb->journal), why, sizeof why);
	write_err(nb, words, strlen(words));
	write_err(nb, why, strlen(why));
	write_err(nb, "\n", 1);
	return status == 0 ? 1 : status;
}

/* Threads first, for they use all the rest; servers before the names that hold them. The status. */
static int end(struct notebook *nb, int status)
{
	threads_cancel(nb->run.threads);
	if (nb->journal && nb->run.threads)
		add_others(nb);
	threads_free(nb->run.threads);
	if (nb->run.servers)
		server_list_end(nb->run.servers, SERVERS_END_MS);
	env_free(nb->run.env);
	if (nb->journal)
		dropped_drain(&nb->dropped, nb->journal);
	if (nb->run.book)
		book_on_dropped(nb->run.book, NULL, NULL);
	server_list_free(nb->run.servers);
	book_unref(nb->run.book);
	program_free(nb->program);
	status = say_journal_error(nb, status);
	journal_free(nb->journal);
	dropped_fini(&nb->dropped);
	return status;
}

int notebook_run(const char *text, size_t len, const struct notebook_options *options)
{
	struct notebook nb = {.options = options};
	dropped_init(&nb.dropped);
	int status = begin(&nb);
	if (status < 0) {
		write_err(&nb, out_of_memory, strlen(out_of_memory));
		status = 1;
	} else {
		status = parse(&nb, text, len);
		if (status == 0)
			status = run_all(&nb);
	}
	return end(&nb, status);
}
