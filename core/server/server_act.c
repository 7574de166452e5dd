/* What can be done to the connections and children of a server, from outside. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/server/server.h"
#include "core/server/server_object.h"

/* The slot of a connection; SHM_NO_SLOT: it is gone. */
static uint32_t slot_of(const struct shm *shm, uint64_t conn)
{
	uint32_t used = atomic_load_explicit(&shm->head->slots_used, memory_order_relaxed);
	for (uint32_t i = 0; i < used && i < SHM_SLOTS; i++)
		if (atomic_load_explicit(&shm->conns[i].id, memory_order_relaxed) == conn)
			return i;
	return SHM_NO_SLOT;
}

/* A copy of descriptor fd of another process, or -errno. */
static int copy_descriptor(int pid, int fd)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		return -errno;
	int copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
	int r = copy < 0 ? -errno : copy;
	close(pidfd);
	return r;
}

/* The connection's socket, or -errno. A number may have gone to another socket meanwhile: its owner
 * takes it out of the slot before he closes it, so that a second look tells. */
static int copy_socket(const struct shm *shm, uint32_t i, uint64_t conn)
{
	const struct shm_slot *slot = shm_slot(shm, i);
	int fd = atomic_load_explicit(&slot->fd, memory_order_acquire);
	int pid = atomic_load_explicit(&slot->pid, memory_order_relaxed);
	if (fd < 0 || pid <= 0)
		return -ENOTSUP;
	int copy = copy_descriptor(pid, fd);
	if (copy < 0)
		return copy == -EBADF || copy == -ESRCH ? -ENOENT : copy;
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load_explicit(&slot->fd, memory_order_acquire) == fd &&
	    atomic_load_explicit(&shm->conns[i].id, memory_order_relaxed) == conn)
		return copy;
	close(copy);
	return -ENOENT;
}

/* Connecting to nowhere sends a reset at once, whoever else holds the socket: connect(2). */
static void reset_socket(int fd)
{
	struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
	if (connect(fd, &nowhere, sizeof nowhere) < 0)
		shutdown(fd, SHUT_RDWR);
}

static int drop(struct shm *shm, uint64_t conn, bool reset)
{
	uint32_t i = conn ? slot_of(shm, conn) : SHM_NO_SLOT;
	if (i == SHM_NO_SLOT)
		return -ENOENT;
	int fd = copy_socket(shm, i, conn);
	if (fd < 0)
		return fd;
	atomic_store_explicit(&shm->conns[i].dropped, 1, memory_order_relaxed);
	if (reset)
		reset_socket(fd);
	else
		shutdown(fd, SHUT_RDWR);
	close(fd);
	return 0;
}

int server_drop(struct server *s, uint64_t conn, bool reset)
{
	pthread_mutex_lock(&s->lock);
	int r = s->process.pid ? drop(&s->shm, conn, reset) : -ENOENT;
	pthread_mutex_unlock(&s->lock);
	return r;
}

/* Is pid the process of one of the connections, and not the server process itself? */
static bool is_child(const struct server *s, int pid)
{
	uint32_t used = atomic_load_explicit(&s->shm.head->slots_used, memory_order_relaxed);
	if (pid <= 0 || pid == s->process.pid)
		return false;
	for (uint32_t i = 0; i < used && i < SHM_SLOTS; i++)
		if (atomic_load_explicit(&s->shm.conns[i].id, memory_order_relaxed) != 0 &&
		    atomic_load_explicit(&shm_slot(&s->shm, i)->pid, memory_order_relaxed) == pid)
			return true;
	return false;
}

int server_kill(struct server *s, int pid, int sig)
{
	pthread_mutex_lock(&s->lock);
	int r = -ESRCH;
	if (s->process.pid && s->shm.head && is_child(s, pid))
		r = kill(pid, sig) < 0 ? -errno : 0;
	pthread_mutex_unlock(&s->lock);
	return r;
}
