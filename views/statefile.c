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
#include "views/openfile.h"
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
		r = openfile_save(buf_text(&path), text, strlen(text), true);
	}
	free(text);
	buf_free(&path);
	buf_free(&folder);
	return r;
}
