/* diag: what the kernel answers becomes rows, whatever its version; what is no answer does not. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <linux/unix_diag.h>
#include <libmnl/libmnl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/observe/diag_compare.h"
#include "core/observe/diag_parse.h"
#include "core/observe/diag_text.h"
#include "core/observe/sampler.h"

#define SEQ 7

/* ---- messages made by hand ---- */

static _Alignas(8) char buffer[4096];

static struct nlmsghdr *message(uint16_t type)
{
	memset(buffer, 0, sizeof buffer);
	struct nlmsghdr *m = mnl_nlmsg_put_header(buffer);
	m->nlmsg_type = type;
	m->nlmsg_seq = SEQ;
	return m;
}

static struct nlmsghdr *inet_message(uint8_t state)
{
	struct nlmsghdr *m = message(SOCK_DIAG_BY_FAMILY);
	struct inet_diag_msg *msg = mnl_nlmsg_put_extra_header(m, sizeof *msg);
	msg->idiag_family = AF_INET;
	msg->idiag_state = state;
	msg->id.idiag_sport = htons(9000);
	msg->id.idiag_src[0] = htonl(INADDR_LOOPBACK);
	msg->id.idiag_cookie[0] = 5;
	msg->id.idiag_cookie[1] = 1;
	msg->idiag_rqueue = 3;
	msg->idiag_wqueue = 128;
	msg->idiag_inode = 4711;
	return m;
}

static struct diag_snapshot *parsed(const struct nlmsghdr *m, enum diag_proto proto, int expected)
{
	struct diag_snapshot *s = diag_snapshot_new();
	assert_int_equal(diag_parse(s, proto, SEQ, m, m->nlmsg_len), expected);
	return s;
}

static void test_a_listener_has_a_queue_and_a_backlog(void **state)
{
	(void)state;
	char text[DIAG_TEXT_MAX];
	struct diag_snapshot *s = parsed(inet_message(DIAG_LISTEN), DIAG_TCP, 0);
	assert_int_equal(s->count, 1);
	const struct diag_row *row = s->rows;
	assert_int_equal(row->accept_queue, 3);
	assert_int_equal(row->backlog, 128);
	assert_int_equal(row->recv_queue, 0);
	assert_int_equal(row->cookie, (UINT64_C(1) << 32) + 5);
	assert_int_equal(row->inode, 4711);
	assert_string_equal(diag_state_name(row), "LISTEN");
	assert_string_equal(diag_local_text(s, row, text), "127.0.0.1:9000");
	assert_string_equal(diag_remote_text(row, text), "");
	diag_snapshot_unref(s);
}

static void test_tcp_info_of_any_length_is_taken(void **state)
{
	static const size_t lengths[] = {0, 1, offsetof(struct tcp_info, tcpi_rttvar),
	    sizeof(struct tcp_info), sizeof(struct tcp_info) + 100};
	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct tcp_info info[2] = {{.tcpi_rtt = 1500, .tcpi_bytes_received = 77}};
		struct nlmsghdr *m = inet_message(DIAG_ESTABLISHED);
		mnl_attr_put(m, INET_DIAG_INFO, lengths[i], info);
		struct diag_snapshot *s = parsed(m, DIAG_TCP, 0);
		assert_true(s->rows[0].has_tcp);
		assert_int_equal(s->rows[0].rtt_us, i >= 2 ? 1500 : 0);
		assert_int_equal(s->rows[0].bytes_received, i >= 3 ? 77 : 0);
		assert_int_equal(s->rows[0].recv_queue, 3);
		diag_snapshot_unref(s);
	}
}

static void test_answers_to_another_question_are_passed_over(void **state)
{
	(void)state;
	struct nlmsghdr *m = inet_message(DIAG_LISTEN);
	m->nlmsg_seq = SEQ - 1;
	struct diag_snapshot *s = parsed(m, DIAG_TCP, 0);
	assert_int_equal(s->count, 0);
	diag_snapshot_unref(s);
}

