#include "views/compare_save.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "views/openfile.h"

static bool ends_with(const char *path, const char *tail)
{
	size_t len = strlen(path), n = strlen(tail);
	return len > n && strcmp(path + len - n, tail) == 0;
}

bool compare_save_knows(const char *path)
{
	return ends_with(path, ".csv") || ends_with(path, ".json");
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int compare_save(const struct compare_result *c, const char *path)
{
	struct buf text = {0};
	int r =
	    ends_with(path, ".csv") ? compare_export_csv(c, &text) : compare_export_json(c, &text);
	int fd = r == 0 ? openfile_private(path) : r;
	if (fd < 0) {
		buf_free(&text);
		return fd;
	}
	r = write_all(fd, buf_text(&text), text.len);
	if (close(fd) < 0 && r == 0)
		r = -errno;
	buf_free(&text);
	return r;
}
