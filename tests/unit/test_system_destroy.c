/* system_destroy: the line that ends a socket names this one only, and the question says whose it
 * is and what comes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "views/system_destroy.h"

static const struct {
	struct diag_row row;
	const char *line, *question;
} cases[] = {
    {{.cookie = 0x1f3a,
	 .proto = DIAG_TCP,
	 .family = AF_INET,
	 .state = DIAG_CLOSE_WAIT,
	 .local = {127, 0, 0, 1},
	 .remote = {10, 0, 0, 2},
	 .local_port = 40000,
	 .remote_port = 9000,
	 .owner = DIAG_OWNER_KNOWN,
	 .pid = 1234,
	 .holders = 2,
	 .program = "python3"},
	"destroy(\"tcp\", (\"127.0.0.1\", 40000), (\"10.0.0.2\", 9000), \"1f3a\")",
	"Destroy tcp 127.0.0.1:40000 to 10.0.0.2:9000, held by python3 1234 +1? The peer gets RST, "
	"its own calls fail with ECONNABORTED."},
    {{.cookie = UINT64_C(0xfffffffffffffffe),
	 .proto = DIAG_TCP,
	 .family = AF_INET6,
	 .state = DIAG_LISTEN,
	 .local_port = 80,
	 .interface = 3,
	 .owner = DIAG_OWNER_UNKNOWN},
	"destroy(\"tcp6\", (\"::\", 80), None, \"fffffffffffffffe\", interface=3)",
	"Destroy tcp6 [::]:80, held by an unknown process? It listens no more, accept fails with "
	"EINVAL; who waits there gets RST."},
    {{.cookie = 7,
	 .proto = DIAG_UDP,
	 .family = AF_INET,
	 .state = DIAG_CLOSE,
	 .local = {127, 0, 0, 1},
	 .local_port = 53,
	 .owner = DIAG_OWNER_NONE},
	"destroy(\"udp\", (\"127.0.0.1\", 53), None, \"7\")",
	"Destroy udp 127.0.0.1:53, held by no process? Its next call fails with ECONNABORTED; a "
	"peer "
	"hears nothing."},
    {{.cookie = 8, .proto = DIAG_NETLINK, .family = AF_NETLINK, .state = DIAG_CLOSE, .local_id = 5},
	"destroy(\"netlink\", None, None, \"8\")",
	"Destroy netlink netlink:5, held by a process not found yet? The kernel does that to TCP "
	"and "
	"UDP sockets only."},
};

#define COUNT (sizeof cases / sizeof *cases)

static void a_line_names_one_socket(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		struct buf b = {0};
		system_destroy_line(&cases[i].row, &b);
		assert_string_equal(buf_text(&b), cases[i].line);
		buf_free(&b);
	}
}

static void a_question_tells_whose_it_is_and_what_comes(void **state)
{
	(void)state;
	struct diag_snapshot *s = diag_snapshot_new();
	for (size_t i = 0; i < COUNT; i++) {
		struct buf b = {0};
		system_destroy_question(s, &cases[i].row, CLEAN_ASCII, &b);
		assert_string_equal(buf_text(&b), cases[i].question);
		buf_free(&b);
	}
	diag_snapshot_unref(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_names_one_socket),
	    cmocka_unit_test(a_question_tells_whose_it_is_and_what_comes),
	};
	return cmocka_run_group_tests_name("system_destroy", tests, NULL, NULL);
}
