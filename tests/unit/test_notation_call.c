/* Arguments come to their row as its parameters say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/call.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "tests/unit/notation_lines.h"

/* Gives what it got, one after another, with - for what was left out. */
static int op_tell(struct call *c)
{
	struct buf b = {0};
	for (size_t i = 0; i < PARAMS_MAX && c->op->params[i].name; i++) {
		if (c->arg[i])
			value_repr(c->arg[i], &b);
		else
			buf_char(&b, '-');
		buf_str(&b, c->defaulted >> i & 1 ? "d " : " ");
	}
	for (size_t i = 0; i < c->nrest; i++)
		value_repr(c->rest[i], &b);
	buf_printf(&b, "/%zu", c->given);
	c->result = value_str(buf_text(&b));
	buf_free(&b);
	return c->result ? 0 : exc_raise_memory(c->run);
}

static const struct op rows[] = {
    {
	.name = "plain",
	.params = {{.name = "a"}, {.name = "b", .dflt = "-1"}, {.name = "c", .dflt = ""},
	    {.name = "d", .dflt = "ECONNREFUSED"}, {.name = "e", .dflt = "None", .keyword = true}},
	.run = op_tell,
    },
    {
	.name = "method",
	.params = {{.name = "size"}, {.name = "flags", .dflt = "0"}},
	.flags = OP_POSITIONAL,
	.run = op_tell,
    },
    {
	.name = "rest",
	.params = {{.name = "format"}},
	.flags = OP_REST | OP_POSITIONAL,
	.run = op_tell,
    },
    {
	.name = "wrong",
	.params = {{.name = "a", .dflt = "NO_SUCH_CONSTANT"}},
	.run = op_tell,
    },
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const ops[] = {&list, NULL};
static const struct module module = {.name = "told", .ops = ops};

static void assert_says(struct notation *n, const char *text, const char *said)
{
	const char *got = notation_say(n, text);
	if (strcmp(got, said) != 0)
		fail_msg("%s gives %s, not %s", text, got, said);
}

static int setup(void **state)
{
	static struct notation n;
	notation_begin(&n);
	struct value *v = value_module(&module);
	env_set(n.run.env, "t", v);
	value_unref(v);
	*state = &n;
	return 0;
}

static int teardown(void **state)
{
	notation_end(*state);
	return 0;
}

static void arguments_find_their_parameters(void **state)
{
	struct notation *n = *state;
	assert_says(n, "t.plain(1)", "'1 -1d - 111d Noned /1'");
	assert_says(n, "t.plain(1, 2, 3, 4, e=5)", "'1 2 3 4 5 /4'");
	assert_says(n, "t.plain(d=4, a=1)", "'1 -1d - 4 Noned /0'");
	assert_says(n, "t.plain(b=2, c=3)",
	    "TypeError: plain(a, b=-1, c=..., d=ECONNREFUSED, *, e=None) needs a");
	assert_says(n, "t.plain(1, 2, 3, 4, 5)",
	    "TypeError: plain(a, b=-1, c=..., d=ECONNREFUSED, *, e=None) takes 4 arguments by "
	    "position, not 5");
	assert_says(n, "t.method(1)", "'1 0d /1'");
	assert_says(n, "t.method(1, flags=2)",
	    "TypeError: method(size[, flags]) takes no keywords: leave out flags");
	assert_says(n, "t.rest('a', 1, 2)", "\"'a' 12/1\"");
	assert_says(n, "t.rest()", "TypeError: rest(format, ...) needs format");
	assert_says(n, "t.wrong()", "SystemError: no constant is called 'NO_SUCH_CONSTANT'");
}

static void many_arguments_are_taken(void **state)
{
	struct buf b = {0};
	buf_str(&b, "len(t.rest('a'");
	for (int i = 0; i < 1000; i++)
		buf_str(&b, ", 7");
	buf_str(&b, "))");
	assert_says(*state, buf_text(&b), "1006");
	buf_free(&b);
}

static void signatures_are_told(void **state)
{
	(void)state;
	static const char *const told[] = {"plain(a, b=-1, c=..., d=ECONNREFUSED, *, e=None)",
	    "method(size[, flags])", "rest(format, ...)", "wrong(a=NO_SUCH_CONSTANT)"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		assert_int_equal(op_signature(&rows[i], &b), 0);
		assert_string_equal(buf_text(&b), told[i]);
		buf_free(&b);
	}
	assert_ptr_equal(op_find(ops, NULL, "rest"), &rows[2]);
	assert_null(op_find(ops, NULL, "res"));
	assert_null(op_find(ops, &type_int, "rest"));
	assert_null(op_find(NULL, NULL, "rest"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(arguments_find_their_parameters, setup, teardown),
	    cmocka_unit_test_setup_teardown(many_arguments_are_taken, setup, teardown),
	    cmocka_unit_test(signatures_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
