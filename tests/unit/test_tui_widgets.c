/* What widgets make of keys and clicks, and how they divide room: without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/confirm.h"
#include "tui/footer.h"
#include "tui/form.h"
#include "tui/gauge.h"
#include "tui/lines.h"
#include "tui/menu.h"
#include "tui/scroll.h"
#include "tui/table.h"
#include "tui/text.h"

static struct event key(const char *name)
{
	struct event ev = {.type = INPUT_KEY};
	assert_int_equal(key_parse(name, &ev.key, &ev.mods), 0);
	return ev;
}

static struct event click(int x, int y, int clicks)
{
	return (struct event){
	    .type = INPUT_MOUSE, .mouse = MOUSE_PRESS, .x = x, .y = y, .clicks = clicks};
}

static struct event wheel(int x, int y, bool down)
{
	enum mouse way = down ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	return (struct event){.type = INPUT_MOUSE, .mouse = way, .x = x, .y = y};
}

/* ---- layout ---- */

static void expect_split(int total, const struct layout_part *parts, size_t n, const int *wanted)
{
	int got[8];
	layout_split(total, parts, n, got);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(got[i], wanted[i]);
}

static void room_goes_by_weight_and_none_is_lost(void **state)
{
	(void)state;
	const struct layout_part parts[] = {{.min = 1, .max = 1}, {.weight = 1}, {.weight = 2}};
	expect_split(10, parts, 3, (int[]){1, 3, 6});
	expect_split(11, parts, 3, (int[]){1, 3, 7});
	expect_split(1, parts, 3, (int[]){1, 0, 0});
	expect_split(0, parts, 3, (int[]){0, 0, 0});
	expect_split(-5, parts, 3, (int[]){0, 0, 0});
}

static void a_maximum_leaves_its_room_to_others(void **state)
{
	(void)state;
	const struct layout_part parts[] = {{.min = 2, .max = 4, .weight = 1}, {.weight = 1}};
	expect_split(20, parts, 2, (int[]){4, 16});
	expect_split(3, parts, 2, (int[]){2, 1});
}

static void later_parts_lose_first(void **state)
{
	(void)state;
	const struct layout_part parts[] = {{.min = 5}, {.min = 5}, {.min = 5}};
	expect_split(12, parts, 3, (int[]){5, 5, 2});
	expect_split(40, parts, 3, (int[]){5, 5, 5});
}

static void rectangles(void **state)
{
	(void)state;
	struct rect r = rect_cut((struct rect){0, 0, 10, 10}, (struct rect){5, 5, 10, 10});
	assert_true(r.x == 5 && r.y == 5 && r.w == 5 && r.h == 5);
	r = rect_cut((struct rect){0, 0, 2, 2}, (struct rect){5, 5, 1, 1});
	assert_true(r.w == 0 && r.h == 0);
	r = rect_inset((struct rect){0, 0, 1, 1}, 1, 1);
	assert_true(r.w == 0 && r.h == 0);
	r = rect_center((struct rect){0, 0, 10, 3}, 20, 1);
	assert_true(r.x == 0 && r.w == 10 && r.y == 1 && r.h == 1);
	assert_true(rect_has((struct rect){2, 2, 1, 1}, 2, 2));
	assert_false(rect_has((struct rect){2, 2, 1, 1}, 3, 2));
}

/* ---- scrolling ---- */

static void the_selection_stays_in_sight(void **state)
{
	(void)state;
	assert_int_equal(scroll_top(0, 5, 100, 10), 0);
	assert_int_equal(scroll_top(0, 10, 100, 10), 1);
	assert_int_equal(scroll_top(50, 20, 100, 10), 20);
	assert_int_equal(scroll_top(95, 99, 100, 10), 90);
	assert_int_equal(scroll_top(5, 0, 3, 10), 0);
	assert_int_equal(scroll_top(0, 0, 0, 0), 0);
}

