/*
 * Each operation that may wait is seen waiting in the session, is cancelled, and ends with the line
 * that says so. The rows are asked which operations those are: a new one has to come in here.
 * This program is its own server process.
 */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
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

#include "core/clock.h"
#include "core/engine.h"
#include "core/modules.h"
#include "core/notation/file.h"
#include "core/notation/op.h"
#include "core/notation/value.h"
#include "core/server/server.h"
#include "tests/unit/files.h"
#include "tests/unit/session_lines.h"
#include "tests/unit/silent.h"

#define LIMIT_NS (30 * NS_PER_S)
#define CANCELLED "InterruptedError: [Errno 4] Interrupted system call"

struct waiting {
	const char *line;    /* waits for ever */
	const char *what;    /* for that */
	const char *prepare; /* lines before it, or NULL */
	const char *fill;    /* one that is repeated until it fails, or NULL */
	const char *after;   /* the last line before it, or NULL */
};

#define PAIR "a, b = socket.socketpair()\n"
#define DATAGRAMS                                                                                  \
	"v = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); v.bind('')\n"                       \
	"w = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); w.setblocking(False)\n"
#define LISTENER "srv = socket.create_server(('127.0.0.1', 0), backlog=0)\n"
#define FULL                                                                                       \
	LISTENER "q = socket.create_connection(srv.getsockname())\n"                               \
		 "d = socket.socket()\n"
#define FULL_TIMED FULL "d.settimeout(1000)\n"
#define BLOCK "a.setblocking(False)\n"
/* Nobody reads what was sent: it stays for so many seconds. */
#define LINGERING                                                                                  \
	LISTENER "l = socket.create_connection(srv.getsockname())\n"                               \
		 "l.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 1000))\n" \
		 "l.setblocking(False)\n"
#define OVERFILL "l.send(b'x' * 1000000)"
#define SERVER "srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)\n"

/* The answer shows that the client has been accepted. */
#define SERVING                                                                                    \
	"t = threading.Thread(target=srv.serve_forever)\nt.start()\n"                              \
	"c = socket.create_connection(srv.server_address); c.send(b'x')\nc.recv(1)\n"

