/* What was done, as a program: in its order, with what waited beside it, and python3 runs it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/export/python_export.h"
#include "core/journal.h"
#include "core/server/handler.h"
#include "tests/unit/files.h"

struct done {
	const char *line;
	int start, end; /* 0: still runs */
	const char *error;
};

static char *text_or_null(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void export_of(const struct done *done, size_t n, struct buf *to)
{
	struct journal *j;
	assert_int_equal(journal_new(&j), 0);
	for (size_t i = 0; i < n; i++) {
		const struct done *d = &done[i];
		struct journal_row row = {.state = !d->end    ? ROW_RUNNING
						   : d->error ? ROW_FAILED
							      : ROW_DONE,
		    .line = strdup(d->line),
		    .error = text_or_null(d->error),
		    .start_ns = d->start,
		    .end_ns = d->end};
		assert_non_null(journal_add(j, &row));
	}
	assert_int_equal(python_export(j, to), 0);
	journal_free(j);
}

#define EXPORT(to, ...)                                                                            \
	export_of((const struct done[]){__VA_ARGS__},                                              \
	    sizeof((const struct done[]){__VA_ARGS__}) / sizeof(struct done), to)

static void assert_has(const struct buf *text, const char *part)
{
	if (!strstr(buf_text(text), part))
		fail_msg("no <%s> in:\n%s", part, buf_text(text));
}

static void assert_lacks(const struct buf *text, const char *part)
{
	if (strstr(buf_text(text), part))
		fail_msg("<%s> in:\n%s", part, buf_text(text));
}

/* What python3 prints when it runs the text. */
static void assert_prints(const struct buf *text, const char *expected)
{
	char path[512], command[600], printed[4096];
	snprintf(path, sizeof path, "%s/exported.py", files_folder());
	FILE *f = fopen(path, "we");
	assert_non_null(f);
	fputs(buf_text(text), f);
	fclose(f);
	snprintf(command, sizeof command, "timeout 20 python3 -I '%s' 2>&1", path);
	f = popen(command, "re");
	assert_non_null(f);
	printed[fread(printed, 1, sizeof printed - 1, f)] = '\0';
	int status = pclose(f);
	remove(path);
	assert_string_equal(printed, expected);
	assert_int_equal(status, 0);
}

static void test_lines_in_their_order(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"a, b = socket.socketpair()", 1, 2, NULL}, {"a.send(b'hi')", 3, 4, NULL},
	    {"print(b.recv(9), struct.calcsize('H'))", 5, 6, NULL}, {"theme('light')", 7, 8, NULL});
	assert_has(&text, "\nimport socket\n");
	assert_has(&text, "\nimport struct\n");
	assert_lacks(&text, "import time");
	assert_lacks(&text, "theme");
	assert_lacks(&text, "Thread");
	assert_prints(&text, "b'hi' 2\n");
	buf_free(&text);
}

/* accept() was asked for before anybody had connected. */
static void test_what_waited_is_a_thread(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"srv = socket.create_server(('127.0.0.1', 0))", 1, 2, NULL},
	    {"conn, addr = srv.accept()", 3, 9, NULL},
	    {"c = socket.create_connection(srv.getsockname())", 4, 5, NULL},
	    {"print(conn.getpeername() == c.getsockname())", 10, 11, NULL});
	assert_has(&text, "    global conn, addr\n    conn, addr = srv.accept()\n");
	assert_has(&text, "line_2.start()\nc = ");
	assert_has(&text, "line_2.join()\nprint(");
	assert_prints(&text, "True\n");
	buf_free(&text);
}

static void test_what_filled_a_buffer(void **state)
{
	struct buf text = {0};
	(void)state;
	EXPORT(&text, {"a, b = socket.socketpair(); buf = bytearray(4)", 1, 2, NULL},
	    {"n = b.recv_into(memoryview(buf)[1:])", 3, 9, NULL},
	    {"a.send(bytearray(b'hi'))", 4, 5, NULL}, {"print(n, buf)", 10, 11, NULL},
	    {"b.recv_into(buf, 5)", 12, 13, "ValueError: buffer too small for requested bytes"});
	assert_prints(&text, "2 bytearray(b'\\x00hi\\x00')\n"
			     "ValueError: buffer too small for requested bytes\n");
	buf_free(&text);
}

