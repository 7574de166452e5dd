#include "core/notation/exc_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/repr.h"
#include "core/notation/unicode.h"

static struct value *arg(const struct exc_value *e, size_t i)
{
	return seq_item(e->args, i);
}

static int str_os(const struct exc_value *e, struct buf *to)
{
	buf_str(to, "[Errno ");
	value_str_of(arg(e, 0), to);
	buf_str(to, "] ");
	value_str_of(arg(e, 1), to);
	if (e->filename) {
		buf_str(to, ": ");
		value_repr(e->filename, to);
	}
	if (e->filename2) {
		buf_str(to, " -> ");
		value_repr(e->filename2, to);
	}
	return to->failed ? -ENOMEM : 0;
}

/* args: message, (file, line, column, text, ...). */
static int str_syntax(const struct exc_value *e, struct buf *to)
{
	const struct value *where = arg(e, 1);
	value_str_of(arg(e, 0), to);
	buf_str(to, " (");
	value_str_of(seq_item(where, 0), to);
	buf_str(to, ", line ");
	value_str_of(seq_item(where, 1), to);
	return buf_char(to, ')');
}

static void add_one_bad(const struct value *object, size_t at, struct buf *to)
{
	const char *text = text_of(object);
	if (object->type == &type_bytes) {
		buf_printf(to, "byte 0x%02x", (unsigned char)text[at]);
		return;
	}
	const char *p = text + unicode_offset(text, text_len(object), at);
	buf_str(to, "character '");
	repr_escape(unicode_next(&p), to);
	buf_char(to, '\'');
}

/* args: encoding, object, start, end, reason. */
static int str_unicode(const struct exc_value *e, struct buf *to)
{
	const struct value *object = arg(e, 1);
	bool bytes = object->type == &type_bytes;
	int64_t start = int_of(arg(e, 2)), end = int_of(arg(e, 3));
	buf_printf(to, "'%s' codec can't %s ", text_of(arg(e, 0)), bytes ? "decode" : "encode");
	if (end == start + 1) {
		add_one_bad(object, (size_t)start, to);
		buf_printf(to, " in position %" PRId64, start);
	} else {
		buf_str(to, bytes ? "bytes" : "characters");
		buf_printf(to, " in position %" PRId64 "-%" PRId64, start, end - 1);
	}
	return buf_printf(to, ": %s", text_of(arg(e, 4)));
}

static bool is_location(const struct exc_value *e)
{
	return seq_len(e->args) == 2 && arg(e, 1)->type == &type_tuple && seq_len(arg(e, 1)) >= 4;
}

static bool is_codec(const struct exc_value *e)
{
	static const struct type *const kinds[] = {
	    &type_str, NULL, &type_int, &type_int, &type_str};
	if (seq_len(e->args) != sizeof kinds / sizeof *kinds)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (kinds[i] && arg(e, i)->type != kinds[i])
			return false;
	}
	size_t len = text_len(arg(e, 1));
	int64_t start = int_of(arg(e, 2)), end = int_of(arg(e, 3));
	return start >= 0 && end > start && (size_t)end <= len;
}

int exc_str(const struct value *v, struct buf *to)
{
	const struct exc_value *e = (const struct exc_value *)v;
	size_t n = seq_len(e->args);
	if (exc_is_numbered(e))
		return str_os(e, to);
	if (exc_match(v, &exc_SyntaxError) && is_location(e))
		return str_syntax(e, to);
	bool codec = exc_match(v, &exc_UnicodeDecodeError) || exc_match(v, &exc_UnicodeEncodeError);
	if (codec && is_codec(e))
		return str_unicode(e, to);
	if (n == 1)
		return exc_match(v, &exc_KeyError) ? value_repr(arg(e, 0), to)
						   : value_str_of(arg(e, 0), to);
	return n ? value_repr(e->args, to) : buf_add(to, "", 0);
}

int exc_repr(const struct value *v, struct buf *to)
{
	const struct exc_value *e = (const struct exc_value *)v;
	buf_str(to, v->type->name);
	if (seq_len(e->args) != 1)
		return value_repr(e->args, to);
	buf_char(to, '(');
	value_repr(arg(e, 0), to);
	return buf_char(to, ')');
}

int exc_format(const struct value *v, struct buf *to)
{
	if (v->type->module)
		buf_printf(to, "%s.", v->type->module);
	buf_str(to, v->type->name);
	size_t before = to->len;
	buf_str(to, ": ");
	value_str_of(v, to);
	if (to->len == before + 2 && !to->failed) {
		to->len = before; /* no words: no colon */
		to->data[before] = '\0';
	}
	return to->failed ? -ENOMEM : 0;
}
