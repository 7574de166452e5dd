#include "views/openfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/write_all.h"

/* Our own files keep out of the way: the user's first socket is fd 3, as with python3. */
#define HIGH_FD 100

/* One that was there before may have been for others to read; a device or a pipe is as it is. */
static int make_private(int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	return S_ISREG(st.st_mode) && st.st_mode & 077 && fchmod(fd, 0600) < 0 ? -errno : 0;
}

int openfile_private(const char *path)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
	int fd = open(path, flags, 0600);
	if (fd < 0)
		return -errno;
	int r = fcntl(fd, F_SETFL, 0) < 0 ? -errno : make_private(fd); /* only open() hurries */
	if (r < 0) {
		close(fd);
		return r;
	}
	int high = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
	if (high < 0)
		return fd; /* few descriptors: then a low number has to do */
	close(fd);
	return high;
}

const char *openfile_why(int errnum)
{
	return errnum == ENXIO ? "it is a pipe that nobody reads, or a socket" : strerror(errnum);
}

static int write_new(const char *path, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	int r = write_all(fd, text, len);
	if (close(fd) < 0 && r == 0)
		r = -errno;
	if (r < 0)
		unlink(path);
	return r;
}

int openfile_save(const char *path, const char *text, size_t len, bool overwrite)
{
	struct buf beside = {0};
	buf_printf(&beside, "%s.%ld", path, (long)getpid());
	const char *name = buf_text(&beside);
	int r = beside.failed ? -ENOMEM : write_new(name, text, len);
	unsigned flags = overwrite ? 0 : RENAME_NOREPLACE;
	if (r == 0 && renameat2(AT_FDCWD, name, AT_FDCWD, path, flags) < 0) {
		r = -errno;
		unlink(name);
	}
	buf_free(&beside);
	return r;
}
