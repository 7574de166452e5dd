/* watch_print: one look at the sockets on standard output, as a table or as JSON lines. */
#ifndef VIEWS_WATCH_PRINT_H
#define VIEWS_WATCH_PRINT_H

#include <stdint.h>

#include "core/clean.h"
#include "core/observe/sampling.h"

/* A line about the whole, titles, and a line for each row. 0 or -EIO. */
int watch_print_table(const struct sample *s, enum clean_mode mode);

/* An object for each row, "event" being "socket", with a key for each of diag_field.h's fields
 * (null: there is none); then one whose "event" is "sample", number its count. 0 or -EIO. */
int watch_print_json(const struct sample *s, uint64_t number);

#endif
