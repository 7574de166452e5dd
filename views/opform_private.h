/*
 * opform_private: what the files of opform share: the form itself (opform.c), and the line and the
 * C call that it writes (opform_line.c). Main thread.
 */
#ifndef VIEWS_OPFORM_PRIVATE_H
#define VIEWS_OPFORM_PRIVATE_H

#include "core/buf.h"
#include "views/form_box.h"
#include "views/opform.h"

#define OPFORM_FIELDS_MAX (2 * PARAMS_MAX + 1)

/* What a field stands for. */
enum opform_part { PART_VALUE, PART_FIRST, PART_PORT, PART_RESULT };

struct opform {
	struct form_box box;
	struct opform_target target;
	struct form_field fields[OPFORM_FIELDS_MAX];
	enum opform_part part[OPFORM_FIELDS_MAX];
	size_t param[OPFORM_FIELDS_MAX]; /* of the operation */
	size_t n;
	char title[NAMES_MAX + 80];
	char message[256];
};

/* The field for that part of a parameter, or f->n. */
size_t opform_field(const struct opform *f, enum opform_part part, size_t param);

/* What stands in it; "" where there is no such field. */
const char *opform_text(const struct opform *f, enum opform_part part, size_t param);

/* The line of notation, and the C call (nothing where the operation has none). */
void opform_write_line(const struct opform *f, struct buf *to);
void opform_write_c(const struct opform *f, struct buf *to);

#endif
