#include "core/server/listen.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/server/model.h"
#include "core/server/shm.h"

/* The path of a Unix address; NULL: abstract, unnamed, or another family. */
static const char *path_of(const struct address *a)
{
	if (a->sa.sa_family != AF_UNIX || a->len <= offsetof(struct sockaddr_un, sun_path) ||
	    a->un.sun_path[0] == '\0')
		return NULL;
	return a->un.sun_path;
}

/* Does nobody listen there any more? Only ECONNREFUSED says so. */
static bool is_stale(const struct address *a, int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	bool refused = connect(fd, &a->sa, a->len) < 0 && errno == ECONNREFUSED;
	close(fd);
	return refused;
}

static bool remove_stale(const struct address *a, int type)
{
	const char *path = path_of(a);
	struct stat before, now;
	if (!path || lstat(path, &before) < 0 || !S_ISSOCK(before.st_mode) ||
	    before.st_uid != geteuid() || !is_stale(a, type))
		return false;
	return lstat(path, &now) == 0 && now.st_dev == before.st_dev &&
	       now.st_ino == before.st_ino && unlink(path) == 0;
}

static int set_flag(int fd, int option)
{
	int on = 1;
	return setsockopt(fd, SOL_SOCKET, option, &on, sizeof on) < 0 ? -errno : 0;
}

static int bind_to(int fd, const struct address *a, int type)
{
	if (bind(fd, &a->sa, a->len) == 0)
		return 0;
	int e = errno;
	if (e == EADDRINUSE && remove_stale(a, type))
		return bind(fd, &a->sa, a->len) < 0 ? -errno : 0;
	return -e;
}

static int prepare(int fd, const struct address *a, int type, const struct listen_options *options)
{
	/* A server started again is not held up by TIME_WAIT; it never takes over a live port. */
	int r = type == SOCK_STREAM && a->sa.sa_family != AF_UNIX ? set_flag(fd, SO_REUSEADDR) : 0;
	if (r == 0 && options->reuse_port)
		r = set_flag(fd, SO_REUSEPORT);
	if (r == 0)
		r = bind_to(fd, a, type);
	if (r == 0 && type == SOCK_STREAM && listen(fd, options->backlog) < 0)
		r = -errno;
	return r;
}

int listen_open(const struct model *m, const struct address *a,
    const struct listen_options *options, struct address *bound)
{
	int type = model_is_stream(m) ? SOCK_STREAM : SOCK_DGRAM;
	int fd = socket(a->sa.sa_family, type | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	int r = prepare(fd, a, type, options);
	address_room(a->sa.sa_family, bound);
	if (r == 0 && getsockname(fd, &bound->sa, &bound->len) < 0)
		r = -errno;
	if (r < 0) {
		close(fd);
		return r;
	}
	return fd;
}

void listen_note_path(const struct address *bound, struct server_config *config)
{
	struct stat st;
	const char *path = path_of(bound);
	if (!path || lstat(path, &st) < 0)
		return;
	snprintf(config->path, sizeof config->path, "%s", path);
	config->path_dev = st.st_dev;
	config->path_ino = st.st_ino;
}

void listen_remove_path(const struct server_config *config)
{
	struct stat st;
	if (config->path[0] && lstat(config->path, &st) == 0 && S_ISSOCK(st.st_mode) &&
	    st.st_dev == config->path_dev && st.st_ino == config->path_ino)
		unlink(config->path);
}
