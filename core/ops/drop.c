#include "core/ops/drop.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "core/notation/run.h"
#include "core/ops/background.h"
#include "core/ops/book.h"
#include "core/ops/sys.h"
#include "core/trace.h"

struct drop {
	struct job job;
	struct book *book; /* counted */
	int fd;
};

static void close_and_tell(struct book *book, int fd)
{
	struct run run = {0};
	bool told = book && book_is_told(book);
	if (told && trace_new(&run.trace) < 0)
		run.trace = NULL; /* which tells that it was not whole */
	sys_close(&run, fd);
	if (told)
		book_tell_dropped(
		    book, fd, " closed: no name holds that socket any more", run.trace);
}

static void work(struct job *j)
{
	struct drop *d = (struct drop *)j;
	close_and_tell(d->book, d->fd);
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
static bool close_aside(struct book *book, int fd)
{
	struct drop *d = calloc(1, sizeof *d);
	if (!d)
		return false;
	*d = (struct drop){.job = {.work = work, .drop = release}, .fd = fd};
	if (job_init(&d->job) < 0) {
		free(d);
		return false;
	}
	d->book = book_ref(book);
	job_leave(&d->job);
	return true;
}

void drop_fd(struct book *book, int fd)
{
	if (!book || !book_closes_aside(book) || !lingers(fd) || !close_aside(book, fd))
		close_and_tell(book, fd);
}
