/*
 * What a class should see of the server models, on the screen: max_children full, a plain server
 * that starves its second client, zombies and their end, a process that was stopped. (An idle
 * client that holds server_close up is in test_e2e_job.c.)
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

/* ---- what view 2 shows of the one server ---- */

struct crew {
	int live, total, crew, zombies;
};

static bool crew_is(struct term *t, void *ctx)
{
	const struct crew *wanted = ctx;
	int x, y;
	return term_find(t, " serving ", &x, &y) &&
	       cockpit_number_under(t, "LIVE", y) == wanted->live &&
	       cockpit_number_under(t, "TOTAL", y) == wanted->total &&
	       cockpit_number_under(t, "CREW", y) == wanted->crew &&
	       cockpit_number_under(t, "ZOMBIES", y) == wanted->zombies;
}

static void expect_crew(struct term *t, struct crew wanted)
{
	if (term_wait(t, crew_is, &wanted, WAIT_MS))
		return;
	char what[100];
	snprintf(what, sizeof(what), "not %d live of %d, crew %d, zombies %d", wanted.live,
	    wanted.total, wanted.crew, wanted.zombies);
	term_show(t, what);
	fail();
}

struct pair {
	const char *first, *second;
};

/* Both on one line of the screen. */
static bool stands_beside(struct term *t, void *ctx)
{
	const struct pair *p = ctx;
	for (int y = 0; y < term_height(t); y++)
		if (strstr(term_line(t, y), p->first) && strstr(term_line(t, y), p->second))
			return true;
	return false;
}

static void expect_beside(struct term *t, const char *first, const char *second)
{
	if (term_wait(t, stands_beside, &(struct pair){first, second}, WAIT_MS))
		return;
	term_show(t, first);
	fail();
}

/* ---- lines ---- */

static struct term *serve(const char *model, const char *before, const char *poll_interval)
{
	struct term *t = cockpit_start(160, 45, NULL);
	cockpit_make_server(t, model);
	if (before != NULL)
		cockpit_line(t, before);
	cockpit_serve(t, poll_interval);
	return t;
}

/* The last client is connected, has sent, and waits: in view 1 for its answer, in the queue. Once
 * `leaves` has left it is served. */
static void wait_in_the_queue(
    struct term *t, const char *name, struct crew full, const char *leaves)
{
	char line[200], receives[200];
	cockpit_connect_and_send(t, name);
	term_key(t, "2");
	expect_crew(t, full);
	term_key(t, "1");
	expect(t, "LISTEN 1/5");
	snprintf(receives, sizeof(receives), "%s.recv(100)", name);
	cockpit_line(t, receives);
	expect_beside(t, receives, "for data");
	snprintf(line, sizeof(line), "%s.close()", leaves);
	cockpit_line(t, line);
	expect_beside(t, receives, "→ b'hello'");
	expect(t, "LISTEN 0/5");
}

/* ---- the tests ---- */

static void with_max_children(const char *model)
{
	struct term *t = serve(model, "srv.max_children = 2", "");
	cockpit_connect_and_talk(t, "c1");
	cockpit_connect_and_talk(t, "c2");
	wait_in_the_queue(t, "c3", (struct crew){.live = 2, .total = 2, .crew = 2}, "c1");
	term_key(t, "2");
	expect_crew(t, (struct crew){.live = 2, .total = 3, .crew = 2});
	term_free(t);
}

static void with_max_children_full_the_next_client_waits(void **state)
{
	(void)state;
	with_max_children("ForkingTCPServer");
	with_max_children("ThreadingTCPServer");
}

static void a_plain_server_starves_its_second_client(void **state)
{
	(void)state;
	struct term *t = serve("TCPServer", NULL, "");
	cockpit_connect_and_talk(t, "c1");
	wait_in_the_queue(t, "c2", (struct crew){.live = 1, .total = 1}, "c1");
	term_key(t, "2");
	expect_crew(t, (struct crew){.live = 1, .total = 2});
	term_free(t);
}

/* The process that accepts, as the crew's panel tells it, waits for the next request: a child may
 * have answered before its parent went on from the fork. */
