/*
 * socket_files: the files of Unix sockets that lines have bound, noted in memory that fork()
 * shares, so that whoever outlives the one that bound them can remove them.
 *
 * Only at the very end of a cockpit: until then close() leaves a file where it is, as it does under
 * Python. The first SOCKET_FILES_MAX are noted. Any thread; NULL notes and removes nothing.
 *
 *	struct socket_files *files = socket_files_new();	// before fork()
 *	if (bind(fd, &addr.sa, addr.len) == 0)			// in the child
 *		socket_files_note(files, &addr.sa, addr.len);
 *	socket_files_remove(files);				// in the parent, when it has died
 */
#ifndef CORE_OPS_SOCKET_FILES_H
#define CORE_OPS_SOCKET_FILES_H

#include <sys/socket.h>

#define SOCKET_FILES_MAX 1024u

struct socket_files;

struct socket_files *socket_files_new(void);	/* NULL: no memory */
void socket_files_free(struct socket_files *f); /* leaves the files; NULL is legal */

/* addr was bound just now. Nothing for other families and abstract names. */
void socket_files_note(struct socket_files *f, const struct sockaddr *addr, socklen_t len);

/* Those that are still the ones noted and that nobody answers at. */
void socket_files_remove(const struct socket_files *f);

#endif
