/* What the journal and the data of a socket say, line by line, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal.h"
#include "core/trace.h"
#include "views/data_text.h"
#include "views/journal_text.h"

/* ---- what came and went ---- */

static struct data_entry entry(enum data_kind kind, const char *data, size_t len, size_t real)
{
	return (struct data_entry){.kind = kind,
	    .call = "recv",
	    .data = (unsigned char *)(uintptr_t)data,
	    .len = len,
	    .real_len = real};
}

static bool has_line(const struct data_text *t, const char *part)
{
	for (size_t i = 0; i < t->n; i++)
		if (strstr(t->line[i].text, part))
			return true;
	return false;
}

static void each_call_stands_under_a_line_of_its_own(void **state)
{
	(void)state;
	struct data_text t = {0};
	struct data_entry two[] = {entry(DATA_OUT, "a\nb", 3, 3), entry(DATA_IN, "a\nb", 3, 3)};
	assert_int_equal(data_text_make(&t, two, 2, 0, DATA_MODE_TEXT, 60), 0);
	assert_int_equal(t.n, 6); /* a heading and two lines each */
	assert_true(has_line(&t, "  a\\n"));
	assert_int_equal(data_text_make(&t, two, 2, 99, DATA_MODE_HEX, 60), 0);
	assert_int_equal(t.n, 5);
	assert_true(has_line(&t, "99 bytes before"));
	assert_true(has_line(&t, "61 0a 62"));
	data_text_free(&t);
}

static void what_is_not_plain_data_is_told(void **state)
{
	(void)state;
	struct data_text t = {0};
	struct data_entry all[] = {entry(DATA_EOF, NULL, 0, 0), entry(DATA_RESET, NULL, 0, 0),
	    entry(DATA_IN, "", 0, 0), entry(DATA_IN, "ab", 2, 5000), entry(DATA_IN, "ab", 2, 900)};
	all[4].truncated = true;
	assert_int_equal(data_text_make(&t, all, 5, 0, DATA_MODE_BOTH, 40), 0);
	assert_true(has_line(&t, "end of file"));
	assert_true(has_line(&t, "connection reset"));
	assert_true(has_line(&t, "0 B, empty"));
	assert_true(has_line(&t, "the first 2 shown"));
	assert_true(has_line(&t, "900 B, cut"));
	data_text_free(&t);
}

static void nothing_of_hostile_data_reaches_the_screen(void **state)
{
	(void)state;
	static const char hostile[] = "\033]52;c;\a\x9b\xe2\x80\xae\xff\x7f\r\0tail";
	for (int mode = 0; mode < DATA_MODES; mode++) {
		struct data_text t = {0};
		struct data_entry e =
		    entry(DATA_IN, hostile, sizeof hostile - 1, sizeof hostile - 1);
		assert_int_equal(data_text_make(&t, &e, 1, 0, (enum data_mode)mode, 30), 0);
		for (size_t i = 0; i < t.n; i++)
			for (const char *c = t.line[i].text; *c; c++)
				assert_true(*c >= ' ' && *c < 0x7f);
		data_text_free(&t);
	}
}

/* ---- the journal's lines ---- */

static const char *joined(const struct lines_line *line, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < line->n; i++) {
		strncat(text, line->spans[i].text, size - strlen(text) - 1);
	}
	return text;
}

static void trace_one(struct trace *t, const char *name, const char *arg, int64_t ret, int err)
{
	struct trace_call call = {
	    .name = name, .nargs = 1, .arg = {strdup(arg)}, .ret = ret, .err = err};
	assert_int_equal(trace_add(t, &call), 0);
}

static void a_row_is_told_with_its_calls_and_its_error(void **state)
{
	(void)state;
	struct trace *t;
	char text[512];
	assert_int_equal(trace_new(&t), 0);
	trace_one(t, "close", "7", -1, 9);
	struct journal_row row = {.state = ROW_FAILED,
	    .line = (char[]){"s.close()"},
	    .error = (char[]){"OSError: [Errno 9] Bad file descriptor"},
	    .why = (char[]){"it is closed already"},
	    .trace = t};
	struct journal_style style = {.w = 80, .arrow = "->", .ellipsis = "~"};
	static const char *const want[] = {"s.close()", "close(7) = -1 EBADF (Bad file descriptor)",
	    "OSError: [Errno 9] Bad file descriptor", "it is closed already"};
	assert_int_equal(journal_text_height(&row, &style), 4);
	for (size_t i = 0; i < 4; i++) {
		struct lines_line line = {0};
		journal_text_line(&row, &style, i, &line);
		assert_string_equal(joined(&line, text, sizeof text) + 10, want[i]);
	}
	trace_free(t);
}

static void a_cut_call_still_says_what_came_of_it(void **state)
{
	(void)state;
	struct trace *t;
	char text[512];
	assert_int_equal(trace_new(&t), 0);
	trace_one(
	    t, "sendto", "7, \"a very long argument that no narrow panel has room for\"", 42, 0);
	struct journal_row row = {.state = ROW_DONE, .line = (char[]){"s.send(x)"}, .trace = t};
	struct journal_style style = {.w = 40, .arrow = "->", .ellipsis = "~"};
	struct lines_line line = {0};
	journal_text_line(&row, &style, 1, &line);
	joined(&line, text, sizeof text);
	assert_true(strlen(text) <= 40);
	assert_non_null(strstr(text, "~) = 42"));
	trace_free(t);
}

static void a_long_structure_is_abbreviated_as_by_strace(void **state)
{
	(void)state;
	struct trace *t;
	char text[512];
	static const char address[] =
	    "{sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr(\"127.0.0.1\")}";
	assert_int_equal(trace_new(&t), 0);
	trace_one(t, "bind", address, 0, 0);
	struct journal_row row = {.state = ROW_DONE, .line = (char[]){"s.bind(a)"}, .trace = t};
	struct journal_style style = {.w = 100, .arrow = "->", .ellipsis = "~"};
	struct lines_line whole = {0}, brief = {0};
	journal_text_line(&row, &style, 1, &whole);
	assert_non_null(
	    strstr(joined(&whole, text, sizeof text), "inet_addr(\"127.0.0.1\")}) = 0"));
	style.w = 80;
	journal_text_line(&row, &style, 1, &brief);
	joined(&brief, text, sizeof text);
	assert_non_null(strstr(text, "bind({sa_family=AF_INET, sin_port=htons(9000), ...}) = 0"));
	trace_free(t);
}

static void a_result_without_room_gets_its_own_line(void **state)
{
	(void)state;
	struct journal_row row = {.state = ROW_DONE,
	    .line = (char[]){"data = conn.recv(1024)"},
	    .result = (char[]){"b'a result that is longer than what is left of the line'"}};
	struct journal_style style = {.w = 200, .arrow = "->", .ellipsis = "~"};
	assert_int_equal(journal_text_height(&row, &style), 1);
	style.w = 80;
	assert_true(journal_text_height(&row, &style) > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_call_stands_under_a_line_of_its_own),
	    cmocka_unit_test(what_is_not_plain_data_is_told),
	    cmocka_unit_test(nothing_of_hostile_data_reaches_the_screen),
	    cmocka_unit_test(a_row_is_told_with_its_calls_and_its_error),
	    cmocka_unit_test(a_cut_call_still_says_what_came_of_it),
	    cmocka_unit_test(a_long_structure_is_abbreviated_as_by_strace),
	    cmocka_unit_test(a_result_without_room_gets_its_own_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
