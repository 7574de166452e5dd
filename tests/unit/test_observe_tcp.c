/*
 * What the kernel tells of a TCP socket: the table of TCP_INFO, also of shorter ones; errors that
 * wait; one connection by its addresses, on to TIME_WAIT.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/observe/diag.h"
#include "core/observe/observe.h"
#include "core/observe/tcp.h"
#include "core/observe/tcp_fields.h"
#include "core/observe/tcp_one.h"
#include "tests/term/network.h"

/* ---- a connection ---- */

struct connection {
	int listener, client, server;
};

static int bound_socket(struct sockaddr_in *a)
{
	socklen_t len = sizeof *a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	*a = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(bind(fd, (struct sockaddr *)a, sizeof *a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)a, &len), 0);
	return fd;
}

static struct connection connected(void)
{
	struct sockaddr_in a;
	struct connection c = {.listener = bound_socket(&a)};
	assert_int_equal(listen(c.listener, 5), 0);
	c.client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(c.client, (struct sockaddr *)&a, sizeof a), 0);
	c.server = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	assert_true(c.server >= 0);
	return c;
}

/* ---- the table ---- */

static const struct tcp_field *field(const char *name)
{
	for (size_t i = 0; i < tcp_field_count; i++)
		if (strcmp(tcp_fields[i].name, name) == 0)
			return &tcp_fields[i];
	fail_msg("no field %s", name);
	return NULL;
}

static void every_field_is_inside_the_struct_and_has_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < tcp_field_count; i++) {
		const struct tcp_field *f = &tcp_fields[i];
		assert_true(f->offset + (size_t)f->size <= sizeof(struct tcp_info));
		assert_true(f->size == 1 || f->size == 4 || f->size == 8);
		assert_true(f->help && strlen(f->help) > 4 && strlen(f->help) < 72);
		assert_true(f->bits == 0 || f->shift + f->bits <= 8);
	}
}

static void numbers_of_a_connection_are_read(void **state)
{
	(void)state;
	struct connection c = connected();
	struct tcp_raw raw;
	uint64_t value;
	char text[64];
	assert_int_equal(send(c.client, "hello", 5, 0), 5);
	assert_int_equal(tcp_raw_ask(c.client, &raw), 0);
	assert_true(tcp_field_get(field("state"), &raw, &value));
	assert_string_equal(
	    tcp_field_text(field("state"), value, text, sizeof text), "ESTABLISHED");
	assert_true(tcp_field_get(field("bytes_sent"), &raw, &value));
	assert_string_equal(tcp_field_text(field("bytes_sent"), value, text, sizeof text), "5 B");
	assert_true(tcp_field_get(field("rtt"), &raw, &value));
	assert_int_equal(value, raw.info.tcpi_rtt);
	assert_true(tcp_field_get(field("snd_wscale"), &raw, &value));
	assert_int_equal(value, raw.info.tcpi_snd_wscale);
	assert_true(tcp_field_get(field("rcv_wscale"), &raw, &value));
	assert_int_equal(value, raw.info.tcpi_rcv_wscale);
	close(c.client);
	close(c.server);
	close(c.listener);
	assert_true(tcp_raw_ask(c.client, &raw) < 0);
}

static void a_shorter_struct_lacks_what_it_lacks(void **state)
{
	(void)state;
	struct tcp_raw old = {.len = offsetof(struct tcp_info, tcpi_pacing_rate)};
	uint64_t value;
	assert_true(tcp_field_get(field("total_retrans"), &old, &value));
	assert_false(tcp_field_get(field("pacing_rate"), &old, &value));
	assert_false(tcp_field_get(field("snd_wnd"), &old, &value));
}

static void units_stand_behind_the_numbers(void **state)
{
	(void)state;
	char text[64];
	assert_string_equal(tcp_field_text(field("rto"), 204000, text, sizeof text), "204.000 ms");
	assert_string_equal(
	    tcp_field_text(field("options"), 7, text, sizeof text), "timestamps sack wscale");
	assert_string_equal(tcp_field_text(field("options"), 0, text, sizeof text), "none");
	assert_string_equal(
	    tcp_field_text(field("max_pacing_rate"), UINT64_MAX, text, sizeof text), "no limit");
	assert_string_equal(
	    tcp_field_text(field("snd_ssthresh"), INT32_MAX, text, sizeof text), "no limit");
	assert_string_equal(tcp_field_text(field("ca_state"), 99, text, sizeof text), "?");
}

/* ---- what waits to be told ---- */

static void an_error_is_seen_without_being_taken(void **state)
{
	(void)state;
	struct connection c = connected();
	struct socket_facts facts;
	assert_int_equal(observe_socket(c.client, &facts), 0);
	assert_false(facts.error);
	assert_int_equal(facts.tcp_state, TCP_STATE_ESTABLISHED);
	assert_int_equal(send(c.client, "unread", 6, 0), 6);
	close(c.server);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(observe_socket(c.client, &facts), 0);
		assert_true(facts.error && facts.reset);
		assert_int_equal(facts.tcp_state, TCP_STATE_CLOSE);
	}
	char byte;
	assert_int_equal(recv(c.client, &byte, 1, 0), -1); /* it was still there to be taken */
	assert_int_equal(observe_socket(c.client, &facts), 0);
	assert_false(facts.error);
	close(c.client);
	close(c.listener);
}

/* ---- one connection by its addresses ---- */

static void a_connection_is_followed_to_time_wait(void **state)
{
	(void)state;
	struct connection c = connected();
	struct address local, peer;
	struct tcp_one one;
	assert_int_equal(tcp_one_addresses(c.client, &local, &peer), 0);
	assert_int_equal(tcp_one_ask(&local, &peer, &one), 0);
	assert_int_equal(one.state, DIAG_ESTABLISHED);
	assert_true(one.inode != 0);
	close(c.client);
	close(c.server);
	do /* the last FIN may be on its way */
		assert_int_equal(tcp_one_ask(&local, &peer, &one), 0);
	while (one.state != DIAG_TIME_WAIT);
	assert_in_range(one.expires_ms, 50000, 61000);
	assert_int_equal(one.inode, 0);
	/* The other end is gone; the listener that still has its address is not taken for it. */
	assert_true(tcp_one_ask(&peer, &local, &one) < 0);
	close(c.listener);
}

static void only_inet_has_such_addresses(void **state)
{
	(void)state;
	struct address a = {.len = sizeof(struct sockaddr_un), .un.sun_family = AF_UNIX};
	struct tcp_one one;
	assert_true(tcp_one_ask(&a, &a, &one) < 0);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct address local, peer;
	assert_true(tcp_one_addresses(fd, &local, &peer) < 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_field_is_inside_the_struct_and_has_help),
	    cmocka_unit_test(numbers_of_a_connection_are_read),
	    cmocka_unit_test(a_shorter_struct_lacks_what_it_lacks),
	    cmocka_unit_test(units_stand_behind_the_numbers),
	    cmocka_unit_test(an_error_is_seen_without_being_taken),
	    cmocka_unit_test(a_connection_is_followed_to_time_wait),
	    cmocka_unit_test(only_inet_has_such_addresses),
	};
	/* The machine's table of TIME_WAIT may be full of others' connections. */
	network_leave();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
