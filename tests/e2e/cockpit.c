#include "tests/e2e/cockpit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#define PROMPT "shell>"

const char *cockpit_program(void)
{
	const char *program = getenv("SOCKPIT");
	return program == NULL ? "./sockpit" : program;
}

void cockpit_without_handlers(void)
{
	char options[1024];
	const char *now = getenv("ASAN_OPTIONS");
	snprintf(options, sizeof(options), "%s%shandle_segv=0:handle_sigbus=0:handle_abort=0",
	    now == NULL ? "" : now, now == NULL ? "" : ":");
	assert_int_equal(setenv("ASAN_OPTIONS", options, 1), 0);
}

struct term *cockpit_start(int w, int h, const char *const *env)
{
	struct term *t;
	const struct term_options options = {
	    .argv = (const char *[]){cockpit_program(), NULL},
	    .env = env,
	    .width = w,
	    .height = h,
	};
	assert_int_equal(term_start(&t, &options), 0);
	if (w >= 40 && h >= 12)
		assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	return t;
}

struct term *cockpit_start_with(const char *const *options, const char *const *env)
{
	struct term *t;
	const char *argv[8] = {cockpit_program()};
	for (size_t i = 0; options && options[i]; i++)
		argv[i + 1] = options[i];
	const struct term_options how = {.argv = argv, .env = env, .width = 120, .height = 40};
	assert_int_equal(term_start(&t, &how), 0);
	assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	return t;
}

struct term *cockpit_start_in_shell(int w, int h)
{
	struct term *t;
	char command[1024];
	const struct term_options options = {
	    .argv = (const char *[]){"sh", "-i", NULL},
	    .env = (const char *[]){"PS1=" PROMPT " ", "ENV", NULL},
	    .width = w,
	    .height = h,
	};
	assert_int_equal(term_start(&t, &options), 0);
	assert_true(term_wait_text(t, PROMPT, WAIT_MS));
	snprintf(command, sizeof(command), "%s; echo ended with $?\r", cockpit_program());
	term_type(t, command);
	assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	return t;
}

/* ---- processes ---- */

/* From proc(5)'s stat; the name in it may hold anything but ends in ')'. */
static pid_t parent_of(pid_t pid)
{
	char path[64], text[512] = "";
	int parent;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return -1;
	const char *end = fgets(text, sizeof(text), f) == NULL ? NULL : strrchr(text, ')');
	fclose(f);
	return end != NULL && sscanf(end, ") %*c %d", &parent) == 1 ? parent : -1;
}

static pid_t child_of(struct term *t, pid_t parent)
{
	pid_t pids[64];
	size_t n = term_processes(t, pids, 64);
	for (size_t i = 0; i < n && i < 64; i++)
		if (parent_of(pids[i]) == parent)
			return pids[i];
	return -1;
}

static bool is_shell(pid_t pid)
{
	char path[64], name[64] = "";
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return false;
	bool read = fgets(name, sizeof(name), f) != NULL;
	fclose(f);
	return read && (strcmp(name, "sh\n") == 0 || strcmp(name, "dash\n") == 0);
}

pid_t cockpit_guardian(struct term *t)
{
	pid_t first = term_pid(t);
	return is_shell(first) ? child_of(t, first) : first;
}

static bool finds_self(struct term *t, void *ctx)
{
	pid_t *self = ctx;
	*self = child_of(t, cockpit_guardian(t));
	return *self > 0;
}

pid_t cockpit_self(struct term *t)
{
	pid_t self;
	/* The screen says what a cockpit ended by. */
	if (!term_wait(t, finds_self, &self, WAIT_MS))
		term_show(t, "there is no cockpit");
	return self;
}

pid_t cockpit_server(struct term *t)
{
	return child_of(t, cockpit_self(t));
}

/* ---- what is left ---- */

const char *cockpit_mess(struct term *t)
{
	int x, y;
	if (!term_modes_restored(t))
		return "the modes are not as before";
	if (term_alternate(t))
		return "the alternate screen is shown";
	if (!term_cursor(t, &x, &y))
		return "there is no cursor";
	if (term_mouse(t))
		return "the mouse is reported";
	return term_pastes_in_brackets(t) ? "pastes come in brackets" : "";
}

static bool is_clean(struct term *t, void *ctx)
{
	(void)ctx;
	return *cockpit_mess(t) == '\0';
}

