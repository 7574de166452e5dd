/*
 * View 3: the sockets of another process (this one), as they come, fill, half-close and go; filter,
 * order, freeze, detail; every size; names meant to do harm.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

/* ---- sockets of our own ---- */

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

static int client(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

/* ---- the view ---- */

static void set_filter(struct term *t, const char *text)
{
	term_key(t, "/");
	assert_true(term_wait_text(t, "filter:", WAIT_MS));
	cockpit_type_over(t, text);
	term_key(t, "Enter");
}

/* View 3 with only the sockets of that port. */
static struct term *start_on_port(int w, int h, int port)
{
	char text[32];
	struct term *t = cockpit_start(w, h, NULL);
	term_key(t, "3");
	snprintf(text, sizeof text, "port:%d", port);
	set_filter(t, text);
	snprintf(text, sizeof text, "/port:%d", port);
	assert_true(term_wait_text(t, text, WAIT_MS));
	return t;
}

static void is_whole_at_every_size(void **state)
{
	(void)state;
	static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {60, 12}, {40, 12}};
	int port, fd = listener(&port);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char address[32];
		struct term *t = start_on_port(sizes[i][0], sizes[i][1], port);
		snprintf(address, sizeof address, "127.0.0.1:%d", port);
		assert_true(term_wait_text(t, address, WAIT_MS));
		assert_true(term_wait_text(t, "LISTEN 0/5", WAIT_MS));
		assert_true(cockpit_wait_frame(t));
		cockpit_quit(t);
	}
	close(fd);
}

static void tells_a_connection_from_its_opening_to_its_end(void **state)
{
	(void)state;
	static const char bytes[5000];
	int port, fd = listener(&port);
	struct term *t = start_on_port(120, 40, port);
	assert_true(term_wait_text(t, "LISTEN 0/5", WAIT_MS));
	int c = client(port);
	assert_true(term_wait_text(t, "LISTEN 1/5", WAIT_MS));
	assert_true(term_wait_text(t, "ESTABLISHED", WAIT_MS));
	int a = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(term_wait_text(t, "LISTEN 0/5", WAIT_MS));
	assert_int_equal(send(c, bytes, sizeof bytes, 0), sizeof bytes);
	assert_true(term_wait_text(t, "5.00 kB", WAIT_MS));
	shutdown(c, SHUT_WR);
	assert_true(term_wait_text(t, "CLOSE_WAIT", WAIT_MS));
	assert_true(term_wait_text(t, "FIN_WAIT2", WAIT_MS));
	close(a);
	close(c);
	close(fd);
	assert_true(term_wait_text(t, "No socket fits", WAIT_MS)); /* once they were shown closed */
	cockpit_quit(t);
}

static void names_the_process_that_holds_a_socket(void **state)
{
	(void)state;
	char who[64];
	int port, fd = listener(&port);
	struct term *t = start_on_port(120, 40, port);
	snprintf(who, sizeof who, "pid %d, fd %d", getpid(), fd);
	assert_true(term_wait_text(t, who, WAIT_MS)); /* in the detail below */
	cockpit_quit(t);
	close(fd);
}

static void holds_still_while_frozen(void **state)
{
	(void)state;
	int port, fd = listener(&port);
	struct term *t = start_on_port(120, 40, port);
	assert_true(term_wait_text(t, "LISTEN 0/5", WAIT_MS));
	term_key(t, "f");
	assert_true(term_wait_text(t, "frozen", WAIT_MS));
	close(fd);
	set_filter(t, "state:listen"); /* applies to what is frozen */
	assert_true(term_wait_text(t, "/state:listen", WAIT_MS));
	char address[32];
	snprintf(address, sizeof address, "127.0.0.1:%d", port);
	assert_true(term_wait_text(t, address, WAIT_MS));
	/* Time for a look that is not to come; half a frame may lack the row for an instant. */
	term_wait_no_text(t, address, 1500);
	assert_true(term_wait_text(t, address, WAIT_MS));
	term_key(t, "f");
	assert_true(term_wait_no_text(t, address, WAIT_MS));
	cockpit_quit(t);
}

static void says_where_a_filter_is_wrong_and_keeps_the_old(void **state)
{
	(void)state;
	int port, fd = listener(&port);
	char old[32];
	struct term *t = start_on_port(120, 40, port);
	set_filter(t, "port:80 (");
	assert_true(term_wait_text(t, "at column", WAIT_MS));
	snprintf(old, sizeof old, "/port:%d", port);
	assert_true(term_wait_text(t, old, WAIT_MS));
	cockpit_quit(t);
	close(fd);
}

static void sorts_by_a_title_and_by_any_field(void **state)
{
	(void)state;
	int port, fd = listener(&port);
	struct term *t = start_on_port(120, 40, port);
	assert_true(term_click_text(t, "LOCAL"));
	assert_true(term_wait_text(t, "LOCAL▲", WAIT_MS));
	term_key(t, "o");
	assert_true(term_wait_text(t, "backlog ", WAIT_MS));
	assert_true(term_click_text(t, "backlog"));
	term_key(t, "Enter");
	assert_true(term_wait_no_text(t, "Sort by", WAIT_MS));
	assert_true(term_wait_text(t, "BACKLOG", WAIT_MS));
	cockpit_quit(t);
	close(fd);
}

static void goes_to_the_detail_and_back(void **state)
{
	(void)state;
	int port, fd = listener(&port);
	struct term *t = start_on_port(40, 12, port);
	assert_true(term_wait_text(t, "LISTEN 0/5", WAIT_MS));
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "held by", WAIT_MS));
	term_key(t, "Esc");
	assert_true(term_wait_no_text(t, "held by", WAIT_MS));
	cockpit_quit(t);
	close(fd);
}

/* What a name would do to the terminal is seen, and not done. */
static void shows_hostile_names_and_does_not_obey_them(void **state)
{
	(void)state;
	char plain[32], shown[64];
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	/* An abstract name, behind the NUL; others may run this test at once. */
	int name_len = snprintf(a.sun_path + 1, sizeof a.sun_path - 1,
	    "evil%d\x1b]52;c;QUFB\x07\n\xe2\x80\xaereversed", getpid());
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)name_len);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	assert_int_equal(listen(fd, 5), 0);
	size_t n;
	struct term *t = cockpit_start(200, 50, NULL);
	term_key(t, "3");
	snprintf(plain, sizeof plain, "evil%d", getpid());
	set_filter(t, plain);
	snprintf(shown, sizeof shown, "%s\\x1b]52;c;QUFB\\x07\\n\\u202e", plain);
	assert_true(term_wait_text(t, shown, WAIT_MS));
	const char *raw = term_raw(t, &n);
	assert_null(memmem(raw, n, "\x1b]52", 4));
	assert_null(memmem(raw, n, "\xe2\x80\xae", 3));
	assert_true(cockpit_wait_frame(t));
	cockpit_quit(t);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_whole_at_every_size),
	    cmocka_unit_test(tells_a_connection_from_its_opening_to_its_end),
	    cmocka_unit_test(names_the_process_that_holds_a_socket),
	    cmocka_unit_test(holds_still_while_frozen),
	    cmocka_unit_test(says_where_a_filter_is_wrong_and_keeps_the_old),
	    cmocka_unit_test(sorts_by_a_title_and_by_any_field),
	    cmocka_unit_test(goes_to_the_detail_and_back),
	    cmocka_unit_test(shows_hostile_names_and_does_not_obey_them),
	};
	return cmocka_run_group_tests_name("system view", tests, NULL, NULL);
}
