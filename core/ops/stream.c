/* The file of makefile(): its life, and what it is made of. */
#include "core/ops/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/book.h"
#include "core/ops/stream_text.h"
#include "core/ops/wait.h"
#include "core/trace.h"

struct sock *stream_sock(struct stream *s)
{
	pthread_mutex_lock(&s->lock);
	struct sock *sock = s->sock;
	if (sock)
		value_ref(&sock->base);
	pthread_mutex_unlock(&s->lock);
	return sock;
}

bool stream_is_closed(struct stream *s)
{
	pthread_mutex_lock(&s->lock);
	bool closed = !s->sock;
	pthread_mutex_unlock(&s->lock);
	return closed;
}

int stream_fd(struct stream *s)
{
	struct sock *sock = stream_sock(s);
	int fd = sock ? sock_fd(sock) : -1;
	value_unref((struct value *)sock);
	return fd;
}

int stream_enter(struct call *c, sem_t *turn)
{
	int r = 0;
	if (sem_trywait(turn) == 0)
		return 0;
	run_wait_begin(c->run, "another call on this file", -1);
	do
		r = run_cancelled(c->run) ? exc_raise_os(c->run, EINTR) : sem_wait(turn);
	while (r == -1); /* a signal: perhaps the line was cancelled */
	run_wait_end(c->run);
	return r;
}

void stream_leave(sem_t *turn)
{
	sem_post(turn);
}

/* ---- errors ---- */

int stream_refuse(struct call *c, const char *what)
{
	return exc_raise(c->run, &exc_UnsupportedOperation, "%s", what);
}

int stream_refuse_closed(struct call *c, const char *what)
{
	return exc_raise(c->run, &exc_ValueError, "%s", what);
}

int stream_raise_blocking(struct call *c, size_t written)
{
	struct value *args[] = {value_int(EAGAIN),
	    value_str("write could not complete without blocking"), value_int((int64_t)written)};
	return exc_raise_args(c->run, &exc_BlockingIOError, 3, args);
}

/* ---- the last reference went: flush and close, as Python does ---- */

static bool holds_data(const struct stream *s)
{
	return s->out.end > s->out.start || (s->text && s->text->pending.len);
}

static const struct op dropping = {.name = "close", .waits = "room in the send buffer"};

/* CPython lets go of a pair's reader first, which closes what the writer would send to. */
static void forget_held(struct stream *s)
{
	s->out.start = s->out.end = 0;
}

/* What goes wrong is nobody's error; what was done the book is told. */
static void close_dropped(struct stream *s, struct sock *sock)
{
	struct waiter waiter = {.fd = -1};
	struct run run = {.waiter = &waiter, .book = sock->book, .by_signal = true};
	struct call c = {.run = &run, .op = &dropping};
	int fd = sock_fd(sock);
	bool told = sock->book && book_is_told(sock->book);
	bool whole = !told || trace_new(&run.trace) == 0;
	if (s->layer == &stream_pair && !s->text)
		forget_held(s);
	(void)(s->text ? stream_text_close(&c, s) : s->layer->close(&c, s));
	value_unref(run.exc);
	if (told && (!whole || trace_count(run.trace) || trace_lost(run.trace)))
		book_tell_dropped(
		    sock->book, fd, ": no name holds that file over it any more", run.trace);
	else
		trace_free(run.trace);
}

static void work(struct job *j)
{
	struct stream *s = (struct stream *)j;
	struct sock *sock = stream_sock(s);
	if (sock)
		close_dropped(s, sock);
	value_unref((struct value *)sock);
}

static void drop(struct job *j)
{
	struct stream *s = (struct stream *)j;
	stream_text_free(s->text);
	free(s->in.data);
	free(s->out.data);
	sem_destroy(&s->in.turn);
	sem_destroy(&s->out.turn);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The screen's thread must wait neither for room to send nor for a close that lingers. */
void stream_fini(struct value *v)
{
	struct stream *s = stream_of(v);
	if (!s)
		return;
	struct sock *sock = s->sock;
	bool waits = sock && (holds_data(s) || atomic_load(&sock->closed));
	if (waits && sock->book && book_closes_aside(sock->book)) {
		job_leave(&s->job);
		return;
	}
	work(&s->job);
	job_unref(&s->job);
}

static bool begin_half(struct stream_half *h, bool used, size_t size)
{
	h->data = used ? malloc(size) : NULL;
	return sem_init(&h->turn, 0, 1) == 0 && (!used || h->data);
}

static struct stream *begin(bool reading, bool writing, size_t size)
{
	struct stream *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->job = (struct job){.work = work, .drop = drop};
	s->reading = reading;
	s->writing = writing;
	s->size = size;
	pthread_mutex_init(&s->lock, NULL);
	bool in = begin_half(&s->in, reading && size, size);
	bool out = begin_half(&s->out, writing && size, size);
	if (in && out && job_init(&s->job) == 0)
		return s;
	drop(&s->job);
	return NULL;
}

struct value *stream_new(struct sock *sock, const struct stream_layer *layer, bool text,
    bool reading, bool writing, size_t size)
{
	struct stream *s = begin(reading, writing, size);
	struct stream_value *v =
	    s ? value_new(text ? &type_stream_text : layer->type, sizeof *v) : NULL;
	if (!v) {
		if (s)
			drop(&s->job);
		return NULL;
	}
	v->stream = s;
	s->layer = layer;
	s->sock = (struct sock *)value_ref(&sock->base);
	atomic_fetch_add(&sock->files, 1);
	return &v->base;
}
