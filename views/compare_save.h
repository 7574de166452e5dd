/* compare_save: a comparison into a file, as CSV or JSON by the file's name. Main thread. */
#ifndef VIEWS_COMPARE_SAVE_H
#define VIEWS_COMPARE_SAVE_H

#include <stdbool.h>

#include "core/export/compare_export.h"

/* Does the name end in .csv or .json? */
bool compare_save_knows(const char *path);

/* Write it, readable by its owner only; a symbolic link is not followed. 0 or -errno. */
int compare_save(const struct compare_result *c, const char *path);

#endif
