/*
 * python_export: what was done in a session as a program for plain python3. Main thread.
 *
 *	struct buf text = {0};
 *	if (python_export(session_journal(s), &text) == 0) ... write buf_text(&text) ...
 *	buf_free(&text);
 *
 * Lines stand in the order in which they were run. A line that waited while others ran does so in a
 * Thread, which is joined where it ended; one that still waits is in a daemon Thread. A line that
 * failed is in a try; one that was cancelled, or was no Python, is a comment. Handlers of servers
 * are written out as classes (core/export/handlers.py), and the modules that are used are imported.
 */
#ifndef CORE_EXPORT_PYTHON_EXPORT_H
#define CORE_EXPORT_PYTHON_EXPORT_H

#include "core/buf.h"

struct journal;

/* Appends to `to`. 0 or -ENOMEM. */
int python_export(const struct journal *j, struct buf *to);

/* core/export/handlers.py as it was when the program was built: paragraphs, two empty lines apart,
 * each a handler but for the first ones, which serve them all. */
extern const char python_handlers[];

#endif
