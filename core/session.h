/*
 * session: one notebook at work: its names, sockets, servers, journal and the lines under way.
 *
 * Owned by the main thread, no lock; only completions come from workers, through session_fd().
 *
 *	struct session *s;
 *	session_new(&s, NULL);
 *	session_submit(s, "srv.accept()", &id);      // returns at once; may wait on a worker
 *	poll(session_fd(s)) ... session_tick(s);     // commits what ended
 *	session_free(s);                             // cancels, closes, ends servers
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/notation/run.h"

struct book;
struct env;
struct journal;
struct module;
struct server_list;
struct socket_files;
struct value;

struct session;

struct session_options {
	const struct module *actions; /* the caller's own functions (export, theme), or NULL */
	void *host;		      /* what they find in run->host */
	struct socket_files *files;   /* where bound files are noted, or NULL; borrowed */
};

/* options may be NULL. 0, -ENOMEM, -EMFILE. */
int session_new(struct session **out, const struct session_options *options);
void session_free(struct session *s); /* cancels every line, ends every server; at most 2 s */

/*
 * Run one line (or a block that notation_incomplete() says is whole). A line that cannot wait has
 * ended on return; one that may wait goes to a worker of its own and ends in some session_tick().
 * Lines take effect in the order they were submitted: the next one starts when the earlier ones
 * have ended or wait in the kernel. *seq is its journal row. 0 or -ENOMEM; where no thread can be
 * had the row says so.
 */
int session_submit(struct session *s, const char *text, uint64_t *seq);

/* Poll this for POLLIN; then session_tick() commits the lines that ended. Returns how many. */
int session_fd(const struct session *s);
int session_tick(struct session *s);

/* Does a line or a Thread run? Threads end without a word to session_fd(): while this is true, tick
 * now and then. */
bool session_live(const struct session *s);

/* Cancel a waiting line by its row; 0 cancels the newest that waits. 0, or -ENOENT. Returns at
 * once; the row ends with InterruptedError soon. */
int session_cancel(struct session *s, uint64_t seq);

/* Parts; borrowed, valid as long as the session. */
struct env *session_env(const struct session *s);
struct book *session_book(const struct session *s);
struct journal *session_journal(const struct session *s);
struct server_list *session_servers(const struct session *s);
const struct run *session_run(const struct session *s); /* for notation_complete */

/* The names that hold v, "a, b", or "" - for the tables. Written into text. */
void session_name_of(const struct session *s, const struct value *v, char *text, size_t size);

/* Did a line call quit() or exit()? With its status. */
bool session_quit(const struct session *s, int *status);

#endif