static bool parent_sleeps(struct term *t, void *ctx)
{
	int x, y, pid;
	char path[64], stat[256] = "";
	(void)ctx;
	if (!term_find(t, " accepts, ", &x, &y))
		return false;
	const char *at = strstr(term_line(t, y), "pid ");
	if (at == NULL || sscanf(at, "pid %d accepts", &pid) != 1)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return false;
	bool read = fgets(stat, sizeof(stat), f) != NULL;
	fclose(f);
	const char *end = strrchr(stat, ')');
	return read && end != NULL && end[2] == 'S';
}

/* The server looks after its children when it has a request, and else each poll_interval: here once
 * an hour, so that the zombies stay until somebody comes. */
static void children_are_zombies_until_they_are_waited_for(void **state)
{
	(void)state;
	struct term *t = serve("ForkingTCPServer", NULL, "3600");
	cockpit_connect_and_talk(t, "c1");
	cockpit_connect_and_talk(t, "c2");
	cockpit_connect_and_talk(t, "c3");
	term_key(t, "2");
	expect_crew(t, (struct crew){.live = 3, .total = 3, .crew = 3});
	expect(t, "3 idle, 0 zombies");
	assert_true(term_wait(t, parent_sleeps, NULL, WAIT_MS));
	cockpit_line(t, "c1.close()");
	cockpit_line(t, "c2.close()");
	expect_crew(t, (struct crew){.live = 1, .total = 3, .crew = 3, .zombies = 2});
	expect(t, "1 idle, 2 zombies");
	expect(t, "│zombie ");
	cockpit_line(t, "c4 = socket.create_connection(srv.server_address)");
	expect_crew(t, (struct crew){.live = 2, .total = 4, .crew = 2});
	expect(t, "2 idle, 0 zombies");
	term_free(t);
}

static void zombies_are_reaped_by_themselves_after_a_moment(void **state)
{
	(void)state;
	struct term *t = serve("ForkingTCPServer", NULL, "1.5");
	cockpit_connect_and_talk(t, "c1");
	term_key(t, "2");
	expect_crew(t, (struct crew){.live = 1, .total = 1, .crew = 1});
	cockpit_line(t, "c1.close()");
	expect_crew(t, (struct crew){.live = 0, .total = 1, .crew = 0});
	term_free(t);
}

/* It answers nobody: it is not waited for, neither by what shows it nor by what asks it to end. */
static void a_stopped_server_does_not_hold_the_screen(void **state)
{
	(void)state;
	struct term *t = serve("ThreadingTCPServer", NULL, "");
	cockpit_connect_and_talk(t, "c1");
	term_key(t, "2");
	expect_crew(t, (struct crew){.live = 1, .total = 1, .crew = 1});
	assert_int_equal(kill(cockpit_server(t), SIGSTOP), 0);
	cockpit_connect_and_send(t, "c2"); /* into the queue */
	cockpit_line(t, "srv.shutdown()");
	expect_beside(t, "srv.shutdown()", "for serve_forever() to end");
	term_key(t, "1");
	expect(t, "LISTEN 1/5");
	term_key(t, "2");
	expect(t, " stopping ");
	assert_int_equal(kill(cockpit_server(t), SIGKILL), 0);
	expect(t, "ChildProcessError: the server process was killed by SIGKILL");
	expect(t, " died ");
	cockpit_quit(t);
}

/* Letting go of it ends it, and that waits for nobody either. */
static void a_stopped_server_can_be_let_go_of(void **state)
{
	(void)state;
	struct term *t = serve("ThreadingTCPServer", NULL, "");
	cockpit_connect_and_talk(t, "c1");
	cockpit_line(t, "srv.shutdown()");
	expect_gone(t, "for requests");
	assert_int_equal(kill(cockpit_server(t), SIGSTOP), 0);
	cockpit_line(t, "del srv");
	cockpit_line(t, "6 * 7");
	expect_beside(t, "6 * 7", "→ 42");
	cockpit_quit(t); /* perhaps before it was killed: it is not left over */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(with_max_children_full_the_next_client_waits),
	    cmocka_unit_test(a_plain_server_starves_its_second_client),
	    cmocka_unit_test(children_are_zombies_until_they_are_waited_for),
	    cmocka_unit_test(zombies_are_reaped_by_themselves_after_a_moment),
	    cmocka_unit_test(a_stopped_server_does_not_hold_the_screen),
	    cmocka_unit_test(a_stopped_server_can_be_let_go_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
