#include "views/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/server/process.h"
#include "views/serve_events.h"
#include "views/serve_options.h"
#include "views/why.h"

/* Clients or not, a server that was told to stop is gone after so long. */
#define STOP_MS 1500
#define START_MS 5000
/* How often new events are printed. */
#define EVENTS_MS 25

struct serve {
	struct serve_options o;
	struct address bound;
	int listener;
	int signals; /* a signalfd */
	struct shm shm;
	struct process process;
	uint64_t seq; /* of the last event printed */
	int status;   /* of the process, once it ended */
};

/* ---- serving ---- */

static int failed(const char *what, int r)
{
	fprintf(stderr, "sockpit serve: %s: %s\n", what, strerror(-r));
	return r;
}

/* Who holds the address, or what else this machine knows of it. */
static int cannot_listen(const struct serve *s, int r)
{
	char asked[ADDRESS_TEXT_MAX];
	address_format(&s->o.asked.sa, s->o.asked.len, asked, sizeof asked);
	why_print("sockpit serve: cannot listen on ", asked,
	    &(struct explain_call){.call = "bind",
		.errnum = -r,
		.type = model_is_stream(s->o.model) ? SOCK_STREAM : SOCK_DGRAM,
		.address = &s->o.asked});
	return r;
}

static int open_listener(struct serve *s)
{
	s->listener = listen_open(s->o.model, &s->o.asked, &s->o.listen, &s->bound);
	if (s->listener < 0)
		return cannot_listen(s, s->listener);
	listen_note_path(&s->bound, &s->o.config);
	if (address_is_wildcard(&s->o.asked))
		fputs("sockpit serve: listening on all addresses of this machine\n", stderr);
	return 0;
}

static int open_signals(struct serve *s)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return s->signals < 0 ? failed("signalfd", -errno) : 0;
}

static int await_start(struct serve *s)
{
	struct pollfd p = {.fd = s->process.control, .events = POLLIN};
	struct service_message m = {0};
	while (m.what != REPORT_SERVING) {
		if (poll(&p, 1, START_MS) == 0)
			return failed("the server process does not start", -ETIMEDOUT);
		if (process_receive(&s->process, &m) < 0)
			return failed("the server process does not start", -EPIPE);
	}
	return 0;
}

static int start(struct serve *s)
{
	int r = shm_new(&s->shm);
	if (r < 0)
		return failed("shared memory", r);
	memcpy(s->shm.config, &s->o.config, sizeof s->o.config);
	r = process_spawn(&s->process, &s->shm, s->listener, PROCESS_STDERR);
	if (r < 0)
		return failed("cannot start the server process", r);
	/* Only the process that serves holds the listener: it ends with it. */
	close(s->listener);
	s->listener = -1;
	process_send(&s->process, COMMAND_SERVE, 0);
	return await_start(s);
}

static int announce(const struct serve *s)
{
	char text[ADDRESS_TEXT_MAX];
	address_format(&s->bound.sa, s->bound.len, text, sizeof text);
	printf("serving %s on %s (pid %d)\n", s->o.model->type.name, text, s->process.pid);
	return options_printed(&serve_command) == 0 ? 0 : -EIO;
}

/* Until a signal (1), the end of the process (0), or nobody reads what we print (1). */
static int watch(struct serve *s)
{
	struct pollfd p[] = {
	    {.fd = s->signals, .events = POLLIN},
	    {.fd = s->process.pidfd, .events = POLLIN},
	};
	for (;;) {
		if (poll(p, 2, s->o.json ? EVENTS_MS : -1) < 0 && errno != EINTR)
			return 1;
		if (s->o.json && serve_print_events(&s->shm, &s->seq) < 0)
			return 1;
		if (p[0].revents || p[1].revents)
			return p[0].revents ? 1 : 0;
	}
}

static void drop_signals(struct serve *s)
{
	struct signalfd_siginfo info;
	while (read(s->signals, &info, sizeof info) > 0)
		;
}

/* Told to stop: everything is shut, but a second signal does not wait. */
static void stop(struct serve *s)
{
	struct pollfd p[] = {
	    {.fd = s->process.pidfd, .events = POLLIN},
	    {.fd = s->signals, .events = POLLIN},
	};
	drop_signals(s);
	process_send(&s->process, COMMAND_END, 0);
	kill(s->process.pid, SIGTERM);
	int n;
	do
		n = poll(p, 2, STOP_MS);
	while (n < 0 && errno == EINTR);
	process_end(&s->process, 0, &s->status);
}

static void tell_end(int status)
{
	if (WIFSIGNALED(status))
		fprintf(stderr, "sockpit serve: the server process was killed by SIG%s\n",
		    sigabbrev_np(WTERMSIG(status)));
	else
		fprintf(stderr,
		    "sockpit serve: the server process ended by itself, with status %d\n",
		    WEXITSTATUS(status));
}

static int serve(struct serve *s)
{
	int r = announce(s);
	bool asked = r < 0 || watch(s) != 0;
	if (asked)
		stop(s);
	else
		process_reap(&s->process, -1, &s->status);
	if (s->o.json)
		serve_print_events(&s->shm, &s->seq);
	r = serve_print_summary(&s->shm, s->o.json);
	if (!asked)
		tell_end(s->status);
	return r < 0 || !asked ? 1 : 0;
}

static void finish(struct serve *s)
{
	process_end(&s->process, 0, &s->status);
	listen_remove_path(&s->o.config);
	if (s->listener >= 0)
		close(s->listener);
	if (s->signals >= 0)
		close(s->signals);
	shm_fini(&s->shm);
	value_unref(s->o.handler ? &s->o.handler->base : NULL);
}

int serve_main(int argc, char **argv)
{
	struct serve s = {.listener = -1, .signals = -1, .process = PROCESS_NONE, .shm.fd = -1};
	int r = serve_options_read(&s.o, argc, argv);
	if (r == 0) {
		r = open_signals(&s);
		if (r == 0)
			r = open_listener(&s);
		if (r == 0)
			r = start(&s);
		r = r < 0 ? 1 : serve(&s);
	}
	finish(&s);
	return r == SERVE_TOLD ? 0 : r;
}
