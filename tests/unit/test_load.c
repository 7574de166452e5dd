/* The load generator: its histogram, and that its figures are those of the server. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/load/load.h"
#include "core/server/model.h"
#include "tests/unit/serve.h"

static void test_histogram_is_right_to_two_percent(void **state)
{
	(void)state;
	for (int64_t ns = 1; ns < INT64_C(1) << 40; ns = ns * 5 / 4 + 1) {
		struct histogram h = {0};
		histogram_add(&h, ns);
		histogram_add(&h, INT64_C(1) << 41);
		int64_t p50 = histogram_percentile(&h, 50);
		assert_true(p50 >= ns && p50 <= ns + ns / 50 + 1);
	}
}

static void test_percentiles_of_a_known_series(void **state)
{
	(void)state;
	struct histogram h = {0};
	for (int64_t i = 1; i <= 10000; i++)
		histogram_add(&h, i * 1000);
	assert_in_range(histogram_percentile(&h, 50), 5000000, 5100000);
	assert_in_range(histogram_percentile(&h, 90), 9000000, 9200000);
	assert_in_range(histogram_percentile(&h, 99.9), 9990000, 10000000);
	assert_int_equal(histogram_percentile(&h, 100), 10000000);
	assert_int_equal(histogram_percentile(&(struct histogram){0}, 50), 0);
}

static void test_buckets_follow_each_other(void **state)
{
	(void)state;
	for (size_t i = 1; i < 38 * HISTOGRAM_SUB; i++) {
		struct histogram h = {0};
		assert_true(histogram_from(i) > histogram_from(i - 1));
		histogram_add(&h, histogram_from(i));
		assert_int_equal(h.bucket[i], 1);
	}
}

static void run(const char *address, struct load_options *o, struct load_result *r)
{
	const char *why;
	assert_int_equal(load_parse_address(address, o, &why), 0);
	assert_int_equal(load_run(o, r), 0);
}

/* Against a real server: no errors, and the same sums on both sides. */
static void load_and_compare(const char *model, const char *address, const char *prefix,
    struct load_options o, json_int_t connections)
{
	static const char *const large[] = {"--max-packet", "65507", NULL};
	struct served s;
	char where[600];
	struct load_result *r = calloc(1, sizeof *r);
	served_start(&s, model, address, model_is_stream(model_find(model)) ? NULL : large);
	snprintf(where, sizeof where, "%s%s", prefix,
	    *prefix == 'u' && prefix[1] == 'n' ? s.where + strlen("unix:") : s.where);
	run(where, &o, r);
	served_stop(&s);
	assert_int_equal(r->errors + r->wrong + r->timeouts, 0);
	assert_int_equal(r->requests, o.requests);
	assert_int_equal(r->latency.count, r->requests);
	assert_int_equal(r->bytes_sent, o.requests * o.size);
	assert_int_equal(served_total(&s, "bytes_received"), r->bytes_sent);
	assert_int_equal(served_total(&s, "bytes_sent"), r->bytes_received);
	assert_int_equal(served_total(&s, "connections"), connections);
	served_free(&s);
	free(r);
}

static void test_a_connection_for_each_request(void **state)
{
	(void)state;
	load_and_compare("EpollTCPServer", "127.0.0.1:0", "",
	    (struct load_options){.clients = 7, .size = 100, .requests = 500}, 500);
}

/* One address has 28,000 ports, and a closed connection holds its own for a minute. */
static void test_clients_on_loopback_have_addresses_of_their_own(void **state)
{
	(void)state;
	struct load_options o = {.clients = 3, .size = 10, .requests = 60};
	struct load_result *r = calloc(1, sizeof *r);
	struct served s;
	size_t at, seen[4] = {0};
	json_t *event;
	served_start(&s, "EpollTCPServer", "127.0.0.1:0", NULL);
	run(s.where, &o, r);
	served_stop(&s);
	json_array_foreach(s.events, at, event)
	{
		const char *peer = json_string_value(json_object_get(event, "peer"));
		for (size_t i = 1; peer && i < 4; i++) {
			char own[] = "127.1.0.N:";
			own[8] = (char)('0' + i);
			seen[i] += strncmp(peer, own, strlen(own)) == 0;
		}
	}
	assert_true(seen[1] > 0 && seen[2] > 0 && seen[3] > 0);
	assert_int_equal(seen[1] + seen[2] + seen[3], 60);
	served_free(&s);
	free(r);
}

