/*
 * Many sockets on the machine, as make soak has a hundred thousand: the
 * System view lists them all, a key is answered at once, and the looking is done by another thread
 * than the one that draws.
 */
#include <dirent.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/term/network.h"

#define PAIRS_MAX 5000
#define PRESSES 20
/* The best of all presses: others may have the processors most of the time. */
#define KEY_MS 100

/* ---- the sockets ---- */

static int fds[2 * PAIRS_MAX];

static size_t room_for_pairs(void)
{
	struct rlimit limit;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	size_t room = (limit.rlim_max - 100) / 2;
	return room < PAIRS_MAX ? room : PAIRS_MAX;
}

/* Connections to ourselves. An RST ends them: nothing stays behind. */
static size_t hold_sockets(int *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	const struct linger hard = {.l_onoff = 1};
	size_t pairs = room_for_pairs();
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(listener >= 0 && bind(listener, (struct sockaddr *)&a, sizeof a) == 0 &&
		    listen(listener, 128) == 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&a, &len), 0);
	for (size_t i = 0; i < pairs; i++) {
		int fd = fds[2 * i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
		fds[2 * i + 1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		assert_true(fds[2 * i + 1] >= 0);
	}
	close(listener);
	*port = ntohs(a.sin_port);
	return pairs;
}

static void let_go(size_t pairs)
{
	for (size_t i = 0; i < 2 * pairs; i++)
		close(fds[i]);
}

/* ---- what the threads did ---- */

/* Ticks of one thread in user and kernel mode, from proc(5)'s stat; -1: it is gone. */
static long ticks_of(pid_t pid, const char *tid)
{
	char path[64], text[512] = "";
	unsigned long user, kernel;
	snprintf(path, sizeof path, "/proc/%d/task/%.16s/stat", (int)pid, tid);
	FILE *f = fopen(path, "re");
	if (!f)
		return -1;
	const char *end = fgets(text, sizeof text, f) ? strrchr(text, ')') : NULL;
	fclose(f);
	if (!end || sscanf(end, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
			&kernel) != 2)
		return -1;
	return (long)(user + kernel);
}

/* The ticks of the main thread, and of the busiest of the others. */
static void ticks(pid_t pid, long *main_thread, long *busiest)
{
	char path[64], self[16];
	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	snprintf(self, sizeof self, "%d", (int)pid);
	DIR *dir = opendir(path);
	assert_non_null(dir);
	*busiest = 0;
	for (struct dirent *e; (e = readdir(dir));) {
		long now = e->d_name[0] == '.' ? -1 : ticks_of(pid, e->d_name);
		if (strcmp(e->d_name, self) == 0)
			*main_thread = now;
		else if (now > *busiest)
			*busiest = now;
	}
	closedir(dir);
}

struct work {
	pid_t pid;
	long least, main_thread, busiest;
};

static bool has_worked(struct term *t, void *ctx)
{
	struct work *w = ctx;
	(void)t;
	ticks(w->pid, &w->main_thread, &w->busiest);
	return w->busiest >= w->least;
}

/* It looks anew each second: wait until that has cost something that can be told apart. */
static void assert_drawn_by_another_thread(struct term *t)
{
	struct work w = {.pid = cockpit_self(t), .least = 20};
	for (int ms = 0; ms < 2 * WAIT_MS && !has_worked(t, &w); ms += 100)
		term_wait(t, has_worked, &w, 100);
	assert_true(w.busiest >= w.least);
	if (w.main_thread > w.busiest)
		fail_msg("main thread %ld ticks, the busiest other %ld", w.main_thread, w.busiest);
}

/* ---- keys ---- */

static double now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

struct place {
	int y;
};

static bool is_selected(struct term *t, void *ctx)
{
	const struct place *place = ctx;
	int x, y;
	return term_find(t, "▸", &x, &y) && y == place->y;
}

/* The best time of several in which a key moves the selection to and fro. */
static double best_key_ms(struct term *t)
{
	double best = 1e9;
	int x, y;
	assert_true(term_find(t, "▸", &x, &y));
	for (int i = 0; i < PRESSES; i++) {
		struct place next = {i % 2 ? y : y + 1};
		double start = now_ms();
		term_key(t, i % 2 ? "Up" : "Down");
		assert_true(term_wait(t, is_selected, &next, WAIT_MS));
		double took = now_ms() - start;
		best = took < best ? took : best;
	}
	return best;
}

static void many_sockets_do_not_hold_up_the_screen(void **state)
{
	(void)state;
	int port;
	char text[64];
	size_t pairs = hold_sockets(&port);
	struct term *t = cockpit_start(120, 40, NULL);
	term_type(t, "3");
	assert_true(term_wait_text(t, "RECV-Q", WAIT_MS));
	snprintf(text, sizeof text, "/port:%d", port);
	term_type(t, text);
	term_key(t, "Enter");
	snprintf(text, sizeof text, "System ─ %zu of ", 2 * pairs);
	assert_true(term_wait_text(t, text, 2 * WAIT_MS));
	term_key(t, "Home");
	assert_true(term_wait_text(t, "▸", WAIT_MS));
	assert_true(best_key_ms(t) < KEY_MS);
	assert_drawn_by_another_thread(t);
	cockpit_quit(t);
	let_go(pairs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(many_sockets_do_not_hold_up_the_screen),
	};
	network_leave();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
