/*
 * deed: what Enter does with a line of the help or of the palette. Both list the same deeds.
 *
 * Main thread.
 *
 *	const struct deed quit = {.key = keymap_action("quit")};
 *	if (!deed_lacks(c, &quit))
 *		deed_do(c, &quit);
 */
#ifndef VIEWS_DEED_H
#define VIEWS_DEED_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/op.h"
#include "views/keys.h"

/* One of key, op, type and run; none of them: a line that only tells. */
struct deed {
	const struct key_row *key;
	const struct op *op;
	const struct type *type;
	const char *prefix; /* what stands before the name of op or type in a line of notation */
	void (*run)(struct cockpit *c, int arg);
	int arg;
	bool acts; /* of run, as in struct key_row */
};

bool deed_is_any(const struct deed *d);

/* Do it, in the view that it belongs to: press the key, open the form of the operation or of the
 * server, else begin a line of notation. What lacks is said. False: the key works where no view can
 * lead, in a form or menu. */
bool deed_do(struct cockpit *c, const struct deed *d);

/* Begin a line of notation with an operation or class. */
void deed_write(struct cockpit *c, const struct deed *d);

/* What to call it: "send", "conn.bind()", "theme dark". left is how the help calls it. The caller
 * frees it; NULL: memory lacks. */
char *deed_name(const struct cockpit *c, const struct deed *d, const char *left);

/* Why it would do nothing now, in a few words: "no socket is selected". NULL: nothing lacks. */
const char *deed_lacks(const struct cockpit *c, const struct deed *d);

/* "System": where a key works, when that is not here. NULL: it works here. */
const char *deed_elsewhere(const struct cockpit *c, const struct deed *d);

#endif