static const struct waiting waits[] = {
    {.line = "srv.accept()", .what = "a connection", .prepare = LISTENER},
    {.line = "srv.accept()", .what = "a connection", .prepare = LISTENER "srv.settimeout(1000)\n"},
    {.line = "d.connect(srv.getsockname())", .what = "the connection", .prepare = FULL},
    {.line = "d.connect(srv.getsockname())", .what = "the connection", .prepare = FULL_TIMED},
    {.line = "d.connect_ex(srv.getsockname())", .what = "the connection", .prepare = FULL},
    {.line = "d.connect_ex(srv.getsockname())", .what = "the connection", .prepare = FULL_TIMED},
    {.line = "socket.create_connection(srv.getsockname())",
	.what = "the connection",
	.prepare = FULL},
    {.line = "socket.create_connection(srv.getsockname(), 1000)",
	.what = "the connection",
	.prepare = FULL},
    {.line = "b.recv(1)", .what = "data", .prepare = PAIR},
    {.line = "b.recv(1)", .what = "data", .prepare = PAIR "b.settimeout(1000)\n"},
    {.line = "b.recvfrom(1)", .what = "data", .prepare = PAIR},
    {.line = "b.recvmsg(1)", .what = "data", .prepare = PAIR},
    {.line = "b.recv_into(bytearray(1))", .what = "data", .prepare = PAIR},
    {.line = "b.recv_into(bytearray(1))", .what = "data", .prepare = PAIR "b.settimeout(1000)\n"},
    {.line = "b.recvfrom_into(bytearray(1))", .what = "data", .prepare = PAIR},
    {.line = "b.recvmsg_into([bytearray(1)])", .what = "data", .prepare = PAIR},
    {.line = "socket.recv_fds(b, 1, 1)", .what = "data", .prepare = PAIR},
    {.line = "a.send(b'x')",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK,
	.fill = "a.send(b'x' * 100000)"},
    {.line = "a.sendall(b'x')",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK,
	.fill = "a.send(b'x' * 100000)"},
    {.line = "a.sendmsg([b'x'])",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK,
	.fill = "a.send(b'x' * 100000)"},
    {.line = "k.sendmsg_afalg([b'x'], op=1)",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK
	"k = socket.socket(socket.AF_ALG, socket.SOCK_STREAM, 0, a.dup().detach())\n",
	.fill = "a.send(b'x' * 100000)"},
    {.line = "socket.send_fds(a, [b'x'], [0])",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK,
	.fill = "a.send(b'x' * 100000)"},
    {.line = "a.sendfile(open('file', 'rb'))",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK,
	.fill = "a.send(b'x' * 100000)"},
    {.line = "l.close()",
	.what = "unsent data to go (SO_LINGER)",
	.prepare = LINGERING,
	.fill = OVERFILL},
    {.line = "socket.close(l.detach())",
	.what = "unsent data to go (SO_LINGER)",
	.prepare = LINGERING,
	.fill = OVERFILL},
    {.line = "w.sendto(b'x', v.getsockname())",
	.what = "room in the send buffer",
	.prepare = DATAGRAMS,
	.fill = "w.sendto(b'x', v.getsockname())"},
    {.line = "f.read(1)", .what = "data", .prepare = PAIR "f = b.makefile('rb')\n"},
    {.line = "f.read()", .what = "data", .prepare = PAIR "f = b.makefile('rb', 0)\n"},
    {.line = "f.read()", .what = "data", .prepare = PAIR "f = b.makefile()\n"},
    {.line = "f.readline()",
	.what = "data",
	.prepare = PAIR "f = b.makefile('rwb')\nb.settimeout(1000)\n"},
    {.line = "f.readline()",
	.what = "data",
	.prepare = PAIR "f = b.makefile('rw')\na.send(b'no end')\n"},
    {.line = "f.write(b'x')",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK "f = a.makefile('wb', 0)\n",
	.fill = "a.send(b'x' * 100000)"},
    {.line = "f.write(b'x' * 9000)",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK "f = a.makefile('wb')\n",
	.fill = "a.send(b'x' * 100000)"},
    {.line = "f.flush()",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK "f = a.makefile('w')\nn = f.write('x')\n",
	.fill = "a.send(b'x' * 100000)"},
    {.line = "f.close()",
	.what = "room in the send buffer",
	.prepare = PAIR BLOCK "f = a.makefile('wb')\nn = f.write(b'x')\n",
	.fill = "a.send(b'x' * 100000)"},
    {.line = "f.close()",
	.what = "unsent data to go (SO_LINGER)",
	.prepare = LINGERING "f = l.makefile('rb')\n",
	.fill = OVERFILL,
	.after = "l.close()"},
    {.line = "time.sleep(1000)", .what = "the time to pass"},
    {.line = "t.join()",
	.what = "the thread to end",
	.prepare = PAIR "t = threading.Thread(target=b.recv, args=(1,))\nt.start()\n"},
    {.line = "t.join(1000)",
	.what = "the thread to end",
	.prepare = PAIR "t = threading.Thread(target=b.recv, args=(1,))\nt.start()\n"},
    {.line = "open('nobody', 'rb')", .what = "a file to open"},
    {.line = "f.read()", .what = "data of a file", .prepare = "f = open('fifo', 'rb')\n"},
    {.line = "socket.getaddrinfo('" SILENT_NAME "', 80)", .what = "the resolver"},
    {.line = "socket.gethostbyname('" SILENT_NAME "')", .what = "the resolver"},
    {.line = "socket.gethostbyname_ex('" SILENT_NAME "')", .what = "the resolver"},
    {.line = "socket.gethostbyaddr('" SILENT_ADDRESS "')", .what = "the resolver"},
    {.line = "socket.getnameinfo(('" SILENT_ADDRESS "', 80), 0)", .what = "the resolver"},
    {.line = "socket.getfqdn('" SILENT_ADDRESS "')", .what = "the resolver"},
    {.line = "socket.create_connection(('" SILENT_NAME "', 80))", .what = "the resolver"},
    {.line = "socket.create_server(('" SILENT_NAME "', 80))", .what = "the resolver"},
    {.line = "socket.socket().bind(('" SILENT_NAME "', 80))", .what = "the resolver"},
    {.line = "socket.socket().connect(('" SILENT_NAME "', 80))", .what = "the resolver"},
    {.line = "socketserver.TCPServer(('" SILENT_NAME "', 80), Echo)", .what = "the resolver"},
    {.line = "late.server_bind()",
	.what = "the resolver",
	.prepare = "late = socketserver.TCPServer(('" SILENT_NAME "', 80), Echo, False)\n"},
    {.line = "srv.serve_forever()", .what = "requests", .prepare = SERVER},
    {.line = "srv.handle_request()", .what = "a request", .prepare = SERVER},
    {.line = "srv.shutdown()", .what = "serve_forever() to end", .prepare = SERVER},
    {.line = "srv.server_close()",
	.what = "clients to leave (block_on_close)",
	.prepare = SERVER SERVING "srv.shutdown()\n"},
};

