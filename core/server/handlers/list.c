/* list: the handlers, as rows.h names them. */
#include <string.h>

#include "core/server/handler.h"
#include "core/server/handlers/rows.h"

#define HANDLER_POINTER(name) &handler_##name,
const struct handler *const handlers[] = {HANDLER_ROWS(HANDLER_POINTER) NULL};

#define HANDLER_CLASS(name) &handler_##name.type,
const struct type *const handler_types[] = {HANDLER_ROWS(HANDLER_CLASS) NULL};

const struct type *const handler_python_types[] = {HANDLER_PYTHON_ROWS(HANDLER_CLASS) NULL};

const struct handler *handler_find(const char *name)
{
	static const struct handler *const all[] = {
	    HANDLER_ROWS(HANDLER_POINTER) HANDLER_PYTHON_ROWS(HANDLER_POINTER) NULL};
	for (const struct handler *const *h = all; *h; h++)
		if (strcmp((*h)->type.name, name) == 0)
			return *h;
	return NULL;
}