const char *cockpit_mess_left(struct term *t)
{
	/* Modes change without a byte: look again every few ms. */
	for (int ms = 0; ms < GONE_MS; ms += 10)
		if (term_wait(t, is_clean, NULL, 10))
			break;
	return cockpit_mess(t);
}

/* ---- what is seen ---- */

void expect(struct term *t, const char *text)
{
	if (!term_wait_text(t, text, WAIT_MS))
		fail_msg("'%s' is not seen", text);
}

void expect_gone(struct term *t, const char *text)
{
	if (!term_wait_no_text(t, text, WAIT_MS))
		fail_msg("'%s' stays", text);
}

static bool has_tab(struct term *t, void *ctx)
{
	int x, y;
	return term_find(t, "1 Sockets", &x, &y) && term_cell(t, x, y).bg.index == *(int *)ctx;
}

void expect_tab(struct term *t, int background)
{
	assert_true(term_wait(t, has_tab, &background, WAIT_MS));
}

/* ---- lines ---- */

void cockpit_line(struct term *t, const char *line)
{
	term_type(t, ":");
	term_type(t, line);
	term_key(t, "Enter");
}

void cockpit_line_gives(struct term *t, const char *line, const char *result)
{
	char text[256];
	cockpit_line(t, line);
	snprintf(text, sizeof(text), "%s  → %s", line, result);
	assert_true(term_wait_text(t, text, WAIT_MS));
}

void cockpit_type_over(struct term *t, const char *text)
{
	term_key(t, "Ctrl-U");
	term_type(t, text);
}

/* ---- a server and its clients ---- */

void cockpit_make_server(struct term *t, const char *model)
{
	char line[200];
	snprintf(line, sizeof(line), "srv = socketserver.%s((\"127.0.0.1\", 0), Echo)", model);
	cockpit_line_gives(t, line, "srv");
}

void cockpit_serve(struct term *t, const char *poll_interval)
{
	char line[64];
	snprintf(line, sizeof(line), "srv.serve_forever(%s)", poll_interval);
	cockpit_line(t, line);
	expect(t, "for requests");
}

void cockpit_connect_and_send(struct term *t, const char *name)
{
	char line[200];
	snprintf(line, sizeof(line), "%s = socket.create_connection(srv.server_address)", name);
	cockpit_line_gives(t, line, name);
	snprintf(line, sizeof(line), "%s.send(b\"hello\")", name);
	cockpit_line_gives(t, line, "5");
}

void cockpit_connect_and_talk(struct term *t, const char *name)
{
	char line[200];
	cockpit_connect_and_send(t, name);
	snprintf(line, sizeof(line), "%s.recv(100)", name);
	cockpit_line_gives(t, line, "b'hello'");
}

void cockpit_quit(struct term *t)
{
	int status;
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_string_equal(cockpit_mess(t), "");
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

/* ---- the frame ---- */

static bool is_one_of(const char *text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(text, *list) == 0)
			return true;
	return false;
}

/* Down the last column: a panel that begins goes on to its lower corner. */
bool cockpit_frame_is_whole(struct term *t)
{
	static const char *const upper[] = {"┐", NULL}, *const side[] = {"│", "┤", NULL},
				 *const lower[] = {"┘", NULL};
	int x = term_width(t) - 1, panels = 0;
	bool inside = false;
	for (int y = 0; y < term_height(t); y++) {
		const struct term_cell cell = term_cell(t, x, y);
		if (!inside) {
			inside = is_one_of(cell.text, upper);
			panels += inside;
		} else if (is_one_of(cell.text, lower)) {
			inside = false;
		} else if (!is_one_of(cell.text, side)) {
			return false;
		}
	}
	return panels > 0 && !inside;
}

static bool frame_is_whole(struct term *t, void *ctx)
{
	(void)ctx;
	return cockpit_frame_is_whole(t);
}

bool cockpit_wait_frame(struct term *t)
{
	return term_wait(t, frame_is_whole, NULL, WAIT_MS);
}

/* ---- tables ---- */

int cockpit_number_under(struct term *t, const char *title, int row)
{
	char padded[32];
	int x, y, scale = 1, value = 0;
	snprintf(padded, sizeof(padded), " %s ", title);
	if (!term_find(t, padded, &x, &y))
		return -1;
	for (x += (int)strlen(title); x > 0; x--, scale *= 10) {
		struct term_cell cell = term_cell(t, x, row);
		if (cell.text[0] < '0' || cell.text[0] > '9')
			break;
		value += scale * (cell.text[0] - '0');
	}
	return value;
}
