/*
 * socket_files: the files of Unix sockets that lines have bound, noted in memory that fork()
 * shares, so that whoever outlives the one that bound them can remove them.
 *
 * Only at the very end of a cockpit: until then close() leaves a file where it is, as it does under
 * Python. The first SOCKET_FILES_MAX are noted. Any thread; NULL notes and removes nothing.
 */
#ifndef CORE_OPS_SOCKET_FILES_H
#define CORE_OPS_SOCKET_FILES_H

#include <sys/socket.h>

#define SOCKET_FILES_MAX 1024u

struct socket_files;

struct socket_files *socket_files_new(void); /* NULL: no memory */
void socket_files_free(struct socket_files *f);

/* addr was bound just now. Nothing for other families and abstract names. */
void socket_files_note(struct socket_files *f, const struct sockaddr *addr, socklen_t len);

/* Those that are still the ones noted and that nobody answers at. */
void socket_files_remove(const struct socket_files *f);

#endif
