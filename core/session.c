#include "core/session.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "core/clock.h"
#include "core/dropped.h"
#include "core/engine.h"
#include "core/explain.h"
#include "core/journal.h"
#include "core/line.h"
#include "core/modules.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/threads.h"
#include "core/ops/sock.h"
#include "core/server/server.h"
#include "core/trace.h"
#include "core/voice.h"

/* How long session_free() waits for cancelled lines. */
#define FREE_NS (2 * NS_PER_S)

/* How long a line may hold up the next one before that is run beside it. */
#define SETTLE_NS (50 * NS_PER_MS)

struct session {
	struct env *env;
	struct book *book;
	struct server_list *servers;
	struct journal *journal;
	struct engine *engine;
	struct run run; /* the template of each line's; its waiter is never cancelled */
	struct waiter waiter;
	const struct module *ambient[AMBIENT_MAX];
	struct dropped dropped;
	struct voice voice; /* of Threads */
	struct threads *threads;
	bool quit;
	int status;
};

/* ---- the life of a session ---- */

static void fill_run(struct session *s, const struct session_options *options)
{
	size_t n = modules_ambient(s->ambient, AMBIENT_MAX - 2);
	if (options && options->actions)
		s->ambient[n] = options->actions;
	s->run = (struct run){
	    .env = s->env,
	    .modules = modules_importable(),
	    .ambient = s->ambient,
	    .book = s->book,
	    .servers = s->servers,
	    .threads = s->threads,
	    .host = options ? options->host : NULL,
	    .files = options ? options->files : NULL,
	    .waiter = &s->waiter,
	    .file = "<stdin>",
	};
}

int session_new(struct session **out, const struct session_options *options)
{
	struct session *s = calloc(1, sizeof *s);
	if (!s)
		return -ENOMEM;
	dropped_init(&s->dropped);
	voice_init(&s->voice);
	int r = env_new(&s->env);
	if (r == 0)
		r = book_new(&s->book);
	if (r == 0)
		r = server_list_new(&s->servers);
	if (r == 0)
		r = journal_new(&s->journal);
	if (r == 0)
		r = engine_new(&s->engine);
	if (r == 0)
		r = threads_new(&s->threads, voice_sink(&s->voice), voice_sink(&s->voice));
	if (r < 0) {
		session_free(s);
		return r;
	}
	book_on_dropped(s->book, dropped_add, &s->dropped);
	book_close_aside(s->book); /* names are bound, and so let go of, on the screen's thread */
	fill_run(s, options);
	r = modules_bind_all(s->env);
	if (r < 0) {
		session_free(s);
		return r;
	}
	*out = s;
	return 0;
}

/* ---- one line ---- */

struct pending {
	struct session *session;
	struct line *line;
};

/* A name that a waiting line has yet to bind must not be read before: its old value, or a
 * NameError that sends the reader looking for a typing error, would both mislead. */
static int refuse_pending(void *ctx, const char *name)
{
	struct pending *p = ctx;
	for (struct task *t = engine_newest(p->session->engine); t; t = t->next) {
		const struct line *other = (const struct line *)t;
		if (line_binds(other, name))
			return exc_raise(&p->line->run, &exc_NameError,
			    "name '%s' is not bound yet: line %llu still waits", name,
			    (unsigned long long)other->seq);
	}
	return 0;
}

static void take_quit(struct session *s, const struct value *exc)
{
	const struct value *words; /* the journal has them */
	s->quit = true;
	s->status = exc_exit_status(exc, &words);
}

static void set_error(struct session *s, struct journal_row *row, const struct value *exc)
{
	struct buf error = {0}, why = {0};
	exc_format(exc, &error);
	row->state = ROW_FAILED; /* whether or not there is memory to say how */
	row->error = buf_take(&error);
	struct explain_context ctx = {.trace = row->trace};
	if (explain_error(exc, &ctx, &why) == 0 && why.len)
		row->why = buf_take(&why);
	buf_free(&why);
	if (exc_match(exc, &exc_SystemExit))
		take_quit(s, exc);
}

/* As text that a row can show: what was printed may hold any bytes, NUL too. */
static char *clean_output(const struct buf *out)
{
	struct buf text = {0};
	clean_add_lines(&text, out->data, out->len, CLEAN_UTF8);
	return buf_take(&text);
}

static void end_line(struct session *s, struct line *l)
{
	struct journal_row *row = journal_at(s->journal, l->seq);
	if (l->env)
		env_commit(l->env, s->env);
	if (row) {
		if (l->out.len)
			row->output = clean_output(&l->out);
		if (l->run.exc)
			set_error(s, row, l->run.exc);
		else
			row->result = line_result(l, s->env);
		journal_end(s->journal, row);
	}
	line_free(l);
	dropped_drain(&s->dropped, s->journal);
}

/* ---- submit ---- */

static size_t calls_max(const struct session *s)
{
	return journal_is_written(s->journal) ? TRACE_CALLS_WRITTEN : TRACE_CALLS_MAX;
}

static int add_row(struct session *s, struct line *l, const char *text)
{
	struct journal_row row = {
	    .state = ROW_RUNNING,
	    .line = strdup(text),
	    .waiter = &l->task.waiter,
	    .wall_ns = clock_wall_ns(),
	    .start_ns = clock_mono_ns(),
	};
	if (trace_new_max(calls_max(s), &row.trace) < 0) {
		free(row.line);
		return -ENOMEM;
	}
	struct journal_row *stored = journal_add(s->journal, &row);
	if (!stored)
		return -ENOMEM;
	l->seq = stored->seq;
	l->run.trace = stored->trace;
	return 0;
}

