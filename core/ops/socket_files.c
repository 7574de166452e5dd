#include "core/ops/socket_files.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct entry {
	struct sockaddr_un name;
	dev_t dev;
	ino_t ino;
	_Atomic bool whole; /* released when the rest is written: a writer may be killed at it */
};

struct socket_files {
	_Atomic unsigned taken; /* may exceed the entries that there are */
	struct entry entry[SOCKET_FILES_MAX];
};

struct socket_files *socket_files_new(void)
{
	void *shared = mmap(NULL, sizeof(struct socket_files), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? NULL : shared;
}

void socket_files_free(struct socket_files *f)
{
	if (f)
		munmap(f, sizeof *f);
}

/* False without a path, or with one so long that its NUL has no room. */
static bool copy_path(struct sockaddr_un *name, const struct sockaddr *addr, socklen_t len)
{
	size_t head = offsetof(struct sockaddr_un, sun_path);
	if (addr->sa_family != AF_UNIX || len <= head || len > sizeof *name)
		return false;
	memcpy(name, addr, len);
	return name->sun_path[0] != '\0' && memchr(name->sun_path, '\0', sizeof name->sun_path);
}

void socket_files_note(struct socket_files *f, const struct sockaddr *addr, socklen_t len)
{
	struct sockaddr_un name = {0};
	struct stat st;
	if (!f || !copy_path(&name, addr, len) || lstat(name.sun_path, &st) < 0)
		return;
	unsigned at = atomic_fetch_add_explicit(&f->taken, 1, memory_order_relaxed);
	if (at >= SOCKET_FILES_MAX)
		return;
	f->entry[at].name = name;
	f->entry[at].dev = st.st_dev;
	f->entry[at].ino = st.st_ino;
	atomic_store_explicit(&f->entry[at].whole, true, memory_order_release);
}

/* Of any type: a live one of another refuses otherwise. */
static bool is_dead(const struct sockaddr_un *name)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool refused = fd >= 0 && connect(fd, (const struct sockaddr *)name, sizeof *name) < 0 &&
		       errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return refused;
}

static void remove_one(const struct entry *e)
{
	struct stat st;
	if (lstat(e->name.sun_path, &st) == 0 && S_ISSOCK(st.st_mode) && st.st_dev == e->dev &&
	    st.st_ino == e->ino && is_dead(&e->name))
		unlink(e->name.sun_path);
}

void socket_files_remove(const struct socket_files *f)
{
	for (unsigned i = 0; f && i < SOCKET_FILES_MAX; i++)
		if (atomic_load_explicit(&f->entry[i].whole, memory_order_acquire))
			remove_one(&f->entry[i]);
}
