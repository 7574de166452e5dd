#include "tests/unit/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "tests/unit/files.h"

#define PATIENCE_S 10
#define OPTIONS_MAX 16

/* ---- starting ---- */

static const char *program(void)
{
	const char *p = getenv("SOCKPIT");
	return p ? p : "./sockpit";
}

static void exec_program(const struct served *s, const char *model, const char *const *options,
    int out, void (*before_exec)(void))
{
	const char *argv[OPTIONS_MAX + 8] = {program(), "serve", model, s->where, "--json"};
	size_t n = 5;
	for (; options && *options && n < OPTIONS_MAX; options++)
		argv[n++] = *options;
	dup2(out, STDOUT_FILENO);
	if (before_exec)
		before_exec();
	execv(program(), (char **)(uintptr_t)argv);
	_exit(127);
}

static void read_announcement(struct served *s)
{
	char line[512], model[64];
	const char *why;
	assert_non_null(fgets(line, sizeof line, s->out));
	assert_int_equal(
	    sscanf(line, "serving %63s on %255s (pid %d)", model, s->where, &s->server), 3);
	assert_int_equal(address_parse(s->where, &s->address, &why), 0);
}

void served_start_with(struct served *s, const char *model, const char *address,
    const char *const *options, void (*before_exec)(void))
{
	static int number;
	int out[2];
	memset(s, 0, sizeof *s);
	s->datagrams = strstr(model, "UDP") || strstr(model, "Datagram");
	if (strcmp(address, "unix:") == 0)
		snprintf(s->where, sizeof s->where, "unix:%s/serve-%d-%d", files_folder(), getpid(),
		    ++number);
	else
		snprintf(s->where, sizeof s->where, "%s", address);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	s->pid = fork();
	assert_true(s->pid >= 0);
	if (s->pid == 0)
		exec_program(s, model, options, out[1], before_exec);
	close(out[1]);
	s->out = fdopen(out[0], "r");
	s->events = json_array();
	read_announcement(s);
}

void served_start(
    struct served *s, const char *model, const char *address, const char *const *options)
{
	served_start_with(s, model, address, options, NULL);
}

/* ---- connecting ---- */

static void be_patient(int fd)
{
	struct timeval tv = {.tv_sec = PATIENCE_S};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof tv);
}

int served_connect(const struct served *s)
{
	int fd = socket(s->address.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	be_patient(fd);
	assert_int_equal(connect(fd, &s->address.sa, s->address.len), 0);
	return fd;
}

int served_datagram(const struct served *s)
{
	int fd = socket(s->address.sa.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	be_patient(fd);
	if (s->address.sa.sa_family == AF_UNIX) { /* autobind: an abstract name of its own */
		sa_family_t family = AF_UNIX;
		struct sockaddr sa = {.sa_family = family};
		assert_int_equal(bind(fd, &sa, sizeof family), 0);
	}
	assert_int_equal(connect(fd, &s->address.sa, s->address.len), 0);
	return fd;
}

/* ---- stopping ---- */

/* The next event, borrowed; NULL at the end. */
static const json_t *read_event(struct served *s)
{
	char line[4096];
	json_error_t error;
	if (!fgets(line, sizeof line, s->out))
		return NULL;
	json_t *event = json_loads(line, 0, &error);
	if (!event)
		fail_msg("not JSON: %s", line);
	json_array_append_new(s->events, event);
	return event;
}

static bool is_event(const json_t *e, const char *name)
{
	return strcmp(json_string_value(json_object_get(e, "event")), name) == 0;
}

void served_await(struct served *s, const char *event)
{
	const json_t *e;
	while ((e = read_event(s)) && !is_event(e, event))
		;
	assert_non_null(e);
}

void served_signal(struct served *s, int sig)
{
	int64_t begin = clock_mono_ns();
	assert_int_equal(kill(s->pid, sig), 0);
	while (read_event(s))
		;
	assert_int_equal(waitpid(s->pid, &s->status, 0), s->pid);
	s->pid = 0;
	s->stop_seconds = (double)(clock_mono_ns() - begin) / (double)NS_PER_S;
}

void served_stop(struct served *s)
{
	served_signal(s, SIGTERM);
	assert_true(WIFEXITED(s->status));
	assert_int_equal(WEXITSTATUS(s->status), 0);
	assert_true(s->stop_seconds < 2);
}

void served_free(struct served *s)
{
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	if (s->out)
		fclose(s->out);
	json_decref(s->events);
	memset(s, 0, sizeof *s);
}

json_int_t served_total(const struct served *s, const char *key)
{
	const json_t *summary = json_array_get(s->events, json_array_size(s->events) - 1);
	assert_string_equal(json_string_value(json_object_get(summary, "event")), "summary");
	const json_t *n = json_object_get(summary, key);
	return n ? json_integer_value(n) : 0;
}

size_t served_count(const struct served *s, const char *event)
{
	size_t n = 0, i;
	json_t *e;
	json_array_foreach(s->events, i, e) n +=
	    strcmp(json_string_value(json_object_get(e, "event")), event) == 0;
	return n;
}

/* ---- clients ---- */

void send_all(int fd, const void *data, size_t len)
{
	for (const char *p = data; len > 0;) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);
		assert_true(n > 0);
		p += n;
		len -= (size_t)n;
	}
}

