#include "tests/unit/fault.h"

#include <dirent.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "tests/unit/fault_private.h"
#include "tests/unit/fault_quiet.h"
#include "tests/unit/files.h"

/* The callers that tell one call from another: its own, and theirs. */
#define FRAMES 6
/* Ours, which come before them: note_site(), fault_fails(), the wrapped call. */
#define FRAMES_OURS 3
/* What a server process finds the plan by. */
#define VARIABLE "SOCKPIT_TEST_FAULTS"
/* What still runs at the end may take this long: a resolver's thread, one just told to end. */
#define THREADS_END_NS (60 * NS_PER_S)
/* A run that computes for longer hangs, and so does one that is still there so long after it was
 * told to end. */
#define COMPUTES_S 30
#define ENDS_NS (60 * NS_PER_S)
/* How often a run is looked at, and told to end. */
#define LOOK_MS 10

const char fault_memory[] = "malloc";

extern const char __executable_start; /* the linker's: the program may lie anywhere */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* Between the test, the process of a run, and its server processes. */
struct shared {
	struct fault_plan plan;
	_Atomic long seen, failed, blocks;
	char name[32];
	int status;
	bool leaks, ended;
	long descriptors, threads;
	_Atomic size_t out_len, err_len;
	char out[FAULT_TEXT_MAX], err[FAULT_TEXT_MAX];
	uint64_t site[FAULT_CALLS_MAX];
};

static struct shared *shared; /* one run at a time */
static _Atomic bool armed;
static bool counts_blocks; /* only where a run itself is, not in its server */

/* ---- in the process of a run, and in its server ---- */

static void note_site(long n)
{
	void *frame[FRAMES_OURS + FRAMES];
	int count = backtrace(frame, FRAMES_OURS + FRAMES);
	uint64_t site = 0xcbf29ce484222325; /* FNV-1a */
	for (int i = FRAMES_OURS; i < count; i++) {
		site ^= (uint64_t)((const char *)frame[i] - &__executable_start);
		site *= 0x100000001b3;
	}
	if (n <= FAULT_CALLS_MAX)
		shared->site[n - 1] = site;
}

bool fault_fails(const char *name)
{
	if (!atomic_load_explicit(&armed, memory_order_relaxed))
		return false;
	const struct fault_plan *plan = &shared->plan;
	long n = atomic_fetch_add(&shared->seen, 1) + 1;
	if (plan->records)
		note_site(n);
	if (!plan->at || n < plan->at)
		return false;
	if (n > plan->at && (!plan->for_good || strcmp(name, shared->name) != 0))
		return false;
	if (n == plan->at)
		snprintf(shared->name, sizeof shared->name, "%s", name);
	atomic_fetch_add(&shared->failed, 1);
	return true;
}

void fault_blocks(long n)
{
	if (counts_blocks)
		atomic_fetch_add_explicit(&shared->blocks, n, memory_order_relaxed);
}

static int take(char *text, _Atomic size_t *len, const char *data, size_t n)
{
	size_t at = atomic_fetch_add(len, n);
	for (size_t i = 0; i < n && at + i < FAULT_TEXT_MAX - 1; i++)
		text[at + i] = data[i];
	return 0;
}

int fault_out(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	return take(shared->out, &shared->out_len, data, len);
}

int fault_err(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	return take(shared->err, &shared->err_len, data, len);
}

/* How many entries a folder of /proc has, the one for this look included. */
static long entries(const char *path)
{
	long n = 0;
	DIR *d = opendir(path);
	if (!d)
		return -1;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static long threads(void)
{
	return entries("/proc/self/task") - 2 - 1;
}

static void wait_for_threads(void)
{
	const struct timespec step = {.tv_nsec = NS_PER_MS};
	int64_t deadline = clock_mono_ns() + THREADS_END_NS;
	while (threads() > 0 && clock_mono_ns() < deadline)
		nanosleep(&step, NULL);
	shared->threads = threads();
}

/* cmocka's handlers would go on with the next test, here. */
static void die_of_signals(void)
{
	static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS, SIGABRT};
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		signal(deadly[i], SIG_DFL);
}

