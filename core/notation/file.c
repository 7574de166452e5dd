#include "core/notation/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/run.h"
#include "core/notation/text.h"
#include "core/notation/unicode.h"

#define READ_STEP 65536

static const struct type type_file = {.name = "file"};

struct file *file_of(struct value *v)
{
	return type_is(v->type, &type_file) ? (struct file *)v : NULL;
}

static void fini(struct value *v)
{
	struct file *f = (struct file *)v;
	int fd = atomic_load_explicit(&f->fd, memory_order_relaxed); /* the last reference */
	if (fd >= 0)
		close(fd);
	value_unref(f->name);
}

static int repr(const struct value *v, struct buf *to)
{
	const struct file *f = (const struct file *)v;
	buf_printf(to, "<_io.%s name=", v->type->name);
	value_repr(f->name, to);
	return buf_str(to, f->text ? " mode='r' encoding='UTF-8'>" : ">");
}

/* The descriptor, or raised: what cannot be done with a closed file. */
static int descriptor(struct call *c)
{
	const struct file *f = (const struct file *)c->self;
	/* Pairs with op_close: whoever sees the number may use it until then. */
	int fd = atomic_load_explicit(&f->fd, memory_order_acquire);
	if (fd >= 0)
		return fd;
	if (f->text)
		return exc_raise(c->run, &exc_ValueError, "I/O operation on closed file.");
	bool tell = strcmp(c->op->name, "tell") == 0;
	return exc_raise(c->run, &exc_ValueError, "%s%s closed file",
	    tell ? "I/O operation" : c->op->name, tell ? " on" : " of");
}

/* One read(2), again after a signal unless the line was cancelled. */
static ssize_t read_some(struct call *c, int fd, char *to, size_t len)
{
	for (;;) {
		run_wait_begin(c->run, "data of a file", fd);
		ssize_t n = run_cancelled(c->run) ? -1 : read(fd, to, len);
		int err = n < 0 && run_cancelled(c->run) ? EINTR : errno;
		run_wait_end(c->run);
		if (n >= 0)
			return n;
		if (err != EINTR || run_cancelled(c->run))
			return exc_raise_os(c->run, err);
	}
}

/* Up to that many bytes, or all. */
static int read_bytes(struct call *c, int fd, uint64_t most, struct buf *to)
{
	while (to->len < most) {
		size_t step = most - to->len < READ_STEP ? (size_t)(most - to->len) : READ_STEP;
		char *room = to->len > VALUE_BYTES_MAX ? NULL : buf_reserve(to, step);
		ssize_t n = room ? read_some(c, fd, room, step) : exc_raise_memory(c->run);
		if (n < 0)
			return (int)n;
		if (n == 0)
			break;
		to->len += (size_t)n;
		to->data[to->len] = '\0';
	}
	return 0;
}

/* One character, byte after byte: none is read that is not given. 1, 0 at the end, or raised. */
static int read_char(struct call *c, int fd, struct buf *to)
{
	size_t from = to->len, bad;
	do {
		size_t before = to->len;
		int r = read_bytes(c, fd, to->len + 1, to);
		if (r < 0 || to->len == before)
			return r < 0 ? r : to->len > from;
	} while (!unicode_check(to->data + from, to->len - from, &bad) && bad == to->len - from);
	return 1;
}

/* After a \r: the \n that belongs to it. What else comes is given back, where one can go back. */
static int read_line_end(struct call *c, int fd, struct buf *to)
{
	size_t before = to->len;
	int r = read_bytes(c, fd, to->len + 1, to);
	if (r < 0 || to->len == before || to->data[before] == '\n')
		return r;
	if (lseek(fd, -1, SEEK_CUR) >= 0)
		to->len = before;
	return 0;
}

static int read_chars(struct call *c, int fd, uint64_t most, struct buf *to)
{
	int r = 1;
	for (uint64_t chars = 0; chars < most && r > 0; chars++) {
		r = read_char(c, fd, to);
		if (r > 0 && to->data[to->len - 1] == '\r' && read_line_end(c, fd, to) < 0)
			r = -EINVAL;
	}
	return r < 0 ? r : 0;
}

