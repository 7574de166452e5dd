#include "core/observe/owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"

struct holders {
	struct owner *list; /* of a whole pass: by inode, pid, fd */
	size_t count, capacity;
};

struct owners {
	const char *proc;
	struct holders found; /* by the last whole pass */
	int64_t found_ns;     /* when that pass began; 0: there was none */
	uint64_t passes;
	/* The pass under way. */
	DIR *processes; /* NULL: none is under way */
	DIR *fds;	/* of the process under way, or NULL */
	int32_t pid;
	char program[16];
	struct holders next;
	int64_t next_ns;
};

int owners_new(struct owners **out, const char *proc)
{
	struct owners *o = calloc(1, sizeof *o);
	if (!o)
		return -ENOMEM;
	o->proc = proc;
	*out = o;
	return 0;
}

static void close_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
	*dir = NULL;
}

void owners_free(struct owners *o)
{
	if (!o)
		return;
	close_dir(&o->fds);
	close_dir(&o->processes);
	free(o->found.list);
	free(o->next.list);
	free(o);
}

static int begin_pass(struct owners *o)
{
	o->processes = opendir(o->proc);
	if (!o->processes)
		return -errno;
	o->next.count = 0;
	o->next_ns = clock_mono_ns();
	return 0;
}

/* A positive number and nothing else, -1 otherwise. */
static int32_t number(const char *text)
{
	int64_t n = 0;
	if (!*text)
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || n > INT32_MAX / 10)
			return -1;
		n = n * 10 + (*text - '0');
	}
	return n <= INT32_MAX ? (int32_t)n : -1;
}

static DIR *open_dir(int at, const char *path)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir && fd >= 0)
		close(fd);
	return dir;
}

/* The name of the process under way; read only once it turned out to hold a socket. */
static void read_program(struct owners *o)
{
	char path[32];
	snprintf(path, sizeof path, "%d/comm", o->pid);
	int fd = openat(dirfd(o->processes), path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, o->program, sizeof o->program - 1);
	if (fd >= 0)
		close(fd);
	if (n > 0 && o->program[n - 1] == '\n')
		n--;
	if (n <= 0)
		o->program[n = 0] = '?';
	memset(o->program + (n ? n : 1), 0, sizeof o->program - (size_t)(n ? n : 1));
}

static struct owner *add(struct holders *h)
{
	if (h->count == h->capacity) {
		size_t capacity = h->capacity ? h->capacity * 2 : 256;
		struct owner *list = reallocarray(h->list, capacity, sizeof *list);
		if (!list)
			return NULL;
		h->list = list;
		h->capacity = capacity;
	}
	return &h->list[h->count++];
}

/* The inode in "socket:[12345]"; 0: it is something else. */
static uint32_t socket_inode(const char *link)
{
	static const char prefix[] = "socket:[";
	uint64_t n = 0;
	if (strncmp(link, prefix, sizeof prefix - 1) != 0)
		return 0;
	for (link += sizeof prefix - 1; *link >= '0' && *link <= '9' && n <= UINT32_MAX; link++)
		n = n * 10 + (unsigned)(*link - '0');
	return *link == ']' && n <= UINT32_MAX ? (uint32_t)n : 0;
}

static int look_at_fd(struct owners *o, const char *name)
{
	char link[64];
	int32_t fd = number(name);
	if (fd < 0)
		return 0;
	ssize_t n = readlinkat(dirfd(o->fds), name, link, sizeof link - 1);
	if (n < 0)
		return 0;
	link[n] = '\0';
	uint32_t inode = socket_inode(link);
	if (!inode)
		return 0;
	if (!o->program[0])
		read_program(o);
	struct owner *holder = add(&o->next);
	if (!holder)
		return -ENOMEM;
	*holder = (struct owner){.inode = inode, .pid = o->pid, .fd = fd};
	memcpy(holder->program, o->program, sizeof holder->program);
	return 0;
}