static size_t after(const char *name, size_t at, size_t count, size_t page)
{
	struct event ev = key(name);
	assert_true(scroll_key(&ev, count, page, &at));
	return at;
}

static void keys_that_move(void **state)
{
	(void)state;
	assert_int_equal(after("Down", 0, 10, 5), 1);
	assert_int_equal(after("j", 9, 10, 5), 9);
	assert_int_equal(after("k", 0, 10, 5), 0);
	assert_int_equal(after("PageDown", 0, 10, 5), 4);
	assert_int_equal(after("PageUp", 2, 10, 5), 0);
	assert_int_equal(after("End", 0, 10, 5), 9);
	assert_int_equal(after("g", 7, 10, 5), 0);
	assert_int_equal(after("Up", 50, 10, 5), 8);
	assert_int_equal(after("Down", 0, 0, 5), 0);
}

/* ---- table ---- */

static const struct table_column columns[] = {
    {.title = "NAME", .min = 6, .weight = 1, .max = 20},
    {.title = "FD", .min = 3, .priority = 2},
    {.title = "STATE", .min = 11},
    {.title = "IN", .min = 5, .priority = 1},
};

static void narrow_tables_drop_what_matters_least(void **state)
{
	(void)state;
	const struct table t = {.columns = columns, .ncolumns = 4};
	int w[TABLE_COLUMNS_MAX];
	table_widths(&t, 60, w);
	assert_true(w[0] == 20 && w[1] == 3 && w[2] == 11 && w[3] == 5);
	table_widths(&t, 28, w);
	assert_true(w[0] == 9 && w[1] == 0 && w[2] == 11 && w[3] == 5);
	table_widths(&t, 20, w);
	assert_true(w[0] == 7 && w[1] == 0 && w[2] == 11 && w[3] == 0);
	table_widths(&t, 5, w);
	assert_true(w[0] + w[2] <= 5);
	table_widths(&t, 0, w);
	assert_true(w[0] == 0 && w[2] == 0);
}

static void table_keys_and_clicks(void **state)
{
	(void)state;
	struct table t = {.columns = columns, .ncolumns = 4, .rows = 100, .area = {10, 5, 40, 11}};
	table_widths(&t, 40, t.width);
	struct event ev = key("Down");
	assert_int_equal(table_key(&t, &ev), INTENT_SELECT);
	assert_int_equal(t.selected, 1);
	ev = key("Enter");
	assert_int_equal(table_key(&t, &ev), INTENT_SUBMIT);
	ev = key("x");
	assert_int_equal(table_key(&t, &ev), INTENT_NONE);
	ev = click(12, 9, 1);
	assert_int_equal(table_key(&t, &ev), INTENT_SELECT);
	assert_int_equal(t.selected, 3);
	ev = click(12, 9, 2);
	assert_int_equal(table_key(&t, &ev), INTENT_SUBMIT);
	ev = click(49, 5, 1);
	assert_int_equal(table_key(&t, &ev), INTENT_SORT);
	assert_int_equal(t.clicked, 3);
	ev = click(9, 9, 1);
	assert_int_equal(table_key(&t, &ev), INTENT_NONE);
	ev = wheel(12, 9, true);
	assert_int_equal(table_key(&t, &ev), INTENT_SELECT);
	assert_int_equal(t.selected, 3 + SCROLL_WHEEL);
}

static void an_empty_table_submits_nothing(void **state)
{
	(void)state;
	struct table t = {.columns = columns, .ncolumns = 4, .area = {0, 0, 40, 11}};
	struct event ev = key("Enter");
	assert_int_equal(table_key(&t, &ev), INTENT_NONE);
	ev = key("Down");
	assert_int_equal(table_key(&t, &ev), INTENT_SELECT);
	assert_int_equal(t.selected, 0);
	ev = click(3, 3, 1);
	assert_int_equal(table_key(&t, &ev), INTENT_HANDLED);
}