static void test_persistent_connections(void **state)
{
	(void)state;
	load_and_compare("ThreadingTCPServer", "127.0.0.1:0", "",
	    (struct load_options){
		.clients = 7, .size = 200000, .requests = 200, .persistent = true},
	    7);
}

static void test_unix_streams(void **state)
{
	(void)state;
	load_and_compare("ForkingUnixStreamServer", "unix:", "",
	    (struct load_options){.clients = 20, .size = 64, .requests = 300}, 300);
}

static void test_datagrams(void **state)
{
	(void)state;
	load_and_compare("ThreadingUDPServer", "127.0.0.1:0",
	    "udp:", (struct load_options){.clients = 4, .size = 1000, .requests = 500}, 500);
}

/* Many at once: each child has to answer the datagram that it was made for. */
static void test_datagrams_of_many_clients_are_not_mixed_up(void **state)
{
	(void)state;
	load_and_compare("ForkingUDPServer", "127.0.0.1:0",
	    "udp:", (struct load_options){.clients = 16, .size = 1000, .requests = 2000}, 2000);
}

static void test_unix_datagrams(void **state)
{
	(void)state;
	load_and_compare("UnixDatagramServer", "unix:", "unix-dgram:",
	    (struct load_options){.clients = 4, .size = 60000, .requests = 100}, 100);
}

static void test_answers_that_differ_are_told(void **state)
{
	(void)state;
	static const char *const upper[] = {"--handler", "Reply(b'no')", NULL};
	struct load_options o = {.clients = 2, .size = 2, .requests = 10};
	struct load_result *r = calloc(1, sizeof *r);
	struct served s;
	served_start(&s, "ThreadingTCPServer", "127.0.0.1:0", upper);
	run(s.where, &o, r);
	assert_true(r->wrong > 0);
	assert_int_equal(r->wrong + r->requests, 10);
	served_stop(&s);
	served_free(&s);
	free(r);
}

/* An address of that model where nobody serves any more. */
static void leave_address(const char *model, const char *address, char *where, size_t size)
{
	struct served s;
	served_start(&s, model, address, NULL);
	snprintf(where, size, "%s", s.where);
	served_stop(&s);
	served_free(&s);
}

/* It ends at once, though it was to last for a minute, or for many requests. */
static void expect_nobody(const char *where, int errnum, uint64_t requests)
{
	struct load_options o = {
	    .clients = 8, .size = 2, .requests = requests, .duration_ns = 60 * NS_PER_S};
	struct load_result *r = calloc(1, sizeof *r);
	run(where, &o, r);
	assert_int_equal(r->requests, 0);
	assert_int_equal(r->first_error, errnum);
	assert_in_range(r->errors, 1, 8);
	assert_true(r->elapsed_ns < 10 * NS_PER_S);
	free(r);
}

static void test_nobody_there_ends_it_at_once(void **state)
{
	(void)state;
	char where[600], udp[620], unix_dgram[620];
	leave_address("TCPServer", "127.0.0.1:0", where, sizeof where);
	expect_nobody(where, ECONNREFUSED, 0);
	expect_nobody(where, ECONNREFUSED, 1000000);
	leave_address("UDPServer", "127.0.0.1:0", where, sizeof where);
	snprintf(udp, sizeof udp, "udp:%s", where);
	expect_nobody(udp, ECONNREFUSED, 0);
	leave_address("UnixDatagramServer", "unix:", where, sizeof where);
	expect_nobody(where, ENOENT, 0);
	snprintf(unix_dgram, sizeof unix_dgram, "unix-dgram:%s", where + strlen("unix:"));
	expect_nobody(unix_dgram, ENOENT, 0);
}

