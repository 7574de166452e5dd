/*
 * Any bytes as a filter over some sockets: what it takes and what its contrary takes are all there
 * are, and a finding of its own parser lies within the text. The same bytes as watch rules: each of
 * them is one again by its name, and marks only with bits of its own.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/buf.h"
#include "core/observe/diag_field.h"
#include "core/observe/filter.h"
#include "core/observe/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct diag_row samples[] = {
    {.proto = DIAG_TCP,
	.family = AF_INET,
	.type = SOCK_STREAM,
	.state = DIAG_LISTEN,
	.local = {127, 0, 0, 1},
	.local_port = 9000,
	.accept_queue = 3,
	.backlog = 5,
	.inode = 7,
	.uid = 1000,
	.owner = DIAG_OWNER_KNOWN,
	.pid = 42,
	.fd = 3,
	.holders = 1,
	.program = "python3"},
    {.proto = DIAG_TCP,
	.family = AF_INET6,
	.type = SOCK_STREAM,
	.state = DIAG_ESTABLISHED,
	.local = {[15] = 1},
	.remote = {[15] = 1},
	.local_port = 1,
	.remote_port = 65535,
	.has_tcp = true,
	.rtt_us = 40,
	.bytes_received = UINT64_MAX,
	.rate_in = 1000000},
    {.proto = DIAG_UDP, .family = AF_INET, .type = SOCK_DGRAM, .has_memory = true, .drops = 9},
    {.proto = DIAG_UNIX, .family = AF_UNIX, .type = SOCK_STREAM, .inode = UINT32_MAX},
    {.proto = DIAG_NETLINK, .family = AF_NETLINK, .type = SOCK_RAW, .local_id = 1},
};

#define COUNT (sizeof samples / sizeof *samples)

static struct diag_snapshot *make_snapshot(void)
{
	struct diag_snapshot *s = diag_snapshot_new();
	for (size_t i = 0; s && i < COUNT; i++) {
		struct diag_row *row = diag_snapshot_add(s);
		if (!row)
			abort();
		*row = samples[i];
		row->cookie = i + 1;
	}
	if (s && diag_snapshot_name(s, &s->rows[3], "/run/a socket", 13) < 0)
		abort();
	return s;
}

/* How many rows it takes, sorted by some field. */
static size_t select_rows(const struct filter *f, const struct diag_snapshot *s, size_t field)
{
	uint32_t *order = NULL;
	size_t count = 0, matching = 0;
	if (filter_select(f, s, diag_field_at(field), field % 2, &order, &count) < 0)
		abort();
	for (size_t i = 0; i < s->count; i++)
		matching += filter_match(f, s, &s->rows[i]);
	if (matching != count)
		abort();
	free(order);
	filter_wants_time_wait(f);
	return count;
}

static void use_contrary(const char *text, const struct diag_snapshot *s, size_t count)
{
	struct buf contrary = {0};
	struct filter *f;
	struct filter_error e;
	buf_printf(&contrary, "not (%s)", text);
	/* An empty one cannot be turned round, one that nests deep enough neither. */
	if (filter_new(buf_text(&contrary), &f, &e) == 0) {
		if (select_rows(f, s, 0) + count != s->count)
			abort();
		filter_free(f);
	}
	buf_free(&contrary);
}

/* A rule's name is a rule, the only one. */
static void read_again(const char *name)
{
	struct rules *r;
	struct filter_error e;
	if (rules_new(name, &r, &e) < 0 || rules_count(r) != 1)
		abort();
	rules_unref(r);
}

static void look(struct diag_snapshot *s, struct rules *r, int64_t mono_ns)
{
	s->mono_ns = mono_ns;
	rules_look(s, r);
	for (size_t i = 0; i < s->count; i++) {
		const struct diag_row *row = &s->rows[i];
		if (row->rules >> rules_count(r) || row->rang & ~row->rules ||
		    row->rules & ~row->told)
			abort();
	}
}

static void use_rules(const char *text, struct diag_snapshot *s)
{
	struct rules *r;
	struct filter_error e = {0};
	size_t size = strlen(text) + 1;
	if (rules_new(text, &r, &e) < 0) {
		if (e.at > strlen(text) || !e.text[0])
			abort();
		return;
	}
	char *name = malloc(size);
	for (size_t i = 0; name && i < rules_count(r); i++)
		read_again(rules_names(r, 1u << i, name, size));
	look(s, r, 1);
	look(s, r, INT64_MAX / 2);
	rules_want_time_wait(r);
	free(name);
	rules_unref(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct diag_snapshot *s = make_snapshot();
	struct filter *f;
	struct filter_error e = {0};
	if (!text || !s)
		abort();
	if (filter_new(text, &f, &e) == 0) {
		size_t count = select_rows(f, s, size % 40);
		filter_free(f);
		use_contrary(text, s, count);
	} else if (e.at > strlen(text) || !e.text[0]) {
		abort();
	}
	use_rules(text, s);
	diag_snapshot_unref(s);
	free(text);
	return 0;
}