void recv_exactly(int fd, void *data, size_t len)
{
	for (char *p = data; len > 0;) {
		ssize_t n = recv(fd, p, len, 0);
		assert_true(n > 0);
		p += n;
		len -= (size_t)n;
	}
}

size_t recv_all(int fd, void *data, size_t size)
{
	size_t got = 0;
	ssize_t n;
	while (got < size && (n = recv(fd, (char *)data + got, size - got, 0)) != 0) {
		assert_true(n > 0);
		got += (size_t)n;
	}
	return got;
}

bool gives_eof(int fd)
{
	char c;
	return recv(fd, &c, 1, 0) == 0;
}

struct exchange {
	int fd;
	const char *data;
	size_t len, sent, got;
	bool ok, ended;
};

static void send_some(struct exchange *x)
{
	ssize_t n = send(x->fd, x->data + x->sent, x->len - x->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0)
		x->sent += (size_t)n;
	if (x->sent == x->len)
		shutdown(x->fd, SHUT_WR);
}

static void recv_some(struct exchange *x)
{
	char buf[65536];
	ssize_t n = recv(x->fd, buf, sizeof buf, MSG_DONTWAIT);
	x->ended = n == 0;
	if (n <= 0) {
		x->ok = n == 0;
		return;
	}
	x->ok = x->got + (size_t)n <= x->len && memcmp(buf, x->data + x->got, (size_t)n) == 0;
	x->got += (size_t)n;
}

bool echoes(int fd, const char *data, size_t len)
{
	struct exchange x = {.fd = fd, .data = data, .len = len, .ok = true};
	if (len == 0)
		shutdown(fd, SHUT_WR);
	while (x.ok && !x.ended) {
		struct pollfd p = {.fd = fd, .events = POLLIN | (x.sent < len ? POLLOUT : 0)};
		if (poll(&p, 1, PATIENCE_S * 1000) <= 0)
			return false;
		if (p.revents & POLLOUT)
			send_some(&x);
		if (p.revents & (POLLIN | POLLHUP | POLLERR))
			recv_some(&x);
	}
	return x.ok && x.got == len;
}

/* ---- states ---- */

void await(bool (*fn)(void *ctx), void *ctx)
{
	int64_t until = clock_mono_ns() + PATIENCE_S * NS_PER_S;
	while (!fn(ctx)) {
		if (clock_mono_ns() > until)
			fail_msg("waited %d s in vain", PATIENCE_S);
		nanosleep(&(struct timespec){.tv_nsec = NS_PER_MS}, NULL);
	}
}

bool process_gone(int pid)
{
	return kill(pid, 0) < 0 && errno == ESRCH;
}

static char state_of(const char *pid)
{
	char path[64], line[512], state = 0;
	snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return 0;
	if (fgets(line, sizeof line, f) && strrchr(line, ')'))
		sscanf(strrchr(line, ')') + 1, " %c", &state);
	fclose(f);
	return state;
}

size_t count_children(int pid, char state)
{
	char path[64], word[32];
	size_t n = 0;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fscanf(f, "%31s", word) == 1)
		n += state == 0 || state_of(word) == state;
	fclose(f);
	return n;
}
