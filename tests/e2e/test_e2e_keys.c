/*
 * Each key of the key table does what it says, in each place, at 200x50, 120x40, 80x24 and 40x12.
 * A row of the table without a trial here fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/e2e/trials.h"

static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {40, 12}};
#define SIZES (sizeof sizes / sizeof *sizes)

/* ---- what is seen ---- */

/* All that is seen: characters, their looks, the cursor. */
static char *picture(struct term *t)
{
	char *text;
	size_t size;
	int x, y;
	FILE *f = open_memstream(&text, &size);
	for (y = 0; y < term_height(t); y++) {
		for (x = 0; x < term_width(t); x++) {
			const struct term_cell c = term_cell(t, x, y);
			fprintf(f, "%s%d%d%d%d%d", c.text, c.bold, c.reverse, c.underline,
			    c.fg.is_default ? -1 : c.fg.red << 16 | c.fg.green << 8 | c.fg.blue,
			    c.bg.is_default ? -1 : c.bg.red << 16 | c.bg.green << 8 | c.bg.blue);
		}
	}
	fprintf(f, "%d", term_cursor(t, &x, &y));
	fprintf(f, " %d %d", x, y);
	fclose(f);
	return text;
}

static bool is_another(struct term *t, void *ctx)
{
	char *now = picture(t);
	bool another = strcmp(now, ctx) != 0;
	free(now);
	return another;
}

/* ---- what is pressed ---- */

/* Names of keys, 'text' to type, @word to wait for. What follows Esc too soon is Alt with that key:
 * what it takes away has to be gone before. */
static void play(struct term *t, const char *script, const char *gone)
{
	char word[256];
	while (*(script += strspn(script, " "))) {
		bool text = *script == '\'';
		size_t n = strcspn(script + text, text ? "'" : " ");
		snprintf(word, sizeof word, "%.*s", (int)n, script + text);
		if (text)
			term_type(t, word);
		else if (*word == '@')
			assert_true(term_wait_text(t, word + 1, WAIT_MS));
		else
			term_key(t, word);
		if (!text && strcmp(word, "Esc") == 0)
			assert_true(gone && term_wait_no_text(t, gone, WAIT_MS));
		script += n + 2 * text;
	}
}

/* ---- what comes of a key ---- */

static size_t count_cleared(struct term *t)
{
	static const char clear[] = "\033[H\033[2J";
	size_t len, n = 0;
	const char *raw = term_raw(t, &len), *end = raw + len;
	while ((raw = memmem(raw, (size_t)(end - raw), clear, strlen(clear)))) {
		raw++;
		n++;
	}
	return n;
}

static bool is_cleared(struct term *t, void *ctx)
{
	return count_cleared(t) > *(size_t *)ctx;
}

static const char *text_seen(struct term *t, const struct trial *trial)
{
	return term_width(t) < NARROW && trial->narrow ? trial->narrow : trial->sees;
}

static bool effect(struct term *t, const struct trial *trial, const char *before, size_t *cleared)
{
	int status;
	const char *sees = text_seen(t, trial);
	switch (trial->effect) {
	case CHANGES:
		return term_wait(t, is_another, (void *)(uintptr_t)before, WAIT_MS);
	case CLEARS:
		return term_wait(t, is_cleared, cleared, WAIT_MS);
	case ENDS:
		return term_wait_exit(t, &status, WAIT_MS) && status == 0;
	default:
		return (!sees || term_wait_text(t, sees, WAIT_MS)) &&
		       (!trial->gone || term_wait_no_text(t, trial->gone, WAIT_MS));
	}
}

/* ---- one trial ---- */

static bool is_offered(struct term *t, const struct trial *trial)
{
	return !trial->wide || term_width(t) >= NARROW;
}

static void complain(struct term *t, const struct trial *trial, const char *what)
{
	char text[256];
	snprintf(text, sizeof text, "%s in place %#x at %dx%d after \"%s\": %s", trial->key,
	    trial->where, term_width(t), term_height(t), trial->before, what);
	term_show(t, text);
	fail();
}

/* Else what the key does could not be told from what was there. */
static bool is_before(struct term *t, const struct trial *trial)
{
	const char *sees = text_seen(t, trial);
	if (trial->effect != SEES)
		return true;
	return (!sees || term_wait_no_text(t, sees, WAIT_MS)) &&
	       (!trial->gone || term_wait_text(t, trial->gone, WAIT_MS));
}

static void try_key(struct term *t, const struct trial *trial)
{
	const char *ready =
	    term_width(t) < NARROW && trial->narrow_ready ? trial->narrow_ready : trial->ready;
	if (trial->before)
		play(t, trial->before, NULL);
	if ((ready && !term_wait_text(t, ready, WAIT_MS)) || !is_before(t, trial))
		complain(t, trial, "not got there");
	char *before = trial->effect == CHANGES ? picture(t) : NULL;
	size_t cleared = count_cleared(t);
	term_key(t, trial->key);
	if (trial->then)
		play(t, trial->then, NULL);
	if (!effect(t, trial, before, &cleared))
		complain(t, trial, "it does nothing, or something else");
	free(before);
}