static void test_the_end_says_what_became_of_the_dump(void **state)
{
	static const struct {
		uint16_t type, flags;
		int error, expected;
	} cases[] = {
	    {NLMSG_DONE, 0, 0, 1},
	    {NLMSG_DONE, 0, -ENOENT, -ENOENT},
	    {NLMSG_DONE, NLM_F_DUMP_INTR, 0, -EINTR},
	    {NLMSG_ERROR, 0, -EPERM, -EPERM},
	    {NLMSG_ERROR, 0, 0, -EBADMSG},
	    {NLMSG_ERROR, 0, INT32_MIN, -EBADMSG},
	    {NLMSG_OVERRUN, 0, 0, -ENOBUFS},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct nlmsghdr *m = message(cases[i].type);
		m->nlmsg_flags = cases[i].flags;
		int *error = mnl_nlmsg_put_extra_header(m, sizeof *error);
		*error = cases[i].error;
		diag_snapshot_unref(parsed(m, DIAG_TCP, cases[i].expected));
	}
}

static void test_unix_names_come_with_their_zeros(void **state)
{
	static const struct {
		const char *name;
		size_t len;
		const char *text;
	} cases[] = {
	    {"/tmp/x", 7, "unix:/tmp/x"},
	    {"\0a\0b", 4, "unix:@a\\x00b"},
	    {"/a\x1b[31m", 8, "unix:/a\\x1b[31m"},
	    {"", 0, "unix:[12]"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[DIAG_TEXT_MAX];
		struct nlmsghdr *m = message(SOCK_DIAG_BY_FAMILY);
		struct unix_diag_msg *msg = mnl_nlmsg_put_extra_header(m, sizeof *msg);
		msg->udiag_family = AF_UNIX;
		msg->udiag_ino = 12;
		if (cases[i].len)
			mnl_attr_put(m, UNIX_DIAG_NAME, cases[i].len, cases[i].name);
		mnl_attr_put_u32(m, UNIX_DIAG_PEER, 13);
		struct diag_snapshot *s = parsed(m, DIAG_UNIX, 0);
		assert_string_equal(diag_local_text(s, s->rows, text), cases[i].text);
		assert_string_equal(diag_remote_text(s->rows, text), "unix:[13]");
		diag_snapshot_unref(s);
	}
}

/* Each whole message cut after each of its bytes, in memory that ends there. */
static void test_cut_messages_are_not_read_past(void **state)
{
	(void)state;
	struct tcp_info info = {.tcpi_rtt = 1};
	for (enum diag_proto proto = 0; proto < DIAG_PROTO_COUNT; proto++) {
		struct nlmsghdr *m = inet_message(DIAG_ESTABLISHED);
		mnl_attr_put(m, INET_DIAG_INFO, sizeof info, &info);
		for (uint32_t len = 0, whole = m->nlmsg_len; len <= whole; len++) {
			char *exact = malloc(len ? len : 1);
			struct diag_snapshot *s = diag_snapshot_new();
			if (len >= sizeof *m)
				m->nlmsg_len = len;
			memcpy(exact, m, len);
			diag_parse(s, proto, SEQ, exact, len);
			diag_snapshot_unref(s);
			free(exact);
		}
	}
}

/* As an int it would be negative, and aligned it would be 0: a step that never ends. */
static void test_a_length_past_all_measure_ends_the_buffer(void **state)
{
	(void)state;
	static const uint32_t lengths[] = {0, 15, INT32_MAX, UINT32_C(0x80000000), UINT32_MAX};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct nlmsghdr *m = inet_message(DIAG_LISTEN);
		struct diag_snapshot *s = diag_snapshot_new();
		uint32_t whole = m->nlmsg_len;
		m->nlmsg_len = lengths[i];
		assert_int_equal(diag_parse(s, DIAG_TCP, SEQ, m, whole), 0);
		assert_int_equal(s->count, 0);
		diag_snapshot_unref(s);
	}
}