static void run_here(fault_body body, void *ctx)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	die_of_signals();
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CPU, &(struct rlimit){COMPUTES_S, COMPUTES_S});
	void *frame[1];
	backtrace(frame, 1); /* the first one allocates */
	long descriptors = entries("/proc/self/fd");
	atomic_store(&shared->blocks, 0);
	counts_blocks = true;
	atomic_store(&armed, !shared->plan.in_server);
	shared->status = body(ctx);
	atomic_store(&armed, false);
	wait_for_threads();
	counts_blocks = false;
	shared->descriptors = entries("/proc/self/fd") - descriptors;
	shared->leaks = __lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check() != 0;
	shared->ended = true;
	_exit(0);
}

/* ---- in the test ---- */

static struct shared *map(const char *path, int flags)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(struct shared)) < 0)
		return NULL;
	void *at = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return at == MAP_FAILED ? NULL : at;
}

void fault_join(void)
{
	const char *path = getenv(VARIABLE);
	shared = path ? map(path, 0) : NULL;
	if (!shared)
		return;
	void *frame[1];
	backtrace(frame, 1);
	atomic_store(&armed, shared->plan.in_server);
}

static void share(void)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/faults-%d", files_folder(), getpid());
	unlink(path);
	shared = map(path, O_CREAT | O_EXCL);
	assert_non_null(shared);
	setenv(VARIABLE, path, 1);
}

void fault_alone(void)
{
	shared = NULL; /* the next run makes its own */
}

static void forget_last(const struct fault_plan *plan)
{
	shared->plan = *plan;
	atomic_store(&shared->seen, 0);
	atomic_store(&shared->failed, 0);
	atomic_store(&shared->out_len, 0);
	atomic_store(&shared->err_len, 0);
	shared->name[0] = '\0';
	shared->status = 0;
	shared->ended = shared->leaks = false;
	shared->descriptors = shared->threads = 0;
	memset(shared->out, 0, sizeof shared->out);
	memset(shared->err, 0, sizeof shared->err);
}

static bool has_ended(int pidfd)
{
	struct pollfd p = {.fd = pidfd, .events = POLLIN};
	int r = poll(&p, 1, LOOK_MS);
	assert_true(r >= 0 || errno == EINTR);
	return r > 0;
}

/* Until the run has ended, or hangs and is killed. */
static void watch(const struct fault_plan *plan, pid_t pid)
{
	int64_t told_ns = 0;
	long quiet = 0;
	int pidfd = pidfd_open(pid, 0);
	assert_true(pidfd >= 0);
	while (!has_ended(pidfd)) {
		quiet = fault_quiet(pid) ? quiet + 1 : 0;
		if (!told_ns && plan->quiet_looks && quiet >= plan->quiet_looks)
			told_ns = clock_mono_ns();
		if (told_ns)
			kill(pid, clock_mono_ns() - told_ns < ENDS_NS ? SIGALRM : SIGKILL);
	}
	close(pidfd);
}

void fault_run(const struct fault_plan *plan, fault_body body, void *ctx, struct fault_outcome *o)
{
	int status;
	if (!shared)
		share();
	forget_last(plan);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		run_here(body, ctx);
	watch(plan, pid);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	long seen = atomic_load(&shared->seen);
	*o = (struct fault_outcome){
	    .seen = seen,
	    .failed = atomic_load(&shared->failed),
	    .name = shared->name,
	    .status = shared->status,
	    .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
	    .ended = shared->ended,
	    .blocks = atomic_load(&shared->blocks),
	    .descriptors = shared->descriptors,
	    .leaks = shared->leaks,
	    .threads = shared->threads,
	    .calls = seen > FAULT_CALLS_MAX ? FAULT_CALLS_MAX : (size_t)seen,
	    .site = shared->site,
	    .out = shared->out,
	    .err = shared->err,
	};
}

const char *fault_wrong(const struct fault_outcome *o)
{
	static char text[128];
	text[0] = '\0';
	if (o->signal == SIGKILL || o->signal == SIGXCPU)
		snprintf(text, sizeof text, "hung");
	else if (o->signal)
		snprintf(text, sizeof text, "killed by %s", strsignal(o->signal));
	else if (!o->ended)
		snprintf(text, sizeof text, "did not come to its end");
	else if (o->threads > 0)
		snprintf(text, sizeof text, "left %ld threads", o->threads);
	else if (o->descriptors)
		snprintf(text, sizeof text, "lost %ld descriptors", o->descriptors);
	else if (o->blocks || o->leaks)
		snprintf(text, sizeof text, "lost %ld blocks%s", o->blocks,
		    o->leaks ? ", LSan says so too" : "");
	return text;
}
