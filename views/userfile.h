/*
 * userfile: where the person's own small files are, and all of one in memory.
 *
 *	userfile_path(&path, &userfile_config, "settings");     // ~/.config/sockpit/settings
 *
 * Any thread.
 */
#ifndef VIEWS_USERFILE_H
#define VIEWS_USERFILE_H

#include <stddef.h>

#include "core/buf.h"

/* A folder of the XDG Base Directory Specification: the variable that names it, and where it is
 * below HOME without that. */
struct userfile_folder {
	const char *variable, *below_home;
};
extern const struct userfile_folder userfile_config, userfile_state;

/* Our folder there; name in it, or only the folder (NULL). 0, -ENOENT: there is no home,
 * -ENOMEM. */
int userfile_path(struct buf *path, const struct userfile_folder *folder, const char *name);

/* Append what the regular file at path holds; flags are more of open(2)'s, such as O_NOFOLLOW.
 * 0 or -errno: -EINVAL where it is no regular file, -EFBIG where it holds more than max bytes. */
int userfile_read(struct buf *to, const char *path, int flags, size_t max);

#endif
