#include "views/statefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "views/userfile.h"

/* No more of a file is read: a history of HISTORY_MAX lines is far below. */
#define FILE_MAX_BYTES ((size_t)4 << 20)

static void make_folders(const char *path)
{
	struct buf part = {0};
	for (const char *c = path; *c; c++) {
		if (*c == '/' && part.len)
			mkdir(buf_text(&part), 0700);
		buf_char(&part, *c);
	}
	mkdir(path, 0700);
	buf_free(&part);
}

static int history_path(struct buf *path)
{
	return userfile_path(path, &userfile_state, "history");
}

int statefile_load_history(struct history *h)
{
	struct buf path = {0}, text = {0};
	int r = history_path(&path);
	if (r == 0)
		r = userfile_read(&text, buf_text(&path), O_NOFOLLOW, FILE_MAX_BYTES);
	if (r == 0 && text.len)
		r = history_load(h, text.data, text.len);
	buf_free(&path);
	buf_free(&text);
	return r;
}

static int write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);
		if (n < 0 && errno != EINTR)
			return -errno;
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* The new text in a file of its own beside path, then in its place. */
static int replace(const char *path, const char *text)
{
	struct buf temporary = {0};
	buf_printf(&temporary, "%s.%ld", path, (long)getpid());
	const char *name = buf_text(&temporary);
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r = fd < 0 ? -errno : write_all(fd, text, strlen(text));
	if (fd >= 0 && close(fd) < 0 && r == 0)
		r = -errno;
	if (r == 0 && rename(name, path) < 0)
		r = -errno;
	if (r < 0 && fd >= 0)
		unlink(name);
	buf_free(&temporary);
	return r;
}

int statefile_save_history(const struct history *h)
{
	struct buf path = {0}, folder = {0};
	int r = history_path(&path);
	userfile_path(&folder, &userfile_state, NULL);
	/* An empty one says that there was a start; one that could not be read is left alone. */
	bool keep = r < 0 || (!h->count && access(buf_text(&path), F_OK) == 0);
	char *text = keep ? NULL : history_save(h);
	if (text) {
		make_folders(buf_text(&folder));
		r = replace(buf_text(&path), text);
	}
	free(text);
	buf_free(&path);
	buf_free(&folder);
	return r;
}
