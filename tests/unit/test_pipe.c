/* One direction of a proxy: what comes out is what went in, and what is held is bounded. */
#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/server/handlers/pipe.h"

#define MANY 100000

struct ends {
	int in[2], out[2]; /* write in[0]; read out[0] */
};

static void open_ends(struct ends *e)
{
	int kind = SOCK_STREAM | SOCK_CLOEXEC;
	assert_int_equal(socketpair(AF_UNIX, kind, 0, e->in), 0);
	assert_int_equal(socketpair(AF_UNIX, kind, 0, e->out), 0);
}

static void close_ends(const struct ends *e)
{
	for (int i = 0; i < 2; i++) {
		close(e->in[i]);
		close(e->out[i]);
	}
}

/* A byte at a time, as long as there is room; how many. */
static size_t fill_by_bytes(struct pipe *p, const struct ends *e)
{
	size_t n = 0;
	for (; n < MANY && pipe_has_room(p); n++) {
		char byte = (char)n;
		assert_int_equal(write(e->in[0], &byte, 1), 1);
		assert_int_equal(pipe_fill(p, e->in[1]), 1);
		assert_int_equal(*pipe_last(p), byte);
	}
	return n;
}

static void test_many_small_pieces_take_little_memory(void **state)
{
	(void)state;
	const struct pipe_rules rules = {.delay_ns = 1000 * NS_PER_S};
	struct pipe p;
	struct ends e;
	open_ends(&e);
	pipe_init(&p, &rules);
	size_t before = mallinfo2().uordblks, n = fill_by_bytes(&p, &e);
	assert_true(n > 1000 && n < MANY); /* they are still pieces, and there is an end to them */
	assert_true(mallinfo2().uordblks - before < 4 << 20);
	assert_int_equal(pipe_drain(&p, e.out[1]), 0); /* none is due */
	assert_true(pipe_due(&p) > clock_mono_ns());
	pipe_fini(&p);
	close_ends(&e);
}

static void test_what_comes_out_is_what_went_in(void **state)
{
	(void)state;
	const struct pipe_rules rules[] = {{0}, {.merge_ns = 1}, {.drop = 1000000}};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		char text[64] = "", got[64] = "";
		struct pipe p;
		struct ends e;
		open_ends(&e);
		pipe_init(&p, &rules[i]);
		for (char c = 'a'; c <= 'z'; c++) {
			assert_int_equal(write(e.in[0], &c, 1), 1);
			assert_int_equal(pipe_fill(&p, e.in[1]), 1);
			strncat(text, &c, 1);
		}
		assert_int_equal(pipe_fill(&p, e.in[1]), 0); /* nothing is there */
		assert_false(p.ended);
		assert_int_equal(shutdown(e.in[0], SHUT_WR), 0);
		assert_int_equal(pipe_fill(&p, e.in[1]), 0);
		assert_true(p.ended);
		while (!p.done)
			assert_true(pipe_drain(&p, e.out[1]) >= 0);
		assert_int_equal(recv(e.out[0], got, sizeof got, MSG_WAITALL), 26);
		assert_string_equal(got, text);
		assert_int_equal(p.passed, 26);
		assert_int_equal(p.held, 0);
		assert_int_equal(p.waiting, 0);
		pipe_fini(&p);
		close_ends(&e);
	}
}

static void test_every_second_piece_is_swallowed(void **state)
{
	(void)state;
	const struct pipe_rules rules = {.drop = 2};
	char got[8] = "";
	struct pipe p;
	struct ends e;
	open_ends(&e);
	pipe_init(&p, &rules);
	for (const char *c = "abcd"; *c; c++) {
		assert_int_equal(write(e.in[0], c, 1), 1);
		assert_int_equal(pipe_fill(&p, e.in[1]), 1);
		assert_int_equal(*pipe_last(&p), *c); /* shown all the same */
	}
	assert_int_equal(pipe_drain(&p, e.out[1]), 2);
	assert_int_equal(recv(e.out[0], got, sizeof got, 0), 2);
	assert_string_equal(got, "ac");
	pipe_fini(&p);
	close_ends(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_many_small_pieces_take_little_memory),
	    cmocka_unit_test(test_what_comes_out_is_what_went_in),
	    cmocka_unit_test(test_every_second_piece_is_swallowed),
	};
	return cmocka_run_group_tests_name("one direction of a proxy", tests, NULL, NULL);
}
