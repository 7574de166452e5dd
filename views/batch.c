#include "views/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/notebook.h"
#include "views/openfile.h"

static int write_fd(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static int write_stdout(void *ctx, const char *data, size_t len)
{
	return fwrite(data, 1, len, ctx) == len ? 0 : -EIO;
}

/* Results first: what was printed before an error stands before it, as with python3. */
static int write_stderr(void *ctx, const char *data, size_t len)
{
	fflush(ctx);
	return write_fd(STDERR_FILENO, data, len);
}

static int read_all(int fd, struct buf *to)
{
	for (;;) {
		char *room = buf_reserve(to, 65536);
		if (!room)
			return -ENOMEM;
		ssize_t n = read(fd, room, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		to->len += (size_t)n;
	}
}

static int read_file(const char *path, struct buf *to)
{
	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, to);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int r = read_all(fd, to);
	close(fd);
	return r;
}

static const char *shown_name(const struct batch_options *options)
{
	if (options->lines)
		return "<string>";
	return strcmp(options->file, "-") == 0 ? "<stdin>" : options->file;
}

static int run(const struct batch_options *options, const struct buf *text, int journal_fd)
{
	struct notebook_options notebook = {
	    .file = shown_name(options),
	    .out = {write_stdout, stdout},
	    .err = {write_stderr, stdout},
	    .journal_fd = journal_fd,
	    .explain = options->explain,
	};
	int status = notebook_run(buf_text(text), text->len, &notebook);
	if (fflush(stdout) != 0 && status == 0)
		status = 1;
	return status;
}

int batch_main(const struct batch_options *options)
{
	struct buf text = {0};
	int journal_fd = -1;
	int r = options->lines ? buf_str(&text, options->lines) : read_file(options->file, &text);
	if (r < 0) {
		fprintf(stderr, "sockpit: cannot read '%s': %s\n", options->file, strerror(-r));
		buf_free(&text);
		return 2;
	}
	if (options->journal) {
		journal_fd = openfile_private(options->journal);
		if (journal_fd < 0) {
			fprintf(stderr, "sockpit: cannot write '%s': %s\n", options->journal,
			    strerror(-journal_fd));
			buf_free(&text);
			return 2;
		}
	}
	int status = run(options, &text, journal_fd);
	if (journal_fd >= 0)
		close(journal_fd);
	buf_free(&text);
	return status;
}
