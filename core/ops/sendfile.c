/* sendfile: a whole file without a copy in this program. Lib/socket.py. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/notation/file.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/sys.h"
#include "core/ops/transfer.h"
#include "core/ops/wait.h"

#define BLOCK_MAX ((int64_t)1 << 30) /* of one sendfile(), as in Python */
#define SEND_BLOCK 8192		     /* of one send(), where sendfile() does not do */

/* Not an error yet: sendfile() does not take this file, try read() and send(). */
#define GIVE_UP (-100002)

struct filing {
	struct call *call;
	struct sock *sock;
	int in;	       /* the file's descriptor */
	off_t offset;  /* where the next byte is read; moves */
	int64_t count; /* 0: to the end */
	int64_t sent;
	size_t block; /* of the call under way */
};

static int check_count(struct call *c, int64_t *count)
{
	*count = 0;
	if (!has_arg(c, 2))
		return 0;
	int r = call_int(c, 2, count);
	if (r < 0)
		return r;
	if (*count > 0)
		return 0;
	return exc_raise(
	    c->run, &exc_ValueError, "count must be a positive integer (got %" PRId64 ")", *count);
}

static int check_params(struct call *c, struct file *f, int64_t *count)
{
	if (!f)
		return exc_raise(c->run, &exc_TypeError,
		    "sendfile(): file takes what open(name, 'rb') gives, not %s",
		    value_type_name(c->arg[0]));
	if (f->text)
		return exc_raise(c->run, &exc_ValueError, "file should be opened in binary mode");
	if (!(self_sock(c)->type & SOCK_STREAM))
		return exc_raise(
		    c->run, &exc_ValueError, "only SOCK_STREAM type sockets are supported");
	return check_count(c, count);
}

/* Keep what went, read again from where it was: only its first bytes are kept. */
static void note_sent(struct filing *f, off_t from, ssize_t sent)
{
	unsigned char data[DATA_CALL_BYTES];
	size_t want = sent > 0 && (size_t)sent < sizeof data ? (size_t)sent : sizeof data;
	ssize_t kept = sent > 0 ? pread(f->in, data, want, from) : 0;
	sock_sent_part(f->sock, "sendfile", data, kept > 0 ? (size_t)kept : 0, sent);
}

static ssize_t attempt_sendfile(struct run *run, int fd, void *ctx)
{
	struct filing *f = ctx;
	off_t at = f->offset; /* moved by what went, as CPython does */
	return sys_sendfile(run, fd, f->in, &at, f->block);
}

/* One sendfile() of at most what is left; 0 at the end of the file. */
static ssize_t send_block(struct filing *f)
{
	struct wait w = {.call = f->call, .sock = f->sock, .events = POLLOUT};
	ssize_t sent = wait_call(&w, attempt_sendfile, f);
	if (sent > 0) {
		note_sent(f, f->offset, sent);
		f->offset += sent;
		f->sent += sent;
	}
	return sent;
}

/* 0 when all went; a code for wait_raise(), or GIVE_UP. */
static ssize_t send_blocks(struct filing *f, int64_t size)
{
	ssize_t sent;
	int64_t block = f->count ? f->count : size;
	do {
		if (f->count)
			block = f->count - f->sent;
		if (block <= 0)
			return 0;
		f->block = (size_t)(block < BLOCK_MAX ? block : BLOCK_MAX);
		sent = send_block(f);
	} while (sent > 0);
	if (sent == WAIT_TIMED_OUT || (sent == -EINTR && run_cancelled(f->call->run)))
		return sent;
	return sent < 0 && !f->sent ? GIVE_UP : sent;
}

static ssize_t send_buffer(struct filing *f, const char *data, size_t len)
{
	while (len) {
		ssize_t sent = sock_send(f->call, f->sock, data, len);
		if (sent == -EAGAIN)
			continue;
		if (sent < 0)
			return sent;
		f->sent += sent;
		data += sent;
		len -= (size_t)sent;
	}
	return 0;
}

/* The same by read() and send(). */
static ssize_t copy_blocks(struct filing *f)
{
	char data[SEND_BLOCK];
	if (f->offset && lseek(f->in, f->offset, SEEK_SET) < 0)
		return -errno;
	for (;;) {
		int64_t rest = f->count ? f->count - f->sent : SEND_BLOCK;
		size_t want = rest < SEND_BLOCK ? (size_t)rest : SEND_BLOCK;
		ssize_t got = want ? read(f->in, data, want) : 0;
		if (got < 0)
			return -errno;
		if (!got)
			return 0;
		ssize_t r = send_buffer(f, data, (size_t)got);
		if (r < 0)
			return r;
	}
}

/* As Python tries: sendfile(), else read and send; the position moves even after an error. */
static ssize_t send_file(struct filing *f, int64_t size)
{
	off_t start = f->offset;
	ssize_t r = send_blocks(f, size);
	if (r == GIVE_UP) {
		f->offset = start;
		r = copy_blocks(f);
	}
	if (f->sent)
		lseek(f->in, start + f->sent, SEEK_SET);
	return r;
}

static int op_sendfile(struct call *c)
{
	struct file *file = file_of(c->arg[0]);
	struct filing f = {.call = c, .sock = self_sock(c)};
	struct stat st;
	int64_t offset;
	int r = check_params(c, file, &f.count);
	if (r == 0)
		r = call_int(c, 1, &offset);
	if (r < 0)
		return r;
	f.in = atomic_load(&file->fd);
	f.offset = offset;
	if (f.in < 0)
		return exc_raise(c->run, &exc_ValueError, "I/O operation on closed file");
	if (sock_fd(f.sock) < 0)
		return exc_raise(c->run, &exc_ValueError, "Invalid file descriptor: -1");
	bool empty = fstat(f.in, &st) == 0 && !st.st_size;
	if (!empty && sock_timeout(f.sock) == 0)
		return exc_raise(c->run, &exc_ValueError, "non-blocking sockets are not supported");
	ssize_t code = empty ? 0 : send_file(&f, st.st_size);
	return code < 0 ? wait_raise(c, code) : give(c, value_int(f.sent));
}

static const struct op rows[] = {
    {
	.name = "sendfile",
	.self = &type_socket,
	.params =
	    {
		{"file", PARAM_ANY, .help = "open(name, 'rb')"},
		{"offset", PARAM_INT, .dflt = "0", .help = "where in the file to begin"},
		{"count", PARAM_INT, .dflt = "None",
		    .help = "at most so many bytes; None: to the end"},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Send a file over a stream; says how many bytes went.\n"
		"The kernel copies from file to socket; this program never sees the bytes. The "
		"file's position "
		"is set to what went, even after an error.",
	.prototype = "ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count)",
	.man = "sendfile(2)",
	.waits = "room in the send buffer",
	.run = op_sendfile,
    },
};

const struct op_list ops_sendfile = {rows, sizeof rows / sizeof *rows};
