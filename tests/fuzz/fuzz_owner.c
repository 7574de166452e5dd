/*
 * Any lines "PID FD LINK NAME" as a folder like /proc, in which owners are looked for. What stands
 * there is another process's to choose, within limits: its name, and where its descriptors lead.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/observe/owner.h"

/* More files than that are made too slowly. */
#define LINES_MAX 8
/* Each pass of a folder this small is over after so many steps of one entry. */
#define STEPS_MAX 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[256];

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
	(void)st, (void)what;
	return at->level == 0 ? 0 : remove(path);
}

static void remove_all(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	rmdir(folder);
}

static void make_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(folder, sizeof folder, "%s/fuzz-owner-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		abort();
	atexit(remove_all);
}

static void write_name(const char *path, const char *name)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (write(fd, name, strlen(name)) < 0)
		abort();
	close(fd);
}

/* A word becomes a file's name: no other folder is meant. */
static const char *next_word(char **line, const char *missing)
{
	char *word = strsep(line, " ");
	if (!word || !*word || strcmp(word, ".") == 0 || strcmp(word, "..") == 0)
		return missing;
	for (char *c = word; (c = strchr(c, '/'));)
		*c = '_';
	return strlen(word) > 200 ? missing : word;
}

static void make_process(char *line)
{
	char path[1024];
	const char *pid = next_word(&line, "1"), *fd = next_word(&line, "0");
	const char *link = next_word(&line, "socket:[1]"), *name = next_word(&line, "name");
	snprintf(path, sizeof path, "%s/%s", folder, pid);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/%s/fd", folder, pid);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/%s/comm", folder, pid);
	write_name(path, name);
	snprintf(path, sizeof path, "%s/%s/fd/%s", folder, pid, fd);
	if (symlink(link, path) < 0)
		return; /* there is one already */
}

static void look(const uint8_t *data, size_t size)
{
	struct owners *o;
	size_t count;
	if (owners_new(&o, folder) < 0)
		abort();
	for (int i = 0; i < STEPS_MAX && owners_passes(o) == 0; i++)
		owners_step(o, 1 + size % 3);
	if (owners_passes(o) == 0)
		abort();
	for (uint32_t inode = 0; inode < 20; inode++)
		owners_find(o, inode, &count);
	struct diag_snapshot *s = diag_snapshot_new();
	for (size_t i = 0; s && i < size && i < 4; i++) {
		struct diag_row *row = diag_snapshot_add(s);
		if (row)
			row->inode = data[i] % 20;
	}
	if (s)
		owner_fill(o, s);
	for (size_t i = 0; s && i < s->count; i++)
		if (memchr(s->rows[i].program, '\0', sizeof s->rows[i].program) == NULL)
			abort();
	diag_snapshot_unref(s);
	owners_free(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *rest = text, *line;
	if (!text)
		return 0;
	if (!folder[0])
		make_folder();
	for (int i = 0; i < LINES_MAX && (line = strsep(&rest, "\n")); i++)
		make_process(line);
	look(data, size);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(text);
	return 0;
}
