/*
 * Any bytes as the kernel's answer to a dump, or a file of /proc/net; the first byte says which.
 * What comes out is also formatted, sorted and compared, as the screen would.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/observe/diag_compare.h"
#include "core/observe/diag_field.h"
#include "core/observe/diag_parse.h"
#include "core/observe/filter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use_row(const struct diag_snapshot *s, const struct diag_row *row)
{
	const struct diag_field *f;
	for (size_t i = 0; (f = diag_field_at(i)); i++) {
		char text[DIAG_TEXT_MAX];
		uint64_t value[FIELD_VALUES_MAX];
		if (!diag_field_is_text(f))
			diag_field_numbers(f, row, value);
		else if (strlen(f->text(s, row, text)) >= DIAG_TEXT_MAX)
			abort();
	}
}

static void use_snapshot(struct diag_snapshot *s)
{
	uint32_t *order;
	size_t count;
	struct diag_snapshot *next = diag_snapshot_new();
	for (size_t i = 0; i < s->count; i++)
		use_row(s, &s->rows[i]);
	if (filter_select(NULL, s, diag_field_at(s->count % 8), false, &order, &count) == 0)
		free(order);
	if (next && diag_compare(s, NULL, 1) == 0)
		diag_compare(next, s, 1);
	diag_snapshot_unref(next);
}

/* In memory of its own that ends where it ends, and is aligned as a receive buffer is. */
static void use_answer(enum diag_proto proto, const uint8_t *data, size_t size)
{
	struct diag_snapshot *s = diag_snapshot_new();
	void *exact = malloc(size ? size : 1);
	if (s && exact) {
		memcpy(exact, data, size);
		diag_parse(s, proto, 0, exact, size);
		use_snapshot(s);
	}
	free(exact);
	diag_snapshot_unref(s);
}

static void use_proc(int family, const uint8_t *data, size_t size)
{
	struct diag_snapshot *s = diag_snapshot_new();
	if (s) {
		diag_parse_proc(s, DIAG_RAW, family, (const char *)data, size);
		use_snapshot(s);
	}
	diag_snapshot_unref(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	uint8_t what = data[0] % (DIAG_PROTO_COUNT + 2);
	if (what < DIAG_PROTO_COUNT)
		use_answer(what, data + 1, size - 1);
	else
		use_proc(what % 2 ? AF_INET : AF_INET6, data + 1, size - 1);
	return 0;
}
