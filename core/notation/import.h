/* import: which modules there are, and what of them gets a name. */
#ifndef CORE_NOTATION_IMPORT_H
#define CORE_NOTATION_IMPORT_H

#include "core/notation/ast.h"

struct module;

const struct module *import_find(const struct module *const *modules, const char *name);

/* The first import of the statement (or of one within its try) that names no module of the list;
 * NULL: they are all there. */
const struct stmt *import_missing(
    const struct stmt *s, const struct module *const *modules, const char **name);

#endif
