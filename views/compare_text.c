#include "views/compare_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/server/datagram.h"

const char *compare_text_name(const struct model *m, char text[COMPARE_NAME_MAX])
{
	static const char tail[] = "Server";
	const char *name = model_name(m);
	size_t len = strlen(name), cut = sizeof tail - 1;
	if (len > cut && strcmp(name + len - cut, tail) == 0)
		len -= cut;
	snprintf(text, COMPARE_NAME_MAX, "%.*s", (int)len, name);
	return text;
}

int compare_text_names_width(const struct compare_result *c)
{
	char name[COMPARE_NAME_MAX];
	int w = 0;
	for (size_t i = 0; i < c->n; i++) {
		int mine = (int)strlen(compare_text_name(c->runs[i].model, name));
		w = mine > w ? mine : w;
	}
	return w;
}

static const char *three_digits(double x, const char *unit, char text[UNITS_MAX])
{
	int decimals = x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2;
	snprintf(text, UNITS_MAX, "%.*f %s", decimals, x, unit);
	return text;
}

const char *compare_text_ns(double ns, char text[UNITS_MAX])
{
	if (ns < 999.5e3)
		return three_digits(ns / 1e3, "us", text);
	if (ns < 999.5e6)
		return three_digits(ns / 1e6, "ms", text);
	return three_digits(ns / 1e9, "s", text);
}

const char *compare_text_value(const struct compare_measure *m, double value, char text[UNITS_MAX])
{
	if (value < 0)
		return "-";
	switch (m->unit) {
	case COMPARE_NS:
		return compare_text_ns(value, text);
	case COMPARE_BYTES:
		return units_bytes((uint64_t)value, text);
	case COMPARE_PERCENT:
		snprintf(text, UNITS_MAX, "%.0f %%", value);
		return text;
	default:
		snprintf(text, UNITS_MAX, "%.0f", value);
		return text;
	}
}

void compare_text_load(
    const struct compare_load *l, bool datagram, const char *address, struct buf *to)
{
	const char *prefix = !datagram ? "" : strncmp(address, "unix:", 5) == 0 ? "" : "udp:";
	if (datagram && strncmp(address, "unix:", 5) == 0) {
		prefix = "unix-dgram:";
		address += 5;
	}
	buf_printf(to, "sockpit load %s%s --clients %u", prefix, address, l->clients);
	if (l->requests)
		buf_printf(to, " --requests %" PRIu64, l->requests);
	else
		buf_printf(to, " --seconds %g", (double)l->duration_ns / (double)NS_PER_S);
	buf_printf(to, " --size %zu", l->size);
	if (l->persistent && !datagram)
		buf_str(to, " --persistent");
}

/* A word of the shell, in quotes where it has to be. */
static void add_word(struct buf *to, const char *word)
{
	if (strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
	    strlen(word)) {
		buf_str(to, word);
		return;
	}
	buf_char(to, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buf_str(to, "'\\''");
		else
			buf_char(to, *word);
	}
	buf_char(to, '\'');
}

/* What differs from the defaults of `sockpit serve`. */
static void add_limits(const struct compare_load *l, const struct model *m, struct buf *to)
{
	uint32_t max = compare_max_children(m, l);
	if (max != m->max_children)
		buf_printf(to, " --max-children %" PRIu32, max);
	if (!model_is_stream(m) && l->size > DATAGRAM_PACKET)
		buf_printf(to, " --max-packet %zu", l->size);
}

void compare_text_result(
    const struct compare_result *c, const struct compare_run *r, struct buf *to)
{
	char p50[UNITS_MAX], p99[UNITS_MAX];
	if (r->state == COMPARE_FAILED) {
		buf_printf(to, "%s: %s", r->tried ? r->tried : "failed", strerror(-r->error));
		return;
	}
	const struct compare_measure *m = compare_measures;
	buf_printf(to, "%s%" PRIu64 " %s, %.0f a second, p50 %s, p99 %s",
	    r->state == COMPARE_CANCELLED ? "cancelled: " : "", r->load.requests,
	    compare_counts(r->model, &c->load), m[0].get(r) < 0 ? 0 : m[0].get(r),
	    compare_text_value(&m[1], m[1].get(r), p50),
	    compare_text_value(&m[3], m[3].get(r), p99));
	if (compare_failures(r))
		buf_printf(to, ", %" PRIu64 " failed", compare_failures(r));
}

void compare_text_note(const struct compare_result *c, const struct compare_run *r, struct buf *to)
{
	buf_printf(
	    to, "# compare: sockpit serve %s %s --handler ", model_name(r->model), r->address);
	add_word(to, c->handler);
	add_limits(&c->load, r->model, to);
	buf_str(to, "; ");
	compare_text_load(&c->load, !model_is_stream(r->model), r->address, to);
	buf_str(to, "  # ");
	compare_text_result(c, r, to);
}