/* ---- lines ---- */

static void who_scrolls_up_is_not_followed(void **state)
{
	(void)state;
	struct lines l = {.count = 100, .follow = true, .top = 90, .area = {0, 0, 40, 10}};
	struct event ev = key("Up");
	assert_int_equal(lines_key(&l, &ev), INTENT_SELECT);
	assert_true(l.away);
	assert_int_equal(l.top, 89);
	ev = key("End");
	lines_key(&l, &ev);
	assert_false(l.away);
	assert_int_equal(l.top, 90);
	ev = wheel(1, 1, false);
	lines_key(&l, &ev);
	assert_true(l.away);
}

static void pieces_of_a_line_are_cut_where_it_is_full(void **state)
{
	(void)state;
	struct lines_line line = {.n = 0};
	char big[LINES_BUF_MAX];
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	lines_add(&line, ROLE_NORMAL, "a%s", big);
	lines_add(&line, ROLE_NORMAL, "%s", "lost");
	lines_right(&line, ROLE_NORMAL, "%s", "lost");
	assert_int_equal(strlen(line.spans[0].text), LINES_BUF_MAX - 1);
	assert_string_equal(line.spans[1].text, "");
	for (int i = 0; i < 2 * LINES_SPANS_MAX; i++)
		lines_add(&line, ROLE_NORMAL, "x");
	assert_int_equal(line.n, LINES_SPANS_MAX);
}

/* ---- form ---- */

static const struct form_choice families[] = {
    {"AF_UNIX", NULL}, {"AF_INET", NULL}, {"AF_INET6", NULL}, {"AF_NETLINK", NULL}};

struct form_case {
	struct form_field fields[4];
	struct form form;
};

static void open_form(struct form_case *c)
{
	*c = (struct form_case){
	    .fields =
		{
		    {.label = "family", .kind = FORM_CHOICE, .choices = families, .nchoices = 4},
		    {.label = "hidden", .kind = FORM_TEXT, .hidden = true},
		    {.label = "name", .kind = FORM_TEXT, .initial = "s"},
		    {.label = "reuse", .kind = FORM_TOGGLE},
		},
	};
	assert_int_equal(form_init(&c->form, "New", c->fields, 4), 0);
}

static enum intent press(struct form_case *c, const char *name)
{
	struct event ev = key(name);
	return form_key(&c->form, &ev);
}

static void form_moves_past_hidden_fields(void **state)
{
	(void)state;
	struct form_case c;
	open_form(&c);
	press(&c, "Tab");
	assert_int_equal(c.form.current, 2);
	press(&c, "Down");
	assert_int_equal(c.form.current, 3);
	press(&c, "Tab");
	assert_int_equal(c.form.current, 0);
	press(&c, "Shift-Tab");
	assert_int_equal(c.form.current, 3);
	form_free(&c.form);
}

static void choices_by_arrows_letters_and_list(void **state)
{
	(void)state;
	struct form_case c;
	open_form(&c);
	assert_int_equal(press(&c, "Right"), INTENT_SELECT);
	assert_string_equal(form_value(&c.form, 0), "AF_INET");
	press(&c, "n");
	press(&c, "e");
	press(&c, "t");
	assert_string_equal(form_value(&c.form, 0), "AF_NETLINK");
	press(&c, "Right");
	assert_string_equal(form_value(&c.form, 0), "AF_UNIX");
	press(&c, "Space");
	press(&c, "Down");
	press(&c, "Down");
	assert_string_equal(form_value(&c.form, 0), "AF_INET6");
	press(&c, "Esc");
	assert_string_equal(form_value(&c.form, 0), "AF_UNIX");
	press(&c, "Space");
	press(&c, "Down");
	assert_int_equal(press(&c, "Enter"), INTENT_SELECT);
	assert_string_equal(form_value(&c.form, 0), "AF_INET");
	assert_int_equal(press(&c, "Enter"), INTENT_SUBMIT);
	form_free(&c.form);
}

