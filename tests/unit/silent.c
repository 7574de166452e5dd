#include "tests/unit/silent.h"

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/files.h"

#define PORT_DNS 53

static void write_text(const char *path, int flags, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		err(1, "%s", path);
	close(fd);
}

/* Root of a user namespace of one's own may have the other two; files stay one's own. */
static void become_root(void)
{
	char uid[64], gid[64];
	snprintf(uid, sizeof uid, "0 %u 1", getuid());
	snprintf(gid, sizeof gid, "0 %u 1", getgid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) < 0)
		err(1, "no namespace for a nameserver that never answers");
	write_text("/proc/self/setgroups", 0, "deny");
	write_text("/proc/self/uid_map", 0, uid);
	write_text("/proc/self/gid_map", 0, gid);
}

/* A file of /etc, which may be a link, replaced for this namespace. */
static void replace(const char *path, const char *text)
{
	char own[4096];
	snprintf(own, sizeof own, "%s/etc-%s", files_folder(), strrchr(path, '/') + 1);
	write_text(own, O_CREAT | O_TRUNC, text);
	if (mount(own, path, NULL, MS_BIND, NULL) < 0)
		err(1, "mount %s", path);
}

/* It takes the questions and keeps them: the socket stays open until the test ends. */
static void listen_in_silence(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	const struct sockaddr_in at = {
	    .sin_family = AF_INET,
	    .sin_port = htons(PORT_DNS),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo) < 0 ||
	    bind(fd, (const struct sockaddr *)&at, sizeof at) < 0)
		err(1, "nameserver");
}

void silent_nameserver(void)
{
	if (geteuid() != 0 || unshare(CLONE_NEWNET | CLONE_NEWNS) < 0)
		become_root();
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		err(1, "mounts of one's own");
	replace("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:30 attempts:3\n");
	replace("/etc/nsswitch.conf", "hosts: files dns\n");
	listen_in_silence();
}
