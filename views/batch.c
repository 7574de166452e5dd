#include "views/batch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/notebook.h"
#include "core/write_all.h"
#include "views/openfile.h"
#include "views/readfile.h"
#include "views/why.h"

/* How often a cancelled notebook is interrupted again, until its wait has ended. */
#define KICK_US 5000

/* ---- signals end a notebook, but its journal is written and its servers are ended ---- */

static struct waiter waiter;	       /* a signal handler has no other way to either */
static volatile sig_atomic_t ended_by; /* the signal */

static void on_signal(int sig)
{
	if (sig != SIGALRM)
		ended_by = sig;
	atomic_store_explicit(&waiter.cancelled, true, memory_order_release);
	/* The signal may have come between the look at the flag and the system call: come again. */
	const struct itimerval again = {{0, KICK_US}, {0, KICK_US}};
	setitimer(ITIMER_REAL, &again, NULL);
}

static void catch_signals(void)
{
	const struct sigaction sa = {.sa_handler = on_signal}; /* no SA_RESTART: waits end */
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM};
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		sigaction(caught[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN); /* as python3: a write says EPIPE */
}

/* End as python3 ends: of the signal itself, so that a shell's loop ends with us. */
static int die_of_signal(void)
{
	if (ended_by == SIGINT)
		dprintf(STDERR_FILENO, "KeyboardInterrupt\n");
	signal(ended_by, SIG_DFL);
	raise(ended_by);
	return 128 + ended_by;
}

/* ---- writing ---- */

static int write_stdout(void *ctx, const char *data, size_t len)
{
	errno = 0;
	if (fwrite(data, 1, len, ctx) == len)
		return 0;
	return errno ? -errno : -EIO;
}

/* Results first: what was printed before an error stands before it, as with python3. */
static int write_stderr(void *ctx, const char *data, size_t len)
{
	fflush(ctx);
	return write_all(STDERR_FILENO, data, len);
}

static const char *shown_name(const struct batch_options *options)
{
	if (options->lines)
		return "<string>";
	return strcmp(options->file, "-") == 0 ? "<stdin>" : options->file;
}

static int run(const struct batch_options *options, const struct buf *text, int journal_fd)
{
	struct notebook_options notebook = {
	    .file = shown_name(options),
	    .out = {write_stdout, stdout},
	    .err = {write_stderr, stdout},
	    .journal_fd = journal_fd,
	    .explain = options->explain,
	    .waiter = &waiter,
	};
	catch_signals();
	int status = notebook_run(buf_text(text), text->len, &notebook);
	if (fflush(stdout) != 0 && status == 0) {
		dprintf(STDERR_FILENO, "OSError: [Errno %d] %s\n", errno, strerror(errno));
		status = 1;
	}
	return status == NOTEBOOK_CANCELLED ? die_of_signal() : status;
}

int batch_main(const struct batch_options *options)
{
	struct buf text = {0};
	int journal_fd = -1;
	int r =
	    options->lines ? buf_str(&text, options->lines) : readfile_all(options->file, &text);
	if (r < 0) {
		buf_free(&text);
		return why_file("read", options->file ? options->file : "-c", strerror(-r));
	}
	if (options->journal) {
		journal_fd = openfile_private(options->journal);
		if (journal_fd < 0) {
			buf_free(&text);
			return why_file("write", options->journal, openfile_why(-journal_fd));
		}
	}
	int status = run(options, &text, journal_fd);
	if (journal_fd >= 0)
		close(journal_fd);
	buf_free(&text);
	return status;
}
