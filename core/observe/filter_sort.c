/* The order of the rows that a filter lets pass. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/observe/filter.h"

/* One row on its way into order. */
struct key {
	uint64_t value; /* of numbers; of text: where it stands in the texts */
	uint64_t cookie;
	uint32_t row;
	bool has; /* it has that field at all */
};

struct sorting {
	const char *texts; /* NULL: by numbers */
	bool descending;
};

/* Rows that are equal stay in the order in which their sockets came: a table that does not jump. */
static int by_age(const struct key *a, const struct key *b)
{
	if (a->cookie != b->cookie)
		return a->cookie < b->cookie ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static int by_key(const void *left, const void *right, void *ctx)
{
	const struct key *a = left, *b = right;
	const struct sorting *how = ctx;
	int order;
	if (a->has != b->has)
		return a->has ? -1 : 1;
	if (how->texts) /* strverscmp() knows that 10.0.0.1:80 comes after 9.0.0.1:9000 */
		order = strverscmp(how->texts + a->value, how->texts + b->value);
	else
		order = a->value < b->value ? -1 : a->value > b->value;
	if (order == 0)
		return by_age(a, b);
	return how->descending ? -order : order;
}

static int text_key(
    struct key *key, const struct diag_snapshot *s, const struct diag_field *f, struct buf *texts)
{
	char room[DIAG_TEXT_MAX];
	const char *text = f->text(s, &s->rows[key->row], room);
	key->has = *text != '\0';
	key->value = texts->len;
	return buf_add(texts, text, strlen(text) + 1);
}

static void number_key(struct key *key, const struct diag_snapshot *s, const struct diag_field *f)
{
	uint64_t value[FIELD_VALUES_MAX];
	key->has = diag_field_numbers(f, &s->rows[key->row], value) > 0;
	key->value = key->has ? value[0] : 0;
}

/* Without a field: by protocol, those that listen before the others. */
static void natural_key(struct key *key, const struct diag_snapshot *s)
{
	const struct diag_row *row = &s->rows[key->row];
	key->has = true;
	key->value = row->proto * 2u + (row->state != DIAG_LISTEN);
}

static int fill_key(
    struct key *key, const struct diag_snapshot *s, const struct diag_field *f, struct buf *texts)
{
	if (f && diag_field_is_text(f))
		return text_key(key, s, f, texts);
	if (f)
		number_key(key, s, f);
	else
		natural_key(key, s);
	return 0;
}

static int sort(struct key *keys, size_t count, const struct diag_snapshot *s,
    const struct diag_field *f, bool descending)
{
	struct buf texts = {0};
	int r = 0;
	for (size_t i = 0; r == 0 && i < count; i++)
		r = fill_key(&keys[i], s, f, &texts);
	struct sorting how = {
	    .texts = f && diag_field_is_text(f) ? buf_text(&texts) : NULL,
	    .descending = descending,
	};
	if (r == 0)
		qsort_r(keys, count, sizeof *keys, by_key, &how);
	buf_free(&texts);
	return r;
}

static size_t match(const struct filter *f, const struct diag_snapshot *s, struct key *keys)
{
	size_t n = 0;
	for (size_t i = 0; i < s->count; i++)
		if (filter_match(f, s, &s->rows[i]))
			keys[n++] = (struct key){.row = (uint32_t)i, .cookie = s->rows[i].cookie};
	return n;
}

int filter_select(const struct filter *f, const struct diag_snapshot *s,
    const struct diag_field *sort_field, bool descending, uint32_t **order, size_t *count)
{
	struct key *keys = malloc((s->count + 1) * sizeof *keys);
	uint32_t *rows = malloc((s->count + 1) * sizeof *rows);
	size_t n = keys ? match(f, s, keys) : 0;
	int r = keys && rows ? sort(keys, n, s, sort_field, descending) : -ENOMEM;
	for (size_t i = 0; r == 0 && i < n; i++)
		rows[i] = keys[i].row;
	free(keys);
	if (r < 0) {
		free(rows);
		return r;
	}
	*order = rows;
	*count = n;
	return 0;
}