/* Text has one kind of line end. */
static void join_line_ends(struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->len; i++) {
		if (b->data[i] == '\r' && i + 1 < b->len && b->data[i + 1] == '\n')
			continue;
		b->data[n++] = b->data[i] == '\r' ? '\n' : b->data[i];
	}
	b->len = n;
}

static int give_read(struct call *c, struct buf *b, bool text)
{
	if (text)
		join_line_ends(b);
	struct value *v = b->failed ? NULL : value_bytes(buf_text(b), b->len);
	if (!v)
		return exc_raise_memory(c->run);
	if (!text) {
		c->result = v;
		return 0;
	}
	int r = text_decode(c->run, v, "utf-8", "strict", &c->result);
	value_unref(v);
	return r;
}

static int op_read(struct call *c)
{
	int64_t size = -1;
	bool text = ((const struct file *)c->self)->text;
	int r = c->arg[0]->type == &type_none ? 0 : call_int(c, 0, &size);
	int fd = r < 0 ? r : descriptor(c);
	if (fd < 0)
		return fd;
	struct buf b = {0};
	if (text && size >= 0)
		r = read_chars(c, fd, (uint64_t)size, &b);
	else
		r = read_bytes(c, fd, size < 0 ? UINT64_MAX : (uint64_t)size, &b);
	if (r == 0)
		r = give_read(c, &b, text);
	buf_free(&b);
	return r;
}

static int give_position(struct call *c, off_t at)
{
	if (at < 0)
		return exc_raise_os(c->run, errno);
	return give(c, value_int(at));
}

static int op_seek(struct call *c)
{
	int64_t offset = 0;
	int whence = 0;
	int r = call_int(c, 0, &offset);
	if (r == 0)
		r = call_c_int(c, 1, &whence);
	int fd = r < 0 ? r : descriptor(c);
	if (fd < 0)
		return fd;
	if (whence < 0 || whence > 2)
		return exc_raise(c->run, &exc_ValueError, "whence value %d unsupported", whence);
	return give_position(c, lseek(fd, offset, whence));
}

static int op_tell(struct call *c)
{
	int fd = descriptor(c);
	return fd < 0 ? fd : give_position(c, lseek(fd, 0, SEEK_CUR));
}

static int op_close(struct call *c)
{
	struct file *f = (struct file *)c->self;
	int fd = atomic_exchange_explicit(&f->fd, -1, memory_order_acq_rel);
	if (fd >= 0)
		close(fd);
	return 0;
}

static int get_name(struct call *c)
{
	c->result = value_ref(((const struct file *)c->self)->name);
	return 0;
}

static int get_closed(struct call *c)
{
	const struct file *f = (const struct file *)c->self;
	c->result = value_bool(atomic_load_explicit(&f->fd, memory_order_acquire) < 0);
	return 0;
}

static const struct attr attrs[] = {
    {.name = "name", .help = "What open() was given.", .get = get_name},
    {.name = "closed", .help = "Was it closed?", .get = get_closed},
    {0},
};

