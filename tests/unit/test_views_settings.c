/* Settings: what a file says is taken, what is wrong in it is told and skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/files.h"
#include "views/settings.h"
#include "views/socket_rows.h"
#include "views/system_columns.h"

static struct settings_problem parse(struct settings *s, const char *text)
{
	struct settings_problem problem = {0};
	settings_init(s);
	settings_parse(s, text, strlen(text), &problem);
	return problem;
}

static void assert_defaults(const struct settings *s)
{
	assert_string_equal(s->theme, "dark");
	assert_false(s->projector || s->reduced_motion || s->ascii);
	assert_true(s->color && s->mouse);
	assert_int_equal(s->refresh_ms, 200);
	assert_int_equal(s->sockets | s->servers | s->connections | s->system, 0);
	assert_int_equal(s->keys.n, 0);
}

static void without_a_line_all_is_as_documented(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "").lines, 0);
	assert_defaults(&s);
	assert_int_equal(parse(&s, "\n# theme = light\n  \t\r\n#").lines, 0);
	assert_defaults(&s);
}

static void what_is_said_is_taken(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "theme=LIGHT\n  projector =  yes\r\nREFRESH = 1000\ncolor = no\n"
				   "columns.sockets = name, State ,out\ntheme = mono")
			     .lines,
	    0);
	assert_string_equal(s.theme, "mono"); /* the last one counts */
	assert_true(s.projector);
	assert_false(s.color);
	assert_int_equal(s.refresh_ms, 1000);
	assert_int_equal(s.sockets, 1u << SOCKET_NAME | 1u << SOCKET_STATE | 1u << SOCKET_OUT);
}

static void marks_without_a_title_stay(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "columns.system = local\n").lines, 0);
	assert_int_equal(s.system, 1u << SYSTEM_MARK | 1u << SYSTEM_LOCAL | 1u << SYSTEM_EXTRA);
	assert_int_equal(parse(&s, "columns.system = all").lines, 0);
	assert_int_equal(s.system, 0);
}

static void assert_told(const char *text, size_t lines, const char *told)
{
	struct settings s;
	struct settings_problem problem = parse(&s, text);
	assert_int_equal(problem.lines, lines);
	assert_string_equal(problem.text, told);
}

static void a_wrong_line_is_told_by_its_number_and_skipped(void **state)
{
	(void)state;
	assert_told("\ntheme = drak\n", 1,
	    "settings line 2 skipped: theme is dark, light, contrast or mono, not 'drak'");
	assert_told("ascii = maybe", 1, "settings line 1 skipped: ascii is yes or no, not 'maybe'");
	assert_told("colour = no", 1, "settings line 1 skipped: there is no setting 'colour'");
	assert_told("light", 1, "settings line 1 skipped: NAME = VALUE is wanted, not 'light'");
	assert_told("refresh = 49", 1,
	    "settings line 1 skipped: refresh is a number from 50 to 60000, not '49'");
	assert_told("a\n\n\nb\nrefresh = 99999999999999999999999999\n= 3\ntheme\n", 5,
	    "settings line 1 skipped: NAME = VALUE is wanted, not 'a'");
	assert_told("refresh = -1\nrefresh =\nrefresh = 1e3\nrefresh = 0x40", 4,
	    "settings line 1 skipped: refresh is a number from 50 to 60000, not '-1'");
	assert_told("\ncolumns.sockets = name, , fd", 1,
	    "settings line 2 skipped: columns.sockets is all, or some of NAME, FD, FAMILY, TYPE, "
	    "STATE, LOCAL, PEER, IN, OUT, not 'name, , fd'");
	struct settings s;
	parse(&s, "columns.sockets = name, nonsense\nprojector = yes\nrefresh = 61000\n");
	assert_true(s.projector);
	s.projector = false;
	assert_defaults(&s);
}