static void text_and_toggle_have_values(void **state)
{
	(void)state;
	struct form_case c;
	open_form(&c);
	press(&c, "Tab");
	assert_int_equal(press(&c, "2"), INTENT_SELECT);
	assert_string_equal(form_value(&c.form, 2), "2"); /* a default is replaced */
	press(&c, "3");
	assert_string_equal(form_value(&c.form, 2), "23");
	press(&c, "Tab");
	assert_string_equal(form_value(&c.form, 3), "False");
	press(&c, "Space");
	assert_string_equal(form_value(&c.form, 3), "True");
	assert_int_equal(press(&c, "Esc"), INTENT_CANCEL);
	form_free(&c.form);
}

static void a_default_one_moves_in_is_changed(void **state)
{
	(void)state;
	struct form_case c;
	open_form(&c);
	press(&c, "Tab");
	press(&c, "End");
	press(&c, "2");
	assert_string_equal(form_value(&c.form, 2), "s2");
	form_free(&c.form);
}

/* ---- menu, confirm, footer, gauge ---- */

static const struct menu_item items[] = {
    {.key = 'b', .text = "bind", .help = "take an address", .id = 1},
    {.key = 'l', .text = "listen", .help = NULL, .id = 2},
    {.key = 'j', .text = "join", .help = "a group", .id = 3},
};

static void menu_keys(void **state)
{
	(void)state;
	struct menu m = {.items = items, .nitems = 3, .area = {0, 0, 20, 3}};
	struct event ev = key("Down");
	assert_int_equal(menu_key(&m, &ev), INTENT_HANDLED);
	assert_int_equal(m.selected, 1);
	ev = key("j"); /* an item's key comes before the one that moves */
	assert_int_equal(menu_key(&m, &ev), INTENT_SUBMIT);
	assert_int_equal(m.selected, 2);
	ev = click(3, 0, 1);
	assert_int_equal(menu_key(&m, &ev), INTENT_SUBMIT);
	assert_int_equal(m.selected, 0);
	ev = click(30, 10, 1);
	assert_int_equal(menu_key(&m, &ev), INTENT_CANCEL);
	ev = key("Esc");
	assert_int_equal(menu_key(&m, &ev), INTENT_CANCEL);
	menu_free(&m);
}

static void typing_narrows_a_menu_with_filter(void **state)
{
	(void)state;
	struct menu m = {.items = items, .nitems = 3, .filter = true, .area = {0, 0, 20, 3}};
	struct event ev = key("j");
	assert_int_equal(menu_key(&m, &ev), INTENT_HANDLED);
	assert_int_equal(m.selected, 2);
	ev = key("Enter");
	assert_int_equal(menu_key(&m, &ev), INTENT_SUBMIT);
	ev = key("z");
	menu_key(&m, &ev);
	ev = key("Enter");
	assert_int_equal(menu_key(&m, &ev), INTENT_HANDLED);
	menu_free(&m);
}

/* Type words into a menu, and read which of its items come, best first. */
static const char *narrowed(const struct menu_item *all, size_t n, const char *typed)
{
	static char names[128];
	struct menu m = {.items = all, .nitems = n, .filter = true, .area = {0, 0, 20, 9}};
	const struct event ev = {.type = INPUT_PASTE, .text = typed, .len = strlen(typed)};
	names[0] = '\0';
	menu_key(&m, &ev);
	for (size_t i = 0; i < m.nshown; i++) {
		strcat(names, i ? " " : "");
		strcat(names, all[m.shown[i]].text);
	}
	assert_true(m.nshown == 0 || m.selected == m.shown[0]);
	menu_free(&m);
	return names;
}