/* Each failure is a request of those that were asked for: so it ends, however late they leave. */
static enum load_wish stop_server(void *ctx, const struct load_result *so_far, int64_t elapsed)
{
	struct served *s = ctx;
	(void)elapsed;
	if (so_far->requests > 0 && s->pid)
		served_stop(s);
	return LOAD_GO_ON;
}

static void test_a_server_that_leaves_does_not_hang_it(void **state)
{
	(void)state;
	struct served s;
	struct load_options o = {
	    .clients = 4, .size = 2, .requests = 40, .tick = stop_server, .ctx = &s};
	struct load_result *r = calloc(1, sizeof *r);
	served_start(&s, "ThreadingUnixStreamServer",
	    "unix:", (const char *const[]){"--handler", "Delay(0.02)", NULL});
	run(s.where, &o, r);
	assert_true(r->requests > 0 && r->errors > 0);
	assert_int_equal(r->requests + r->errors, 40);
	served_free(&s);
	free(r);
}

static enum load_wish abandon(void *ctx, const struct load_result *so_far, int64_t elapsed)
{
	int64_t *first = ctx;
	if (so_far->bytes_sent == 0)
		return LOAD_GO_ON;
	if (*first == 0)
		*first = elapsed;
	return LOAD_ABANDON;
}

/* Datagrams that nobody answers: each would be waited for. */
static void test_an_abandoned_load_waits_for_no_answer(void **state)
{
	(void)state;
	struct served s;
	char where[620];
	int64_t abandoned_ns = 0;
	struct load_options o = {.clients = 4,
	    .size = 2,
	    .duration_ns = 60 * NS_PER_S,
	    .timeout_ns = 60 * NS_PER_S,
	    .tick = abandon,
	    .ctx = &abandoned_ns};
	struct load_result *r = calloc(1, sizeof *r);
	served_start(
	    &s, "UDPServer", "127.0.0.1:0", (const char *const[]){"--handler", "Discard", NULL});
	snprintf(where, sizeof where, "udp:%s", s.where);
	run(where, &o, r);
	assert_int_equal(r->requests + r->errors + r->timeouts, 0);
	assert_true(
	    r->elapsed_ns - abandoned_ns < 900 * NS_PER_MS); /* else it waits for a second */
	served_stop(&s);
	served_free(&s);
	free(r);
}

/* Half of the answer, and the end in the same segment. */
static void *answer_half(void *arg)
{
	char data[64];
	int on = 1, fd = accept(*(int *)arg, NULL, NULL);
	assert_int_equal(recv(fd, data, sizeof data, MSG_WAITALL), sizeof data);
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on), 0);
	assert_int_equal(send(fd, data, sizeof data / 2, 0), sizeof data / 2);
	close(fd);
	return NULL;
}

