#include "tests/unit/fault_notebook.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/journal.h"
#include "core/notebook.h"
#include "core/session.h"
#include "tests/unit/fault.h"
#include "tests/unit/files.h"

#define TEXT_MAX 65536
#define SITES_MAX 65536
/* A run that slept at so many looks, 10 ms apart, waits for what will never come: cancel it. One
 * that has not come as far as the call may wait for a machine that is busy: have more patience. */
#define QUIET 15
#define QUIET_SLOW 500
/* Runs wait more than they compute: so many at a time. */
#define WORKERS 4

struct work {
	const struct fault_notebook *notebook;
	char text[TEXT_MAX];
	size_t len;
	char good[FAULT_TEXT_MAX]; /* what it prints when nothing fails */
	int null;		   /* where its journal goes */
};

/* What a worker says to the test. */
struct tally {
	long runs, told, cancelled;
	char wrong[2048]; /* "": nothing */
};

/* ---- in the process of a run ---- */

static struct waiter waiter = {.fd = -1};

static void on_alarm(int sig)
{
	(void)sig;
	atomic_store_explicit(&waiter.cancelled, true, memory_order_release);
}

static void take_alarms(void)
{
	struct sigaction sa = {.sa_handler = on_alarm};
	sigaction(SIGALRM, &sa, NULL);
}

static void write_file(const char *path, const char *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, len), len);
	close(fd);
}

static int run_notebook(const struct work *w)
{
	int journal = w->notebook->journal ? dup(w->null) : -1;
	int status = notebook_run(w->text, w->len,
	    &(struct notebook_options){
		.file = w->notebook->name,
		.out = {fault_out, NULL},
		.err = {fault_err, NULL},
		.journal_fd = journal,
		.explain = w->notebook->journal,
		.waiter = &waiter,
	    });
	if (journal >= 0)
		close(journal);
	return status;
}

/* Until the line has ended; it is cancelled when the alarm comes. */
static void wait_for_line(struct session *s, const struct journal_row *row)
{
	while (row->state == ROW_RUNNING) {
		fd_set ready; /* not poll(): that may be the call which fails from now on */
		FD_ZERO(&ready);
		FD_SET(session_fd(s), &ready);
		select(session_fd(s) + 1, &ready, NULL, NULL, NULL);
		if (atomic_load_explicit(&waiter.cancelled, memory_order_acquire))
			session_cancel(s, 0);
		session_tick(s);
	}
}

static int run_line(struct session *s, const char *line)
{
	uint64_t seq = 0;
	session_submit(s, line, &seq);
	struct journal_row *row = journal_at(session_journal(s), seq);
	if (!row)
		return 1; /* no memory even for the row */
	wait_for_line(s, row);
	if (row->output)
		fault_out(NULL, row->output, strlen(row->output));
	return row->state == ROW_FAILED;
}

static int run_session(const struct work *w)
{
	struct session *s;
	int status = 0;
	char *lines = strdup(w->text), *rest = lines, *line;
	if (!lines || session_new(&s, NULL) < 0) {
		free(lines);
		return 1;
	}
	while ((line = strsep(&rest, "\n")))
		if (*line)
			status |= run_line(s, line);
	session_free(s);
	free(lines);
	return status;
}

static int run(void *ctx)
{
	const struct work *w = ctx;
	take_alarms();
	return w->notebook->session ? run_session(w) : run_notebook(w);
}

/* ---- what is right ---- */

static const char *last_line(const char *text)
{
	const char *last = text;
	for (const char *p = text; (p = strchr(p, '\n')) && p[1]; p++)
		last = p + 1;
	return last;
}

/* "OSError: words", "MemoryError", "socket.gaierror: words"; or that this could not be told. */
static bool is_error(const char *line)
{
	size_t len = strcspn(line, ": \n");
	bool is_class = (len > 5 && memcmp(line + len - 5, "Error", 5) == 0) ||
			(len >= 5 && memcmp(line + len - 5, "error", 5) == 0);
	return is_class || strncmp(line, "sockpit: the journal is not whole", 33) == 0;
}

static const char *complaint(const struct work *w, const struct fault_outcome *o)
{
	const char *wrong = fault_wrong(o);
	bool failed = o->status != 0;
	if (w->notebook->owns_fds && failed && strncmp(wrong, "lost", 4) == 0 &&
	    strstr(wrong, "descriptors"))
		wrong = "";
	if (*wrong)
		return wrong;
	if (o->status == NOTEBOOK_CANCELLED)
		return NULL;
	if (o->status != 0 && o->status != 1)
		return "another status";
	if (w->notebook->session)
		return NULL; /* its rows say what failed */
	/* Where errors are explained, the last line is the explanation's. */
	if (failed && !w->notebook->journal && !is_error(last_line(o->err)))
		return "no error on stderr";
	if (failed && !*o->err)
		return "nothing on stderr";
	if (w->notebook->catches || *o->err)
		return NULL;
	return strcmp(o->out, w->good) == 0 ? NULL : "another output";
}

