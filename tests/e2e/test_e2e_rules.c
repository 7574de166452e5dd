/*
 * View 3 and `sockpit watch`: sockets marked by rules, one bell for each, and a socket ended from
 * outside after a question.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/e2e/outside.h"
#include "tests/unit/kernel_destroy.h"

/* ---- sockets: a listener here, its client in a python3 or here ---- */

struct server {
	int fd, port;
	struct outside python;
	int conn; /* to that */
};

static void serve(struct server *s)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(s->fd, 5), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)&a, &len), 0);
	s->port = ntohs(a.sin_port);
}

static void serve_python(struct server *s)
{
	serve(s);
	assert_int_equal(outside_connect(&s->python, s->port), 0);
	s->conn = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(s->conn >= 0);
	assert_true(outside_wait(&s->python, "back", WAIT_MS));
}

/* The python3 does not look, and stays in CLOSE_WAIT. */
static void leave_it(struct server *s)
{
	close(s->conn);
}

static int client(const struct server *s)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)s->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

/* A rule that is about this server only: others leave sockets, too. */
static const char *rule_of(const struct server *s, const char *what, char text[64])
{
	snprintf(text, 64, "%s port:%d", what, s->port);
	return text;
}

/* ---- the view ---- */

static void type_at(struct term *t, const char *key, const char *label, const char *text)
{
	term_key(t, key);
	expect(t, label);
	cockpit_type_over(t, text);
	term_key(t, "Enter");
	expect_gone(t, label);
}

/* Only what a field has that number. */
static void show(struct term *t, const char *field, int number)
{
	char filter[64], title[80];
	snprintf(filter, sizeof filter, "%s:%d", field, number);
	snprintf(title, sizeof title, "/%s", filter);
	type_at(t, "/", "filter:", filter);
	expect(t, title);
}

static struct term *start(const char *const *options, const char *const *env, int port)
{
	struct term *t = cockpit_start_with(options, env);
	term_key(t, "3");
	expect(t, "PROTO");
	show(t, "port", port);
	return t;
}

static size_t bells(struct term *t)
{
	size_t len, n = 0;
	const char *raw = term_raw(t, &len);
	for (size_t i = 0; i < len; i++)
		n += raw[i] == '\a';
	return n;
}

static void a_socket_is_marked_and_rings_once(void **state)
{
	(void)state;
	char rule[64], says[128];
	struct server s;
	serve_python(&s);
	struct term *t = start(NULL, NULL, s.port);
	type_at(t, "w", "watch:", rule_of(&s, "close_wait>0.2s", rule));
	expect(t, "1 rule is watched");
	leave_it(&s);
	expect(t, "! tcp     CLOSE_WAIT");
	expect(t, "!1 marked");
	snprintf(says, sizeof says, "Watch: %s: tcp 127.0.0.1:", rule);
	expect(t, says);
	snprintf(says, sizeof says, "to 127.0.0.1:%d, python3", s.port);
	expect(t, says);
	show(t, "close_wait>1s port", s.port); /* some looks later, then; alone and selected */
	snprintf(says, sizeof says, "marked by     %s", rule);
	expect(t, says);
	expect(t, "since seen");
	assert_int_equal(bells(t), 1);
	outside_end(&s.python);
	expect_gone(t, "!1 marked");
	cockpit_quit(t);
	close(s.fd);
}

/* The sign does not need colour, nor more than ASCII; what is so already does not ring. */
static void the_sign_is_seen_without_colour(void **state)
{
	(void)state;
	static const char *const looks[][4] = {
	    {"--ascii", "--theme", "mono", NULL}, {"--projector", "--no-color", NULL}};
	static const char *const signs[] = {">! tcp", "▸!   tcp"};
	char rule[64], label[80];
	struct server s;
	serve(&s);
	snprintf(label, sizeof label, "watch: %s", rule_of(&s, "state:listen", rule));
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
		struct term *t = start(looks[i], NULL, s.port);
		type_at(t, "w", "watch:", rule);
		expect(t, signs[i]);
		assert_int_equal(bells(t), 0);
		type_at(t, "w", label, "");
		expect_gone(t, signs[i]);
		cockpit_quit(t);
	}
	close(s.fd);
}

