/* rule: how rules are read, and what becomes of a socket over time that one is about. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/observe/diag_compare.h"
#include "core/observe/rule.h"

#define KEEP_NS (3 * NS_PER_S)

/* ---- reading ---- */

static struct rules *read_rules(const char *text)
{
	struct rules *r;
	struct filter_error e;
	int error = rules_new(text, &r, &e);
	if (error < 0)
		fail_msg("%s: %s at %zu", text, e.text, e.at);
	return r;
}

static const struct {
	const char *text;
	size_t count;
	const char *names;
} readings[] = {
    {"", 0, ""},
    {" ; ;", 0, ""},
    {"close_wait>30s", 1, "close_wait>30s"},
    {"recvq>64K for 5s", 1, "recvq>64K for 5s"},
    {"recvq>64K for 5", 1, "recvq>64K for 5"},
    {" a FOR 1min ;b;", 2, "a FOR 1min; b"},
    {"(a or b) -c for 500ms", 1, "(a or b) -c for 500ms"},
    {"\"a;b for 5s\" for 2s", 1, "\"a;b for 5s\" for 2s"},
    {"format", 1, "format"},
    {"proc:for", 1, "proc:for"},
    {"\"for\" for 1s", 1, "\"for\" for 1s"},
};

static void rules_are_read_and_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		char names[256];
		struct rules *r = read_rules(readings[i].text);
		assert_int_equal(rules_count(r), readings[i].count);
		rules_names(r, 0xff, names, sizeof names);
		assert_string_equal(names, readings[i].names);
		rules_unref(r);
	}
}

static const struct {
	const char *text;
	size_t at;
	const char *words;
} errors[] = {
    {"for 5s", 0, "should stand here"},
    {"a; for 5s", 3, "should stand here"},
    {"a or for 5s", 5, "should stand here"},
    {"a for", 5, "not a time"},
    {"a for 5x", 6, "5x"},
    {"a for 5s b", 9, "behind a ;"},
    {"(a for 5s)", 0, "not closed"},
    {"a; nope:1", 3, "no such field"},
    {"a \"b", 2, "quote"},
    {"close_wait>30x", 11, "30x"},
    {"1;2;3;4;5;6;7;8;9", 16, "8 rules at most"},
};

static void what_is_no_rule_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct rules *r;
		struct filter_error e;
		assert_int_equal(rules_new(errors[i].text, &r, &e), -EINVAL);
		if (e.at != errors[i].at || !strstr(e.text, errors[i].words))
			fail_msg("%s: '%s' at %zu", errors[i].text, e.text, e.at);
	}
}

static void only_rules_about_time_wait_want_it_listed(void **state)
{
	(void)state;
	static const char *const texts[] = {"close_wait>1s; listen>1s", "a; time_wait>30s"};
	for (size_t i = 0; i < 2; i++) {
		struct rules *r = read_rules(texts[i]);
		assert_int_equal(rules_want_time_wait(r), i == 1);
		rules_unref(r);
	}
	assert_false(rules_want_time_wait(NULL));
}

/* ---- time: looks at one socket, at seconds that the test chooses ---- */

struct looks {
	struct rules *rules;
	struct diag_snapshot *last;
};

static struct diag_snapshot *new_snapshot(double second)
{
	struct diag_snapshot *s = diag_snapshot_new();
	s->mono_ns = (int64_t)((1000 + second) * (double)NS_PER_S);
	return s;
}

static void add_socket(struct diag_snapshot *s, uint64_t cookie, uint8_t state, uint32_t recvq)
{
	struct diag_row *row = diag_snapshot_add(s);
	*row = (struct diag_row){.cookie = cookie,
	    .proto = DIAG_TCP,
	    .family = AF_INET,
	    .state = state,
	    .recv_queue = recvq};
}

static const struct diag_row *take(struct looks *l, struct diag_snapshot *now)
{
	assert_int_equal(diag_compare(now, l->last, KEEP_NS), 0);
	rules_look(now, l->rules);
	diag_snapshot_unref(l->last);
	l->last = now;
	return now->rows;
}

