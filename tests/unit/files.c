#include "tests/unit/files.h"

#include <fcntl.h>
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

const char *files_folder(void)
{
	const char *folder = getenv("TMPDIR");
	return folder ? folder : "/tmp";
}

void files_new_folder(char *path, size_t size)
{
	int len = snprintf(path, size, "%s/sockpit-XXXXXX", files_folder());
	assert_in_range(len, 1, size - 1);
	assert_non_null(mkdtemp(path));
}

void files_make(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

void files_expect(const char *name, const char *text)
{
	char buf[64] = "";
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	assert_true(fd >= 0);
	assert_true(read(fd, buf, sizeof buf - 1) >= 0);
	close(fd);
	assert_string_equal(buf, text);
}

mode_t files_mode(const char *name)
{
	struct stat st;
	assert_int_equal(lstat(name, &st), 0);
	return st.st_mode;
}