static void a_wrong_rule_is_told_and_the_old_ones_stay(void **state)
{
	(void)state;
	struct server s;
	serve(&s);
	struct term *t = start(NULL, NULL, s.port);
	type_at(t, "w", "watch:", "state:listen");
	expect(t, "! tcp ");
	type_at(t, "w", "watch:", "state:listen; nope>3 for 5s");
	expect(t, "Watch: no such field");
	expect(t, "'nope', at column 15");
	term_key(t, "w");
	expect(t, "watch: state:listen");
	assert_false(term_find(t, "watch: state:listen;", NULL, NULL));
	term_key(t, "Esc");
	expect_gone(t, "watch: state:listen");
	cockpit_quit(t);
	close(s.fd);
}

static void rules_come_from_the_settings(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	char root[64], path[96], env[96];
	struct server s;
	serve(&s);
	snprintf(root, sizeof root, "%.40s/rules-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(root));
	snprintf(path, sizeof path, "%s/sockpit", root);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/sockpit/settings", root);
	FILE *f = fopen(path, "w");
	fputs("watch = nope:1\nwatch = state:listen\nwatch = recvq>1G for 5s\n", f);
	fclose(f);
	snprintf(env, sizeof env, "XDG_CONFIG_HOME=%s", root);
	struct term *t = cockpit_start_with(NULL, (const char *const[]){env, NULL});
	expect(t, "settings line 1 skipped: watch is a rule");
	term_key(t, "3");
	expect(t, "! tcp ");
	term_key(t, "w");
	expect(t, "watch: state:listen; recvq>1G for 5s");
	term_key(t, "Esc");
	expect_gone(t, "watch:");
	cockpit_quit(t);
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(root);
	close(s.fd);
}

/* ---- without a screen ---- */

static void begin_watch(struct outside *o, FILE **out, const char *const *args)
{
	const char *argv[16] = {cockpit_program(), "watch", "--interval", "0.05", "--count", "400"};
	for (size_t i = 0; args[i]; i++)
		argv[i + 6] = args[i];
	assert_int_equal(outside_start(o, argv), 0);
	*out = fdopen(dup(o->from), "r");
}

static void end_watch(struct outside *o, FILE *out)
{
	char line[4096];
	kill(o->pid, SIGTERM);
	while (fgets(line, sizeof line, out))
		continue;
	fclose(out);
	assert_int_equal(outside_end(o), 0);
}

/* Lines come until one has both; not for ever, by --count. */
static void expect_line(FILE *out, const char *one, const char *other)
{
	char line[4096];
	do {
		assert_non_null(fgets(line, sizeof line, out));
	} while (!strstr(line, one) || !strstr(line, other));
}

static void watch_names_the_rule_in_json_and_text(void **state)
{
	(void)state;
	char port[32], rule[64], in_json[96], in_text[96];
	struct outside json, text;
	FILE *json_out, *text_out;
	struct server s;
	serve_python(&s);
	rule_of(&s, "close_wait>0.2s", rule);
	snprintf(in_json, sizeof in_json, "\"rule\":\"%s\"", rule);
	snprintf(in_text, sizeof in_text, "  %s\n", rule);
	snprintf(port, sizeof port, "rport:%d", s.port);
	begin_watch(&json, &json_out,
	    (const char *const[]){"--json", "--rule", "nope", "--rule", rule, port, NULL});
	begin_watch(&text, &text_out, (const char *const[]){"--rule", rule, port, NULL});
	expect_line(json_out, "\"state\":\"ESTABLISHED\"", "\"rule\":null");
	expect_line(text_out, "ESTABLISHED", "python3");
	leave_it(&s);
	expect_line(json_out, "\"state\":\"CLOSE_WAIT\"", "\"rule\":null"); /* not at once */
	expect_line(json_out, "\"state\":\"CLOSE_WAIT\"", in_json);
	expect_line(text_out, "!  tcp    CLOSE_WAIT", in_text);
	end_watch(&json, json_out);
	end_watch(&text, text_out);
	outside_end(&s.python);
	close(s.fd);
}

static void watch_refuses_what_is_no_rule(void **state)
{
	(void)state;
	static const char *const wrong[] = {"nope:1", "state:listen for", "a for 5s b", "(a"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct outside o;
		FILE *out;
		begin_watch(&o, &out, (const char *const[]){"--rule", wrong[i], NULL});
		fclose(out);
		assert_int_equal(outside_end(&o), 2);
	}
}

/* ---- destroying ---- */

static bool talks(int from, int to)
{
	char got = 0;
	return send(from, "x", 1, MSG_NOSIGNAL) == 1 && recv(to, &got, 1, 0) == 1 && got == 'x';
}

/* What a person is told of the kernel's answer. */
static const char *told(int says)
{
	switch (says) {
	case -EPERM:
		return "CAP_NET_ADMIN";
	case -EOPNOTSUPP:
		return "CONFIG_INET_DIAG_DESTROY";
	default:
		return NULL;
	}
}

static void a_socket_is_destroyed_after_a_question(void **state)
{
	(void)state;
	char text[64];
	struct server s;
	serve(&s);
	int c = client(&s), conn = accept4(s.fd, NULL, NULL, SOCK_CLOEXEC);
	int says = kernel_destroy_says();
	struct term *t = start(NULL, NULL, s.port);
	show(t, "rport", s.port);
	snprintf(text, sizeof text, "pid %d, fd %d", getpid(), c);
	expect(t, text);

	term_key(t, "x");
	expect(t, "Destroy tcp 127.0.0.1:");
	/* Words: where lines break depends on the numbers. */
	snprintf(text, sizeof text, "127.0.0.1:%d,", s.port);
	expect(t, text);
	expect(t, "RST,");
	expect(t, "ECONNABORTED");
	assert_true(cockpit_wait_frame(t));
	term_key(t, "n");
	expect_gone(t, "Destroy");
	assert_true(talks(c, conn));

	term_key(t, "x");
	expect(t, "Destroy tcp 127.0.0.1:");
	term_key(t, "y");
	expect_gone(t, "Destroy");
	if (says == 0) {
		char got;
		expect(t, "▸- tcp");
		assert_int_equal(recv(c, &got, 1, 0), -1);
		assert_int_equal(errno, ECONNABORTED);
		assert_int_equal(recv(conn, &got, 1, 0), -1);
		assert_int_equal(errno, ECONNRESET);
	} else {
		expect(t, told(says));
		assert_true(talks(c, conn));
	}
	term_key(t, "1");
	expect(t, "destroy(\"tcp\", (\"127.0.0.1\", ");
	expect(t, "nlmsg_type=SOCK_DESTROY");
	cockpit_quit(t);
	close(c);
	close(conn);
	close(s.fd);
}

/* On any kernel: AF_UNIX has no such call. */
static void what_the_kernel_refuses_is_told_with_its_reason(void **state)
{
	(void)state;
	struct stat st;
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int n = snprintf(a.sun_path + 1, sizeof a.sun_path - 1, "sockpit-rules-%d", getpid());
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	struct term *t = start(NULL, NULL, 1);
	assert_int_equal(fstat(fd, &st), 0);
	show(t, "inode", (int)st.st_ino);
	expect(t, "unix:@sockpit-rules-");
	term_key(t, "x");
	expect(t, "UDP");
	term_key(t, "y");
	expect(t, "OSError: [Errno 95] Operation not supported");
	expect(t, "The kernel ends TCP and UDP sockets so");
	cockpit_quit(t);
	close(fd);
}

static void a_cockpit_that_only_reads_destroys_nothing(void **state)
{
	(void)state;
	struct server s;
	serve(&s);
	int c = client(&s), conn = accept4(s.fd, NULL, NULL, SOCK_CLOEXEC);
	struct term *t = start((const char *const[]){"--readonly", NULL}, NULL, s.port);
	show(t, "rport", s.port);
	term_key(t, "x");
	expect(t, "Read only");
	assert_false(term_find(t, "Destroy", NULL, NULL));
	cockpit_quit(t);
	assert_true(talks(c, conn));
	close(c);
	close(conn);
	close(s.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_socket_is_marked_and_rings_once),
	    cmocka_unit_test(the_sign_is_seen_without_colour),
	    cmocka_unit_test(a_wrong_rule_is_told_and_the_old_ones_stay),
	    cmocka_unit_test(rules_come_from_the_settings),
	    cmocka_unit_test(watch_names_the_rule_in_json_and_text),
	    cmocka_unit_test(watch_refuses_what_is_no_rule),
	    cmocka_unit_test(a_socket_is_destroyed_after_a_question),
	    cmocka_unit_test(what_the_kernel_refuses_is_told_with_its_reason),
	    cmocka_unit_test(a_cockpit_that_only_reads_destroys_nothing),
	};
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