static const struct diag_row *look(struct looks *l, double second, uint8_t state, uint32_t recvq)
{
	struct diag_snapshot *s = new_snapshot(second);
	add_socket(s, 5, state, recvq);
	return take(l, s);
}

static void begin(struct looks *l, const char *rules)
{
	*l = (struct looks){.rules = read_rules(rules)};
}

static void end(struct looks *l)
{
	rules_unref(l->rules);
	diag_snapshot_unref(l->last);
}

static void expect(const struct diag_row *row, unsigned marked, unsigned rang)
{
	assert_int_equal(row->rules, marked);
	assert_int_equal(row->rang, rang);
}

static void the_age_of_a_state_begins_when_it_is_seen(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "");
	assert_int_equal(look(&l, 0, DIAG_ESTABLISHED, 0)->age_us, 0);
	assert_int_equal(look(&l, 2.5, DIAG_ESTABLISHED, 0)->age_us, 2500000);
	assert_int_equal(look(&l, 4, DIAG_CLOSE_WAIT, 0)->age_us, 0);
	assert_int_equal(look(&l, 5, DIAG_CLOSE_WAIT, 9)->age_us, 1000000);
	end(&l);
}

static void a_state_that_lasts_is_marked_and_rings_once(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "close_wait>30s");
	expect(look(&l, 0, DIAG_ESTABLISHED, 0), 0, 0);
	expect(look(&l, 1, DIAG_CLOSE_WAIT, 0), 0, 0);
	expect(look(&l, 31, DIAG_CLOSE_WAIT, 0), 0, 0);
	expect(look(&l, 32, DIAG_CLOSE_WAIT, 0), 1, 1);
	expect(look(&l, 33, DIAG_CLOSE_WAIT, 0), 1, 0);
	expect(look(&l, 34, DIAG_LAST_ACK, 0), 0, 0);
	end(&l);
}

static void a_filter_has_to_fit_all_the_time(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "recvq>64K for 5s");
	expect(look(&l, 0, DIAG_ESTABLISHED, 70000), 0, 0);
	expect(look(&l, 4, DIAG_ESTABLISHED, 70000), 0, 0);
	expect(look(&l, 5, DIAG_ESTABLISHED, 10), 0, 0); /* begins anew */
	expect(look(&l, 6, DIAG_ESTABLISHED, 70000), 0, 0);
	expect(look(&l, 10.9, DIAG_ESTABLISHED, 70000), 0, 0);
	expect(look(&l, 11, DIAG_ESTABLISHED, 70000), 1, 1);
	end(&l);
}

static void what_comes_again_is_marked_and_rings_no_second_time(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "recvq>1k");
	expect(look(&l, 0, DIAG_ESTABLISHED, 0), 0, 0);
	expect(look(&l, 1, DIAG_ESTABLISHED, 5000), 1, 1);
	expect(look(&l, 2, DIAG_ESTABLISHED, 0), 0, 0);
	expect(look(&l, 3, DIAG_ESTABLISHED, 5000), 1, 0);
	end(&l);
}

static void what_is_so_when_the_rule_is_asked_does_not_ring(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "recvq>1k");
	expect(look(&l, 0, DIAG_ESTABLISHED, 5000), 1, 0);
	expect(look(&l, 1, DIAG_ESTABLISHED, 5000), 1, 0);
	end(&l);
}

/* It is another socket though all else is the same: its cookie says so. */
static void each_socket_rings_for_itself(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "close_wait");
	expect(look(&l, 0, DIAG_ESTABLISHED, 0), 0, 0);
	expect(look(&l, 1, DIAG_CLOSE_WAIT, 0), 1, 1);
	struct diag_snapshot *s = new_snapshot(2);
	add_socket(s, 6, DIAG_CLOSE_WAIT, 0);
	expect(take(&l, s), 1, 1);
	assert_int_equal(s->count, 2);
	assert_int_equal(s->rows[1].mark, DIAG_CLOSED);
	expect(&s->rows[1], 0, 0); /* what is closed is marked no more */
	end(&l);
}

static void a_row_without_a_cookie_is_left_alone(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "proto:tcp");
	take(&l, new_snapshot(0));
	struct diag_snapshot *s = new_snapshot(1);
	add_socket(s, 0, DIAG_CLOSE_WAIT, 0);
	expect(take(&l, s), 0, 0);
	end(&l);
}

