#include "views/userfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

const struct userfile_folder userfile_config = {"XDG_CONFIG_HOME", ".config"};
const struct userfile_folder userfile_state = {"XDG_STATE_HOME", ".local/state"};

int userfile_path(struct buf *path, const struct userfile_folder *folder, const char *name)
{
	const char *set = getenv(folder->variable), *home = getenv("HOME");
	if (set && set[0] == '/') /* the specification: a relative one is as good as none */
		buf_str(path, set);
	else if (home && home[0] == '/')
		buf_printf(path, "%s/%s", home, folder->below_home);
	else
		return -ENOENT;
	buf_str(path, "/sockpit");
	if (name)
		buf_printf(path, "/%s", name);
	return path->failed ? -ENOMEM : 0;
}

static int read_all(int fd, struct buf *to, size_t max)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	for (size_t left = max + 1; left > 0;) {
		size_t piece = left < PIECE ? left : PIECE;
		char *room = buf_reserve(to, piece);
		ssize_t n = room ? read(fd, room, piece) : -1;
		if (n < 0)
			return room ? -errno : -ENOMEM;
		if (n == 0)
			return 0;
		to->len += (size_t)n;
		left -= (size_t)n;
	}
	return -EFBIG;
}

int userfile_read(struct buf *to, const char *path, int flags, size_t max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);
	if (fd < 0)
		return -errno;
	int r = read_all(fd, to, max);
	close(fd);
	return r;
}
