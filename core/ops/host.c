#include "core/ops/host.h"

#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/unicode.h"
#include "core/notation/value.h"

static bool has_surrogate(const struct value *v)
{
	const char *s = text_of(v), *end = s + text_len(v);
	while (s < end)
		if (unicode_is_surrogate(unicode_next(&s)))
			return true;
	return false;
}

int host_of_value(struct run *run, const struct value *v, const char **host)
{
	if (v->type != &type_str && v->type != &type_bytes)
		return exc_raise(run, &exc_TypeError, "str, bytes or bytearray expected, not %s",
		    value_type_name(v));
	if (v->type == &type_str && has_surrogate(v))
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

int host_check_labels(struct run *run, const struct value *v)
{
	const char *label = text_of(v), *end = label + text_len(v);
	if (v->type != &type_str)
		return 0;
	if (has_surrogate(v))
		return raise_idna(run, "Invalid character");
	while (label < end) {
		const char *dot = memchr(label, '.', (size_t)(end - label));
		size_t len = (size_t)((dot ? dot : end) - label);
		if (len > 63 || !len)
			return raise_idna(run, "label empty or too long");
		label += len + 1;
	}
	return 0;
}