#define COUNT (sizeof waits / sizeof *waits)

/* ---- lines ---- */

/* Until that line has ended; its error, or "". */
static const char *error_of(struct session *s, uint64_t seq)
{
	const struct journal_row *row = session_line_end(s, seq);
	return row->error ? row->error : "";
}

static void do_lines(struct session *s, const char *lines)
{
	char *copy = strdup(lines), *rest = copy, *line;
	assert_non_null(copy);
	while ((line = strsep(&rest, "\n")))
		if (*line)
			session_line_do(s, line);
	free(copy);
}

/* Until nothing goes in any more; the socket's name is the line's first letter. */
static void fill(struct session *s, const char *line)
{
	char back[] = "a.setblocking(True)";
	while (!*error_of(s, session_line_submit(s, line)))
		continue;
	back[0] = line[0];
	do_lines(s, back);
}

static void cancel_one(const struct waiting *w)
{
	struct session *s;
	assert_int_equal(session_new(&s, NULL), 0);
	if (w->prepare)
		do_lines(s, w->prepare);
	if (w->fill)
		fill(s, w->fill);
	if (w->after)
		do_lines(s, w->after);
	uint64_t seq = session_line_submit(s, w->line);
	session_line_await(s, seq, w->what);
	assert_int_equal(session_cancel(s, seq), 0);
	/* open() adds the file, as Python does. */
	if (strncmp(error_of(s, seq), CANCELLED, sizeof CANCELLED - 1) != 0)
		fail_msg("%s ended with \"%s\"", w->line, error_of(s, seq));
	session_free(s);
}

static void each_wait_is_cancelled(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		cancel_one(&waits[i]);
}

/* ---- are these all? ---- */

static bool is_here(const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < COUNT; i++)
		for (const char *at = waits[i].line; (at = strstr(at, name)); at++)
			if (at[len] == '(' && (at == waits[i].line || strchr(".(", at[-1])))
				return true;
	return false;
}

static size_t look_at_rows(const struct op_list *const *lists)
{
	size_t n = 0;
	for (; lists && *lists; lists++)
		for (size_t i = 0; i < (*lists)->count; i++) {
			const struct op *op = &(*lists)->rows[i];
			/* What only binds or opens, and the rest of a server, waits for names. */
			if (!(op->flags & OP_BLOCKS) || !op->waits)
				continue;
			if (!is_here(op->name))
				fail_msg("%s() waits for %s: nothing cancels it here", op->name,
				    op->waits);
			n++;
		}
	return n;
}

static size_t look_at_types(const struct type *const *types)
{
	size_t n = 0;
	for (; types && *types; types++)
		for (const struct type *t = *types; t; t = t->base)
			n += look_at_rows(t->ops);
	return n;
}

