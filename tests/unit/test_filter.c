/* filter: which sockets pass, where a filter is wrong, and in which order rows come. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/observe/filter.h"

static void add_tcp(struct diag_snapshot *s, uint8_t state, uint16_t local, uint16_t remote)
{
	struct diag_row *row = diag_snapshot_add(s);
	assert_non_null(row);
	*row = (struct diag_row){
	    .cookie = s->count,
	    .proto = DIAG_TCP,
	    .family = AF_INET,
	    .type = SOCK_STREAM,
	    .state = state,
	    .local = {127, 0, 0, 1},
	    .remote = {remote ? 10 : 0, 0, 0, remote ? 1 : 0},
	    .local_port = local,
	    .remote_port = remote,
	    .has_tcp = state != DIAG_LISTEN,
	};
}

/* 0: a listener of python3, 1: its connection, 2: a curl, 3: a UNIX socket. */
static int setup(void **state)
{
	struct diag_snapshot *s = diag_snapshot_new();
	add_tcp(s, DIAG_LISTEN, 9000, 0);
	add_tcp(s, DIAG_ESTABLISHED, 9000, 51514);
	add_tcp(s, DIAG_CLOSE_WAIT, 40000, 443);
	s->rows[0].accept_queue = 3;
	s->rows[1].bytes_received = 2000000;
	s->rows[1].rtt_us = 1500;
	s->rows[2].bytes_received = 501; /* the last one is the FIN */
	s->rows[2].rtt_us = 90000;
	s->rows[2].age_us = 40000000;
	for (size_t i = 0; i < 3; i++) {
		s->rows[i].owner = DIAG_OWNER_KNOWN;
		s->rows[i].pid = i < 2 ? 1234 : 77;
		strcpy(s->rows[i].program, i < 2 ? "python3" : "curl");
	}
	struct diag_row *row = diag_snapshot_add(s);
	row->cookie = 4;
	row->proto = DIAG_UNIX;
	row->family = AF_UNIX;
	row->type = SOCK_DGRAM;
	row->state = DIAG_CLOSE;
	assert_int_equal(diag_snapshot_name(s, row, "/tmp/a b", 8), 0);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	diag_snapshot_unref(*state);
	return 0;
}

/* The rows that pass, as digits: "013". */
static const char *passing(const struct diag_snapshot *s, const char *text)
{
	static char rows[8];
	struct filter *f;
	struct filter_error e;
	size_t n = 0;
	assert_int_equal(filter_new(text, &f, &e), 0);
	for (size_t i = 0; i < s->count; i++)
		if (filter_match(f, s, &s->rows[i]))
			rows[n++] = (char)('0' + i);
	rows[n] = '\0';
	filter_free(f);
	return rows;
}

static const struct {
	const char *filter, *rows;
} cases[] = {
    {"", "0123"},
    {"   ", "0123"},
    {"9000", "01"},
    {"PYTHON", "01"},
    {"1234", "01"}, /* a pid */
    {"10.0.0.1:443", "2"},
    {"\"a b\"", "3"},
    {"port:9000", "01"},
    {"port:443", "2"},
    {"lport:9000..40000", "012"},
    {"port:!=9000", "2"},
    {"rport:9000", ""},
    {"state:listen", "0"},
    {"state:close-wait", "2"},
    {"state:close_w", "2"},
    {"state:wait", ""}, /* words are taken from their beginning */
    {"proto:tcp", "012"},
    {"proto:=unix", "3"},
    {"proto:!=tcp", "3"},
    {"proc:yth", "01"},
    {"proc:=python", ""},
    {"local:\"a b\"", "3"},
    {"rx:>1M", "1"},
    {"rx>1M", "1"},
    {"rx:>=500 rx:<1k", "2"},
    {"rx:2M", "1"},
    {"rx:<1Mi", "2"},
    {"rtt:>10ms", "2"},
    {"rtt:>10", "2"},
    {"rtt:<=1500us", "1"},
    {"queue:3", "0"},
    {"not proto:unix", "012"},
    {"-proto:unix", "012"},
    {"!proto:unix", "012"},
    {"- - proto:unix", "3"},
    {"proto:tcp state:listen", "0"},
    {"proto:tcp and state:listen", "0"},
    {"proto:tcp & state:listen", "0"},
    {"state:listen or proto:unix", "03"},
    {"state:listen | proto:unix", "03"},
    {"(state:listen or proto:unix) -proc:python", "3"},
    {"not (state:listen or proto:unix)", "12"},
    {"state:listen or proto:tcp rx:>1M", "01"}, /* and binds closer */
    {"orange", ""},
    {"\"and\"", ""},
    {"port:9000..9000", "01"},
    {"age>30s", "2"},
    {"age>30", "2"}, /* ages are told in seconds */
    {"close_wait>30s", "2"},
    {"CLOSE-WAIT:>=40s", "2"},
    {"close_wait<30s", ""},
    {"close_wait:30s..50s", "2"},
    {"listen>30s or close_wait>30s proc:curl", "2"},
    {"not close_wait>30s", "013"},
    {"bound>1min", ""},
    {"bound<1min", "3"},
    {"close_wait", "2"}, /* a word, as ever */
    {"rule:x", ""},
};

static void test_rows_that_pass(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *rows = passing(*state, cases[i].filter);
		if (strcmp(rows, cases[i].rows) != 0)
			fail_msg("%s: rows %s, not %s", cases[i].filter, rows, cases[i].rows);
	}
}

