/*
 * owner: which processes hold a socket, from /proc/PID/fd.
 *
 * One thread at a time. Looking through /proc takes as long as there are descriptors on the
 * machine, so it is done in steps, of as many directory entries as the caller can spare; what a
 * pass found replaces what the one before found. Only processes that we may look into are seen:
 * proc(5), ptrace(2) "Ptrace access mode checking".
 *
 *	struct owners *o;
 *	owners_new(&o, "/proc");
 *	while (owners_step(o, 1000) == 0)
 *		... other work ...
 *	owner_fill(o, snapshot);
 */
#ifndef CORE_OBSERVE_OWNER_H
#define CORE_OBSERVE_OWNER_H

#include <stddef.h>
#include <stdint.h>

#include "core/observe/diag.h"

struct owner {
	uint32_t inode;
	int32_t pid, fd;
	char program[16]; /* as it came: clean it on its way out */
};

struct owners;

/* proc is where the proc file system is mounted; borrowed for ever. 0, -ENOMEM. */
int owners_new(struct owners **out, const char *proc);
void owners_free(struct owners *o);

/* Look at about so many entries more, beginning a new pass where none is under way. 1: the pass
 * has ended, 0: it has not, -ENOMEM, or -errno where proc cannot be read. */
int owners_step(struct owners *o, size_t entries);

/* How many passes have ended. */
uint64_t owners_passes(const struct owners *o);

/* The holders of a socket as the last whole pass saw them, by pid; *count of them. The first of
 * them, NULL: none. Valid until a pass ends. */
const struct owner *owners_find(const struct owners *o, uint32_t inode, size_t *count);

/*
 * Fill in the owners of all rows from the last pass. A row that it could not have seen, because it
 * is younger, stays pending. How many are pending; that is a reason for another pass.
 */
size_t owner_fill(const struct owners *o, struct diag_snapshot *s);

#endif