static void what_fits_best_comes_first(void **state)
{
	(void)state;
	static const struct menu_item all[] = {
	    {.text = "disclose", .help = "In the middle of the name."},
	    {.text = "end", .help = "Close it, by its help."},
	    {.text = "foreclosed", .help = "Nothing lacks."},
	    {.text = "s.close()", .help = "A word of the name."},
	    {.text = "closed", .help = "The beginning."},
	    {.text = "Close", .help = "All of it."},
	    {.text = "other", .help = "It encloses something."},
	    {.text = "no", .help = NULL},
	};
	size_t n = sizeof all / sizeof *all;
	assert_string_equal(
	    narrowed(all, n, "close"), "Close closed s.close() disclose foreclosed end other");
	assert_string_equal(narrowed(all, n, "CLOSE"), narrowed(all, n, "close"));
	assert_string_equal(narrowed(all, n, " it close "), "Close end other"); /* each word */
	assert_string_equal(narrowed(all, n, "all close"), "Close");
	assert_string_equal(narrowed(all, n, "closest"), "");
	assert_string_equal(
	    narrowed(all, n, ""), "disclose end foreclosed s.close() closed Close other no");
}

static void what_something_lacks_for_comes_after_what_fits_as_well(void **state)
{
	(void)state;
	static const struct menu_item all[] = {
	    {.text = "send one", .dim = true},
	    {.text = "send two"},
	    {.text = "send", .dim = true},
	};
	assert_string_equal(narrowed(all, 3, ""), "send two send one send");
	assert_string_equal(narrowed(all, 3, "send"), "send send two send one");
}

/* All of these words fit, were they asked. */
static void what_is_far_too_long_fits_nothing(void **state)
{
	(void)state;
	static const struct menu_item all[] = {{.text = "close", .help = "Close it."}};
	char typed[4096];
	for (size_t i = 0; i < sizeof typed; i++)
		typed[i] = "close "[i % 6];
	typed[1023] = '\0';
	assert_string_equal(narrowed(all, 1, typed), "close");
	typed[1023] = ' ';
	typed[sizeof typed - 1] = '\0';
	assert_string_equal(narrowed(all, 1, typed), "");
}

static void confirm_wants_a_clear_answer(void **state)
{
	(void)state;
	const struct confirm c = {.question = "Quit?", .yes = {1, 1, 3, 1}, .no = {8, 1, 3, 1}};
	static const struct {
		const char *name;
		enum intent intent;
	} answers[] = {{"y", INTENT_SUBMIT}, {"n", INTENT_CANCEL}, {"Esc", INTENT_CANCEL},
	    {"Enter", INTENT_HANDLED}, {"x", INTENT_HANDLED}};
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct event ev = key(answers[i].name);
		assert_int_equal(confirm_key(&c, &ev), answers[i].intent);
	}
	struct event ev = click(2, 1, 1);
	assert_int_equal(confirm_key(&c, &ev), INTENT_SUBMIT);
}

static void footer_drops_the_least_important(void **state)
{
	(void)state;
	static const struct footer_item keys[] = {
	    {'n', 0, "new", 1}, {'q', 0, "quit", 0}, {'/', 0, "filter", 5}};
	bool shown[3];
	footer_fit(keys, 3, 40, shown);
	assert_true(shown[0] && shown[1] && shown[2]);
	footer_fit(keys, 3, 14, shown);
	assert_true(shown[0] && shown[1] && !shown[2]);
	footer_fit(keys, 3, 8, shown);
	assert_true(!shown[0] && shown[1] && !shown[2]);
	footer_fit(keys, 3, 1, shown);
	assert_true(!shown[0] && !shown[1] && !shown[2]);
}

static void a_click_on_the_footer_is_its_key(void **state)
{
	(void)state;
	static const struct footer_item keys[] = {{'p', MOD_CTRL, "all", 1}};
	const struct footer f = {.items = keys, .n = 1, .area = {{0, 9, 10, 1}}};
	struct event ev = click(4, 9, 1), pressed;
	assert_true(footer_hit(&f, &ev, &pressed));
	assert_true(event_is(&pressed, 'p', MOD_CTRL));
	ev = click(4, 8, 1);
	assert_false(footer_hit(&f, &ev, &pressed));
}

