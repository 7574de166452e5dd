#include "core/server/models/lean.h"

#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/server/sanitized.h"

/* Named one by one: what is not known here stays. */
static const char *const libraries[] = {
    "/libncursesw.so", "/libpanelw.so", "/libtinfo.so", "/libjansson.so", "/libmnl.so", "/libm.so"};

struct range {
	uintptr_t from, to;
};

static uintptr_t page_size(void)
{
	return (uintptr_t)sysconf(_SC_PAGESIZE);
}

/* From the first to the last page of all that is loaded of an object. */
static struct range range_of(const struct dl_phdr_info *info)
{
	struct range r = {UINTPTR_MAX, 0};
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uintptr_t from = info->dlpi_addr + segment->p_vaddr;
		if (segment->p_type != PT_LOAD)
			continue;
		r.from = from < r.from ? from : r.from;
		r.to = from + segment->p_memsz > r.to ? from + segment->p_memsz : r.to;
	}
	r.from &= ~(page_size() - 1);
	r.to = (r.to + page_size() - 1) & ~(page_size() - 1);
	return r;
}

/* Where calls of libc are looked up. Its page or two are better copied than shared, for a child
 * makes such calls at once, and has no fault then. The linker defines it. */
extern const char _GLOBAL_OFFSET_TABLE_[];

/* The part of an object that is read-only once it was relocated, as ld.so rounds it. */
static struct range constants_of(const struct dl_phdr_info *info)
{
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uintptr_t from = info->dlpi_addr + segment->p_vaddr;
		uintptr_t to = (uintptr_t)_GLOBAL_OFFSET_TABLE_;
		if (segment->p_type == PT_GNU_RELRO && to > from && to < from + segment->p_memsz)
			return (struct range){from & ~(page_size() - 1), to & ~(page_size() - 1)};
	}
	return (struct range){0, 0};
}

/* The same bytes at the same place, but shared. When anything fails all stays as it is. */
static void share(struct range r)
{
	size_t size = r.to - r.from;
	int fd = memfd_create("sockpit-constants", MFD_CLOEXEC);
	if (fd < 0)
		return;
	if (write(fd, (const void *)r.from, size) == (ssize_t)size)
		(void)mmap((void *)r.from, size, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0);
	close(fd);
}

struct found {
	struct range drop[sizeof libraries / sizeof *libraries];
	size_t n;
	struct range constants;
};

static int look_at(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct found *f = ctx;
	(void)size;
	if (info->dlpi_name[0] == '\0' && f->constants.to == 0)
		f->constants = constants_of(info); /* the program itself, which comes first */
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (strstr(info->dlpi_name, libraries[i]) &&
		    f->n < sizeof f->drop / sizeof *f->drop)
			f->drop[f->n++] = range_of(info);
	return 0;
}

void lean_process(void)
{
	struct found f = {.n = 0};
	if (SANITIZED)
		return;
	dl_iterate_phdr(look_at, &f);
	for (size_t i = 0; i < f.n; i++)
		munmap((void *)f.drop[i].from, f.drop[i].to - f.drop[i].from);
	if (f.constants.to > f.constants.from)
		share(f.constants);
}