static void assert_all_told(const char *text, const char *end)
{
	struct settings s;
	struct settings_problem problem = parse(&s, text);
	struct buf told = {0};
	settings_problem_tell(&problem, &told);
	assert_true(told.len >= strlen(end));
	assert_string_equal(buf_text(&told) + told.len - strlen(end), end);
	buf_free(&told);
}

static void every_line_that_was_skipped_has_its_number(void **state)
{
	(void)state;
	char many[2 * (SETTINGS_SKIPPED_MAX + 8) + 1];
	assert_all_told("\nx", "NAME = VALUE is wanted, not 'x'");
	assert_all_told("x\n\ny", "not 'x' (and line 3)");
	assert_all_told("x\n\ny\nascii = yes\nz", "not 'x' (and lines 3, 5)");
	assert_all_told("x\nkey.new = q\ny", "not 'x' (and lines 2, 3)");
	assert_all_told("key.new = q\nx", "s the key of quit (and line 2)");
	for (size_t i = 0; i + 1 < sizeof many; i++)
		many[i] = i % 2 ? '\n' : 'x';
	many[sizeof many - 1] = '\0';
	assert_all_told(many, ", 31, 32 and 8 more)");
}

static void hostile_text_is_told_tamely(void **state)
{
	(void)state;
	assert_told("theme = \033]0;evil\a", 1,
	    "settings line 1 skipped: theme is dark, light, contrast or mono, not "
	    "'\\x1b]0;evil\\x07'");
	char *line = malloc(SETTINGS_MAX_BYTES);
	struct settings s;
	struct settings_problem problem = {0};
	settings_init(&s);
	memset(line, 'x', SETTINGS_MAX_BYTES);
	settings_parse(&s, line, SETTINGS_MAX_BYTES, &problem);
	assert_int_equal(problem.lines, 1);
	assert_true(strlen(problem.text) < SETTINGS_TOLD_MAX);
	memset(line, '=', SETTINGS_MAX_BYTES);
	settings_parse(&s, line, SETTINGS_MAX_BYTES, &problem);
	memset(line, 0, SETTINGS_MAX_BYTES);
	settings_parse(&s, line, SETTINGS_MAX_BYTES, &problem);
	assert_int_equal(problem.lines, 3);
	assert_defaults(&s);
	free(line);
}

/* ---- what is told of them ---- */

static void the_example_changes_nothing(void **state)
{
	(void)state;
	struct settings s;
	struct buf text = {0};
	size_t n;
	const struct setting *rows = settings_all(&n);
	settings_example(&text);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(strstr(buf_text(&text), rows[i].help));
		assert_true(rows[i].help[strlen(rows[i].help) - 1] == '.');
	}
	assert_non_null(strstr(buf_text(&text), "\nkey.help = ? F1\n"));
	assert_non_null(strstr(buf_text(&text), "\nkey.quit = q\n"));
	assert_int_equal(parse(&s, buf_text(&text)).lines, 0);
	assert_defaults(&s);
	buf_free(&text);
}

/* Words in lines that mandoc's style allows. */
static void add_filled(struct buf *to, const char *text)
{
	for (size_t column = 0, n; *text; text += n) {
		n = strcspn(text, " ");
		if (column)
			buf_char(to, column + n < 76 ? ' ' : '\n');
		column = column + n < 76 ? column + n + 1 : n + 1;
		buf_add(to, text, n);
		n += text[n] == ' ';
	}
}

/* The rows, and the keys of actions, as they stand in the manual page (mdoc). */
static void manual_section(struct buf *to)
{
	size_t n;
	const struct setting *rows = settings_all(&n);
	buf_str(to, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < n; i++) {
		struct buf values = {0};
		buf_str(&values, "The value is ");
		settings_values(&rows[i], &values);
		buf_printf(
		    to, ".It Cm %s No = Ar %s\n%s\n", rows[i].name, rows[i].dflt, rows[i].help);
		add_filled(to, buf_text(&values));
		buf_str(to, ".\n");
		buf_free(&values);
	}
	const struct key_row *row;
	const struct keymap own = {.n = 0};
	for (size_t i = 0; (row = keymap_action_at(i)); i++) {
		char keys[64];
		buf_printf(to, ".It Cm key.%s No = Ar \\&%s\n", row->name,
		    keymap_name(&own, row, keys, sizeof keys));
		add_filled(to, row->help);
		buf_char(to, '\n');
	}
	buf_str(to, ".El\n");
}

