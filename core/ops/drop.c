#include "core/ops/drop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/ops/background.h"
#include "core/ops/book.h"

struct drop {
	struct job job;
	struct book *book; /* counted */
	uint64_t id;
	int fd;
};

static void close_and_tell(struct book *book, uint64_t id, int fd)
{
	int64_t start = clock_mono_ns();
	int errnum = close(fd) < 0 ? errno : 0;
	if (book)
		book_tell_dropped(book, id, fd, errnum, clock_mono_ns() - start);
}

static void work(struct job *j)
{
	struct drop *d = (struct drop *)j;
	close_and_tell(d->book, d->id, d->fd);
}

static void release(struct job *j)
{
	struct drop *d = (struct drop *)j;
	book_unref(d->book);
	free(d);
}

static bool lingers(int fd)
{
	struct linger l;
	socklen_t len = sizeof l;
	return getsockopt(fd, SOL_SOCKET, SO_LINGER, &l, &len) == 0 && l.l_onoff && l.l_linger > 0;
}

/* False: there is no memory for it. */
static bool close_aside(struct book *book, uint64_t id, int fd)
{
	struct drop *d = calloc(1, sizeof *d);
	if (!d)
		return false;
	*d = (struct drop){.job = {.work = work, .drop = release}, .id = id, .fd = fd};
	if (job_init(&d->job) < 0) {
		free(d);
		return false;
	}
	d->book = book_ref(book);
	job_leave(&d->job);
	return true;
}

void drop_fd(struct book *book, uint64_t id, int fd)
{
	if (!book || !book_closes_aside(book) || !lingers(fd) || !close_aside(book, id, fd))
		close_and_tell(book, id, fd);
}
