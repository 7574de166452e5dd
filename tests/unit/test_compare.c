/* Comparing models: who is best, what the exports say, and a comparison of real servers. */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/compare_measure.h"
#include "core/export/compare_export.h"
#include "tests/unit/serve.h"

#define PATIENCE_MS 20000

/* ---- figures ---- */

static void fill_run(struct compare_run *r, const char *model, int64_t first_us, uint64_t pss)
{
	r->model = model_find(model);
	r->state = COMPARE_DONE;
	for (int64_t i = 1; i <= 1000; i++)
		histogram_add(&r->load.latency, (first_us + i) * 1000);
	r->load.requests = r->load.connections = 1000;
	r->load.elapsed_ns = (first_us + 1000) * 1000 * 1000;
	r->peak = (struct compare_usage){.processes = 3, .threads = 5, .pss_bytes = pss};
	r->cpu_ns = 500 * 1000 * 1000;
}

static struct compare_run *two_runs(void)
{
	struct compare_run *runs = calloc(2, sizeof *runs);
	fill_run(&runs[0], "ForkingTCPServer", 1000, 900000);
	fill_run(&runs[1], "EpollTCPServer", 0, 100000);
	return runs;
}

static const struct compare_measure *measure(const char *key)
{
	for (size_t i = 0; i < COMPARE_MEASURES; i++)
		if (strcmp(compare_measures[i].key, key) == 0)
			return &compare_measures[i];
	return NULL;
}

static void figures_are_those_of_the_load(void **state)
{
	(void)state;
	struct compare_run *runs = two_runs();
	const struct compare_run *r = &runs[1];
	assert_int_equal(measure("requests_per_second")->get(r), 1000);
	assert_in_range(measure("latency_p50_ns")->get(r), 500000, 510000);
	assert_in_range(measure("latency_p90_ns")->get(r), 900000, 920000);
	assert_in_range(measure("latency_p99_ns")->get(r), 990000, 1000000);
	assert_in_range(measure("latency_p99_9_ns")->get(r), 999000, 1000000);
	assert_int_equal(measure("latency_max_ns")->get(r), 1000000);
	assert_int_equal(measure("cpu_percent")->get(r), 50);
	assert_int_equal(measure("cpu_ns_per_request")->get(r), 500000);
	assert_int_equal(measure("pss_bytes")->get(r), 100000);
	free(runs);
}

static void what_is_not_known_is_no_number(void **state)
{
	(void)state;
	struct compare_run *r = calloc(1, sizeof *r);
	for (size_t i = 0; i < COMPARE_MEASURES; i++)
		assert_true(compare_measures[i].get(r) < 0);
	free(r);
}

static void the_best_is_the_fastest_and_the_smallest(void **state)
{
	(void)state;
	struct compare_run *runs = two_runs();
	assert_false(compare_is_best(runs, 2, 0, measure("requests_per_second")));
	assert_true(compare_is_best(runs, 2, 1, measure("requests_per_second")));
	assert_true(compare_is_best(runs, 2, 1, measure("latency_p99_ns")));
	assert_true(compare_is_best(runs, 2, 1, measure("pss_bytes")));
	assert_false(compare_is_best(runs, 2, 1, measure("threads"))); /* neither is better */
	free(runs);
}

static void who_lost_something_or_stands_alone_does_not_win(void **state)
{
	(void)state;
	struct compare_run *runs = two_runs();
	const struct compare_measure *rate = &compare_measures[0];
	assert_false(compare_is_best(runs, 1, 0, rate));
	runs[1].load.timeouts = 1;
	assert_false(compare_is_best(runs, 2, 1, rate));
	assert_false(compare_is_best(runs, 2, 0, rate));
	runs[1].load.timeouts = 0;
	runs[1].state = COMPARE_CANCELLED;
	assert_false(compare_is_best(runs, 2, 1, rate));
	free(runs);
}

/* ---- exports ---- */

