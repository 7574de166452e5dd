/* book: what the socket object itself asks of its book; the rest is in sock.h. Any thread. */
#ifndef CORE_OPS_BOOK_H
#define CORE_OPS_BOOK_H

#include "core/ops/sock.h"

/* List a new socket: gives it its id, and counts it as a holder of the book. */
void book_list_sock(struct book *b, struct sock *s);
void book_unlist_sock(struct sock *s); /* s->book must be set; drops that count */

/* Does somebody want to be told what is done when the last reference is dropped? */
bool book_is_told(struct book *b);

/* Tell whoever asked, as book_dropped_fn. Takes the trace. */
void book_tell_dropped(struct book *b, int fd, const char *what, struct trace *trace);

bool book_closes_aside(const struct book *b); /* was book_close_aside() called? */
struct book *book_ref(struct book *b);	      /* one more; returns b */

#endif
