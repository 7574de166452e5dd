#include "core/observe/diag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/observe/rule.h"

struct diag_snapshot *diag_snapshot_new(void)
{
	struct diag_snapshot *s = calloc(1, sizeof *s);
	if (s)
		atomic_init(&s->refs, 1);
	return s;
}

struct diag_snapshot *diag_snapshot_ref(struct diag_snapshot *s)
{
	/* Whoever calls has a reference already, so nothing needs to be ordered. */
	atomic_fetch_add_explicit(&s->refs, 1, memory_order_relaxed);
	return s;
}

void diag_snapshot_unref(struct diag_snapshot *s)
{
	/* The last one frees what the others have read: each release pairs with its acquire. */
	if (!s || atomic_fetch_sub_explicit(&s->refs, 1, memory_order_acq_rel) > 1)
		return;
	rules_unref(s->rules);
	free(s->rows);
	buf_free(&s->text);
	free(s);
}

int diag_snapshot_reserve(struct diag_snapshot *s, size_t rows)
{
	if (rows <= s->capacity)
		return 0;
	struct diag_row *grown = reallocarray(s->rows, rows, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	s->rows = grown;
	s->capacity = rows;
	return 0;
}

struct diag_row *diag_snapshot_add(struct diag_snapshot *s)
{
	if (s->count == s->capacity && diag_snapshot_reserve(s, s->capacity * 2 + 64) < 0)
		return NULL;
	struct diag_row *row = &s->rows[s->count++];
	memset(row, 0, sizeof *row);
	return row;
}

int diag_snapshot_name(struct diag_snapshot *s, struct diag_row *row, const void *name, size_t len)
{
	if (len > UINT16_MAX || s->text.len > UINT32_MAX - len)
		return -ENOMEM;
	row->name = (uint32_t)s->text.len;
	if (buf_add(&s->text, name, len) < 0)
		return -ENOMEM;
	row->name_len = (uint16_t)len;
	return 0;
}
