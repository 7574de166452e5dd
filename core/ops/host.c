#include "core/ops/host.h"

#include <string.h>

#include "core/buf.h"
#include "core/notation/exc.h"
#include "core/notation/repr.h"
#include "core/notation/unicode.h"
#include "core/notation/value.h"

/* 0: there is none. */
static uint32_t first_surrogate(const struct value *v)
{
	const char *s = text_of(v), *end = s + text_len(v);
	while (s < end) {
		uint32_t c = unicode_next(&s);
		if (unicode_is_surrogate(c))
			return c;
	}
	return 0;
}

int host_of_value(struct run *run, const struct value *v, const char **host)
{
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(run, &exc_TypeError, "str, bytes or bytearray expected, not %s",
		    value_type_name(v));
	if (v->type == &type_str && first_surrogate(v))
		return exc_raise(run, &exc_TypeError, "encoding of hostname failed");
	if (strlen(text_of(v)) != text_len(v))
		return exc_raise(run, &exc_TypeError, "host name must not contain null character");
	*host = text_of(v);
	return 0;
}

static int raise_idna(struct run *run, const char *why)
{
	return exc_raise(
	    run, &exc_UnicodeError, "encoding with 'idna' codec failed (UnicodeError: %s)", why);
}

static int raise_surrogate(struct run *run, uint32_t c)
{
	struct buf why = {0};
	buf_str(&why, "Invalid character '");
	repr_escape(c, &why);
	buf_char(&why, '\'');
	int r = why.failed ? exc_raise_memory(run) : raise_idna(run, buf_text(&why));
	buf_free(&why);
	return r;
}

static bool is_ascii(const struct value *v)
{
	const char *s = text_of(v);
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return !*s;
}

int host_check_labels(struct run *run, const struct value *v)
{
	const char *label = text_of(v), *end = label + text_len(v);
	if (v->type != &type_str)
		return 0;
	uint32_t surrogate = first_surrogate(v);
	if (surrogate)
		return raise_surrogate(run, surrogate);
	while (label < end) {
		const char *dot = memchr(label, '.', (size_t)(end - label));
		size_t len = (size_t)((dot ? dot : end) - label);
		if (len > 63 || !len)
			return raise_idna(run,
			    dot || !is_ascii(v) ? "label empty or too long" : "label too long");
		label += len + 1;
	}
	return 0;
}
