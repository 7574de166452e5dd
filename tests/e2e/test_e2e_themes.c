/* The themes: every letter can be read, each is reached, and without colour nothing is lost. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

struct rgb {
	double red, green, blue;
};

/* xterm's colours from 16 on; the themes use no others where there are 256. */
static struct rgb rgb_of(struct term_color c, struct rgb otherwise)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	if (c.is_default)
		return otherwise;
	assert_true(c.indexed && c.index >= 16);
	int grey = 8 + 10 * (c.index - 232), i = c.index - 16;
	if (c.index >= 232)
		return (struct rgb){grey, grey, grey};
	return (struct rgb){levels[i / 36], levels[i / 6 % 6], levels[i % 6]};
}

static double linear(double channel)
{
	double c = channel / 255;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(struct rgb c)
{
	return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

/* As WCAG 2 defines it, from 1 to 21. */
static double contrast(struct rgb a, struct rgb b)
{
	double la = luminance(a), lb = luminance(b);
	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

struct theme_case {
	const char *name;
	struct rgb fg, bg; /* of the terminal it is made for */
	double least;
};

static bool is_drawing(const char *text)
{
	return (unsigned char)text[0] == 0xe2 && (unsigned char)text[1] >= 0x94 &&
	       (unsigned char)text[1] <= 0x96;
}

/* The least contrast among all letters on the screen. */
static double least_contrast(struct term *t, const struct theme_case *theme, char *where)
{
	double least = 21;
	for (int y = 0; y < term_height(t); y++) {
		for (int x = 0; x < term_width(t); x++) {
			struct term_cell cell = term_cell(t, x, y);
			if (cell.width == 0 || strcmp(cell.text, " ") == 0 || is_drawing(cell.text))
				continue;
			double now =
			    contrast(rgb_of(cell.fg, theme->fg), rgb_of(cell.bg, theme->bg));
			if (now < least) {
				least = now;
				snprintf(where, 64, "%s at %d,%d: %.2f", cell.text, x, y, now);
			}
		}
	}
	return least;
}

static void assert_legible(struct term *t, const struct theme_case *theme)
{
	char where[64] = "";
	assert_true(cockpit_wait_frame(t));
	if (least_contrast(t, theme, where) < theme->least) {
		term_show(t, theme->name);
		fail_msg("%s: %s", theme->name, where);
	}
}

static void every_letter_of_a_theme_can_be_read(void **state)
{
	(void)state;
	static const struct theme_case themes[] = {
	    {"dark", {216, 222, 233}, {20, 24, 31}, 4.5},
	    {"light", {36, 41, 47}, {255, 255, 255}, 4.5},
	    {"contrast", {255, 255, 255}, {0, 0, 0}, 7},
	};
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
		struct term *t =
		    cockpit_start_with((const char *[]){"--theme", themes[i].name, NULL}, NULL);
		cockpit_line(t, "a, b = socket.socketpair(); a.send(b'x'); b.recv(1)");
		expect(t, "→ ");
		cockpit_line(t, "a.connect('/none/such')");
		expect(t, "FileNotFoundError");
		assert_legible(t, &themes[i]);
		for (const char *view = "2345"; *view; view++) {
			term_type(t, (char[]){*view, '\0'});
			assert_legible(t, &themes[i]);
		}
		term_type(t, "n");
		expect(t, "┌ socket.socket");
		assert_legible(t, &themes[i]);
		term_key(t, "Esc");
		assert_true(term_wait_no_text(t, "┌ socket.socket", WAIT_MS));
		term_type(t, "?");
		expect(t, "┌ Help");
		assert_legible(t, &themes[i]);
		term_key(t, "Esc");
		assert_true(term_wait_no_text(t, "┌ Help", WAIT_MS));
		cockpit_quit(t);
	}
}

static bool theme_is_said(struct term *t, const char *key, const char *name)
{
	char text[32];
	snprintf(text, sizeof text, "Theme %s", name);
	term_type(t, key);
	return term_wait_text(t, text, WAIT_MS);
}

static bool has_no_colour(struct term *t, void *ctx)
{
	int x, y;
	(void)ctx;
	for (y = 0; y < term_height(t); y++)
		for (x = 0; x < term_width(t); x++)
			if (!term_cell(t, x, y).fg.is_default || !term_cell(t, x, y).bg.is_default)
				return false;
	/* And the active tab looks different all the same. */
	return term_find(t, "1 Sockets", &x, &y) && term_cell(t, x, y).reverse &&
	       term_find(t, "2 Servers", &x, &y) && !term_cell(t, x, y).reverse;
}

static void t_takes_one_theme_after_the_other(void **state)
{
	(void)state;
	struct term *t = cockpit_start_with(NULL, NULL);
	expect_tab(t, TAB_DARK);
	assert_false(has_no_colour(t, NULL));
	assert_true(theme_is_said(t, "t", "light"));
	expect_tab(t, TAB_LIGHT);
	assert_true(theme_is_said(t, "t", "contrast"));
	assert_true(theme_is_said(t, "t", "mono"));
	assert_true(term_wait(t, has_no_colour, NULL, WAIT_MS));
	assert_true(theme_is_said(t, "t", "dark"));
	expect_tab(t, TAB_DARK);
	cockpit_line(t, "theme(\"light\")");
	expect_tab(t, TAB_LIGHT);
	cockpit_line(t, "theme(\"drak\")");
	expect(t, "there is no theme 'drak', it is dark, light, contrast or mono");
	cockpit_quit(t);
}

static void without_colour_the_active_tab_is_seen(void **state)
{
	(void)state;
	struct term *t = cockpit_start_with(NULL, (const char *[]){"NO_COLOR=1", NULL});
	assert_true(term_wait(t, has_no_colour, NULL, WAIT_MS));
	cockpit_quit(t);
	t = cockpit_start_with((const char *[]){"--theme", "mono", NULL}, NULL);
	assert_true(term_wait(t, has_no_colour, NULL, WAIT_MS));
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_letter_of_a_theme_can_be_read),
	    cmocka_unit_test(t_takes_one_theme_after_the_other),
	    cmocka_unit_test(without_colour_the_active_tab_is_seen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