static const struct op rows[] = {
    {
	.name = "read",
	.self = &type_file,
	.params = {{.name = "size", .kind = PARAM_INT, .dflt = "-1", .help = "-1: all the rest"}},
	.flags = OP_BLOCKS,
	.help = "The next size bytes (of a text file: characters), or all the rest.",
	.waits = "data of a file",
	.run = op_read,
    },
    {
	.name = "seek",
	.self = &type_file,
	.params = {{.name = "offset", .kind = PARAM_INT, .help = "in bytes"},
	    {.name = "whence",
		.kind = PARAM_INT,
		.dflt = "0",
		.help = "0 from the start, 1 from here, 2 from the end"}},
	.help = "Go to a place in the file; sendfile starts where its offset says.",
	.prototype = "off_t lseek(int fd, off_t offset, int whence)",
	.man = "lseek(2)",
	.run = op_seek,
    },
    {
	.name = "tell",
	.self = &type_file,
	.help = "Where in the file it is, in bytes.",
	.run = op_tell,
    },
    {
	.name = "close",
	.self = &type_file,
	.help = "Close the file.",
	.prototype = "int close(int fd)",
	.man = "close(2)",
	.run = op_close,
    },
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const ops[] = {&list, NULL};

const struct type type_file_text = {
    .name = "TextIOWrapper",
    .module = "_io",
    .help = "A file opened as text; sendfile wants it opened with 'rb'.",
    .base = &type_file,
    .ops = ops,
    .attrs = attrs,
    .fini = fini,
    .repr = repr,
};

const struct type type_file_bytes = {
    .name = "BufferedReader",
    .module = "_io",
    .help = "A file of bytes, as sendfile sends it.",
    .base = &type_file,
    .ops = ops,
    .attrs = attrs,
    .fini = fini,
    .repr = repr,
};

static size_t count_of(const char *text, const char *letters)
{
	size_t n = 0;
	for (; *text; text++)
		n += strchr(letters, *text) != NULL;
	return n;
}

/* CPython's checks in its order; what is left that writes has words of ours. */
static int mode_of(struct call *c, const char *mode, bool *text)
{
	*text = !strchr(mode, 'b');
	bool twice = false;
	for (const char *p = mode; *p; p++)
		twice = twice || strchr(p + 1, *p);
	if (twice || count_of(mode, "rwaxbt+") != strlen(mode))
		return exc_raise(c->run, &exc_ValueError, "invalid mode: '%s'", mode);
	if (count_of(mode, "bt") == 2)
		return exc_raise(
		    c->run, &exc_ValueError, "can't have text and binary mode at once");
	size_t ways = count_of(mode, "rwax");
	if (ways > 1)
		return exc_raise(c->run, &exc_ValueError,
		    "must have exactly one of create/read/write/append mode");
	if (ways == 0)
		return exc_raise(c->run, &exc_ValueError,
		    "Must have exactly one of create/read/write/append mode and at most one plus");
	if (!strchr(mode, 'r') || strchr(mode, '+'))
		return exc_raise(c->run, &exc_ValueError,
		    "sockpit notebooks open files to read only: 'r' or 'rb'");
	return 0;
}

/* A path may hold no NUL; open() has words of its own for that. */
static int path_of(struct call *c, const char **path)
{
	const struct value *v = c->arg[0];
	if (v->type == &type_str && strlen(text_of(v)) != text_len(v))
		return exc_raise(c->run, &exc_ValueError, "embedded null byte");
	return call_str(c, 0, path);
}

static int open_path(struct call *c, const char *path)
{
	int fd, err;
	do {
		run_wait_begin(c->run, "a file to open", -1);
		fd = run_cancelled(c->run) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
		err = run_cancelled(c->run) ? EINTR : errno;
		run_wait_end(c->run);
	} while (fd < 0 && err == EINTR && !run_cancelled(c->run));
	struct stat st;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		fd = -1;
		err = EISDIR;
	}
	return fd < 0 ? exc_raise_file(c->run, err, path) : fd;
}

static int op_open(struct call *c)
{
	const char *path, *mode;
	bool text = false;
	int r = path_of(c, &path);
	if (r == 0)
		r = call_str(c, 1, &mode);
	if (r == 0)
		r = mode_of(c, mode, &text);
	int fd = r < 0 ? r : open_path(c, path);
	if (fd < 0)
		return fd;
	struct file *f = value_new(text ? &type_file_text : &type_file_bytes, sizeof *f);
	if (!f) {
		close(fd);
		return exc_raise_memory(c->run);
	}
	atomic_init(&f->fd, fd);
	f->text = text;
	f->name = value_ref(c->arg[0]);
	c->result = &f->base;
	return 0;
}

const struct op file_open_row = {
    .name = "open",
    .params = {{.name = "file", .kind = PARAM_STR, .help = "its path"},
	{.name = "mode",
	    .kind = PARAM_STR,
	    .dflt = "'r'",
	    .help = "'r' reads text, 'rb' bytes as sendfile wants them"}},
    .flags = OP_BLOCKS,
    .help = "A file to read or to send with sendfile.",
    .prototype = "int open(const char *pathname, int flags)",
    .man = "open(2)",
    .waits = "a file to open",
    .run = op_open,
};
