/* Files without a buffer: one system call for each read and write. SocketIO of Lib/socket.py. */
#include <errno.h>

#include "core/notation/exc.h"
#include "core/ops/open.h"
#include "core/ops/stream.h"
#include "core/ops/transfer.h"
#include "core/ops/wait.h"

/* What the socket's own call gave. */
static ssize_t outcome(struct call *c, ssize_t code)
{
	if (code == -EAGAIN)
		return STREAM_NOTHING;
	return code < 0 ? wait_raise(c, code) : code;
}

int stream_check_open(struct call *c, struct stream *s)
{
	return stream_is_closed(s) ? stream_refuse_closed(c, "I/O operation on closed file.") : 0;
}

static ssize_t receive(struct call *c, struct stream *s, struct sock *sock, void *to, size_t len)
{
	if (!s->reading)
		return stream_refuse(c, "File or stream is not readable.");
	/* Relaxed: two reads at once are ordered by nothing. */
	if (atomic_load_explicit(&s->timed_out, memory_order_relaxed))
		return exc_raise(c->run, &exc_OSError, "cannot read from timed out object");
	ssize_t got = len ? sock_recv(c, sock, to, len) : 0; /* as recv_into() */
	if (got == WAIT_TIMED_OUT)
		atomic_store_explicit(&s->timed_out, true, memory_order_relaxed);
	return outcome(c, got);
}

ssize_t stream_recv(struct call *c, struct stream *s, void *to, size_t len)
{
	struct sock *sock = stream_sock(s);
	if (!sock)
		return stream_check_open(c, s);
	ssize_t r = receive(c, s, sock, to, len);
	value_unref(&sock->base);
	return r;
}

ssize_t stream_send(struct call *c, struct stream *s, const void *data, size_t len)
{
	struct sock *sock = stream_sock(s);
	if (!sock)
		return stream_check_open(c, s);
	ssize_t r = s->writing ? outcome(c, sock_send(c, sock, data, len))
			       : stream_refuse(c, "File or stream is not writable.");
	value_unref(&sock->base);
	return r;
}

/* One recv() behind what is there. */
static ssize_t append(struct call *c, struct stream *s, size_t len, struct buf *to)
{
	bool fits = to->len <= VALUE_BYTES_MAX && len <= RECEIVE_MAX;
	char *room = fits ? buf_reserve(to, len) : NULL;
	ssize_t got = room ? stream_recv(c, s, room, len) : exc_raise_memory(c->run);
	if (got > 0)
		to->len += (size_t)got;
	return got;
}

int stream_recv_all(struct call *c, struct stream *s, struct buf *to)
{
	size_t before = to->len;
	ssize_t got;
	do
		got = append(c, s, STREAM_STEP, to);
	while (got > 0);
	return got == STREAM_NOTHING && to->len > before ? 0 : (int)got;
}

static int raw_read(struct call *c, struct stream *s, int64_t n, struct buf *to)
{
	if (n < 0)
		return stream_recv_all(c, s, to);
	ssize_t got = append(c, s, (size_t)n, to);
	return got < 0 ? (int)got : 0;
}

int stream_let_go(struct call *c, struct stream *s)
{
	pthread_mutex_lock(&s->lock);
	struct sock *sock = s->sock;
	s->sock = NULL;
	pthread_mutex_unlock(&s->lock);
	if (!sock)
		return 0;
	int r = sock_close_file(c, sock);
	value_unref(&sock->base);
	return r;
}

const struct stream_layer stream_raw = {
    .type = &type_stream_raw,
    .read = raw_read,
    .readline = stream_readline_by_read,
    .write = stream_send,
    .flush = stream_check_open,
    .close = stream_let_go,
};
