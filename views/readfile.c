#include "views/readfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PIECE 65536
/* Past this it is no notebook, but something that may never end. */
#define READ_MAX ((size_t)64 << 20)

static int read_all(int fd, struct buf *to)
{
	for (;;) {
		char *room = buf_reserve(to, PIECE);
		if (!room)
			return -ENOMEM;
		ssize_t n = read(fd, room, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		to->len += (size_t)n;
		if (to->len > READ_MAX)
			return -EFBIG;
	}
}

int readfile_all(const char *path, struct buf *to)
{
	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, to);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int r = read_all(fd, to);
	close(fd);
	return r;
}