static void gauge_shows_little_and_never_too_much(void **state)
{
	(void)state;
	assert_int_equal(gauge_eighths(0, 10, 10), 0);
	assert_int_equal(gauge_eighths(1, 1000000, 10), 1);
	assert_int_equal(gauge_eighths(5, 10, 10), 40);
	assert_int_equal(gauge_eighths(UINT64_MAX, 10, 10), 80);
	assert_int_equal(gauge_eighths(UINT64_MAX - 1, UINT64_MAX, 10), 80);
	assert_int_equal(gauge_eighths(3, 0, 10), 80);
}

/* ---- text ---- */

static void text_breaks_at_blanks(void **state)
{
	(void)state;
	size_t next;
	assert_int_equal(text_wrap("one two", 7, 5, &next), 4);
	assert_int_equal(next, 4);
	assert_int_equal(text_wrap("one two", 7, 3, &next), 3);
	assert_int_equal(next, 4);
	assert_int_equal(text_wrap("one\ntwo", 7, 20, &next), 3);
	assert_int_equal(next, 4);
	assert_int_equal(text_height("one two three", 5), 3);
	assert_int_equal(text_height("", 5), 0);
	assert_int_equal(text_height("abcdef", 2), 3);
}

static void bytes_that_are_no_utf8_count_one_each(void **state)
{
	(void)state;
	uint32_t c;
	assert_int_equal(text_take("\xc0\xaf", 2, &c), 1);
	assert_int_equal(c, TEXT_INVALID);
	assert_int_equal(text_take("\xed\xa0\x80", 3, &c), 1);
	assert_int_equal(text_take("\xf4\x90\x80\x80", 4, &c), 1);
	assert_int_equal(text_take("\xe4\xb8", 2, &c), 1);
	assert_int_equal(text_width("a\xff\xfe"
				    "b"),
	    4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(room_goes_by_weight_and_none_is_lost),
	    cmocka_unit_test(a_maximum_leaves_its_room_to_others),
	    cmocka_unit_test(later_parts_lose_first),
	    cmocka_unit_test(rectangles),
	    cmocka_unit_test(the_selection_stays_in_sight),
	    cmocka_unit_test(keys_that_move),
	    cmocka_unit_test(narrow_tables_drop_what_matters_least),
	    cmocka_unit_test(table_keys_and_clicks),
	    cmocka_unit_test(an_empty_table_submits_nothing),
	    cmocka_unit_test(who_scrolls_up_is_not_followed),
	    cmocka_unit_test(pieces_of_a_line_are_cut_where_it_is_full),
	    cmocka_unit_test(form_moves_past_hidden_fields),
	    cmocka_unit_test(choices_by_arrows_letters_and_list),
	    cmocka_unit_test(text_and_toggle_have_values),
	    cmocka_unit_test(a_default_one_moves_in_is_changed),
	    cmocka_unit_test(menu_keys),
	    cmocka_unit_test(typing_narrows_a_menu_with_filter),
	    cmocka_unit_test(what_fits_best_comes_first),
	    cmocka_unit_test(what_something_lacks_for_comes_after_what_fits_as_well),
	    cmocka_unit_test(what_is_far_too_long_fits_nothing),
	    cmocka_unit_test(confirm_wants_a_clear_answer),
	    cmocka_unit_test(footer_drops_the_least_important),
	    cmocka_unit_test(a_click_on_the_footer_is_its_key),
	    cmocka_unit_test(gauge_shows_little_and_never_too_much),
	    cmocka_unit_test(text_breaks_at_blanks),
	    cmocka_unit_test(bytes_that_are_no_utf8_count_one_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