static void each_operation_that_waits_is_among_them(void **state)
{
	const struct module *ambient[AMBIENT_MAX];
	const struct type *const files[] = {&type_file_text, &type_file_bytes, NULL};
	size_t n = modules_ambient(ambient, AMBIENT_MAX), found = look_at_types(files);
	(void)state;
	for (size_t i = 0; i < n; i++)
		found += look_at_rows(ambient[i]->ops) + look_at_types(ambient[i]->types);
	for (const struct module *const *m = modules_importable(); *m; m++) {
		found += look_at_rows((*m)->ops);
		found += look_at_types((*m)->types);
	}
	assert_true(found > 25);
	assert_false(is_here("listen"));
}

/* ---- many on one socket ---- */

#define PARKED 30

/* Wait for the one more that has ended; the kernel wakes them in any order. */
static int next_ended(struct session *s, uint64_t seq[PARKED])
{
	int64_t deadline = clock_mono_ns() + LIMIT_NS;
	while (clock_mono_ns() < deadline) {
		for (int i = 0; i < PARKED; i++)
			if (seq[i] && session_line_row(s, seq[i])->state != ROW_RUNNING) {
				seq[i] = 0;
				return i;
			}
		poll(&(struct pollfd){.fd = session_fd(s), .events = POLLIN}, 1, 100);
		session_tick(s);
	}
	fail_msg("no accept() was answered");
	return -1;
}

static void parked_accepts_are_answered_one_by_one(void **state)
{
	struct session *s;
	uint64_t seq[PARKED];
	char line[100];
	(void)state;
	assert_int_equal(session_new(&s, NULL), 0);
	do_lines(s, "srv = socket.create_server(('127.0.0.1', 0))");
	for (int i = 0; i < PARKED; i++) {
		snprintf(line, sizeof line, "conn%d, addr%d = srv.accept()", i, i);
		seq[i] = session_line_submit(s, line);
		session_line_await(s, seq[i], "a connection");
	}
	for (int i = 0; i < PARKED; i++) {
		do_lines(s, "c = socket.create_connection(srv.getsockname())");
		int one = next_ended(s, seq);
		snprintf(line, sizeof line,
		    "assert addr%d == c.getsockname() and conn%d.send(b'x') == len(c.recv(9))", one,
		    one);
		do_lines(s, line);
	}
	session_free(s);
}

static void all_that_wait_end_with_the_session(void **state)
{
	struct session *s;
	(void)state;
	assert_int_equal(session_new(&s, NULL), 0);
	do_lines(s, "srv = socket.create_server(('127.0.0.1', 0))");
	for (int i = 0; i < PARKED; i++)
		session_line_submit(s, "srv.accept()");
	assert_true(session_live(s));
	session_free(s); /* a thread that stayed would be a leak */
}

/* ---- what the last name takes with it ---- */

static bool was_dropped(struct session *s)
{
	const struct journal *j = session_journal(s);
	session_tick(s);
	for (uint64_t seq = journal_first(j); seq <= journal_last(j); seq++)
		if (strstr(session_line_row(s, seq)->line, "no name holds that socket"))
			return true;
	return false;
}

/* Would it wait here, this test would not end: the socket lingers for a thousand seconds. */
static void the_last_name_of_a_lingering_socket_goes_at_once(void **state)
{
	struct session *s;
	(void)state;
	assert_int_equal(session_new(&s, NULL), 0);
	do_lines(s, LINGERING);
	fill(s, OVERFILL);
	do_lines(s, "l = None");
	assert_false(was_dropped(s));
	do_lines(s, "srv.close()"); /* which resets the connection */
	int64_t deadline = clock_mono_ns() + LIMIT_NS;
	while (!was_dropped(s) && clock_mono_ns() < deadline)
		sched_yield();
	assert_true(was_dropped(s));
	do_lines(s, LINGERING);
	fill(s, OVERFILL);
	session_free(s); /* nor does the end of all names wait */
}

/* ---- what another line does to a socket that one waits on ---- */