/* Where the next trial begins. */
static bool go_back(struct term *t, const struct trial *trial)
{
	if (!trial->after)
		return false;
	play(t, trial->after, text_seen(t, trial));
	const char *seen = trials_base(trial->base)->ready;
	if (!term_wait_text(t, seen, WAIT_MS))
		complain(t, trial, "no way back");
	return true;
}

static struct term *begin(size_t size, enum base base)
{
	const struct base_row *b = trials_base(base);
	struct term *t = cockpit_start(sizes[size][0], sizes[size][1], NULL);
	for (const char *const *line = b->lines; line && *line; line += 2) {
		cockpit_line(t, line[0]);
		assert_true(term_wait_text(t, line[1], WAIT_MS));
	}
	if (b->paste)
		term_paste(t, b->paste);
	assert_true(!b->first || term_wait_text(t, b->first, WAIT_MS));
	play(t, b->keys, ">>>");
	assert_true(term_wait_text(t, b->ready, WAIT_MS));
	return t;
}

static void try_all(size_t size, enum base base)
{
	size_t n;
	struct term *t = NULL;
	const struct trial *all = trials_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (all[i].base != base || (all[i].wide && sizes[size][0] < NARROW))
			continue;
		if (!t)
			t = begin(size, base);
		assert_true(is_offered(t, &all[i]));
		try_key(t, &all[i]);
		if (go_back(t, &all[i]))
			continue;
		term_free(t);
		t = NULL;
	}
	term_free(t);
}

static void try_at(size_t size)
{
	for (enum base base = 0; base < BASES; base++)
		try_all(size, base);
}

/* Under a shell, to which it returns. */
static void ctrl_z_stops_it_and_fg_goes_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = cockpit_start_in_shell(sizes[i][0], sizes[i][1]);
		term_key(t, "Ctrl-Z");
		assert_true(term_wait_text(t, "Stopped", WAIT_MS));
		assert_string_equal(cockpit_mess_left(t), "");
		term_type(t, "clear; fg\r");
		assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
		assert_true(cockpit_wait_frame(t));
		term_free(t);
	}
}

static void every_key_works_at_200x50(void **state)
{
	(void)state;
	try_at(0);
}

static void every_key_works_at_120x40(void **state)
{
	(void)state;
	try_at(1);
}

static void every_key_works_at_80x24(void **state)
{
	(void)state;
	try_at(2);
}

static void every_key_works_at_40x12(void **state)
{
	(void)state;
	try_at(3);
}

/* ---- no row without a trial ---- */

static bool has_trial(uint32_t key, unsigned mods, unsigned bit)
{
	size_t n;
	const struct trial *all = trials_all(&n);
	for (size_t i = 0; i < n; i++) {
		uint32_t k;
		unsigned m;
		assert_int_equal(key_parse(all[i].key, &k, &m), 0);
		if (k == key && m == mods && all[i].where == bit)
			return true;
	}
	return false;
}

static void expect_trial(const struct key_row *row, uint32_t key, unsigned mods)
{
	for (unsigned bit = 1; bit < 1u << WHERE_COUNT; bit <<= 1) {
		char name[64];
		if (!(row->where & bit) || has_trial(key, mods, bit))
			continue;
		fail_msg(
		    "no trial of %s in place %#x", key_label(key, mods, name, sizeof name), bit);
	}
}

/* "Up Down k j", and "Ctrl-A E W": what stands before the first counts for all. */
static void expect_group(const struct key_row *row)
{
	char shown[64], *rest = shown;
	snprintf(shown, sizeof shown, "%s", row->shown);
	bool ctrl = strncmp(shown, "Ctrl-", 5) == 0;
	for (char *word; (word = strsep(&rest, " "));) {
		uint32_t key;
		unsigned mods;
		assert_int_equal(key_parse(word, &key, &mods), 0);
		if (ctrl && mods == 0) {
			key |= 0x20;
			mods = MOD_CTRL;
		}
		expect_trial(row, key, mods);
	}
}

/* The mouse by test_e2e_mouse, Ctrl-Z above. */
static bool is_tried_apart(const struct key_row *row)
{
	return row->key == 'z' ? row->mods == MOD_CTRL
			       : row->shown && strcmp(row->shown, "mouse") == 0;
}

static void no_row_is_without_a_trial(void **state)
{
	(void)state;
	size_t n;
	const struct key_row *rows = keys_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (is_tried_apart(&rows[i]))
			continue;
		if (rows[i].shown)
			expect_group(&rows[i]);
		else
			expect_trial(&rows[i], rows[i].key, rows[i].mods);
		if (rows[i].also)
			expect_trial(&rows[i], rows[i].also, rows[i].also_mods);
	}
	assert_false(has_trial('u', MOD_ALT, IN_ALL)); /* the check can fail */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_row_is_without_a_trial),
	    cmocka_unit_test(ctrl_z_stops_it_and_fg_goes_on),
	    cmocka_unit_test(every_key_works_at_200x50),
	    cmocka_unit_test(every_key_works_at_120x40),
	    cmocka_unit_test(every_key_works_at_80x24),
	    cmocka_unit_test(every_key_works_at_40x12),
	};
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
