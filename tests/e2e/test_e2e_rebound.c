/*
 * Keys of the settings, as a person has them: the new one works, the old one does nothing, and
 * footer, help, palette and hints tell the new one; what is wrong is told; there is a way out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/unit/files.h"

/* The cockpit with these settings; the file is read before the first frame, and goes then. */
static struct term *start(int w, int h, const char *settings)
{
	char root[256], folder[288], file[320], env[320];
	files_new_folder(root, sizeof root);
	snprintf(folder, sizeof folder, "%s/sockpit", root);
	snprintf(file, sizeof file, "%s/settings", folder);
	snprintf(env, sizeof env, "XDG_CONFIG_HOME=%s", root);
	assert_int_equal(mkdir(folder, 0700), 0);
	files_make(file, settings, 0600);
	struct term *t = cockpit_start(w, h, (const char *[]){env, NULL});
	unlink(file);
	rmdir(folder);
	rmdir(root);
	return t;
}

/* Leave by this key; frees t. */
static void quit(struct term *t, const char *key)
{
	int status;
	term_key(t, key);
	assert_true(term_wait_exit(t, &status, WAIT_MS) && status == 0);
	term_free(t);
}

/* An old key is seen to do nothing when the one pressed behind it is answered. */
static void does_nothing(struct term *t, const char *key, const char *would_show)
{
	int x, y;
	term_key(t, key);
	term_key(t, "2");
	expect(t, "┌ Servers ─");
	assert_false(term_find(t, would_show, &x, &y));
	term_key(t, "1");
	expect(t, "┌ Sockets ─");
}

static void the_new_key_works_and_the_old_one_does_nothing(void **state)
{
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}};
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct term *t = start(sizes[i][0], sizes[i][1],
		    "key.new = F6\nkey.quit = Ctrl-Q\nkey.palette = Alt-x F7\nkey.help = H\n");
		does_nothing(t, "n", "┌ socket.socket");
		does_nothing(t, "Ctrl-P", "┌ Palette");
		does_nothing(t, "q", "$ ");
		does_nothing(t, "F1", "┌ Help");
		term_key(t, "F6");
		expect(t, "┌ socket.socket");
		term_key(t, "Enter");
		expect(t, "▸s1 ");
		term_key(t, "Alt-x");
		expect(t, "┌ Palette");
		term_key(t, "Esc");
		expect_gone(t, "┌ Palette");
		term_key(t, "F7");
		expect(t, "┌ Palette");
		term_key(t, "Esc");
		expect_gone(t, "┌ Palette");
		quit(t, "Ctrl-Q");
	}
}

static void everything_tells_the_new_key(void **state)
{
	(void)state;
	struct term *t = start(120, 40,
	    "key.new = F6\nkey.demo = Alt-d\nkey.help = F2 Alt-h\nkey.server = +\nkey.cancel = "
	    "%\n");
	expect(t, "No sockets yet. Press F6 to make one");
	expect(t, "F6 new  + server  Alt-d demo"); /* the footer */
	expect(t, "press F2 for all keys");
	term_key(t, "x");
	expect(t, "No socket is selected. Press F6 to make one.");
	term_key(t, "2");
	expect(t, "Press + to start one, Alt-d for a demo.");
	expect_gone(t, "p page"); /* the footer is written last */
	expect(t, "F2 help");
	assert_true(term_click_text(t, "F2 help"));
	expect(t, "┌ Help");
	term_type(t, "/Make a socket: fam\r");
	expect(t, "│F6               "); /* with what it does beside it */
	term_key(t, "Esc");
	expect_gone(t, "┌ Help");
	term_key(t, "Ctrl-P");
	term_type(t, "make a socket: fam");
	expect(t, "│ F6        new ");
	term_key(t, "Enter"); /* it runs the action, whatever its key is */
	expect(t, "┌ socket.socket");
	term_key(t, "Enter");
	expect(t, "▸s1 ");
	quit(t, "q");
}

static void the_welcome_tells_the_new_keys(void **state)
{
	(void)state;
	struct term *t = start(80, 24, "key.demo = F11\nkey.prompt = =\n");
	/* Whether it is the first start or not. */
	expect(t, "yourself after = ");
	term_key(t, "=");
	expect(t, ">>>");
	term_key(t, "Esc");
	expect_gone(t, ">>>");
	term_paste(t, "1+1"); /* it goes to the prompt, whatever its key is */
	expect(t, ">>> 1+1");
	term_key(t, "Esc");
	expect_gone(t, ">>>");
	quit(t, "q");
}

static void what_is_wrong_is_told_and_skipped(void **state)
{
	(void)state;
	struct term *t = start(120, 40, "# mine\nkey.new = q\nkey.quit = F99\nkey.back = x\n");
	expect(t, "settings line 2 skipped: q is the key of quit (and lines 3, 4)");
	term_key(t, "n");
	expect(t, "┌ socket.socket");
	term_key(t, "Esc");
	expect_gone(t, "┌ socket.socket");
	quit(t, "q");
}

/* Whatever the settings say, Esc and Ctrl-C leave boxes, and Ctrl-C cancels a call that waits. */
static void nobody_is_locked_in(void **state)
{
	(void)state;
	struct term *t = start(80, 24, "key.cancel = F8\nkey.quit = F9\nkey.prompt = F12\n");
	term_key(t, "F12");
	expect(t, ">>>");
	term_key(t, "Ctrl-C");
	expect_gone(t, ">>>");
	term_key(t, "F12");
	expect(t, ">>>");
	term_type(t, "s = socket.create_server((\"127.0.0.1\", 0)); s.accept()\r");
	expect(t, "F8 cancel");
	term_key(t, "Ctrl-C");
	expect(t, "InterruptedError");
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	term_type(t, "leave; where");
	expect(t, "F9 ");
	quit(t, "Enter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_new_key_works_and_the_old_one_does_nothing),
	    cmocka_unit_test(everything_tells_the_new_key),
	    cmocka_unit_test(the_welcome_tells_the_new_keys),
	    cmocka_unit_test(what_is_wrong_is_told_and_skipped),
	    cmocka_unit_test(nobody_is_locked_in),
	};
	return cmocka_run_group_tests_name("rebound", tests, NULL, NULL);
}