static void test_what_failed(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"s = socket.socket()", 1, 2, NULL},
	    {"s.getpeername()", 3, 4, "OSError: [Errno 107] Transport endpoint is not connected"},
	    {"s.accept()", 5, 6, "InterruptedError: [Errno 4] Interrupted system call"},
	    {"for i in\nx: \033[2J", 7, 8, "SyntaxError: invalid syntax"},
	    {"print('on')", 9, 10, NULL});
	assert_has(&text, "# cancelled: s.accept()\n");
	assert_has(&text, "# no Python here: for i in\n# x: \\x1b[2J\n");
	assert_prints(&text, "OSError: [Errno 107] Transport endpoint is not connected\non\n");
	buf_free(&text);
}

/* A file's readline() waited while another was written and flushed. */
static void test_files_over_sockets(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"a, b = socket.socketpair()", 1, 2, NULL},
	    {"f = a.makefile('w', newline='\\r\\n')", 3, 4, NULL},
	    {"g = b.makefile('rb', buffering=100)", 5, 6, NULL},
	    {"line = g.readline()", 7, 12, NULL}, {"f.write('hi\\n')", 8, 9, NULL},
	    {"f.flush()", 10, 11, NULL}, {"print(line)", 13, 14, NULL},
	    {"g.write(b'x')", 15, 16, "io.UnsupportedOperation: write"});
	assert_prints(&text, "b'hi\\r\\n'\nUnsupportedOperation: write\n");
	buf_free(&text);
}

static void test_a_server_is_one_for_python(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"s = socketserver.PoolTCPServer(('127.0.0.1', 0), Upper)", 1, 2, NULL},
	    {"s.serve_forever()", 3, 0, NULL},
	    {"c = socket.create_connection(s.server_address)", 4, 5, NULL},
	    {"c.sendall(b'hello')", 6, 7, NULL}, {"print(c.recv(5))", 8, 9, NULL},
	    {"c.close(); s.shutdown(); s.server_close()", 10, 11, NULL});
	assert_has(&text, "class Upper(Handler):");
	assert_has(&text, "class Handler(");
	assert_lacks(&text, "class Echo");
	assert_has(&text, "daemon=True");
	assert_prints(&text, "b'HELLO'\n");
	buf_free(&text);
}

/* serve_forever() ends while shutdown() waits for it: it must not be joined before. */
static void test_shutdown_ends_what_it_waits_for(void **state)
{
	(void)state;
	struct buf text = {0};
	EXPORT(&text, {"s = socketserver.TCPServer(('127.0.0.1', 0), Echo)", 1, 2, NULL},
	    {"s.serve_forever()", 3, 11, NULL}, {"time.sleep(0.1)", 4, 5, NULL},
	    {"s.shutdown()", 10, 12, NULL}, {"print('over')", 13, 14, NULL});
	assert_has(&text, "s.shutdown()\nline_2.join()\n");
	assert_prints(&text, "over\n");
	buf_free(&text);
}

static void test_every_handler_can_be_written_out(void **state)
{
	(void)state;
	struct buf names = {0}, text = {0}, expected = {0};
	for (size_t i = 0; handlers[i]; i++) {
		buf_printf(&names, "print(%s.__name__); ", handlers[i]->type.name);
		buf_printf(&expected, "%s\n", handlers[i]->type.name);
	}
	EXPORT(&text, {buf_text(&names), 1, 2, NULL});
	assert_prints(&text, buf_text(&expected));
	buf_free(&names);
	buf_free(&text);
	buf_free(&expected);
}

static void test_nothing_was_done(void **state)
{
	(void)state;
	struct buf text = {0};
	export_of(NULL, 0, &text);
	assert_prints(&text, "");
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines_in_their_order),
	    cmocka_unit_test(test_what_waited_is_a_thread),
	    cmocka_unit_test(test_what_filled_a_buffer),
	    cmocka_unit_test(test_what_failed),
	    cmocka_unit_test(test_files_over_sockets),
	    cmocka_unit_test(test_a_server_is_one_for_python),
	    cmocka_unit_test(test_shutdown_ends_what_it_waits_for),
	    cmocka_unit_test(test_every_handler_can_be_written_out),
	    cmocka_unit_test(test_nothing_was_done),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
