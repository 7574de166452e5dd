/*
 * Each fallible call around servers fails: those of the notebook that starts and stops them, then
 * those of the server processes. This program is its own server process.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/server/server.h"
#include "tests/unit/fault.h"
#include "tests/unit/fault_notebook.h"

static void its_owner(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "server.py"});
	fault_notebook(&(struct fault_notebook){.name = "server_unix.py"});
}

static void its_own_process(void **state)
{
	(void)state;
	fault_notebook(
	    &(struct fault_notebook){.name = "server.py", .in_server = true, .catches = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "server_unix.py", .in_server = true, .catches = true});
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0) {
		fault_join();
		return server_process_main(argc - 1, argv + 1);
	}
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(its_owner),
	    cmocka_unit_test(its_own_process),
	};
	return cmocka_run_group_tests_name("faults around servers", tests, NULL, NULL);
}