static struct compare_result result_of(const struct compare_run *runs, size_t n)
{
	return (struct compare_result){
	    .handler = "Reply(b\"a,b\")",
	    .wall_ns = INT64_C(1700000000) * NS_PER_S,
	    .processors = 2,
	    .load = {.clients = 16, .duration_ns = NS_PER_S, .size = 64},
	    .runs = runs,
	    .n = n,
	};
}

/* Fields of the line, with respect to quotes; cut in place. */
static size_t split(char *line, char **field, size_t max)
{
	size_t n = 0;
	bool quoted = false;
	char *to = line;
	field[n++] = line;
	for (char *from = line; *from && *from != '\n'; from++) {
		if (*from == '"' && quoted && from[1] == '"') {
			*to++ = *from++;
		} else if (*from == '"') {
			quoted = !quoted;
		} else if (*from == ',' && !quoted && n < max) {
			*to++ = '\0';
			field[n++] = to;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return n;
}

static void csv_has_a_row_for_each_model(void **state)
{
	(void)state;
	struct compare_run *runs = two_runs();
	struct buf text = {0};
	runs[0].peak.pss_bytes = 0;
	const struct compare_result r = result_of(runs, 2);
	assert_int_equal(compare_export_csv(&r, &text), 0);
	char *line[3], *title[40], *field[40], *rest = text.data;
	for (size_t i = 0; i < 3; i++)
		line[i] = strsep(&rest, "\n");
	assert_string_equal(rest, "");
	size_t titles = split(line[0], title, 40);
	assert_int_equal(split(line[1], field, 40), titles);
	assert_int_equal(titles, 16 + COMPARE_MEASURES);
	assert_string_equal(field[0], "ForkingTCPServer");
	assert_string_equal(field[3], "Reply(b\"a,b\")");
	assert_string_equal(title[titles - 2], "pss_bytes");
	assert_string_equal(field[titles - 2], ""); /* nobody knows */
	assert_int_equal(split(line[2], field, 40), titles);
	assert_string_equal(field[2], "yes");
	assert_string_equal(title[16], "requests_per_second");
	assert_string_equal(field[16], "1000.0");
	buf_free(&text);
	free(runs);
}

static void json_has_the_load_and_every_run(void **state)
{
	(void)state;
	struct compare_run *runs = two_runs();
	struct buf text = {0};
	json_error_t error;
	const struct compare_result r = result_of(runs, 2);
	assert_int_equal(compare_export_json(&r, &text), 0);
	json_t *o = json_loads(buf_text(&text), 0, &error);
	assert_non_null(o);
	json_t *load = json_object_get(o, "load"), *list = json_object_get(o, "runs");
	assert_string_equal(json_string_value(json_object_get(o, "time")), "2023-11-14T22:13:20Z");
	assert_string_equal(json_string_value(json_object_get(load, "handler")), r.handler);
	assert_int_equal(json_array_size(list), 2);
	json_t *run = json_array_get(list, 1), *buckets = json_object_get(run, "histogram_ns");
	assert_true(json_is_true(json_object_get(run, "best")));
	assert_int_equal(json_integer_value(json_object_get(run, "latency_max_ns")), 1000000);
	json_int_t counted = 0;
	for (size_t i = 0; i < json_array_size(buckets); i++)
		counted += json_integer_value(json_array_get(json_array_get(buckets, i), 1));
	assert_int_equal(counted, 1000);
	json_decref(o);
	buf_free(&text);
	free(runs);
}

/* ---- what can be compared ---- */

static struct handler_value *echo(void)
{
	static struct handler_value v;
	v.handler = handler_find("Echo");
	return &v;
}

static struct compare_plan plan_of(const char *first, const char *second)
{
	return (struct compare_plan){
	    .model = {model_find(first), model_find(second)},
	    .n = 2,
	    .handler = echo(),
	    .load = {.clients = 4, .requests = 200, .size = 64},
	};
}

static void says_what_cannot_be_compared(void **state)
{
	(void)state;
	const char *why = NULL;
	struct compare_plan plan = plan_of("ForkingTCPServer", "ThreadingTCPServer");
	assert_int_equal(compare_check(&plan, &why), 0);
	plan.load.clients = 0;
	assert_int_equal(compare_check(&plan, &why), -EINVAL);
	assert_string_equal(why, "Clients: from 1 to 100000.");
	plan = plan_of("ForkingTCPServer", "ForkingUDPServer");
	assert_int_equal(compare_check(&plan, &why), -EINVAL);
	plan = plan_of("UDPServer", "ForkingUDPServer");
	plan.load.size = 65508;
	assert_int_equal(compare_check(&plan, &why), -EINVAL);
	plan.n = 0;
	assert_int_equal(compare_check(&plan, &why), -EINVAL);
}

/* A test is not sockpit, so what it spawns of itself has to be the server. */
static bool look_until(struct compare *c, struct compare_run *runs, enum compare_state first)
{
	int64_t until = clock_mono_ns() + PATIENCE_MS * NS_PER_MS;
	bool over = false;
	while (!over && clock_mono_ns() < until) {
		struct pollfd p = {.fd = compare_fd(c), .events = POLLIN};
		poll(&p, 1, PATIENCE_MS);
		over = compare_look(c, runs);
		if (runs[0].state == first && runs[0].load.requests > 0)
			return true;
	}
	return over;
}

static size_t count_descriptors(void)
{
	size_t n = 0;
	DIR *d = opendir("/proc/self/fd");
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* Nobody of that process group lives; zombies may wait for init. */
static bool group_gone(void *group)
{
	bool gone = true;
	struct dirent *entry;
	DIR *d = opendir("/proc");
	while ((entry = readdir(d))) {
		char path[300], state;
		int of = 0;
		snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
		FILE *f = fopen(path, "re");
		if (f && fscanf(f, "%*d (%*[^)]) %c %*d %d", &state, &of) == 2 &&
		    of == *(int *)group && state != 'Z')
			gone = false;
		if (f)
			fclose(f);
	}
	closedir(d);
	return gone;
}

static void run_all(struct compare_plan *plan, struct compare_run *runs)
{
	struct compare *c;
	size_t before = count_descriptors();
	assert_int_equal(compare_start(plan, &c), 0);
	while (!look_until(c, runs, COMPARE_FAILED + 10))
		;
	compare_free(c);
	assert_int_equal(count_descriptors(), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
	assert_int_equal(errno, ECHILD);
}

static void compares_real_servers_of_each_kind(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
	    {"ForkingTCPServer", "EpollTCPServer"},
	    {"UDPServer", "ThreadingUDPServer"},
	    {"PreforkUnixStreamServer", "PoolUnixStreamServer"},
	    {"UnixDatagramServer", "ForkingUnixDatagramServer"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct compare_plan plan = plan_of(pairs[i][0], pairs[i][1]);
		struct compare_run *runs = calloc(2, sizeof *runs);
		run_all(&plan, runs);
		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(runs[k].error, 0);
			assert_int_equal(runs[k].state, COMPARE_DONE);
			assert_int_equal(runs[k].load.requests, 200);
			assert_int_equal(compare_failures(&runs[k]), 0);
			assert_true(runs[k].peak.processes >= 1);
			assert_true(runs[k].peak.pss_bytes > 0);
			assert_true(runs[k].pid > 0 && runs[k].address[0]);
		}
		free(runs);
	}
}

static void counts_the_children_of_a_server(void **state)
{
	(void)state;
	struct compare_plan plan = plan_of("PreforkTCPServer", "PoolTCPServer");
	struct compare_run *runs = calloc(2, sizeof *runs);
	plan.load.requests = 0;
	plan.load.duration_ns = NS_PER_S / 2; /* so long that somebody looks while all are there */
	run_all(&plan, runs);
	assert_int_equal(runs[0].peak.processes, 1 + model_find("PreforkTCPServer")->max_children);
	assert_int_equal(runs[1].peak.processes, 1);
	assert_int_equal(runs[1].peak.threads, 1 + model_find("PoolTCPServer")->max_children);
	free(runs);
}

static void cancelled_it_ends_at_once_and_leaves_nothing(void **state)
{
	(void)state;
	struct compare *c;
	struct compare_plan plan = plan_of("ThreadingTCPServer", "ForkingTCPServer");
	struct compare_run *runs = calloc(2, sizeof *runs);
	plan.load = (struct compare_load){.clients = 4, .duration_ns = 600 * NS_PER_S, .size = 64};
	assert_int_equal(compare_start(&plan, &c), 0);
	assert_true(look_until(c, runs, COMPARE_RUNNING));
	compare_cancel(c);
	assert_true(look_until(c, runs, COMPARE_FAILED + 10));
	assert_int_equal(runs[0].state, COMPARE_CANCELLED);
	assert_int_equal(runs[1].state, COMPARE_CANCELLED);
	assert_int_equal(runs[1].pid, 0);
	compare_free(c);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	free(runs);
}

/* Nobody answers: each datagram would be waited for a second. */
static void cancelled_it_does_not_wait_for_answers(void **state)
{
	(void)state;
	struct compare *c;
	struct compare_plan plan = plan_of("UDPServer", "ForkingUDPServer");
	struct compare_run *runs = calloc(2, sizeof *runs);
	plan.handler = &(struct handler_value){.handler = handler_find("Discard")};
	plan.load = (struct compare_load){.clients = 4, .duration_ns = 600 * NS_PER_S, .size = 64};
	assert_int_equal(compare_start(&plan, &c), 0);
	while (runs[0].load.bytes_sent == 0)
		assert_false(compare_look(c, runs));
	compare_cancel(c);
	int64_t begin = clock_mono_ns();
	while (!compare_look(c, runs))
		poll(&(struct pollfd){.fd = compare_fd(c), .events = POLLIN}, 1, PATIENCE_MS);
	assert_true(clock_mono_ns() - begin < 900 * NS_PER_MS);
	assert_int_equal(runs[0].state, COMPARE_CANCELLED);
	compare_free(c);
	free(runs);
}

static void freed_while_it_runs_it_leaves_nothing(void **state)
{
	(void)state;
	struct compare *c;
	struct compare_plan plan = plan_of("PreforkTCPServer", "ForkingTCPServer");
	struct compare_run *runs = calloc(2, sizeof *runs);
	plan.load.requests = 0;
	plan.load.duration_ns = 600 * NS_PER_S;
	plan.load.persistent = true;
	assert_int_equal(compare_start(&plan, &c), 0);
	assert_true(look_until(c, runs, COMPARE_RUNNING));
	compare_free(c);
	await(group_gone, &runs[0].pid);
	free(runs);
}

/* ---- */

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0)
		return server_process_main(argc, argv);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figures_are_those_of_the_load),
	    cmocka_unit_test(what_is_not_known_is_no_number),
	    cmocka_unit_test(the_best_is_the_fastest_and_the_smallest),
	    cmocka_unit_test(who_lost_something_or_stands_alone_does_not_win),
	    cmocka_unit_test(csv_has_a_row_for_each_model),
	    cmocka_unit_test(json_has_the_load_and_every_run),
	    cmocka_unit_test(says_what_cannot_be_compared),
	    cmocka_unit_test(compares_real_servers_of_each_kind),
	    cmocka_unit_test(counts_the_children_of_a_server),
	    cmocka_unit_test(cancelled_it_ends_at_once_and_leaves_nothing),
	    cmocka_unit_test(cancelled_it_does_not_wait_for_answers),
	    cmocka_unit_test(freed_while_it_runs_it_leaves_nothing),
	};
	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
