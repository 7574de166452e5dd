/* The shared memory of a server: sums that never move, connections read whole, events in order. */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/server/shm.h"

static struct sockaddr_in peer_of(uint16_t port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static uint64_t begin(struct shm *shm, uint32_t slot, uint16_t port)
{
	struct sockaddr_in peer = peer_of(port);
	return shm_conn_begin(shm, slot, (struct sockaddr *)&peer, sizeof peer);
}

static int set_up(void **state)
{
	struct shm *shm = calloc(1, sizeof *shm);
	*state = shm;
	return shm && shm_new(shm) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	shm_fini(*state);
	free(*state);
	return 0;
}

static void test_totals_go_on_when_a_slot_is_used_again(void **state)
{
	struct shm *shm = *state;
	struct shm_totals t;
	for (uint16_t i = 1; i <= 3; i++) {
		begin(shm, 0, i);
		slot_add_in(shm_slot(shm, 0), 10);
		slot_add_out(shm_slot(shm, 0), 20);
		shm_conn_end(shm, 0, false);
	}
	shm_totals(shm, &t);
	assert_int_equal(t.bytes_in, 30);
	assert_int_equal(t.bytes_out, 60);
	assert_int_equal(t.requests, 3);
	assert_int_equal(t.live, 0);
	assert_int_equal(atomic_load(&shm->head->accepted), 3);
	assert_int_equal(atomic_load(&shm->head->closed), 3);
}

static void test_a_connection_shows_its_own_bytes_only(void **state)
{
	struct shm *shm = *state;
	struct conn_facts facts[4];
	begin(shm, 0, 1000);
	slot_add_in(shm_slot(shm, 0), 7);
	shm_conn_end(shm, 0, false);
	uint64_t id = begin(shm, 0, 2000);
	slot_add_in(shm_slot(shm, 0), 5);
	slot_add_out(shm_slot(shm, 0), 6);
	assert_int_equal(shm_conns(shm, facts, 4), 1);
	assert_int_equal(facts[0].id, id);
	assert_int_equal(facts[0].bytes_in, 5);
	assert_int_equal(facts[0].bytes_out, 6);
	assert_int_equal(facts[0].requests, 1);
	assert_string_equal(facts[0].peer, "127.0.0.1:2000");
}

static void test_more_connections_than_asked_for_are_counted(void **state)
{
	struct shm *shm = *state;
	struct conn_facts facts[2];
	for (uint32_t i = 0; i < 5; i++)
		begin(shm, i, (uint16_t)(i + 1));
	assert_int_equal(shm_conns(shm, facts, 2), 5);
}

static void test_events_come_in_order_with_their_words(void **state)
{
	struct shm *shm = *state;
	struct server_event e[8];
	uint64_t seq = 0;
	uint64_t id = begin(shm, 0, 4321);
	slot_add_in(shm_slot(shm, 0), 3);
	atomic_store(&shm_slot(shm, 0)->why, (uint32_t)WHY_EOF << 16);
	shm_conn_end(shm, 0, false);
	shm_event(shm, EVENT_CHILD_ENDED, id, 77, 9);
	assert_int_equal(shm_events(shm, &seq, e, 8), 3);
	assert_int_equal(seq, 3);
	assert_int_equal(e[0].kind, EVENT_ACCEPTED);
	assert_string_equal(e[0].text, "127.0.0.1:4321");
	assert_int_equal(e[1].kind, EVENT_CLOSED);
	assert_int_equal(e[1].bytes_in, 3);
	assert_string_equal(e[1].text, "closed by peer");
	assert_string_equal(e[2].text, "killed by SIGKILL");
	assert_int_equal(e[2].pid, 77);
	assert_int_equal(shm_events(shm, &seq, e, 8), 0);
}

static void test_events_that_a_slow_reader_missed_are_counted(void **state)
{
	struct shm *shm = *state;
	struct server_event e;
	uint64_t seq = 0;
	for (uint32_t i = 0; i < SHM_EVENTS + 100; i++)
		shm_event(shm, EVENT_ERROR, i + 1, 0, 1);
	assert_int_equal(shm_events(shm, &seq, &e, 1), 1);
	assert_int_equal(e.seq, 101);
	assert_int_equal(e.conn, 101);
	assert_int_equal(atomic_load(&shm->head->events_lost), 100);
}

/* A writer that was killed between taking its ticket and writing its event. */
static void test_an_event_that_was_never_finished_holds_nobody_up(void **state)
{
	struct shm *shm = *state;
	struct server_event e[4];
	uint64_t seq = 0;
	atomic_fetch_add(&shm->head->event_next, 1);
	shm_event(shm, EVENT_ERROR, 2, 0, 1);
	assert_int_equal(shm_events(shm, &seq, e, 4), 0);
	for (int i = 0; i < 100; i++)
		shm_event(shm, EVENT_ERROR, 3, 0, 1);
	assert_int_equal(shm_events(shm, &seq, e, 4), 4);
	assert_int_equal(e[0].conn, 2);
	assert_int_equal(atomic_load(&shm->head->events_lost), 1);
}

static void test_a_dead_server_has_no_connections(void **state)
{
	struct shm *shm = *state;
	struct shm_totals t;
	struct conn_facts facts;
	begin(shm, 0, 1);
	slot_add_in(shm_slot(shm, 0), 9);
	shm_died(shm);
	shm_totals(shm, &t);
	assert_int_equal(t.live, 0);
	assert_int_equal(t.bytes_in, 9);
	assert_int_equal(shm_conns(shm, &facts, 1), 0);
	assert_int_equal(atomic_load(&shm->head->inexact), 1);
}

static void test_the_other_side_sees_the_same(void **state)
{
	struct shm *shm = *state, other;
	struct conn_facts facts;
	int fd = dup(shm->fd);
	assert_int_equal(shm_attach(&other, fd), 0);
	begin(&other, 3, 5);
	assert_int_equal(shm_conns(shm, &facts, 1), 1);
	shm_fini(&other);
}

static void test_foreign_memory_is_refused(void **state)
{
	(void)state;
	struct shm other;
	int pipe_fd[2];
	assert_int_equal(pipe(pipe_fd), 0);
	close(pipe_fd[1]);
	assert_int_equal(shm_attach(&other, pipe_fd[0]), -EINVAL);
}

/* ---- many writers and a reader; also for the thread sanitizer ---- */

#define WRITERS 4
#define TURNS 3000

struct writer {
	struct shm *shm;
	uint32_t slot;
};

/* What belongs together is written in pairs: the peer's port says the slot. */
static void *write_pairs(void *arg)
{
	const struct writer *w = arg;
	for (int i = 0; i < TURNS; i++) {
		begin(w->shm, w->slot, (uint16_t)(w->slot * 4096 + (unsigned)i));
		slot_add_in(shm_slot(w->shm, w->slot), 1);
		slot_add_out(shm_slot(w->shm, w->slot), 1);
		shm_conn_end(w->shm, w->slot, false);
	}
	return NULL;
}

static void check_pair(const struct conn_facts *f)
{
	assert_true(f->bytes_in <= 1 && f->bytes_out <= 1);
	assert_true(strncmp(f->peer, "127.0.0.1:", 10) == 0);
}

static void test_readers_never_see_half_a_connection(void **state)
{
	struct shm *shm = *state;
	pthread_t thread[WRITERS];
	struct writer writer[WRITERS];
	for (uint32_t i = 0; i < WRITERS; i++) {
		writer[i] = (struct writer){shm, i};
		assert_int_equal(pthread_create(&thread[i], NULL, write_pairs, &writer[i]), 0);
	}
	uint64_t events = 0, seq = 0;
	while (atomic_load(&shm->head->closed) < (uint64_t)WRITERS * TURNS) {
		struct conn_facts facts[WRITERS];
		struct server_event e[64];
		size_t n = shm_conns(shm, facts, WRITERS);
		for (size_t i = 0; i < n && i < WRITERS; i++)
			check_pair(&facts[i]);
		events += shm_events(shm, &seq, e, 64);
	}
	for (uint32_t i = 0; i < WRITERS; i++)
		pthread_join(thread[i], NULL);
	struct server_event e;
	while (shm_events(shm, &seq, &e, 1))
		events++;
	struct shm_totals t;
	shm_totals(shm, &t);
	assert_int_equal(t.bytes_in, (uint64_t)WRITERS * TURNS);
	assert_int_equal(t.bytes_out, t.bytes_in);
	assert_int_equal(
	    events + atomic_load(&shm->head->events_lost), (uint64_t)WRITERS * TURNS * 2);
}

#define SHM_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    SHM_TEST(test_totals_go_on_when_a_slot_is_used_again),
	    SHM_TEST(test_a_connection_shows_its_own_bytes_only),
	    SHM_TEST(test_more_connections_than_asked_for_are_counted),
	    SHM_TEST(test_events_come_in_order_with_their_words),
	    SHM_TEST(test_events_that_a_slow_reader_missed_are_counted),
	    SHM_TEST(test_an_event_that_was_never_finished_holds_nobody_up),
	    SHM_TEST(test_a_dead_server_has_no_connections),
	    SHM_TEST(test_the_other_side_sees_the_same),
	    SHM_TEST(test_foreign_memory_is_refused),
	    SHM_TEST(test_readers_never_see_half_a_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
