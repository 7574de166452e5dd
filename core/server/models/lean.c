#include "core/server/models/lean.h"

#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/server/sanitized.h"

/* Named one by one, so that a library that is not known here (a sanitizer's) stays. */
static const char *const libraries[] = {
    "/libncursesw.so", "/libpanelw.so", "/libtinfo.so", "/libjansson.so", "/libmnl.so", "/libm.so"};

static void keep_from_children(const struct dl_phdr_info *info)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		if (segment->p_type != PT_LOAD)
			continue;
		uintptr_t from = (info->dlpi_addr + segment->p_vaddr) & ~(page - 1);
		uintptr_t to = info->dlpi_addr + segment->p_vaddr + segment->p_memsz;
		madvise((void *)from, ((to + page - 1) & ~(page - 1)) - from, MADV_DONTFORK);
	}
}

static int look_at(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size;
	(void)ctx;
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (strstr(info->dlpi_name, libraries[i]))
			keep_from_children(info);
	return 0;
}

void lean_children(void)
{
	if (!SANITIZED) /* which may use any of them */
		dl_iterate_phdr(look_at, NULL);
}
