/*
 * handler_text: a handler from a line of notation, as `sockpit serve --handler` and the form of a
 * comparison take it. Reads and evaluates it alone, without a session. Any thread.
 *
 *	struct handler_value *handler;
 *	struct buf why = {0};
 *	if (handler_text_read("Delay(0.3)", &handler, &why) == 0)
 *		... value_unref(&handler->base);
 */
#ifndef CORE_HANDLER_TEXT_H
#define CORE_HANDLER_TEXT_H

#include "core/buf.h"
#include "core/server/handler.h"

/* "Echo", "Delay(0.3)". 0 with a new reference in *out; -ENOMEM; or another -errno, and why has the
 * exception in Python's words, not cleaned. *out is NULL where it fails. */
int handler_text_read(const char *text, struct handler_value **out, struct buf *why);

#endif
