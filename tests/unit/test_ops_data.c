/* What came and went: counted to the byte, kept within bounds, marked as what it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ops_lines.h"

static int setup(void **state)
{
	struct lines *l = calloc(1, sizeof *l);
	if (!l)
		return -1;
	lines_init(l);
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	lines_fini(*state);
	free(*state);
	return 0;
}

static void check_entry(struct lines *l, const char *name, long i, enum data_kind kind,
    const char *data, size_t real_len, bool truncated)
{
	struct data_entry *all;
	uint64_t lost;
	long n = sock_data(lines_sock(l, name), &all, &lost);
	assert_true(i < n);
	assert_int_equal(all[i].kind, kind);
	assert_int_equal(all[i].len, strlen(data));
	assert_memory_equal(all[i].data, data, all[i].len);
	assert_int_equal(all[i].real_len, real_len);
	assert_int_equal(all[i].truncated, truncated);
	data_copy_free(all, n);
}

static void check_count(struct lines *l, const char *name, uint64_t in, uint64_t out)
{
	const struct sock *s = lines_sock(l, name);
	assert_int_equal(atomic_load(&s->bytes_in), in);
	assert_int_equal(atomic_load(&s->bytes_out), out);
}

static void boundaries_of_a_stream_are_kept_per_call(void **state)
{
	struct lines *l = *state;
	lines_do(l, "a, b = socket.socketpair(); a.send(b'ab'); a.sendall(b'cde'); b.recv(100)");
	check_entry(l, "a", 0, DATA_OUT, "ab", 2, false);
	check_entry(l, "a", 1, DATA_OUT, "cde", 3, false);
	check_entry(l, "b", 0, DATA_IN, "abcde", 5, false);
	check_count(l, "a", 0, 5);
	check_count(l, "b", 5, 0);
	lines_do(l, "a.close(); b.recv(10)");
	check_entry(l, "b", 1, DATA_EOF, "", 0, false);
	check_count(l, "b", 5, 0);
}

static void a_datagram_cut_short_is_marked(void **state)
{
	struct lines *l = *state;
	lines_do(l, "u = socket.socket(type=socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))\n"
		    "v = socket.socket(type=socket.SOCK_DGRAM)\n"
		    "v.sendto(b'0123456789', u.getsockname()); v.sendto(b'', u.getsockname())\n"
		    "v.sendto(b'abcdef', u.getsockname()); u.recvfrom(4); u.recvfrom(4)\n"
		    "u.recvmsg(3)");
	check_entry(l, "u", 0, DATA_IN, "0123", 10, true);
	check_entry(l, "u", 1, DATA_IN, "", 0, false); /* empty, and no end of file */
	check_entry(l, "u", 2, DATA_IN, "abc", 3, true);
	check_count(l, "u", 7, 0);
	check_count(l, "v", 0, 16);
}

static void what_fills_a_buffer_is_kept_as_well(void **state)
{
	struct lines *l = *state;
	lines_do(l, "u = socket.socket(type=socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))\n"
		    "at = u.getsockname(); buf = bytearray(b'wxyz'); part = memoryview(buf)[3:]\n"
		    "u.sendto(b'0123456789', at); u.sendto(bytearray(b''), at)\n"
		    "u.sendto(b'wxyz', at); u.sendto(b'abcdef', at); u.sendto(b'ghijkl', at)\n"
		    "u.recvfrom_into(buf); u.recv_into(buf); u.recv_into(buf, 0, socket.MSG_PEEK)\n"
		    "u.recv_into(buf, 4); u.recvmsg_into([part, buf]); u.recv_into(buf, 2)");
	check_entry(l, "u", 5, DATA_IN, "0123", 10, true);
	check_entry(l, "u", 6, DATA_IN, "", 0, false);
	check_entry(l, "u", 7, DATA_IN, "wxyz", 4, false);
	check_entry(l, "u", 8, DATA_IN, "abcde", 5, true);
	check_entry(l, "u", 9, DATA_IN, "gh", 6, true);
	check_count(l, "u", 15, 26);
	lines_do(l, "a, b = socket.socketpair(); a.close(); b.recv_into(buf)");
	check_entry(l, "b", 0, DATA_EOF, "", 0, false);
}