/* ---- /proc/net ---- */

static const char raw[] =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode ref pointer drops\n"
    "    1: 0100007F:0001 00000000:0000 07 00000000:00000300 00:00000000 00000000  1000        0 "
    "36865 2 00000000f 0\n"
    "nonsense\n"
    "    2: 0100007F:00F1 00000000:0000 07 00000000:0000\n"
    "    3: ZZ00007F:0001 00000000:0000 07 00000000:00000300 00:00000000 00000000 0 0 1 2 0 0";

static void test_the_file_of_raw_sockets_is_read(void **state)
{
	(void)state;
	char text[DIAG_TEXT_MAX];
	struct diag_snapshot *s = diag_snapshot_new();
	assert_int_equal(diag_parse_proc(s, DIAG_RAW, AF_INET, raw, sizeof raw - 1), 0);
	assert_int_equal(s->count, 1);
	const struct diag_row *row = s->rows;
	assert_int_equal(row->inode, 36865);
	assert_int_equal(row->uid, 1000);
	assert_int_equal(row->recv_queue, 0x300);
	assert_string_equal(diag_service_name(row, text), "ICMP");
	assert_string_equal(diag_local_text(s, row, text), "127.0.0.1:1");
	diag_snapshot_unref(s);
}

/* ---- one after the other ---- */

static struct diag_row *add(struct diag_snapshot *s, uint64_t cookie, uint64_t received)
{
	struct diag_row *row = diag_snapshot_add(s);
	row->cookie = cookie;
	row->state = DIAG_ESTABLISHED;
	row->has_tcp = true;
	row->bytes_received = received;
	return row;
}

static struct diag_snapshot *at_second(int64_t s)
{
	struct diag_snapshot *snapshot = diag_snapshot_new();
	snapshot->mono_ns = s * NS_PER_S;
	return snapshot;
}

static void test_rates_are_differences_also_where_a_counter_wraps(void **state)
{
	(void)state;
	struct diag_snapshot *before = at_second(10), *now = at_second(12);
	add(before, 1, 1000);
	add(before, 2, UINT64_MAX - 9);
	add(now, 1, 5000);
	add(now, 2, 990);
	assert_int_equal(diag_compare(now, before, NS_PER_S), 0);
	assert_int_equal(now->rows[0].rate_in, 2000);
	assert_int_equal(now->rows[1].rate_in, 500);
	diag_snapshot_unref(before);
	diag_snapshot_unref(now);
}

static void test_new_changed_and_closed_rows_are_marked(void **state)
{
	(void)state;
	struct diag_snapshot *before = at_second(10), *now = at_second(11);
	add(before, 1, 0);
	add(before, 2, 0);
	struct diag_row *gone = add(before, 3, 0);
	diag_snapshot_name(before, gone, "/x", 2);
	add(now, 1, 0);
	add(now, 2, 0)->state = DIAG_CLOSE_WAIT;
	add(now, 4, 0);
	assert_int_equal(diag_compare(now, before, 3 * NS_PER_S), 0);
	assert_int_equal(now->count, 4);
	assert_int_equal(now->rows[0].mark, DIAG_SAME);
	assert_int_equal(now->rows[1].mark, DIAG_CHANGED);
	assert_int_equal(now->rows[2].mark, DIAG_NEW);
	assert_int_equal(now->rows[3].mark, DIAG_CLOSED);
	assert_memory_equal(now->text.data + now->rows[3].name, "/x", 2);
	diag_snapshot_unref(before);

	/* They stay so for a moment, then no more. */
	struct diag_snapshot *later = at_second(13), *last = at_second(14);
	add(later, 1, 0);
	add(later, 2, 0)->state = DIAG_CLOSE_WAIT;
	add(later, 4, 0);
	assert_int_equal(diag_compare(later, now, 3 * NS_PER_S), 0);
	assert_int_equal(later->count, 4);
	assert_int_equal(later->rows[2].mark, DIAG_NEW);
	add(last, 1, 0);
	add(last, 2, 0)->state = DIAG_CLOSE_WAIT;
	add(last, 4, 0);
	assert_int_equal(diag_compare(last, later, 3 * NS_PER_S), 0);
	assert_int_equal(last->count, 3);
	assert_int_equal(last->rows[1].mark, DIAG_SAME);
	assert_int_equal(last->rows[2].mark, DIAG_SAME);
	diag_snapshot_unref(now);
	diag_snapshot_unref(later);
	diag_snapshot_unref(last);
}