static const struct {
	const char *filter;
	size_t at;
	const char *words;
} errors[] = {
    {"foo:1", 0, "no such field"},
    {"port:80 foo:1", 8, "foo"},
    {"port:x", 5, "not a number"},
    {"port:", 5, "not a number"},
    {"rx:>1X", 4, "not a number"},
    {"rx:1..", 3, "not a number"},
    {"(port:80", 0, "not closed"},
    {"port:80)", 7, "close"},
    {"port:80 or", 10, "missing"},
    {"port:9..3", 5, "empty range"},
    {"rx:2k..1M rx:1M..2k", 13, "empty range"},
    {"and", 0, "missing before 'and'"},
    {"or port:80", 0, "missing before 'or'"},
    {"port:80 and OR port:81", 12, "'or'"},
    {"not and", 4, "'and'"},
    {"not", 3, "missing"},
    {"()", 1, "should stand here"},
    {"\"abc", 0, "quote"},
    {"proc:>a", 6, "equal"},
    {"\033:1 \x1b[31m:", 0, NULL},
};

static void test_errors_name_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct filter *f = NULL;
		struct filter_error e;
		int r = filter_new(errors[i].filter, &f, &e);
		filter_free(f);
		if (!errors[i].words)
			continue; /* right or wrong, it must not crash */
		assert_int_equal(r, -EINVAL);
		if (e.at != errors[i].at || !strstr(e.text, errors[i].words))
			fail_msg("%s: %s at %zu", errors[i].filter, e.text, e.at);
	}
}

static void test_depth_and_length_are_bounded(void **state)
{
	(void)state;
	char text[4000];
	struct filter *f;
	struct filter_error e;
	memset(text, '(', sizeof text);
	text[sizeof text - 1] = '\0';
	assert_int_equal(filter_new(text, &f, &e), -EINVAL);
	for (size_t i = 0; i + 1 < sizeof text; i++)
		text[i] = i % 2 ? ' ' : 'a';
	assert_int_equal(filter_new(text, &f, &e), -EINVAL);
	assert_non_null(strstr(e.text, "too long"));
}

/* As deep as it may be, and each level keeps two answers waiting. */
static void test_deepest_filter_works(void **state)
{
	char text[1024] = "";
	for (int i = 0; i < 32; i++)
		strcat(text, "z or tcp (");
	strcat(text, "tcp or tcp close_wait>1s");
	for (int i = 0; i < 32; i++)
		strcat(text, ")");
	assert_string_equal(passing(*state, text), "012");
}

static void test_time_wait_is_asked_for_by_its_name(void **state)
{
	static const char *const yes[] = {
	    "state:time_wait", "state:time-wait", "TIME_WAIT", "state:time or port:1"};
	static const char *const no[] = {"", "port:80", "state:listen", "timer:time_wait"};
	(void)state;
	for (size_t i = 0; i < 8; i++) {
		struct filter *f;
		struct filter_error e;
		assert_int_equal(filter_new(i < 4 ? yes[i] : no[i - 4], &f, &e), 0);
		assert_int_equal(filter_wants_time_wait(f), i < 4);
		filter_free(f);
	}
	assert_false(filter_wants_time_wait(NULL));
}

static void assert_order(
    const struct diag_snapshot *s, const char *field, bool descending, const char *rows)
{
	uint32_t *order;
	size_t count;
	char text[8] = "";
	const struct diag_field *f = field ? diag_field_find(field, strlen(field)) : NULL;
	assert_int_equal(filter_select(NULL, s, f, descending, &order, &count), 0);
	for (size_t i = 0; i < count; i++)
		text[i] = (char)('0' + order[i]);
	free(order);
	assert_string_equal(text, rows);
}

static void test_rows_are_sorted_and_those_without_come_last(void **state)
{
	struct diag_snapshot *s = *state;
	assert_order(s, NULL, false, "0123");
	assert_order(s, "rx", false, "2103");
	assert_order(s, "rx", true, "1203");
	assert_order(s, "proc", false, "2013");
	assert_order(s, "lport", true, "2013");
	s->rows[1].local[0] = 9; /* 9.0.0.1 comes before 127.0.0.1 */
	assert_order(s, "local", false, "1023");
}

static void test_every_field_is_found_by_its_name(void **state)
{
	const struct diag_snapshot *s = *state;
	const struct diag_field *f;
	for (size_t i = 0; (f = diag_field_at(i)); i++) {
		char text[DIAG_TEXT_MAX];
		uint64_t value[FIELD_VALUES_MAX];
		assert_ptr_equal(diag_field_find(f->name, strlen(f->name)), f);
		assert_true(f->help[0] && f->title[0]);
		for (size_t r = 0; r < s->count; r++) {
			if (diag_field_is_text(f))
				assert_non_null(f->text(s, &s->rows[r], text));
			else
				assert_true(
				    diag_field_numbers(f, &s->rows[r], value) <= FIELD_VALUES_MAX);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_rows_that_pass, setup, teardown),
	    cmocka_unit_test(test_errors_name_their_place),
	    cmocka_unit_test(test_depth_and_length_are_bounded),
	    cmocka_unit_test_setup_teardown(test_deepest_filter_works, setup, teardown),
	    cmocka_unit_test(test_time_wait_is_asked_for_by_its_name),
	    cmocka_unit_test_setup_teardown(
		test_rows_are_sorted_and_those_without_come_last, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_every_field_is_found_by_its_name, setup, teardown),
	};
	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