static void rules_tell_apart_which_of_them_it_was(void **state)
{
	(void)state;
	char names[64];
	struct looks l;
	begin(&l, "recvq>1k; close_wait; recvq>2k");
	look(&l, 0, DIAG_ESTABLISHED, 0);
	expect(look(&l, 1, DIAG_CLOSE_WAIT, 1500), 3, 3);
	expect(look(&l, 2, DIAG_CLOSE_WAIT, 2500), 7, 4);
	rules_names(l.last->rules, 5, names, sizeof names);
	assert_string_equal(names, "recvq>1k; recvq>2k");
	end(&l);
}

/* What was seen under a rule is its own, whatever number it has by now. */
static void a_rule_that_stays_goes_on_when_others_come_and_go(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "close_wait for 10s; recvq>1k");
	look(&l, 0, DIAG_ESTABLISHED, 0);
	expect(look(&l, 1, DIAG_CLOSE_WAIT, 5000), 2, 2);
	rules_unref(l.rules);
	l.rules = read_rules("proto:tcp; recvq>1k; close_wait for 10s");
	expect(look(&l, 2, DIAG_CLOSE_WAIT, 5000), 3, 0); /* the new one is silent, too */
	expect(look(&l, 11, DIAG_CLOSE_WAIT, 5000), 7, 4);
	end(&l);
}

static void without_rules_nothing_is_marked_and_the_next_begin_anew(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "recvq>1k");
	expect(look(&l, 0, DIAG_ESTABLISHED, 5000), 1, 0);
	rules_unref(l.rules);
	l.rules = NULL;
	expect(look(&l, 1, DIAG_ESTABLISHED, 5000), 0, 0);
	l.rules = read_rules("recvq>1k");
	expect(look(&l, 2, DIAG_ESTABLISHED, 5000), 1, 0);
	end(&l);
}

static void a_pause_keeps_the_age_and_what_rang_and_restarts_the_time(void **state)
{
	(void)state;
	struct looks l;
	begin(&l, "close_wait>5s; recvq>1k for 3s; recvq>1k");
	look(&l, 0, DIAG_CLOSE_WAIT, 0);
	expect(look(&l, 1, DIAG_CLOSE_WAIT, 5000), 4, 4);
	struct diag_snapshot *s = new_snapshot(60);
	add_socket(s, 5, DIAG_CLOSE_WAIT, 5000);
	assert_int_equal(diag_compare_after_pause(s, l.last), 0);
	rules_look(s, l.rules);
	assert_int_equal(s->rows[0].age_us, 60000000);
	expect(s->rows, 5, 1);
	assert_int_equal(s->rows[0].mark, DIAG_SAME);
	diag_snapshot_unref(l.last);
	l.last = s;
	expect(look(&l, 62, DIAG_CLOSE_WAIT, 5000), 5, 0);
	expect(look(&l, 63, DIAG_CLOSE_WAIT, 5000), 7, 2);
	end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_are_read_and_named),
	    cmocka_unit_test(what_is_no_rule_is_told_with_its_place),
	    cmocka_unit_test(only_rules_about_time_wait_want_it_listed),
	    cmocka_unit_test(the_age_of_a_state_begins_when_it_is_seen),
	    cmocka_unit_test(a_state_that_lasts_is_marked_and_rings_once),
	    cmocka_unit_test(a_filter_has_to_fit_all_the_time),
	    cmocka_unit_test(what_comes_again_is_marked_and_rings_no_second_time),
	    cmocka_unit_test(what_is_so_when_the_rule_is_asked_does_not_ring),
	    cmocka_unit_test(each_socket_rings_for_itself),
	    cmocka_unit_test(a_row_without_a_cookie_is_left_alone),
	    cmocka_unit_test(rules_tell_apart_which_of_them_it_was),
	    cmocka_unit_test(a_rule_that_stays_goes_on_when_others_come_and_go),
	    cmocka_unit_test(without_rules_nothing_is_marked_and_the_next_begin_anew),
	    cmocka_unit_test(a_pause_keeps_the_age_and_what_rang_and_restarts_the_time),
	};
	return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