static void test_a_socket_listed_twice_stays_once(void **state)
{
	(void)state;
	struct diag_snapshot *s = at_second(1);
	add(s, 1, 5);
	add(s, 2, 6);
	add(s, 1, 7);
	add(s, 0, 8); /* these have no number, and cannot be told apart */
	add(s, 0, 9);
	assert_int_equal(diag_compare(s, NULL, 0), 0);
	assert_int_equal(s->count, 4);
	assert_int_equal(s->rows[0].bytes_received, 7);
	diag_snapshot_unref(s);
}

static void test_what_was_not_asked_for_is_neither_new_nor_closed(void **state)
{
	(void)state;
	struct diag_snapshot *with = at_second(1), *without = at_second(2), *again = at_second(3);
	with->time_wait = again->time_wait = true;
	add(with, 1, 0)->state = DIAG_TIME_WAIT;
	add(again, 1, 0)->state = DIAG_TIME_WAIT;
	assert_int_equal(diag_compare(without, with, NS_PER_S), 0);
	assert_int_equal(without->count, 0);
	assert_int_equal(diag_compare(again, without, NS_PER_S), 0);
	assert_int_equal(again->rows[0].mark, DIAG_SAME);
	diag_snapshot_unref(with);
	diag_snapshot_unref(without);
	diag_snapshot_unref(again);
}

/* ---- this machine ---- */

static uint16_t listen_somewhere(int *fd)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(*fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(*fd, 7), 0);
	assert_int_equal(getsockname(*fd, (struct sockaddr *)&a, &len), 0);
	return ntohs(a.sin_port);
}

static const struct diag_row *listener_on(const struct diag_snapshot *s, uint16_t port)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].local_port == port && s->rows[i].state == DIAG_LISTEN)
			return &s->rows[i];
	return NULL;
}

static void test_our_own_listener_is_in_the_snapshot(void **state)
{
	(void)state;
	int fd;
	uint16_t port = listen_somewhere(&fd);
	struct diag *d;
	struct diag_snapshot *s;
	assert_int_equal(diag_new(&d), 0);
	assert_int_equal(diag_take(d, &(struct diag_options){.protos = DIAG_ALL}, &s), 0);
	const struct diag_row *row = listener_on(s, port);
	assert_non_null(row);
	assert_int_equal(row->backlog, 7);
	assert_int_equal(s->missing & (DIAG_BIT(DIAG_TCP) | DIAG_BIT(DIAG_RAW)), 0);
	diag_snapshot_unref(s);
	diag_free(d);
	close(fd);
}

static void wait_for(const struct sampler *s)
{
	struct pollfd p = {.fd = sampler_fd(s), .events = POLLIN};
	assert_int_equal(poll(&p, 1, 20000), 1);
}

/* The next result that answers this query. */
static struct sample *answer(struct sampler *s, uint64_t asked)
{
	for (;;) {
		wait_for(s);
		struct sample *now = sampler_take(s);
		if (now && now->asked == asked)
			return now;
		sample_free(now);
	}
}