static void enter_process(struct owners *o, const char *name)
{
	char path[32];
	o->pid = number(name);
	if (o->pid <= 0)
		return;
	o->program[0] = '\0';
	snprintf(path, sizeof path, "%d/fd", o->pid);
	o->fds = open_dir(dirfd(o->processes), path);
}

static int by_inode(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;
	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return x->fd < y->fd ? -1 : x->fd > y->fd;
}

static void end_pass(struct owners *o)
{
	struct holders old = o->found;
	close_dir(&o->processes);
	if (o->next.count)
		qsort(o->next.list, o->next.count, sizeof *o->next.list, by_inode);
	o->found = o->next;
	o->found_ns = o->next_ns;
	o->next = old; /* its memory is used again */
	o->passes++;
}

/* Look at one entry of what is under way. 1: there is none left, 0, -ENOMEM. */
static int look_at_one(struct owners *o)
{
	const struct dirent *entry = readdir(o->fds ? o->fds : o->processes);
	if (entry && o->fds)
		return look_at_fd(o, entry->d_name);
	if (entry) {
		enter_process(o, entry->d_name);
		return 0;
	}
	if (!o->fds)
		return 1;
	close_dir(&o->fds);
	return 0;
}

int owners_step(struct owners *o, size_t entries)
{
	int r = o->processes ? 0 : begin_pass(o);
	while (r == 0 && entries-- > 0)
		r = look_at_one(o);
	if (r == 1)
		end_pass(o);
	if (r < 0) {
		close_dir(&o->fds);
		close_dir(&o->processes);
	}
	return r;
}

uint64_t owners_passes(const struct owners *o)
{
	return o->passes;
}

/* The first with this inode or a greater one. */
static size_t lower_bound(const struct holders *h, uint32_t inode)
{
	size_t low = 0, high = h->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (h->list[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct owner *owners_find(const struct owners *o, uint32_t inode, size_t *count)
{
	const struct holders *h = &o->found;
	size_t first = lower_bound(h, inode), end = first;
	while (inode && end < h->count && h->list[end].inode == inode)
		end++;
	*count = end - first;
	return *count ? &h->list[first] : NULL;
}

/* Was it there, with this descriptor, when the last whole pass began? */
static bool is_older(const struct diag_row *row, int64_t ns)
{
	return ns && row->seen_ns < ns && row->changed_ns < ns;
}

/* Processes among the holders, which stand in their order. */
static uint32_t count_processes(const struct owner *holder, size_t count)
{
	uint32_t n = 1;
	for (size_t i = 1; i < count; i++)
		n += holder[i].pid != holder[i - 1].pid;
	return n;
}

/* Why nobody was found to have it. */
static enum diag_owner without(const struct owners *o, const struct diag_row *row)
{
	if (!is_older(row, o->found_ns))
		return DIAG_OWNER_PENDING;
	/* The kernel's own ends of netlink have the port 0. */
	bool kernel = row->proto == DIAG_NETLINK && row->local_id == 0;
	return kernel ? DIAG_OWNER_NONE : DIAG_OWNER_UNKNOWN;
}

static enum diag_owner fill(const struct owners *o, struct diag_row *row)
{
	size_t count;
	if (row->inode == 0)
		return DIAG_OWNER_NONE;
	const struct owner *first = owners_find(o, row->inode, &count);
	if (!first)
		return without(o, row);
	row->pid = first->pid;
	row->fd = first->fd;
	row->holders = count_processes(first, count);
	memcpy(row->program, first->program, sizeof row->program);
	return DIAG_OWNER_KNOWN;
}

size_t owner_fill(const struct owners *o, struct diag_snapshot *s)
{
	size_t pending = 0;
	for (size_t i = 0; i < s->count; i++) {
		struct diag_row *row = &s->rows[i];
		if (row->mark == DIAG_CLOSED)
			continue; /* no pass finds it any more */
		row->owner = (uint8_t)fill(o, row);
		pending += row->owner == DIAG_OWNER_PENDING;
	}
	return pending;
}