static void test_the_end_right_after_data_is_seen(void **state)
{
	(void)state;
	struct load_options o = {.socktype = SOCK_STREAM,
	    .clients = 1,
	    .size = 64,
	    .requests = 1,
	    .timeout_ns = 2 * NS_PER_S};
	struct load_result *r = calloc(1, sizeof *r);
	pthread_t server;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	o.address.in =
	    (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	o.address.len = sizeof o.address.in;
	assert_int_equal(bind(fd, &o.address.sa, o.address.len), 0);
	assert_int_equal(getsockname(fd, &o.address.sa, &o.address.len), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(pthread_create(&server, NULL, answer_half, &fd), 0);
	assert_int_equal(load_run(&o, r), 0);
	pthread_join(server, NULL);
	close(fd);
	assert_int_equal(r->bytes_received, 32);
	assert_int_equal(r->errors, 1);
	assert_int_equal(r->timeouts, 0);
	free(r);
}

/* Against a server that never answers. */
static void load_in_vain(struct load_options o, struct load_result *r)
{
	struct served s;
	served_start(&s, "ThreadingTCPServer", "127.0.0.1:0",
	    (const char *const[]){"--handler", "Discard", NULL});
	run(s.where, &o, r);
	served_stop(&s);
	served_free(&s);
}

static void test_what_is_not_answered_by_the_end_is_counted(void **state)
{
	(void)state;
	struct load_result *r = calloc(1, sizeof *r);
	load_in_vain(
	    (struct load_options){
		.clients = 3, .size = 8, .duration_ns = NS_PER_MS, .timeout_ns = 1200 * NS_PER_MS},
	    r);
	assert_int_equal(r->timeouts, 3);
	free(r);
}

static enum load_wish finish(void *ctx, const struct load_result *so_far, int64_t elapsed)
{
	(void)ctx;
	(void)elapsed;
	return so_far->bytes_sent ? LOAD_FINISH : LOAD_GO_ON;
}

static void test_one_told_to_finish_does_not_wait_for_timeouts(void **state)
{
	(void)state;
	struct load_result *r = calloc(1, sizeof *r);
	load_in_vain((struct load_options){.clients = 3,
			 .size = 8,
			 .duration_ns = 60 * NS_PER_S,
			 .timeout_ns = 60 * NS_PER_S,
			 .tick = finish},
	    r);
	assert_int_equal(r->timeouts, 0);
	assert_true(r->elapsed_ns < 50 * NS_PER_S);
	free(r);
}

static void test_wrong_options_run_nothing(void **state)
{
	(void)state;
	struct load_result *r = calloc(1, sizeof *r);
	struct load_options o = {.socktype = SOCK_STREAM, .clients = 0, .size = 1, .requests = 1};
	assert_int_equal(load_run(&o, r), -EINVAL);
	o = (struct load_options){
	    .socktype = SOCK_DGRAM, .clients = 1, .size = 65508, .requests = 1};
	assert_int_equal(load_run(&o, r), -EINVAL);
	o = (struct load_options){.socktype = SOCK_STREAM, .clients = 1, .size = 1};
	assert_int_equal(load_run(&o, r), -EINVAL);
	free(r);
}

static void test_without_descriptors_it_closes_none_of_others(void **state)
{
	(void)state;
	struct rlimit lim;
	struct load_options o = {.socktype = SOCK_STREAM, .clients = 4, .size = 2, .requests = 1};
	struct load_result *r = calloc(1, sizeof *r);
	int mine = open("/dev/null", O_RDONLY | O_CLOEXEC), free_fd = dup(mine);
	assert_true(mine >= 0 && free_fd >= 0 && dup2(mine, STDIN_FILENO) == STDIN_FILENO);
	close(free_fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &lim), 0);
	assert_int_equal(
	    setrlimit(RLIMIT_NOFILE, &(struct rlimit){(rlim_t)free_fd, lim.rlim_max}), 0);
	assert_int_equal(load_run(&o, r), -EMFILE);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &lim), 0);
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
	close(mine);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_histogram_is_right_to_two_percent),
	    cmocka_unit_test(test_percentiles_of_a_known_series),
	    cmocka_unit_test(test_buckets_follow_each_other),
	    cmocka_unit_test(test_a_connection_for_each_request),
	    cmocka_unit_test(test_clients_on_loopback_have_addresses_of_their_own),
	    cmocka_unit_test(test_persistent_connections),
	    cmocka_unit_test(test_unix_streams),
	    cmocka_unit_test(test_datagrams),
	    cmocka_unit_test(test_datagrams_of_many_clients_are_not_mixed_up),
	    cmocka_unit_test(test_unix_datagrams),
	    cmocka_unit_test(test_answers_that_differ_are_told),
	    cmocka_unit_test(test_nobody_there_ends_it_at_once),
	    cmocka_unit_test(test_a_server_that_leaves_does_not_hang_it),
	    cmocka_unit_test(test_an_abandoned_load_waits_for_no_answer),
	    cmocka_unit_test(test_the_end_right_after_data_is_seen),
	    cmocka_unit_test(test_what_is_not_answered_by_the_end_is_counted),
	    cmocka_unit_test(test_one_told_to_finish_does_not_wait_for_timeouts),
	    cmocka_unit_test(test_wrong_options_run_nothing),
	    cmocka_unit_test(test_without_descriptors_it_closes_none_of_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
