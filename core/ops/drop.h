/*
 * drop: closes the descriptor of a socket that nobody holds any more, and tells its book.
 *
 * With SO_LINGER a close waits for the peer (socket(7)), and the last reference goes on whatever
 * thread lets go of it, that of the screen too: where the book says so (book_close_aside()) such a
 * close is made on a thread of its own. Any thread.
 *
 *	drop_fd(s->book, fd);
 */
#ifndef CORE_OPS_DROP_H
#define CORE_OPS_DROP_H

struct book;

/* Takes fd. book is borrowed, and may be NULL. Of a failure only the book is told. */
void drop_fd(struct book *book, int fd);

#endif