static void test_a_sampler_sees_a_socket_come_and_go(void **state)
{
	(void)state;
	struct sampler *s;
	struct filter *f;
	struct filter_error e;
	int fd;
	uint16_t port = listen_somewhere(&fd);
	char text[32];
	snprintf(text, sizeof text, "port:%u", port);
	assert_int_equal(filter_new(text, &f, &e), 0);
	struct sampling_query query = {
	    .interval_ns = 10 * NS_PER_MS, .keep_ns = NS_PER_S, .protos = DIAG_ALL};
	assert_int_equal(sampler_new(&s), 0);
	uint64_t asked = sampler_ask(s, &query, f);
	struct sample *now = answer(s, asked);
	assert_int_equal(now->count, 1);
	while (now->snapshot->rows[now->order[0]].owner == DIAG_OWNER_PENDING) {
		sample_free(now);
		now = answer(s, asked);
	}
	assert_int_equal(now->snapshot->rows[now->order[0]].pid, getpid());
	close(fd);
	while (now->snapshot->rows[now->order[0]].mark != DIAG_CLOSED) {
		sample_free(now);
		now = answer(s, asked);
		assert_int_equal(now->count, 1);
	}
	while (now->count) {
		sample_free(now);
		now = answer(s, asked);
	}
	sample_free(now);
	sampler_free(s);
}

/* Frozen, it answers from the last snapshot; nothing is looked at anew. */
static void test_a_frozen_sampler_sorts_but_does_not_look(void **state)
{
	(void)state;
	struct sampler *s;
	struct sampling_query query = {.interval_ns = NS_PER_S, .protos = DIAG_ALL};
	assert_int_equal(sampler_new(&s), 0);
	struct sample *first = answer(s, sampler_ask(s, &query, NULL));
	query.interval_ns = 0;
	query.sort = diag_field_find("local", 5);
	struct sample *second = answer(s, sampler_ask(s, &query, NULL));
	assert_ptr_equal(first->snapshot, second->snapshot);
	assert_int_equal(first->count, second->count);
	sample_free(first);
	sample_free(second);
	sampler_free(s);
}

static void test_a_sampler_rests_while_nobody_takes_its_results(void **state)
{
	(void)state;
	struct sampler *s;
	struct sampling_query query = {.interval_ns = NS_PER_MS, .protos = DIAG_BIT(DIAG_UDP)};
	assert_int_equal(sampler_new(&s), 0);
	sampler_ask(s, &query, NULL);
	wait_for(s);
	int64_t ready_ns = clock_mono_ns();
	while (clock_mono_ns() < ready_ns + 100 * NS_PER_MS)
		sched_yield();
	struct sample *now = sampler_take(s);
	assert_true(now->snapshot->mono_ns < ready_ns);
	sample_free(now);
	wait_for(s); /* and goes on once it was taken */
	now = sampler_take(s);
	assert_true(now->snapshot->mono_ns > ready_ns);
	sample_free(now);
	sampler_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_listener_has_a_queue_and_a_backlog),
	    cmocka_unit_test(test_tcp_info_of_any_length_is_taken),
	    cmocka_unit_test(test_answers_to_another_question_are_passed_over),
	    cmocka_unit_test(test_the_end_says_what_became_of_the_dump),
	    cmocka_unit_test(test_unix_names_come_with_their_zeros),
	    cmocka_unit_test(test_cut_messages_are_not_read_past),
	    cmocka_unit_test(test_a_length_past_all_measure_ends_the_buffer),
	    cmocka_unit_test(test_the_file_of_raw_sockets_is_read),
	    cmocka_unit_test(test_rates_are_differences_also_where_a_counter_wraps),
	    cmocka_unit_test(test_new_changed_and_closed_rows_are_marked),
	    cmocka_unit_test(test_a_socket_listed_twice_stays_once),
	    cmocka_unit_test(test_what_was_not_asked_for_is_neither_new_nor_closed),
	    cmocka_unit_test(test_our_own_listener_is_in_the_snapshot),
	    cmocka_unit_test(test_a_sampler_sees_a_socket_come_and_go),
	    cmocka_unit_test(test_a_frozen_sampler_sorts_but_does_not_look),
	    cmocka_unit_test(test_a_sampler_rests_while_nobody_takes_its_results),
	};
	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