static int start_on_worker(struct session *s, struct line *l)
{
	int r = line_capture(l, s->env);
	if (r < 0)
		return r;
	r = engine_start(s->engine, &l->task);
	return r < 0 ? exc_raise_os(&l->run, -r) : 0;
}

/* True when the line has been handed to a worker, and is the engine's now. */
static bool start_line(struct session *s, struct line *l, const char *text)
{
	struct pending pending = {s, l};
	if (line_parse(l, text) < 0 || line_each_read(l, refuse_pending, &pending) != 0)
		return false;
	if (line_may_wait(l))
		return start_on_worker(s, l) == 0;
	l->run.env = s->env;
	line_run(l);
	return false;
}

int session_submit(struct session *s, const char *text, uint64_t *seq)
{
	engine_settle(s->engine, SETTLE_NS);
	session_tick(s);
	struct line *l = line_new(&s->run);
	if (!l)
		return -ENOMEM;
	if (add_row(s, l, text) < 0) {
		line_free(l);
		return -ENOMEM;
	}
	if (seq)
		*seq = l->seq;
	if (!start_line(s, l, text))
		end_line(s, l);
	return 0;
}

/* ---- what the owner asks ---- */

int session_fd(const struct session *s)
{
	return engine_fd(s->engine);
}

static void add_note(struct session *s, struct journal_row row)
{
	row.state = ROW_NOTE;
	row.wall_ns = clock_wall_ns();
	row.start_ns = clock_mono_ns();
	struct journal_row *stored = journal_add(s->journal, &row);
	if (stored)
		journal_end(s->journal, stored);
}

/* What Threads printed, and which of them ended how. */
static void note_threads(struct session *s)
{
	struct thread_end end;
	char *said = voice_take(&s->voice);
	if (said)
		add_note(
		    s, (struct journal_row){.line = strdup("# a Thread printed"), .output = said});
	while (threads_next_ended(s->threads, &end)) {
		struct buf line = {0};
		buf_printf(&line, "# %s ended", end.name ? end.name : "a Thread");
		free(end.name);
		add_note(s, (struct journal_row){
				.line = buf_take(&line), .error = end.error, .trace = end.trace});
	}
}

int session_tick(struct session *s)
{
	int ended = 0;
	struct task *t;
	while ((t = engine_reap(s->engine))) {
		end_line(s, (struct line *)t);
		ended++;
	}
	note_threads(s);
	dropped_drain(&s->dropped, s->journal);
	return ended;
}

int session_cancel(struct session *s, uint64_t seq)
{
	for (struct task *t = engine_newest(s->engine); t; t = t->next) {
		if (seq && ((struct line *)t)->seq != seq)
			continue;
		engine_cancel(s->engine, t);
		return 0;
	}
	return -ENOENT;
}

static void cancel_all(struct session *s)
{
	for (struct task *t = engine_newest(s->engine); t; t = t->next)
		engine_cancel(s->engine, t);
	int64_t deadline = clock_mono_ns() + FREE_NS;
	while (engine_newest(s->engine) && clock_mono_ns() < deadline) {
		struct pollfd p = {.fd = engine_fd(s->engine), .events = POLLIN};
		poll(&p, 1, 50);
		session_tick(s);
	}
}

void session_free(struct session *s)
{
	if (!s)
		return;
	if (s->engine)
		cancel_all(s);
	if (s->engine && engine_newest(s->engine))
		return; /* a worker that cannot be stopped still uses all of this */
	if (s->threads) {
		threads_cancel(s->threads);
		note_threads(s);
	}
	threads_free(s->threads);
	if (s->servers)
		server_list_end(s->servers, (int)(FREE_NS / NS_PER_MS));
	env_free(s->env);
	if (s->book)
		book_on_dropped(s->book, NULL, NULL);
	if (s->journal)
		dropped_drain(&s->dropped, s->journal);
	server_list_free(s->servers);
	book_unref(s->book);
	journal_free(s->journal);
	engine_free(s->engine);
	dropped_fini(&s->dropped);
	voice_fini(&s->voice);
	free(s);
}

bool session_live(const struct session *s)
{
	return engine_newest(s->engine) || threads_running(s->threads) > 0;
}

struct env *session_env(const struct session *s)
{
	return s->env;
}

struct book *session_book(const struct session *s)
{
	return s->book;
}

struct journal *session_journal(const struct session *s)
{
	return s->journal;
}

struct server_list *session_servers(const struct session *s)
{
	return s->servers;
}

const struct run *session_run(const struct session *s)
{
	return &s->run;
}

struct naming {
	const struct value *value;
	struct buf text;
};

static int add_name(void *ctx, const char *name, struct value *v)
{
	struct naming *n = ctx;
	if (v == n->value)
		buf_printf(&n->text, "%s%s", n->text.len ? ", " : "", name);
	return 0;
}

void session_name_of(const struct session *s, const struct value *v, char *text, size_t size)
{
	struct naming n = {.value = v};
	env_each(s->env, add_name, &n);
	snprintf(text, size, "%s", buf_text(&n.text));
	buf_free(&n.text);
}

bool session_quit(const struct session *s, int *status)
{
	if (s->quit && status)
		*status = s->status;
	return s->quit;
}
