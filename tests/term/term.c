/* Starting, feeding, waiting, ending. Looking at the screen is in look.c, typing in type.c. */
#include "tests/term/term_private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENV_MAX 64

static int64_t now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- the emulator ---- */

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct term *t = user;
	if (prop == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	else if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_visible = value->boolean;
	else if (prop == VTERM_PROP_MOUSE)
		t->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

static void on_output(const char *bytes, size_t len, void *user)
{
	term_put(user, bytes, len);
}

static int start_emulator(struct term *t, int width, int height)
{
	static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
	t->vt = vterm_new(height, width);
	if (t->vt == NULL)
		return -ENOMEM;
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, on_output, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	t->cursor_visible = true;
	return 0;
}

/* ---- the program ---- */

static int open_pty(struct term *t, int width, int height)
{
	struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
	t->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (t->master < 0 || grantpt(t->master) < 0 || unlockpt(t->master) < 0)
		return -errno;
	t->slave = open(ptsname(t->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->slave < 0 || ioctl(t->master, TIOCSWINSZ, &size) < 0 ||
	    tcgetattr(t->slave, &t->found) < 0)
		return -errno;
	return 0;
}

struct env {
	char *at[ENV_MAX + 1];
	size_t n;
};

static void env_remove(struct env *env, const char *name, size_t len)
{
	for (size_t i = 0; i < env->n; i++) {
		if (strncmp(env->at[i], name, len) == 0 && env->at[i][len] == '=') {
			free(env->at[i]);
			env->at[i] = env->at[--env->n];
			env->at[env->n] = NULL;
			return;
		}
	}
}

static void env_put(struct env *env, const char *setting)
{
	env_remove(env, setting, strcspn(setting, "="));
	if (strchr(setting, '=') != NULL && env->n < ENV_MAX)
		env->at[env->n++] = strdup(setting);
}

static void env_inherit(struct env *env, const char *name)
{
	char setting[4096];
	const char *value = getenv(name);
	if (value == NULL)
		return;
	snprintf(setting, sizeof(setting), "%s=%s", name, value);
	env_put(env, setting);
}

static void make_env(struct env *env, const struct term *t, const char *const *wanted)
{
	static const char *const inherited[] = {"PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS",
	    "TMPDIR", "SOCKPIT_TEST_MARK", "LSAN_OPTIONS", "TSAN_OPTIONS"};
	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
		env_inherit(env, inherited[i]);
	env_put(env, "LC_ALL=C.UTF-8");
	env_put(env, "TERM=xterm-256color");
	/* Nobody's settings and history: a folder that cannot be made. */
	env_put(env, "XDG_CONFIG_HOME=/proc/none");
	env_put(env, "XDG_STATE_HOME=/proc/none");
	env_put(env, t->mark);
	for (; wanted != NULL && *wanted != NULL; wanted++)
		env_put(env, *wanted);
}

static void env_free(struct env *env)
{
	for (size_t i = 0; i < env->n; i++)
		free(env->at[i]);
}

/* In the child: a session of its own on the pty. */
static void take_terminal(const struct term *t)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	setsid();
	ioctl(t->slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(t->slave, fd);
}

static void become_program(const struct term_options *options, char **env)
{
	if (options->act != NULL) {
		environ = env;
		_exit(options->act(options->ctx));
	}
	const char *const *argv = options->argv;
	execvpe(argv[0], (char *const *)(uintptr_t)argv, env);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static int start_program(struct term *t, const struct term_options *options)
{
	struct env env = {.n = 0};
	make_env(&env, t, options->env);
	t->pid = fork();
	if (t->pid == 0) {
		take_terminal(t);
		become_program(options, env.at);
	}
	int r = t->pid < 0 ? -errno : 0;
	env_free(&env);
	if (r == 0) {
		t->pidfd = (int)syscall(SYS_pidfd_open, t->pid, 0);
		r = t->pidfd < 0 ? -errno : 0;
	}
	return r;
}

int term_start(struct term **out, const struct term_options *options)
{
	int width = options->width > 0 ? options->width : 80;
	int height = options->height > 0 ? options->height : 24;
	struct term *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return -ENOMEM;
	t->master = t->slave = t->pidfd = -1;
	snprintf(t->mark, sizeof(t->mark), "TERM_TEST_ID=%d-%p", (int)getpid(), (void *)t);
	int r = start_emulator(t, width, height);
	if (r == 0)
		r = open_pty(t, width, height);
	if (r == 0)
		r = start_program(t, options);
	if (r < 0) {
		term_free(t);
		return r;
	}
	*out = t;
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void reap(struct term *t, int flags)
{
	if (t->ended || t->pid <= 0)
		return;
	t->ended = waitpid(t->pid, &t->status, flags) == t->pid;
}

static void kill_all(struct term *t)
{
	pid_t pids[256];
	/* One that is just being forked escapes a single look. */
	for (int look = 0; look < 10; look++) {
		size_t n = term_processes(t, pids, 256);
		for (size_t i = 0; i < n && i < 256; i++)
			kill(pids[i], SIGKILL);
		if (n == 0)
			break;
	}
	reap(t, 0);
}

void term_free(struct term *t)
{
	if (t == NULL)
		return;
	if (t->pid > 0)
		kill_all(t);
	close_fd(&t->master);
	close_fd(&t->slave);
	close_fd(&t->pidfd);
	if (t->vt != NULL)
		vterm_free(t->vt);
	free(t->raw);
	free(t->line);
	free(t);
}

pid_t term_pid(const struct term *t)
{
	return t->pid;
}

/* ---- taking what it writes ---- */

static void keep_raw(struct term *t, const char *bytes, size_t len)
{
	if (t->raw_len + len > t->raw_cap) {
		t->raw_cap = (t->raw_len + len) * 2;
		t->raw = realloc(t->raw, t->raw_cap);
		if (t->raw == NULL)
			abort();
	}
	memcpy(t->raw + t->raw_len, bytes, len);
	t->raw_len += len;
}

void term_take(struct term *t)
{
	char bytes[16384];
	ssize_t n;
	while (t->master >= 0 && (n = read(t->master, bytes, sizeof(bytes))) > 0) {
		keep_raw(t, bytes, (size_t)n);
		term_feed(t);
	}
	reap(t, WNOHANG);
}

void term_put(struct term *t, const char *bytes, size_t len)
{
	while (len > 0 && t->master >= 0) {
		ssize_t n = write(t->master, bytes, len);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
			continue;
		}
		/* It may itself wait until somebody reads what it writes. */
		struct pollfd p = {.fd = t->master, .events = POLLIN | POLLOUT};
		poll(&p, 1, TERM_WAIT_MS);
		if (p.revents & POLLIN)
			term_take(t);
	}
}

/* ---- waiting ---- */

/* Until it writes or ends, or ms have passed. */
static void wait_for_news(struct term *t, int ms)
{
	struct pollfd p[2] = {
	    {.fd = t->master, .events = POLLIN},
	    {.fd = t->ended ? -1 : t->pidfd, .events = POLLIN},
	};
	poll(p, 2, ms);
}

bool term_wait(struct term *t, term_predicate holds, void *ctx, int ms)
{
	int64_t deadline = now_ms() + ms;
	for (;;) {
		term_take(t);
		if (holds(t, ctx))
			return true;
		int64_t rest = deadline - now_ms();
		if (rest <= 0)
			return false;
		wait_for_news(t, (int)rest);
	}
}

struct silence {
	size_t len;
	int64_t since;
	int ms;
};

static bool is_silent(struct term *t, void *ctx)
{
	struct silence *s = ctx;
	if (t->raw_len != s->len) {
		s->len = t->raw_len;
		s->since = now_ms();
	}
	return now_ms() - s->since >= s->ms;
}

bool term_wait_quiet(struct term *t, int quiet_ms, int ms)
{
	struct silence silence = {t->raw_len, now_ms(), quiet_ms};
	for (int64_t deadline = now_ms() + ms; now_ms() < deadline;)
		if (term_wait(t, is_silent, &silence, quiet_ms))
			return true;
	return false;
}

static bool has_text(struct term *t, void *ctx)
{
	int x, y;
	return term_find(t, ctx, &x, &y);
}

static bool has_no_text(struct term *t, void *ctx)
{
	return !has_text(t, ctx);
}

static bool told(struct term *t, bool held, const char *what, const char *text)
{
	char message[256];
	if (held)
		return true;
	snprintf(message, sizeof(message), "%s: %s", what, text);
	term_show(t, message);
	return false;
}

bool term_wait_text(struct term *t, const char *text, int ms)
{
	bool held = term_wait(t, has_text, (void *)(uintptr_t)text, ms);
	return told(t, held, "did not appear", text);
}

bool term_wait_no_text(struct term *t, const char *text, int ms)
{
	bool held = term_wait(t, has_no_text, (void *)(uintptr_t)text, ms);
	return told(t, held, "did not go away", text);
}

struct bytes {
	const char *data;
	size_t len;
};

static bool has_bytes(struct term *t, void *ctx)
{
	const struct bytes *b = ctx;
	return memmem(t->raw, t->raw_len, b->data, b->len) != NULL;
}

bool term_wait_raw(struct term *t, const char *bytes, size_t len, int ms)
{
	struct bytes b = {bytes, len};
	return told(t, term_wait(t, has_bytes, &b, ms), "was not written", "some bytes");
}

struct place {
	int x, y;
};

static bool cursor_at(struct term *t, void *ctx)
{
	const struct place *p = ctx;
	int x, y;
	term_cursor(t, &x, &y);
	return x == p->x && y == p->y;
}

bool term_wait_cursor(struct term *t, int x, int y, int ms)
{
	struct place p = {x, y};
	return told(t, term_wait(t, cursor_at, &p, ms), "the cursor did not come", "there");
}

static bool has_ended(struct term *t, void *ctx)
{
	(void)ctx;
	return t->ended;
}

bool term_wait_exit(struct term *t, int *status, int ms)
{
	if (!told(t, term_wait(t, has_ended, NULL, ms), "did not end", "the program"))
		return false;
	term_take(t);
	*status = t->status;
	return true;
}

void term_show(struct term *t, const char *what)
{
	char *text = term_text(t);
	fprintf(stderr, "term: %s. The screen (%s):\n%s\n", what,
	    t->ended ? "the program has ended" : "the program runs", text == NULL ? "" : text);
	free(text);
}
