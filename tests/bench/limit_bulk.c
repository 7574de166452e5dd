/* limit_bulk: a file pushed into a socket, by the kernel and by hand. */
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/limit.h"

static void by_sendfile(int sock, int file, size_t size)
{
	off_t at = 0;
	while ((size_t)at < size)
		limit_must((int)(sendfile(sock, file, &at, size - (size_t)at) > 0) - 1, "sendfile");
}

static void send_all(int sock, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(sock, data, len, MSG_NOSIGNAL);
		limit_must(n > 0 ? 0 : -1, "send");
		data += n;
		len -= (size_t)n;
	}
}

static void by_hand(int sock, int file, size_t size)
{
	char buf[LIMIT_BUFFER];
	ssize_t n;
	for (off_t at = 0; (size_t)at < size; at += n) {
		n = pread(file, buf, sizeof buf, at);
		limit_must(n > 0 ? 0 : -1, "read");
		send_all(sock, buf, (size_t)n);
	}
}

const struct push limit_pushes[] = {
    {"sendfile", by_sendfile},
    {"read-write", by_hand},
    {0},
};
