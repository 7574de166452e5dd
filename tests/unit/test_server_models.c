/* Every server class, by a client's eyes: what goes in comes out, and it is counted to the byte. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/server/model.h"
#include "tests/unit/serve.h"

#define LARGE ((size_t)1 << 20)
#define CLIENTS 500
#define DATAGRAM_LONGEST 65507

static const char *address_of(const struct model *m)
{
	return m->kind == KIND_TCP || m->kind == KIND_UDP ? "127.0.0.1:0" : "unix:";
}

static const struct model *start(struct served *s, void **state)
{
	static const char *const datagrams[] = {"--max-packet", "65536", NULL};
	const struct model *m = *state;
	served_start(s, m->type.name, address_of(m), model_is_stream(m) ? NULL : datagrams);
	return m;
}

/* Stop, and compare what the server counted with what the clients did. */
static void stop_and_compare(struct served *s, size_t connections, size_t bytes)
{
	served_stop(s);
	assert_int_equal(served_total(s, "connections"), connections);
	assert_int_equal(served_total(s, "requests"), connections);
	assert_int_equal(served_total(s, "bytes_received"), bytes);
	assert_int_equal(served_total(s, "bytes_sent"), bytes);
	assert_int_equal(served_total(s, "refused"), 0);
	assert_int_equal(served_total(s, "errors"), 0);
	assert_int_equal(served_count(s, "accepted"), connections);
	assert_int_equal(served_count(s, "closed"), connections);
	served_free(s);
}

static char *random_bytes(size_t len)
{
	char *data = malloc(len + 1);
	assert_non_null(data);
	for (size_t i = 0; i < len; i += 256)
		assert_true(getrandom(data + i, len - i < 256 ? len - i : 256, 0) > 0);
	return data;
}

static void test_stream_echoes_any_size(void **state)
{
	static const size_t sizes[] = {1, 0, 65536, LARGE};
	struct served s;
	size_t bytes = 0;
	char *data = random_bytes(LARGE);
	start(&s, state);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int fd = served_connect(&s);
		assert_true(echoes(fd, data, sizes[i]));
		close(fd);
		bytes += sizes[i];
	}
	free(data);
	stop_and_compare(&s, sizeof sizes / sizeof *sizes, bytes);
}

static void test_datagrams_echo_up_to_the_longest(void **state)
{
	static const size_t sizes[] = {1, 0, 100, 8192, DATAGRAM_LONGEST};
	struct served s;
	size_t bytes = 0;
	char *data = random_bytes(DATAGRAM_LONGEST), *back = malloc(DATAGRAM_LONGEST + 1);
	start(&s, state);
	int fd = served_datagram(&s);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		assert_int_equal(send(fd, data, sizes[i], 0), sizes[i]);
		assert_int_equal(recv(fd, back, DATAGRAM_LONGEST + 1, 0), sizes[i]);
		assert_memory_equal(back, data, sizes[i]);
		bytes += sizes[i];
	}
	close(fd);
	free(data);
	free(back);
	stop_and_compare(&s, sizeof sizes / sizeof *sizes, bytes);
}

/* Clients that are all connected before the first of them says anything. One at a time is what a
 * plain server does, so its clients speak in the order they came. */
static void test_many_clients_at_once(void **state)
{
	const struct model *m = *state;
	static const char *const options[] = {"--max-children", "1000", NULL};
	struct served s;
	int fd[CLIENTS];
	served_start(&s, m->type.name, address_of(m), m->limits ? options : NULL);
	for (int i = 0; i < CLIENTS; i++)
		fd[i] = served_connect(&s);
	for (int i = 0; i < CLIENTS; i++) {
		assert_true(echoes(fd[i], "hello", 5));
		close(fd[i]);
	}
	stop_and_compare(&s, CLIENTS, (size_t)CLIENTS * 5);
}

static void test_many_datagrams(void **state)
{
	struct served s;
	char back[16];
	start(&s, state);
	int fd = served_datagram(&s);
	for (int i = 0; i < CLIENTS; i++) {
		assert_int_equal(send(fd, "hello", 5, 0), 5);
		assert_int_equal(recv(fd, back, sizeof back, 0), 5);
	}
	close(fd);
	stop_and_compare(&s, CLIENTS, (size_t)CLIENTS * 5);
}

static void test_stops_within_two_seconds_of_idle_clients(void **state)
{
	struct served s;
	int fd[3];
	start(&s, state);
	for (int i = 0; i < 3; i++)
		fd[i] = served_connect(&s);
	send_all(fd[0], "x", 1);
	char c;
	recv_exactly(fd[0], &c, 1);
	served_stop(&s);
	assert_true(gives_eof(fd[0]));
	assert_int_equal(served_total(&s, "bytes_sent"), 1);
	for (int i = 0; i < 3; i++)
		close(fd[i]);
	served_free(&s);
}

static void add(struct CMUnitTest *tests, size_t *n, const struct model *m, const char *name,
    CMUnitTestFunction fn)
{
	char text[128];
	snprintf(text, sizeof text, "%s: %s", m->type.name, name);
	tests[(*n)++] = (struct CMUnitTest){
	    .name = strdup(text), .test_func = fn, .initial_state = (void *)(uintptr_t)m};
}

int main(void)
{
	struct CMUnitTest tests[128] = {0};
	size_t n = 0;
	for (const struct model *const *m = models; *m; m++) {
		if (model_is_stream(*m)) {
			add(tests, &n, *m, "echoes any size", test_stream_echoes_any_size);
			add(tests, &n, *m, "serves 500 clients", test_many_clients_at_once);
			add(tests, &n, *m, "stops whatever clients do",
			    test_stops_within_two_seconds_of_idle_clients);
		} else {
			add(tests, &n, *m, "echoes datagrams",
			    test_datagrams_echo_up_to_the_longest);
			add(tests, &n, *m, "serves 500 datagrams", test_many_datagrams);
		}
	}
	int failed = _cmocka_run_group_tests("server models", tests, n, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)tests[i].name);
	return failed;
}