static char *manual_page(void)
{
	FILE *f = fopen("docs/sockpit.1", "r");
	assert_non_null(f);
	char *text = calloc(1, 200000);
	assert_non_null(text);
	assert_true(fread(text, 1, 199999, f) > 1000);
	fclose(f);
	return text;
}

static void the_manual_page_tells_each_of_them(void **state)
{
	(void)state;
	struct buf section = {0};
	char *page = manual_page();
	manual_section(&section);
	if (!strstr(page, buf_text(&section)))
		fail_msg(
		    "docs/sockpit.1 wants in its section on settings:\n%s", buf_text(&section));
	buf_free(&section);
	free(page);
}

/* ---- the file ---- */

struct home {
	char root[64], folder[96], file[128];
};

static int make_home(void **state)
{
	struct home *h = calloc(1, sizeof *h);
	snprintf(h->root, sizeof h->root, "%.40s/settings-XXXXXX", files_folder());
	if (!mkdtemp(h->root))
		return -1;
	snprintf(h->folder, sizeof h->folder, "%s/sockpit", h->root);
	snprintf(h->file, sizeof h->file, "%s/settings", h->folder);
	setenv("XDG_CONFIG_HOME", h->root, 1);
	*state = h;
	return mkdir(h->folder, 0700);
}

static int remove_home(void **state)
{
	struct home *h = *state;
	unlink(h->file);
	rmdir(h->file);
	rmdir(h->folder);
	rmdir(h->root);
	unsetenv("XDG_CONFIG_HOME");
	free(h);
	return 0;
}

static void fill_file(const struct home *h, const char *text, size_t len)
{
	FILE *f = fopen(h->file, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static void the_file_is_read_where_there_is_one(void **state)
{
	const struct home *h = *state;
	struct settings s;
	struct settings_problem problem;
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 0);
	assert_defaults(&s);
	fill_file(h, "theme = light", 13);
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 0);
	assert_string_equal(s.theme, "light");
}

static void what_is_no_small_file_is_told(void **state)
{
	const struct home *h = *state;
	struct settings s;
	struct settings_problem problem;
	char *big = malloc(SETTINGS_MAX_BYTES + 1);
	memset(big, '\n', SETTINGS_MAX_BYTES + 1);
	memcpy(big, "projector = yes", 15);
	fill_file(h, big, SETTINGS_MAX_BYTES + 1);
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 1);
	assert_defaults(&s);
	fill_file(h, big, SETTINGS_MAX_BYTES);
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 0);
	assert_true(s.projector);
	free(big);
	unlink(h->file);
	assert_int_equal(mkfifo(h->file, 0600), 0); /* nobody writes to it: no waiting */
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 1);
	unlink(h->file);
	assert_int_equal(mkdir(h->file, 0700), 0);
	settings_load(&s, &problem);
	assert_int_equal(problem.lines, 1);
	assert_defaults(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_line_all_is_as_documented),
	    cmocka_unit_test(what_is_said_is_taken),
	    cmocka_unit_test(marks_without_a_title_stay),
	    cmocka_unit_test(a_wrong_line_is_told_by_its_number_and_skipped),
	    cmocka_unit_test(every_line_that_was_skipped_has_its_number),
	    cmocka_unit_test(hostile_text_is_told_tamely),
	    cmocka_unit_test(the_example_changes_nothing),
	    cmocka_unit_test(the_manual_page_tells_each_of_them),
	    cmocka_unit_test_setup_teardown(
		the_file_is_read_where_there_is_one, make_home, remove_home),
	    cmocka_unit_test_setup_teardown(what_is_no_small_file_is_told, make_home, remove_home),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