static void a_reset_is_marked(void **state)
{
	struct lines *l = *state;
	lines_do(l, "srv = socket.create_server(('127.0.0.1', 0))\n"
		    "cli = socket.create_connection(srv.getsockname()); conn, a = srv.accept()\n"
		    "cli.send(b'unread'); conn.close()");
	lines_say(l, "cli.recv(1)");
	check_entry(l, "cli", 1, DATA_RESET, "", 0, false);
}

static void looking_is_not_taking(void **state)
{
	struct lines *l = *state;
	lines_do(l, "a, b = socket.socketpair(); a.send(b'x'); b.recv(1, socket.MSG_PEEK)");
	check_count(l, "b", 0, 0);
	lines_do(l, "b.recv(1)");
	check_count(l, "b", 1, 0);
}

static void pieces_of_one_message_are_one(void **state)
{
	struct lines *l = *state;
	lines_do(l, "a, b = socket.socketpair(); a.sendmsg([b'ab', b'', b'cd'])");
	check_entry(l, "a", 0, DATA_OUT, "abcd", 4, false);
}

static void the_log_is_bounded(void **state)
{
	struct lines *l = *state;
	struct data_entry *all;
	uint64_t lost;
	size_t kept = 0;
	lines_do(l, "a, b = socket.socketpair(); a.setblocking(False)");
	for (int i = 0; i < 40; i++)
		lines_do(l, "a.send(b'x' * 5000); b.recv(5000)");
	check_count(l, "b", 200000, 0);
	long n = sock_data(lines_sock(l, "b"), &all, &lost);
	for (long i = 0; i < n; i++) {
		assert_int_equal(all[i].len, DATA_CALL_BYTES);
		assert_int_equal(all[i].real_len, 5000);
		kept += all[i].len;
	}
	assert_true(kept <= DATA_LOG_BYTES);
	assert_int_equal(kept + lost, 200000);
	data_copy_free(all, n);
}

static void the_book_lists_what_is_open(void **state)
{
	struct lines *l = *state;
	struct sock **open;
	lines_do(l, "a, b = socket.socketpair(); c = a.dup(); b.close()");
	long n = book_list(l->run.book, &open);
	assert_int_equal(n, 2);
	assert_true(open[0]->id < open[1]->id);
	for (long i = 0; i < n; i++)
		value_unref(&open[i]->base);
	free(open);
}

struct dropped {
	int count, fd;
};

static void count_dropped(void *ctx, int fd, const char *what, struct trace *trace)
{
	struct dropped *d = ctx;
	assert_string_equal(what, " closed: no name holds that socket any more");
	assert_int_equal(trace_count(trace), 1);
	assert_string_equal(trace_at(trace, 0)->name, "close");
	assert_int_equal(trace_at(trace, 0)->err, 0);
	trace_free(trace);
	d->count++;
	d->fd = fd;
}

static void the_last_name_closes(void **state)
{
	struct lines *l = *state;
	struct dropped d = {0};
	book_on_dropped(l->run.book, count_dropped, &d);
	lines_do(l, "s = socket.socket(); t = s; fd = s.fileno(); del s");
	assert_int_equal(d.count, 0);
	int fd = atomic_load(&lines_sock(l, "t")->fd);
	lines_do(l, "del t");
	assert_int_equal(d.count, 1);
	assert_int_equal(d.fd, fd);
	lines_do(l, "u = socket.socket(); u.close(); del u"); /* closed before: nothing to tell */
	assert_int_equal(d.count, 1);
	book_on_dropped(l->run.book, NULL, NULL);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(boundaries_of_a_stream_are_kept_per_call),
	    TEST(a_datagram_cut_short_is_marked),
	    TEST(what_fills_a_buffer_is_kept_as_well),
	    TEST(a_reset_is_marked),
	    TEST(looking_is_not_taking),
	    TEST(pieces_of_one_message_are_one),
	    TEST(the_log_is_bounded),
	    TEST(the_book_lists_what_is_open),
	    TEST(the_last_name_closes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
