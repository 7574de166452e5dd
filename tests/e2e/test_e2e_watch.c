/* sockpit watch: what it prints, how it ends, and what it says when it is called wrongly. */
#include <arpa/inet.h>
#include <errno.h>
#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/buf.h"
#include "tests/e2e/cockpit.h"

#define NOBODY 65534

struct run {
	pid_t pid;
	FILE *out; /* both of its outputs */
	int status;
	struct buf text;
};

static void start(struct run *r, const char *const *args, uid_t uid)
{
	const char *argv[16] = {cockpit_program(), "watch"};
	int out[2];
	for (size_t i = 0; args[i]; i++)
		argv[i + 2] = args[i];
	assert_int_equal(pipe(out), 0);
	*r = (struct run){.pid = fork()};
	if (r->pid == 0) {
		dup2(out[1], 1);
		dup2(out[1], 2);
		close(out[0]);
		if (uid && (setgid(uid) < 0 || setuid(uid) < 0))
			_exit(126);
		execv(argv[0], (char **)(uintptr_t)argv);
		_exit(127);
	}
	close(out[1]);
	r->out = fdopen(out[0], "r");
}

static void finish(struct run *r)
{
	char chunk[4096];
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, r->out)) > 0;)
		buf_add(&r->text, chunk, n);
	fclose(r->out);
	assert_int_equal(waitpid(r->pid, &r->status, 0), r->pid);
}

#define WATCH(r, uid, ...) (start((r), (const char *const[]){__VA_ARGS__, NULL}, (uid)), finish(r))

static int listener(int *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));
	return text ? text : "";
}

static json_int_t number_of(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static json_t *next_line(char **rest)
{
	char *line = strsep(rest, "\n");
	json_t *o = line && *line ? json_loads(line, 0, NULL) : NULL;
	if (line && *line)
		assert_non_null(o);
	return o;
}

static void json_lines_tell_a_socket_and_its_owner(void **state)
{
	(void)state;
	char filter[32];
	int port, fd = listener(&port);
	struct run r;
	snprintf(filter, sizeof filter, "port:%d", port);
	WATCH(&r, 0, "--json", "--count", "1", filter, "state:listen");
	assert_int_equal(r.status, 0);
	char *rest = r.text.data;
	json_t *o = next_line(&rest);
	assert_int_equal(number_of(o, "schema_version"), 1);
	assert_string_equal(text_of(o, "event"), "socket");
	assert_string_equal(text_of(o, "state"), "LISTEN");
	assert_int_equal(number_of(o, "lport"), port);
	assert_int_equal(number_of(o, "backlog"), 5);
	assert_int_equal(number_of(o, "pid"), getpid());
	assert_int_equal(number_of(o, "fd"), fd);
	assert_true(json_is_null(json_object_get(o, "rtt")));
	json_decref(o);
	o = next_line(&rest);
	assert_string_equal(text_of(o, "event"), "sample");
	assert_int_equal(number_of(o, "sockets"), 1);
	json_decref(o);
	assert_null(next_line(&rest));
	buf_free(&r.text);
	close(fd);
}

static void so_many_looks_as_were_asked_for(void **state)
{
	(void)state;
	struct run r;
	size_t looks = 0;
	WATCH(&r, 0, "--json", "--count", "3", "--interval", "0.01", "state:none");
	assert_int_equal(r.status, 0);
	char *rest = r.text.data;
	for (json_t *o; (o = next_line(&rest)); looks++) {
		assert_string_equal(text_of(o, "event"), "sample");
		assert_int_equal(number_of(o, "sample"), looks + 1);
		json_decref(o);
	}
	assert_int_equal(looks, 3);
	buf_free(&r.text);
}

static void owners_of_others_are_unknown_to_nobody(void **state)
{
	(void)state;
	char filter[32];
	int port, fd = listener(&port);
	struct run r;
	if (geteuid() != 0)
		skip();
	snprintf(filter, sizeof filter, "port:%d", port);
	WATCH(&r, NOBODY, "--json", "--count", "1", filter);
	if (WIFEXITED(r.status) && WEXITSTATUS(r.status) == 127)
		skip(); /* it may not even reach the program */
	char *rest = r.text.data;
	json_t *o = next_line(&rest);
	assert_string_equal(text_of(o, "owner"), "unknown");
	assert_true(json_is_null(json_object_get(o, "pid")));
	assert_int_equal(number_of(o, "lport"), port);
	json_decref(o);
	buf_free(&r.text);
	close(fd);
}

static void a_signal_ends_it_with_0(void **state)
{
	(void)state;
	static const int signals[] = {SIGINT, SIGTERM};
	for (size_t i = 0; i < 2; i++) {
		struct run r;
		char line[256];
		start(&r, (const char *const[]){"--interval", "60", NULL}, 0);
		assert_non_null(fgets(line, sizeof line, r.out)); /* it has begun */
		kill(r.pid, signals[i]);
		finish(&r);
		assert_int_equal(r.status, 0);
		buf_free(&r.text);
	}
}

static void wrong_calls_are_told_and_end_with_2(void **state)
{
	(void)state;
	static const char *const wrong[][2] = {{"--count", "0"}, {"--count", "x"},
	    {"--interval", "-1"}, {"--interval", "nan"}, {"port:x", "y"}, {"(", "a"},
	    {"--nonsense", "a"}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct run r;
		WATCH(&r, 0, wrong[i][0], wrong[i][1]);
		assert_true(WIFEXITED(r.status) && WEXITSTATUS(r.status) == 2);
		assert_true(r.text.len > 0);
		buf_free(&r.text);
	}
}

static void a_wrong_filter_is_one_line_with_its_place(void **state)
{
	(void)state;
	struct run r;
	WATCH(&r, 0, "port:80", "foo:1");
	assert_non_null(strstr(buf_text(&r.text), ": 'foo', at column 9 of 'port:80 foo:1'\n"));
	assert_ptr_equal(strchr(buf_text(&r.text), '\n') + 1, buf_text(&r.text) + r.text.len);
	buf_free(&r.text);
}

static void hostile_names_are_printed_and_not_obeyed(void **state)
{
	(void)state;
	static const char name[] = "\0evil\x1b]0;t\x07\x9b\xe2\x80\xae";
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	memcpy(a.sun_path, name, sizeof name - 1);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + sizeof name - 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	for (int json = 0; json < 2; json++) {
		struct run r;
		WATCH(&r, 0, "--count", "1", "local:evil", json ? "--json" : "--ascii");
		assert_int_equal(r.status, 0);
		assert_non_null(strstr(buf_text(&r.text), json ? "\\\\u202e" : "\\u202e"));
		for (size_t i = 0; i < r.text.len; i++)
			assert_true(r.text.data[i] == '\n' ||
				    (r.text.data[i] >= ' ' && r.text.data[i] < 0x7f));
		buf_free(&r.text);
	}
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_lines_tell_a_socket_and_its_owner),
	    cmocka_unit_test(so_many_looks_as_were_asked_for),
	    cmocka_unit_test(owners_of_others_are_unknown_to_nobody),
	    cmocka_unit_test(a_signal_ends_it_with_0),
	    cmocka_unit_test(wrong_calls_are_told_and_end_with_2),
	    cmocka_unit_test(a_wrong_filter_is_one_line_with_its_place),
	    cmocka_unit_test(hostile_names_are_printed_and_not_obeyed),
	};
	return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
