#include "core/notation/enums.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/op.h"

const struct constant *enum_member(const struct enum_class *of, int64_t n)
{
	const struct constant *found = NULL;
	for (const struct constant *c = of->members; c->name; c++) {
		if (c->value == n && (!found || strcmp(c->name, found->name) < 0))
			found = c;
	}
	return found;
}

const struct constant *enum_find(const struct enum_class *of, const char *name)
{
	const struct constant *c = of->members;
	while (c->name && strcmp(c->name, name) != 0)
		c++;
	return c->name ? c : NULL;
}

static int construct(struct call *c)
{
	const struct enum_class *of = ((const struct type_value *)c->self)->of;
	const struct value *v = c->arg[0];
	if (value_is_int(v) && (of->flags || enum_member(of, int_of(v)))) {
		return give(c, value_enum(int_of(v), of));
	}
	struct buf b = {0};
	value_repr(v, &b);
	int r = b.failed ? exc_raise_memory(c->run)
			 : exc_raise(c->run, &exc_ValueError, "%s is not a valid %s", buf_text(&b),
			       of->name);
	buf_free(&b);
	return r;
}

const struct op enum_row = {
    .name = "enum",
    .params = {{"value", PARAM_INT, .help = "the number"}},
    .help = "The member that has a number.",
    .run = construct,
};

static uint64_t known_bits(const struct enum_class *of)
{
	uint64_t mask = 0;
	for (const struct constant *c = of->members; c->name; c++)
		mask |= (uint64_t)c->value;
	return mask;
}

/* The smallest 2^k - 1 that covers mask. */
static uint64_t all_bits(uint64_t mask)
{
	uint64_t all = 0;
	while (all < mask)
		all = all << 1 | 1;
	return all;
}

int64_t enum_wrap(int64_t n, const struct enum_class *of)
{
	if (n >= 0)
		return n;
	uint64_t all = all_bits(known_bits(of));
	uint64_t size = 0 - (uint64_t)n;
	uint64_t needed = size > all + 1 ? all_bits(size) : all;
	return (int64_t)((uint64_t)n & needed);
}

bool enum_name(int64_t n, const struct enum_class *of, struct buf *to)
{
	const struct constant *whole = enum_member(of, n);
	if (whole)
		return buf_str(to, whole->name) == 0;
	uint64_t rest = (uint64_t)n;
	bool any = false;
	for (unsigned bit = 0; of->flags && bit < 63; bit++) {
		int64_t one = INT64_C(1) << bit;
		const struct constant *c = n & one ? enum_member(of, one) : NULL;
		if (!c)
			continue;
		buf_printf(to, "%s%s", any ? "|" : "", c->name);
		rest &= ~(uint64_t)one;
		any = true;
	}
	if (any && rest)
		buf_printf(to, "|%" PRIu64, rest);
	return any;
}

int enum_repr(int64_t n, const struct enum_class *of, struct buf *to)
{
	buf_printf(to, "<%s", of->name);
	size_t dot = to->len;
	buf_char(to, '.');
	if (!enum_name(n, of, to) && !to->failed)
		to->len = dot;
	return buf_printf(to, ": %" PRId64 ">", n);
}