/* Threads beside this one that do not sleep. */
static bool others_sleep(void)
{
	char path[300], text[512] = "";
	const struct dirent *e;
	bool asleep = true;
	DIR *tasks = opendir("/proc/self/task");
	assert_non_null(tasks);
	while ((e = readdir(tasks))) {
		if (e->d_name[0] == '.' || atoi(e->d_name) == (int)gettid())
			continue;
		snprintf(path, sizeof path, "/proc/self/task/%s/stat", e->d_name);
		FILE *f = fopen(path, "re");
		const char *state = f && fgets(text, sizeof text, f) ? strrchr(text, ')') : NULL;
		asleep &= !state || state[2] == 'S';
		if (f)
			fclose(f);
	}
	closedir(tasks);
	return asleep;
}

static const struct {
	const char *prepare, *line, *what;
	const char *act; /* while it waits */
	const char *end; /* what it then gave or raised */
} meddlings[] = {
    {PAIR, "b.recv(9)", "data", "b.close()\nassert b.fileno() == -1\nn = a.send(b'late')",
	"b'late'"},
    {PAIR, "b.recv(9)", "data", "b.shutdown(socket.SHUT_RD)", "b''"},
    {PAIR "buf = bytearray(9)\n", "b.recv_into(buf)", "data",
	"buf = buf[2:]\nassert buf == bytes(7)\nn = a.send(b'late')", "4"},
    {PAIR "buf = bytearray(9)\n", "b.recvmsg_into([buf, memoryview(buf)[5:]])[0]", "data",
	"del buf\nn = a.send(b'0123456789')", "10"},
    {PAIR, "b.recv(9)", "data", "a.close()", "b''"},
    {LISTENER "at = srv.getsockname()\n", "srv.accept()[1][0]", "a connection",
	"srv.close()\nc = socket.create_connection(at)", "'127.0.0.1'"},
    {LISTENER, "srv.accept()", "a connection", "srv.shutdown(socket.SHUT_RDWR)",
	"OSError: [Errno 22] Invalid argument"},
    {FULL, "d.connect(srv.getsockname())", "the connection", "d.shutdown(socket.SHUT_RDWR)",
	"ConnectionResetError: [Errno 104] Connection reset by peer"},
};

static void others_do_to_a_waiting_call_what_linux_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof meddlings / sizeof *meddlings; i++) {
		struct session *s;
		assert_int_equal(session_new(&s, NULL), 0);
		do_lines(s, meddlings[i].prepare);
		uint64_t seq = session_line_submit(s, meddlings[i].line);
		session_line_await(s, seq, meddlings[i].what);
		while (!others_sleep())
			sched_yield();
		do_lines(s, meddlings[i].act);
		const char *error = error_of(s, seq);
		assert_string_equal(
		    *error ? error : session_line_row(s, seq)->result, meddlings[i].end);
		session_free(s);
	}
}

/* ---- files to wait for ---- */

static int make_files(void **state)
{
	(void)state;
	if (chdir(files_folder()) < 0)
		return -1;
	unlink("fifo");
	unlink("nobody");
	int file = open("file", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0 || write(file, "some", 4) != 4 || close(file) < 0)
		return -1;
	/* One FIFO has a writer, who never writes; the other has none. */
	return mkfifo("nobody", 0600) < 0 || mkfifo("fifo", 0600) < 0 ||
	       open("fifo", O_RDWR | O_CLOEXEC) < 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0)
		return server_process_main(argc - 1, argv + 1);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_wait_is_cancelled),
	    cmocka_unit_test(each_operation_that_waits_is_among_them),
	    cmocka_unit_test(parked_accepts_are_answered_one_by_one),
	    cmocka_unit_test(others_do_to_a_waiting_call_what_linux_does),
	    cmocka_unit_test(all_that_wait_end_with_the_session),
	    cmocka_unit_test(the_last_name_of_a_lingering_socket_goes_at_once),
	};
	silent_nameserver();
	return cmocka_run_group_tests(tests, make_files, NULL);
}