static void check(const struct work *w, struct fault_plan *plan, struct tally *t)
{
	struct fault_outcome o;
	plan->quiet_looks = QUIET;
	fault_run(plan, run, (void *)(uintptr_t)w, &o);
	if (o.status == NOTEBOOK_CANCELLED && !o.failed) {
		plan->quiet_looks = QUIET_SLOW;
		fault_run(plan, run, (void *)(uintptr_t)w, &o);
	}
	t->runs++;
	t->told += o.status == 1;
	t->cancelled += o.status == NOTEBOOK_CANCELLED;
	const char *why = complaint(w, &o);
	if (why)
		snprintf(t->wrong, sizeof t->wrong,
		    "%s, call %ld%s, %s (%ld failed): %s; status %d, printed \"%s\", on "
		    "stderr \"%s\"",
		    w->notebook->name, plan->at, plan->for_good ? " and from then on" : "", o.name,
		    o.failed, why, o.status, o.out, last_line(o.err));
}

/* ---- which calls ---- */

static uint64_t tried[SITES_MAX]; /* an open hash; 0: free */

static bool is_new(uint64_t site)
{
	size_t i = site % SITES_MAX;
	while (tried[i] && tried[i] != site)
		i = (i + 1) % SITES_MAX;
	if (tried[i])
		return false;
	tried[i] = site;
	return true;
}

/* Those calls of the recorded run that come from a new place; returns how many. */
static size_t choose(const struct fault_outcome *o, long **calls)
{
	size_t n = 0;
	*calls = calloc(o->calls + 1, sizeof **calls);
	assert_non_null(*calls);
	for (size_t i = 0; i < o->calls; i++)
		if (is_new(o->site[i]))
			(*calls)[n++] = (long)i + 1;
	return n;
}

static void record(struct work *w, struct fault_outcome *o)
{
	const struct fault_plan plan = {
	    .records = true, .in_server = w->notebook->in_server, .quiet_looks = QUIET_SLOW};
	fault_run(&plan, run, w, o);
	if (*fault_wrong(o) || o->status != w->notebook->raises)
		fail_msg("%s without a failure: %s, status %d; \"%s\"", w->notebook->name,
		    fault_wrong(o), o->status, o->err);
	assert_true(o->calls > 10);
	memcpy(w->good, o->out, sizeof w->good);
}

/* ---- the test ---- */

static void read_text(struct work *w)
{
	char path[256];
	snprintf(path, sizeof path, "tests/fault/notebooks/%s", w->notebook->name);
	FILE *f = fopen(path, "re");
	if (!f)
		fail_msg("%s: %s", path, strerror(errno));
	w->len = fread(w->text, 1, sizeof w->text, f);
	assert_in_range(w->len, 1, sizeof w->text - 1);
	fclose(f);
}

/* Back where the test began: one that failed stayed where it was. */
static void go_home(void)
{
	static char home[4096];
	if (!*home)
		assert_non_null(getcwd(home, sizeof home));
	assert_int_equal(chdir(home), 0);
}

/* A folder with what the notebooks read; the runs leave nothing in it that is in the way. */
static void enter_folder(size_t number)
{
	static char data[65536];
	char path[4096];
	snprintf(path, sizeof path, "%s/fault-%zu", files_folder(), number);
	mkdir(path, 0700);
	assert_int_equal(chdir(path), 0);
	write_file("text.txt", "one\ntwo\n", 8);
	write_file("data.bin", data, sizeof data);
}

static void remove_sockets(void)
{
	unlink("fault-path");
	unlink("fault-server");
}

/* Every WORKERS-th of the calls fails, in a folder of its own, up to the first that is wrong. */
static void check_some(
    const struct work *w, const long *calls, size_t count, size_t number, struct tally *t)
{
	enter_folder(number);
	for (size_t i = number; i < 2 * count && !t->wrong[0]; i += WORKERS) {
		remove_sockets();
		check(w,
		    &(struct fault_plan){
			.at = calls[i / 2], .for_good = i % 2, .in_server = w->notebook->in_server},
		    t);
	}
}

static int start_worker(const struct work *w, const long *calls, size_t count, size_t number)
{
	struct tally t = {0};
	int to[2];
	assert_int_equal(pipe(to), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		fault_alone();
		check_some(w, calls, count, number, &t);
		_exit(write(to[1], &t, sizeof t) != sizeof t);
	}
	close(to[1]);
	return to[0];
}

/* Wait for what a worker has to say, and add it. */
static void end_worker(int from, struct tally *sum)
{
	struct tally t;
	assert_int_equal(read(from, &t, sizeof t), sizeof t);
	close(from);
	assert_true(wait(NULL) > 0);
	sum->runs += t.runs;
	sum->told += t.told;
	sum->cancelled += t.cancelled;
	if (t.wrong[0])
		memcpy(sum->wrong, t.wrong, sizeof sum->wrong);
}

void fault_notebook(const struct fault_notebook *n)
{
	static struct work w;
	struct fault_outcome o;
	struct tally sum = {0};
	int from[WORKERS];
	long *calls;
	w = (struct work){.notebook = n, .null = open("/dev/null", O_WRONLY | O_CLOEXEC)};
	go_home();
	read_text(&w);
	enter_folder(0);
	remove_sockets();
	record(&w, &o);
	size_t count = choose(&o, &calls);
	for (size_t i = 0; i < WORKERS; i++)
		from[i] = start_worker(&w, calls, count, i);
	for (size_t i = 0; i < WORKERS; i++)
		end_worker(from[i], &sum);
	free(calls);
	close(w.null);
	go_home();
	if (sum.wrong[0])
		fail_msg("%s", sum.wrong);
	print_message("# %s: %ld runs, %ld told an error, %ld waited until cancelled\n", n->name,
	    sum.runs, sum.told, sum.cancelled);
}
