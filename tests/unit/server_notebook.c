#include "tests/unit/server_notebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/unit/files.h"

#define BEGIN "import socket, socketserver, threading, time\n"

static void write_file(char *path, size_t size, const char *lines)
{
	snprintf(path, size, "%s/notebook-XXXXXX", files_folder());
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	FILE *f = fdopen(fd, "w");
	fputs(BEGIN, f);
	fputs(lines, f);
	assert_int_equal(fclose(f), 0);
}

void server_notebook_run(const char *lines, char *out, size_t size, int *status)
{
	char path[512], command[1200];
	const char *program = getenv("SOCKPIT");
	write_file(path, sizeof path, lines);
	snprintf(command, sizeof command, "timeout 20 '%s' '%s' 2>&1",
	    program ? program : "./sockpit", path);
	FILE *f = popen(command, "re");
	assert_non_null(f);
	size_t n = fread(out, 1, size - 1, f);
	out[n] = '\0';
	*status = WEXITSTATUS(pclose(f));
	remove(path);
}
