/*
 * limit: the bare servers as a program.
 *
 *	limit SHAPE                      serves on 127.0.0.1, prints "port N" once it listens
 *	limit push HOW PORT FILE TIMES   connects there and pushes the file
 */
#include "tests/bench/limit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct shape *const shapes[] = {
    limit_process_shapes,
    limit_thread_shapes,
    limit_loop_shapes,
    limit_datagram_shapes,
};

/* ---- for the shapes ---- */

int limit_must(int r, const char *what)
{
	if (r >= 0)
		return r;
	fprintf(stderr, "limit: %s: %s\n", what, strerror(errno));
	_exit(1);
}

void limit_echo(int fd)
{
	char buf[LIMIT_BUFFER];
	ssize_t n;
	while ((n = recv(fd, buf, sizeof buf, 0)) > 0)
		if (send(fd, buf, (size_t)n, MSG_NOSIGNAL) != n)
			break;
	close(fd);
}

void limit_thread(void *(*run)(void *), void *arg)
{
	pthread_attr_t attr;
	pthread_t thread;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, LIMIT_STACK);
	limit_must(-pthread_create(&thread, &attr, run, arg), "pthread_create");
	pthread_attr_destroy(&attr);
}

/* ---- the program ---- */

static const struct shape *find_shape(const char *name)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		for (const struct shape *s = shapes[i]; s->name; s++)
			if (strcmp(s->name, name) == 0)
				return s;
	return NULL;
}

static const struct push *find_push(const char *name)
{
	for (const struct push *p = limit_pushes; p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

static struct sockaddr_in local(int port)
{
	return (struct sockaddr_in){
	    .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

static int bound(int type)
{
	struct sockaddr_in a = local(0);
	socklen_t len = sizeof a;
	int fd = limit_must(socket(AF_INET, type, 0), "socket");
	limit_must(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
	if (type == SOCK_STREAM)
		limit_must(listen(fd, SOMAXCONN), "listen");
	limit_must(getsockname(fd, (struct sockaddr *)&a, &len), "getsockname");
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	return fd;
}

static int push(const struct push *how, char **args)
{
	struct sockaddr_in to = local(atoi(args[0]));
	struct stat st;
	int file = limit_must(open(args[1], O_RDONLY), args[1]);
	limit_must(fstat(file, &st), "fstat");
	int fd = limit_must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	limit_must(connect(fd, (struct sockaddr *)&to, sizeof to), "connect");
	for (int i = atoi(args[2]); i > 0; i--)
		how->run(fd, file, (size_t)st.st_size);
	return 0;
}

static int usage(void)
{
	fputs("usage: limit SHAPE | limit push HOW PORT FILE TIMES\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	const struct shape *s = argc == 2 ? find_shape(argv[1]) : NULL;
	const struct push *p = argc == 6 ? find_push(argv[2]) : NULL;
	if (p)
		return push(p, argv + 3);
	if (!s)
		return usage();
	s->run(bound(s->type));
	return 1;
}
