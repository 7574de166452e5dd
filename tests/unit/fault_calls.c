/*
 * The calls that core makes and that can fail, each as the linker's --wrap wants it: it asks
 * whether it is to fail, else it is the real one. No header declares these names, the linker makes
 * them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libmnl/libmnl.h>
#include <locale.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "tests/unit/fault_private.h"

/* One that gives bad and sets errno. */
#define WRAP(type, name, params, args, bad, error)                                                 \
	type __real_##name params;                                                                 \
	type __wrap_##name params;                                                                 \
	type __wrap_##name params                                                                  \
	{                                                                                          \
		if (fault_fails(#name)) {                                                          \
			errno = error;                                                             \
			return bad;                                                                \
		}                                                                                  \
		return __real_##name args;                                                         \
	}

/* One whose block free() frees. */
#define WRAP_BLOCK(type, name, label, params, args)                                                \
	type __real_##name params;                                                                 \
	type __wrap_##name params;                                                                 \
	type __wrap_##name params                                                                  \
	{                                                                                          \
		if (fault_fails(label)) {                                                          \
			errno = ENOMEM;                                                            \
			return NULL;                                                               \
		}                                                                                  \
		type block = __real_##name args;                                                   \
		fault_blocks(block ? 1 : 0);                                                       \
		return block;                                                                      \
	}

/* One that gives up something, and has done so even when it fails. */
#define WRAP_END(name, params, args)                                                               \
	int __real_##name params;                                                                  \
	int __wrap_##name params;                                                                  \
	int __wrap_##name params                                                                   \
	{                                                                                          \
		int r = __real_##name args;                                                        \
		if (!fault_fails(#name))                                                           \
			return r;                                                                  \
		errno = EIO;                                                                       \
		return -1;                                                                         \
	}

/* One with a variable last argument, an int or a pointer, that is handed on as it came. */
#define WRAP_VARIADIC(name, params, args, last, error)                                             \
	int __real_##name params;                                                                  \
	int __wrap_##name params;                                                                  \
	int __wrap_##name params                                                                   \
	{                                                                                          \
		va_list ap;                                                                        \
		va_start(ap, last);                                                                \
		void *arg = va_arg(ap, void *);                                                    \
		va_end(ap);                                                                        \
		if (fault_fails(#name)) {                                                          \
			errno = error;                                                             \
			return -1;                                                                 \
		}                                                                                  \
		return __real_##name args;                                                         \
	}

/* ---- memory ---- */

WRAP_BLOCK(void *, malloc, fault_memory, (size_t size), (size))
WRAP_BLOCK(void *, calloc, fault_memory, (size_t n, size_t size), (n, size))
WRAP_BLOCK(char *, strdup, fault_memory, (const char *s), (s))
WRAP_BLOCK(char *, strndup, fault_memory, (const char *s, size_t n), (s, n))
WRAP_BLOCK(char *, json_dumps, "json_dumps", (const json_t *j, size_t flags), (j, flags))

void *__real_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size)
{
	if (fault_fails(fault_memory)) {
		errno = ENOMEM;
		return NULL;
	}
	void *block = __real_realloc(p, size);
	fault_blocks(block && !p ? 1 : 0);
	return block;
}

void *__real_reallocarray(void *p, size_t n, size_t size);
void *__wrap_reallocarray(void *p, size_t n, size_t size);
void *__wrap_reallocarray(void *p, size_t n, size_t size)
{
	if (fault_fails(fault_memory)) {
		errno = ENOMEM;
		return NULL;
	}
	void *block = __real_reallocarray(p, n, size);
	fault_blocks(block && !p ? 1 : 0);
	return block;
}

void __real_free(void *p);
void __wrap_free(void *p);
void __wrap_free(void *p)
{
	if (p)
		fault_blocks(-1);
	__real_free(p);
}

WRAP(json_t *, json_object, (void), (), NULL, ENOMEM)
WRAP(json_t *, json_array, (void), (), NULL, ENOMEM)
WRAP(json_t *, json_string, (const char *s), (s), NULL, ENOMEM)
WRAP(json_t *, json_integer, (json_int_t i), (i), NULL, ENOMEM)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL, ENFILE)
WRAP_END(fclose, (FILE * f), (f))
WRAP(DIR *, opendir, (const char *path), (path), NULL, ENFILE)
WRAP(DIR *, fdopendir, (int fd), (fd), NULL, ENOMEM)
WRAP(locale_t, newlocale, (int mask, const char *name, locale_t base), (mask, name, base),
    (locale_t)0, ENOENT)

/* ---- descriptors ---- */

WRAP(int, socket, (int domain, int type, int protocol), (domain, type, protocol), -1, EMFILE)
WRAP(int, socketpair, (int domain, int type, int protocol, int fd[2]), (domain, type, protocol, fd),
    -1, EMFILE)
WRAP(int, accept4, (int fd, struct sockaddr *sa, socklen_t *len, int flags), (fd, sa, len, flags),
    -1, EMFILE)
WRAP(int, epoll_create1, (int flags), (flags), -1, EMFILE)
WRAP(int, eventfd, (unsigned value, int flags), (value, flags), -1, EMFILE)
WRAP(int, timerfd_create, (int clock, int flags), (clock, flags), -1, EMFILE)
WRAP(int, memfd_create, (const char *name, unsigned flags), (name, flags), -1, EMFILE)
WRAP(int, dup3, (int from, int to, int flags), (from, to, flags), -1, EMFILE)
WRAP_VARIADIC(open, (const char *path, int flags, ...), (path, flags, arg), flags, EMFILE)
WRAP_VARIADIC(
    openat, (int at, const char *path, int flags, ...), (at, path, flags, arg), flags, EMFILE)
WRAP_VARIADIC(fcntl, (int fd, int what, ...), (fd, what, arg), what, EMFILE)
WRAP_VARIADIC(ioctl, (int fd, unsigned long what, ...), (fd, what, arg), what, ENOTTY)
WRAP_END(close, (int fd), (fd))
WRAP(void *, mmap, (void *at, size_t len, int prot, int flags, int fd, off_t offset),
    (at, len, prot, flags, fd, offset), MAP_FAILED, ENOMEM)

/* ---- sockets ---- */

WRAP(int, bind, (int fd, const struct sockaddr *sa, socklen_t len), (fd, sa, len), -1, EADDRINUSE)
WRAP(int, listen, (int fd, int backlog), (fd, backlog), -1, EADDRINUSE)
WRAP(int, connect, (int fd, const struct sockaddr *sa, socklen_t len), (fd, sa, len), -1,
    ECONNREFUSED)
WRAP(ssize_t, send, (int fd, const void *data, size_t len, int flags), (fd, data, len, flags), -1,
    ENOBUFS)
WRAP(ssize_t, sendto,
    (int fd, const void *data, size_t len, int flags, const struct sockaddr *sa, socklen_t salen),
    (fd, data, len, flags, sa, salen), -1, ENOBUFS)
WRAP(ssize_t, sendmsg, (int fd, const struct msghdr *m, int flags), (fd, m, flags), -1, ENOBUFS)
WRAP(ssize_t, sendfile, (int out, int in, off_t *offset, size_t count), (out, in, offset, count),
    -1, EIO)
WRAP(ssize_t, recv, (int fd, void *data, size_t len, int flags), (fd, data, len, flags), -1,
    ECONNRESET)
WRAP(ssize_t, recvfrom,
    (int fd, void *data, size_t len, int flags, struct sockaddr *sa, socklen_t *salen),
    (fd, data, len, flags, sa, salen), -1, ECONNRESET)
WRAP(ssize_t, recvmsg, (int fd, struct msghdr *m, int flags), (fd, m, flags), -1, ECONNRESET)
WRAP(int, getsockopt, (int fd, int level, int name, void *v, socklen_t *len),
    (fd, level, name, v, len), -1, ENOBUFS)
WRAP(int, setsockopt, (int fd, int level, int name, const void *v, socklen_t len),
    (fd, level, name, v, len), -1, ENOBUFS)
WRAP(int, getsockname, (int fd, struct sockaddr *sa, socklen_t *len), (fd, sa, len), -1, ENOBUFS)
WRAP(int, getpeername, (int fd, struct sockaddr *sa, socklen_t *len), (fd, sa, len), -1, ENOBUFS)
WRAP_END(shutdown, (int fd, int how), (fd, how))

/* ---- waiting, reading, asking ---- */

WRAP(int, poll, (struct pollfd * p, nfds_t n, int ms), (p, n, ms), -1, ENOMEM)
WRAP(int, ppoll, (struct pollfd * p, nfds_t n, const struct timespec *t, const sigset_t *mask),
    (p, n, t, mask), -1, ENOMEM)
WRAP(int, epoll_ctl, (int ep, int op, int fd, struct epoll_event *e), (ep, op, fd, e), -1, ENOSPC)
WRAP(int, epoll_wait, (int ep, struct epoll_event *e, int n, int ms), (ep, e, n, ms), -1, EINTR)
WRAP(int, epoll_pwait2,
    (int ep, struct epoll_event *e, int n, const struct timespec *t, const sigset_t *mask),
    (ep, e, n, t, mask), -1, ENOSYS)
WRAP(int, timerfd_settime,
    (int fd, int flags, const struct itimerspec *new, struct itimerspec *old),
    (fd, flags, new, old), -1, EINVAL)
WRAP(ssize_t, read, (int fd, void *data, size_t len), (fd, data, len), -1, EIO)
WRAP(ssize_t, __read_chk, (int fd, void *data, size_t len, size_t room), (fd, data, len, room), -1,
    EIO)
WRAP(ssize_t, pread, (int fd, void *data, size_t len, off_t at), (fd, data, len, at), -1, EIO)
WRAP(ssize_t, write, (int fd, const void *data, size_t len), (fd, data, len), -1, ENOSPC)
WRAP(off_t, lseek, (int fd, off_t at, int from), (fd, at, from), -1, ESPIPE)
WRAP(int, ftruncate, (int fd, off_t len), (fd, len), -1, ENOSPC)
WRAP(int, fstat, (int fd, struct stat *st), (fd, st), -1, EIO)
WRAP(int, lstat, (const char *path, struct stat *st), (path, st), -1, EACCES)
WRAP(int, unlink, (const char *path), (path), -1, EACCES)
WRAP(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size), -1, EACCES)
WRAP(ssize_t, readlinkat, (int at, const char *path, char *to, size_t size), (at, path, to, size),
    -1, EACCES)
WRAP(int, gethostname, (char *name, size_t size), (name, size), -1, ENAMETOOLONG)

int __real_prctl(int what, ...);
int __wrap_prctl(int what, ...);
int __wrap_prctl(int what, ...)
{
	va_list ap;
	unsigned long a[4];
	va_start(ap, what);
	for (size_t i = 0; i < 4; i++)
		a[i] = va_arg(ap, unsigned long);
	va_end(ap);
	if (fault_fails("prctl")) {
		errno = EINVAL;
		return -1;
	}
	return __real_prctl(what, a[0], a[1], a[2], a[3]);
}

long __real_syscall(long nr, ...);
long __wrap_syscall(long nr, ...);
long __wrap_syscall(long nr, ...)
{
	va_list ap;
	long a[6];
	va_start(ap, nr);
	for (size_t i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (nr != SYS_gettid && fault_fails("syscall")) {
		errno = ENOSYS;
		return -1;
	}
	return __real_syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* ---- threads and processes: most of these return the error ---- */

#define WRAP_CODE(name, params, args, error)                                                       \
	int __real_##name params;                                                                  \
	int __wrap_##name params;                                                                  \
	int __wrap_##name params                                                                   \
	{                                                                                          \
		return fault_fails(#name) ? error : __real_##name args;                            \
	}

WRAP_CODE(pthread_create,
    (pthread_t * t, const pthread_attr_t *attr, void *(*start)(void *), void *arg),
    (t, attr, start, arg), EAGAIN)
WRAP(int, sem_init, (sem_t * s, int shared, unsigned value), (s, shared, value), -1, ENOSYS)
WRAP(pid_t, fork, (void), (), -1, EAGAIN)
WRAP(pid_t, _Fork, (void), (), -1, EAGAIN)
WRAP_CODE(posix_spawn,
    (pid_t * pid, const char *path, const posix_spawn_file_actions_t *fa,
	const posix_spawnattr_t *attr, char *const argv[], char *const envp[]),
    (pid, path, fa, attr, argv, envp), EAGAIN)
WRAP_CODE(posix_spawnattr_init, (posix_spawnattr_t * attr), (attr), ENOMEM)
WRAP_CODE(posix_spawn_file_actions_init, (posix_spawn_file_actions_t * fa), (fa), ENOMEM)
WRAP_CODE(posix_spawn_file_actions_addopen,
    (posix_spawn_file_actions_t * fa, int fd, const char *path, int flags, mode_t mode),
    (fa, fd, path, flags, mode), ENOMEM)
WRAP_CODE(posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t * fa, int from, int to),
    (fa, from, to), ENOMEM)
WRAP_CODE(posix_spawn_file_actions_addclosefrom_np, (posix_spawn_file_actions_t * fa, int from),
    (fa, from), ENOMEM)

/* ---- names ---- */

WRAP_CODE(getaddrinfo,
    (const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res),
    (node, service, hints, res), EAI_MEMORY)
WRAP_CODE(getnameinfo,
    (const struct sockaddr *sa, socklen_t salen, char *host, socklen_t hostlen, char *service,
	socklen_t servicelen, int flags),
    (sa, salen, host, hostlen, service, servicelen, flags), EAI_MEMORY)
WRAP(struct if_nameindex *, if_nameindex, (void), (), NULL, ENOBUFS)
WRAP(unsigned, if_nametoindex, (const char *name), (name), 0, ENODEV)
WRAP(char *, if_indextoname, (unsigned index, char *name), (index, name), NULL, ENXIO)

int __real_gethostbyname_r(const char *name, struct hostent *h, char *data, size_t size,
    struct hostent **result, int *error);
int __wrap_gethostbyname_r(const char *name, struct hostent *h, char *data, size_t size,
    struct hostent **result, int *error);
int __wrap_gethostbyname_r(const char *name, struct hostent *h, char *data, size_t size,
    struct hostent **result, int *error)
{
	if (!fault_fails("gethostbyname_r"))
		return __real_gethostbyname_r(name, h, data, size, result, error);
	*result = NULL;
	*error = NO_RECOVERY;
	return EAGAIN;
}

int __real_gethostbyaddr_r(const void *addr, socklen_t len, int type, struct hostent *h, char *data,
    size_t size, struct hostent **result, int *error);
int __wrap_gethostbyaddr_r(const void *addr, socklen_t len, int type, struct hostent *h, char *data,
    size_t size, struct hostent **result, int *error);
int __wrap_gethostbyaddr_r(const void *addr, socklen_t len, int type, struct hostent *h, char *data,
    size_t size, struct hostent **result, int *error)
{
	if (!fault_fails("gethostbyaddr_r"))
		return __real_gethostbyaddr_r(addr, len, type, h, data, size, result, error);
	*result = NULL;
	*error = NO_RECOVERY;
	return EAGAIN;
}

/* One that gives its result through a pointer, NULL for none. */
#define WRAP_RESULT(name, params, args)                                                            \
	int __real_##name params;                                                                  \
	int __wrap_##name params;                                                                  \
	int __wrap_##name params                                                                   \
	{                                                                                          \
		if (!fault_fails(#name))                                                           \
			return __real_##name args;                                                 \
		*result = NULL;                                                                    \
		return ENOENT;                                                                     \
	}

WRAP_RESULT(getservbyname_r,
    (const char *name, const char *proto, struct servent *s, char *data, size_t size,
	struct servent **result),
    (name, proto, s, data, size, result))
WRAP_RESULT(getservbyport_r,
    (int port, const char *proto, struct servent *s, char *data, size_t size,
	struct servent **result),
    (port, proto, s, data, size, result))
WRAP_RESULT(getprotobyname_r,
    (const char *name, struct protoent *p, char *data, size_t size, struct protoent **result),
    (name, p, data, size, result))

/* ---- netlink ---- */

WRAP(struct mnl_socket *, mnl_socket_open2, (int bus, int flags), (bus, flags), NULL, EMFILE)
WRAP(int, mnl_socket_bind, (struct mnl_socket * nl, unsigned groups, pid_t pid), (nl, groups, pid),
    -1, EADDRINUSE)
WRAP(ssize_t, mnl_socket_sendto, (const struct mnl_socket *nl, const void *data, size_t len),
    (nl, data, len), -1, ENOBUFS)
WRAP(ssize_t, mnl_socket_recvfrom, (const struct mnl_socket *nl, void *data, size_t size),
    (nl, data, size), -1, ENOBUFS)
