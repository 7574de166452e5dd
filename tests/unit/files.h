/*
 * files: small files of the tests, and what became of them. Failures are cmocka's.
 *
 *	files_make("target", "precious", 0644);
 *	...
 *	files_expect("target", "precious");
 */
#ifndef TESTS_UNIT_FILES_H
#define TESTS_UNIT_FILES_H

#include <stddef.h>
#include <sys/types.h>

/* The folder for what the test writes: TMPDIR, or /tmp. */
const char *files_folder(void);

/* A new folder in that, for the test to remove; size has to be enough for it. */
void files_new_folder(char *path, size_t size);

/* A new file; nothing of that name may be there. */
void files_make(const char *name, const char *text, mode_t mode);

/* It is a file, no link, and has that text. */
void files_expect(const char *name, const char *text);

/* Kind and permissions, of a link its own. */
mode_t files_mode(const char *name);

#endif
