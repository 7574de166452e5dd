/*
 * lesson_close: the line that puts everything back as it was before a lesson; and what it cannot
 * put back, a name that was somebody else's. Main thread.
 */
#ifndef VIEWS_LESSON_CLOSE_H
#define VIEWS_LESSON_CLOSE_H

#include <stddef.h>

#include "core/buf.h"
#include "core/lesson.h"
#include "core/session.h"

/*
 * Append a line that closes the sockets and servers that the names of the lesson's first steps
 * hold now, and deletes the names; nothing where none is bound. Modules stay. Clients come before
 * the servers that wait for them. 0 or -ENOMEM.
 */
int lesson_close_line(
    const struct session *s, const struct lesson *l, size_t steps, struct buf *line);

/* A name that holds something now and that the lesson will bind; borrowed from the lesson. NULL:
 * there is none. */
const char *lesson_close_clash(const struct session *s, const struct lesson *l);

#endif
