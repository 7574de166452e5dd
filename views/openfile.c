#include "views/openfile.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Our own files keep out of the way: the user's first socket is fd 3, as with python3. */
#define HIGH_FD 100

int openfile_private(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
	if (high < 0)
		return fd; /* few descriptors: then a low number has to do */
	close(fd);
	return high;
}
