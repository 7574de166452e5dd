/*
 * sys: the system calls that lines make, each done once and noted in the run's trace as strace
 * would print it. No retry, no interpretation: that is the operation's.
 *
 * Called by the thread that evaluates the line. Each returns what the kernel returned, or -errno.
 */
#ifndef CORE_OPS_SYS_H
#define CORE_OPS_SYS_H

#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

struct run;

int sys_socket(struct run *run, int domain, int type, int protocol);
int sys_socketpair(struct run *run, int domain, int type, int protocol, int fd[2]);
int sys_bind(struct run *run, int fd, const struct sockaddr *addr, socklen_t len);
int sys_listen(struct run *run, int fd, int backlog);
int sys_accept(struct run *run, int fd, struct sockaddr *addr, socklen_t *len);
int sys_connect(struct run *run, int fd, const struct sockaddr *addr, socklen_t len);
int sys_close(struct run *run, int fd);
int sys_shutdown(struct run *run, int fd, int how);
int sys_poll(struct run *run, int fd, short events, int timeout_ms, short *revents);
int sys_getsockopt(struct run *run, int fd, int level, int name, void *value, socklen_t *len);
int sys_setsockopt(struct run *run, int fd, int level, int name, const void *value, socklen_t len);
int sys_getsockname(struct run *run, int fd, struct sockaddr *addr, socklen_t *len);
int sys_getpeername(struct run *run, int fd, struct sockaddr *addr, socklen_t *len);
int sys_set_nonblocking(struct run *run, int fd, bool on); /* ioctl(fd, FIONBIO, [1]), as CPython */
ssize_t sys_recv(struct run *run, int fd, void *data, size_t len, int flags);
ssize_t sys_recvfrom(struct run *run, int fd, void *data, size_t len, int flags,
    struct sockaddr *addr, socklen_t *addrlen);
ssize_t sys_send(struct run *run, int fd, const void *data, size_t len, int flags);
ssize_t sys_sendto(struct run *run, int fd, const void *data, size_t len, int flags,
    const struct sockaddr *addr, socklen_t addrlen);
ssize_t sys_recvmsg(struct run *run, int fd, struct msghdr *msg, int flags);
ssize_t sys_sendmsg(struct run *run, int fd, const struct msghdr *msg, int flags);
ssize_t sys_sendfile(struct run *run, int out, int in, off_t *offset, size_t count);
int sys_dup(struct run *run, int fd);			   /* fcntl(fd, F_DUPFD_CLOEXEC, 0) */
int sys_getfd(struct run *run, int fd);			   /* fcntl(fd, F_GETFD) */
int sys_set_inheritable(struct run *run, int fd, bool on); /* ioctl(fd, FIONCLEX), as CPython */
int sys_if_index(struct run *run, int fd, const char *name, int *index);     /* SIOCGIFINDEX */
int sys_if_name(struct run *run, int fd, int index, char name[IF_NAMESIZE]); /* SIOCGIFNAME */

#endif
