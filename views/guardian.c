#include "views/guardian.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/ops/socket_files.h"
#include "tui/screen.h"

/* How long the cockpit may take to end once it was asked, and then what it left behind. */
#define END_MS 600
#define REAP_MS 300

struct guardian {
	struct termios saved;
	bool has_termios;
	sigset_t handled, before; /* the mask while guarding, and the one we were started with */
	pid_t child;
	const struct socket_files *files;
	_Atomic bool *left; /* shared with the cockpit: it has given the terminal back itself */
};

/* Without waiting for a terminal that takes no more. There what a dead cockpit has written last is
 * dropped: half a frame, and this is to undo it. */
static void write_terminal(int fd, const char *text, size_t len)
{
	int flags = fcntl(fd, F_GETFL);
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	ssize_t n = write(fd, text, len);
	if (n != (ssize_t)len && tcflush(fd, TCOFLUSH) == 0)
		n = write(fd, text, len);
	(void)n;
	fcntl(fd, F_SETFL, flags);
}

static void restore_terminal(const struct guardian *g)
{
	if (!g->left || !*g->left)
		write_terminal(STDOUT_FILENO, screen_restore_bytes, strlen(screen_restore_bytes));
	if (g->has_termios)
		tcsetattr(STDIN_FILENO, TCSANOW, &g->saved);
}

/* ---- what a dead cockpit left behind ---- */

/* Signal all children of ours; how many there are. */
static int signal_children(int sig)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	FILE *f = fopen(path, "re");
	int n = 0, pid;
	while (f && fscanf(f, "%d", &pid) == 1) {
		kill(pid, sig);
		n++;
	}
	if (f)
		fclose(f);
	return n;
}

static void reap_ended(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * NS_PER_MS}, NULL);
}

/* Servers end by themselves when the cockpit is gone, and then clean up after themselves; what
 * still lives after that is killed. Orphans come to us, generation by generation. */
static void end_orphans(void)
{
	int64_t deadline = clock_mono_ns() + REAP_MS * NS_PER_MS;
	while (signal_children(SIGTERM) > 0 && clock_mono_ns() < deadline) {
		reap_ended();
		sleep_ms(5);
	}
	while (signal_children(SIGKILL) > 0) {
		reap_ended();
		sleep_ms(1);
	}
	reap_ended();
}

/* ---- signals that hit the guardian itself ---- */

static pid_t fatal_child; /* written once before the handlers are set; they have no other way */
static struct termios fatal_termios;

/* Only calls that signal-safety(7) allows. The children follow by their own death signals. */
static void on_fatal(int sig)
{
	kill(fatal_child, SIGKILL);
	ssize_t n = write(STDOUT_FILENO, screen_restore_bytes, strlen(screen_restore_bytes));
	(void)n;
	tcsetattr(STDIN_FILENO, TCSANOW, &fatal_termios);
	signal(sig, SIG_DFL);
	kill(getpid(), sig);
}

static const int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};

/* Until they can be handled: the cockpit may have the terminal before we run again. */
static void hold_fatal(int how)
{
	sigset_t held;
	sigemptyset(&held);
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		sigaddset(&held, fatal[i]);
	sigprocmask(how, &held, NULL);
}

static void catch_fatal(const struct guardian *g)
{
	fatal_child = g->child;
	fatal_termios = g->saved;
	struct sigaction sa = {.sa_handler = on_fatal};
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		sigaction(fatal[i], &sa, NULL);
}

/* ---- the watch ---- */

static void block_signals(struct guardian *g)
{
	static const int handled[] = {SIGCHLD, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE};
	sigemptyset(&g->handled);
	for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
		sigaddset(&g->handled, handled[i]);
	sigprocmask(SIG_BLOCK, &g->handled, &g->before);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGTTOU, SIG_IGN); /* we may restore the terminal from the background */
}

/* False, and seen by both sides of a fork. NULL: no memory; it is then always restored. */
static _Atomic bool *share_flag(void)
{
	void *page = mmap(
	    NULL, sizeof(_Atomic bool), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? NULL : page;
}

static int run_child(const struct guardian *g, pid_t parent, int (*cockpit)(void *), void *arg)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		return 1;
	signal(SIGTSTP, SIG_DFL);
	signal(SIGTTOU, SIG_DFL);
	sigprocmask(SIG_SETMASK, &g->before, NULL);
	int status = cockpit(arg);
	socket_files_remove(g->files); /* the guardian may have been killed */
	if (g->left)
		*g->left = true;
	return status;
}

/* Wait for the child up to ms, then make it end. Its wait status. */
static int end_child(const struct guardian *g, int ms)
{
	int status = 0;
	int64_t deadline = clock_mono_ns() + ms * NS_PER_MS;
	kill(g->child, SIGCONT); /* a stopped cockpit could not answer */
	while (waitpid(g->child, &status, WNOHANG) == 0) {
		if (clock_mono_ns() > deadline)
			kill(g->child, SIGKILL);
		sleep_ms(2);
	}
	return status;
}

/* The cockpit stopped itself (Ctrl-Z) after giving the screen back: stop too, so that the shell
 * prompts only now. */
static void stop_together(struct guardian *g)
{
	if (g->has_termios)
		tcsetattr(STDIN_FILENO, TCSANOW, &g->saved);
	raise(SIGSTOP);
	/* The terminal is left alone: the shell continued the cockpit with us, and that may have
	 * taken the screen already. */
}

static int watch(struct guardian *g)
{
	for (;;) {
		int status, sig = sigwaitinfo(&g->handled, NULL);
		if (sig != SIGCHLD && sig != SIGPIPE) {
			kill(g->child, sig == SIGHUP ? SIGHUP : SIGTERM);
			return end_child(g, END_MS);
		}
		pid_t pid;
		bool stopped = false;
		while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)) > 0) {
			if (pid != g->child)
				continue;
			if (WIFEXITED(status) || WIFSIGNALED(status))
				return status;
			stopped = WIFSTOPPED(status);
			if (stopped)
				stop_together(g);
		}
		/* We alone were continued. A cockpit that went on already, and perhaps stopped
		 * again meanwhile, has told so above. */
		if (stopped)
			kill(g->child, SIGCONT);
	}
}

static int report(int status)
{
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	int sig = WTERMSIG(status);
	char text[128];
	int len = snprintf(text, sizeof text,
	    "sockpit: the cockpit was ended by SIG%s; the terminal is restored.\n",
	    sigabbrev_np(sig));
	write_terminal(STDERR_FILENO, text, (size_t)len);
	return 128 + sig;
}

int guardian_run(int (*cockpit)(void *arg), void *arg, const struct socket_files *files)
{
	struct guardian g = {.files = files};
	pid_t self = getpid();
	g.has_termios = tcgetattr(STDIN_FILENO, &g.saved) == 0;
	g.left = share_flag();
	block_signals(&g);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	hold_fatal(SIG_BLOCK);
	g.child = fork();
	if (g.child < 0) {
		dprintf(STDERR_FILENO, "sockpit: fork: %s\n", strerror(errno));
		return 1;
	}
	if (g.child == 0)
		_exit(run_child(&g, self, cockpit, arg));
	catch_fatal(&g);
	hold_fatal(SIG_UNBLOCK);
	int status = watch(&g);
	restore_terminal(&g);
	end_orphans();
	socket_files_remove(g.files);
	return report(status);
}
