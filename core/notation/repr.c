#include "core/notation/repr.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/enums.h"
#include "core/notation/number.h"
#include "core/notation/op.h"
#include "core/notation/unicode.h"

int repr_none(const struct value *v, struct buf *to)
{
	(void)v;
	return buf_str(to, "None");
}

int repr_bool(const struct value *v, struct buf *to)
{
	return buf_str(to, int_of(v) ? "True" : "False");
}

int str_int(const struct value *v, struct buf *to)
{
	return buf_printf(to, "%" PRId64, int_of(v));
}

int repr_int(const struct value *v, struct buf *to)
{
	const struct enum_class *of = ((const struct int_value *)v)->of;
	return of ? enum_repr(int_of(v), of, to) : str_int(v, to);
}

int repr_float(const struct value *v, struct buf *to)
{
	return number_float_repr(float_of(v), to);
}

/* Single quotes, unless there are some inside and no double ones. */
static char quote_for(const char *text, size_t len)
{
	bool single = memchr(text, '\'', len), twice = memchr(text, '"', len);
	return single && !twice ? '"' : '\'';
}

/* What both str and bytes escape with a letter, or 0. */
static char short_escape(uint32_t c, char quote)
{
	if (c == (unsigned char)quote || c == '\\')
		return (char)c;
	return c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : 0;
}

int repr_escape(uint32_t c, struct buf *to)
{
	static const char hex[] = "0123456789abcdef";
	int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
	char text[10] = {'\\', digits == 2 ? 'x' : digits == 4 ? 'u' : 'U'};
	for (int i = digits; i > 0; i--, c >>= 4)
		text[1 + i] = hex[c & 0xf];
	return buf_add(to, text, 2 + (size_t)digits);
}

static void add_str_char(const char *text, size_t len, uint32_t c, char quote, struct buf *to)
{
	char letter = short_escape(c, quote);
	if (letter)
		buf_add(to, (char[]){'\\', letter}, 2);
	else if (unicode_printable(c))
		buf_add(to, text, len);
	else
		repr_escape(c, to);
}

int repr_str(const struct value *v, struct buf *to)
{
	const char *p = text_of(v), *end = p + text_len(v);
	char quote = quote_for(p, text_len(v));
	buf_char(to, quote);
	while (p < end && to->len <= VALUE_BYTES_MAX) {
		const char *start = p;
		uint32_t c = unicode_next(&p);
		add_str_char(start, (size_t)(p - start), c, quote, to);
	}
	return buf_char(to, quote);
}

int str_str(const struct value *v, struct buf *to)
{
	return buf_add(to, text_of(v), text_len(v));
}

/* escaped: the quote that gets a backslash. */
static int add_bytes(const struct value *v, char quote, char escaped, struct buf *to)
{
	const char *p = text_of(v), *end = p + text_len(v);
	buf_char(to, 'b');
	buf_char(to, quote);
	for (; p < end && to->len <= VALUE_BYTES_MAX; p++) {
		unsigned char c = (unsigned char)*p;
		char letter = short_escape(c, escaped);
		if (letter)
			buf_add(to, (char[]){'\\', letter}, 2);
		else if (c >= 0x20 && c < 0x7f)
			buf_char(to, (char)c);
		else
			repr_escape(c, to);
	}
	return buf_char(to, quote);
}

int repr_bytes(const struct value *v, struct buf *to)
{
	char quote = quote_for(text_of(v), text_len(v));
	return add_bytes(v, quote, quote, to);
}

/* CPython escapes the single quote there even where it does not end the text. */
int repr_bytes_of_array(const struct value *bytes, struct buf *to)
{
	return add_bytes(bytes, quote_for(text_of(bytes), text_len(bytes)), '\'', to);
}

/* Where a sequence within sequences is: an explicit stack, because values nest without bound. */
struct place {
	const struct value *seq;
	size_t next;
};

struct path {
	struct place *places;
	size_t depth, room;
};

static int path_push(struct path *p, const struct value *seq)
{
	if (p->depth == p->room) {
		size_t room = p->room ? 2 * p->room : 8;
		struct place *places = realloc(p->places, room * sizeof *places);
		if (!places)
			return -ENOMEM;
		p->places = places;
		p->room = room;
	}
	p->places[p->depth++] = (struct place){.seq = seq};
	return 0;
}

static void add_end(const struct value *seq, struct buf *to)
{
	if (seq->type == &type_list)
		buf_char(to, ']');
	else
		buf_str(to, seq_len(seq) == 1 ? ",)" : ")");
}

/* Go on with the innermost sequence: its next item, or its end. */
static int repr_step(struct path *path, struct buf *to)
{
	struct place *place = &path->places[path->depth - 1];
	if (place->next == 0)
		buf_char(to, place->seq->type == &type_list ? '[' : '(');
	if (place->next == seq_len(place->seq)) {
		add_end(place->seq, to);
		path->depth--;
		return 0;
	}
	if (place->next)
		buf_str(to, ", ");
	const struct value *item = seq_item(place->seq, place->next++);
	return value_is_seq(item) ? path_push(path, item) : value_repr(item, to);
}

int repr_seq(const struct value *v, struct buf *to)
{
	struct path path = {0};
	int r = path_push(&path, v);
	while (r == 0 && path.depth && !to->failed) {
		r = repr_step(&path, to);
		if (to->len > VALUE_BYTES_MAX)
			r = -ENOMEM;
	}
	free(path.places);
	return to->failed ? -ENOMEM : r;
}

static int repr_python_function(const struct function_value *f, struct buf *to)
{
	if (!f->self)
		return buf_printf(to, "<function %s at %p>", f->op->name, (const void *)f->op);
	buf_printf(to, "<bound method %s.%s of ", f->op->self->name, f->op->name);
	value_repr(f->self, to);
	return buf_char(to, '>');
}

int repr_function(const struct value *v, struct buf *to)
{
	const struct function_value *f = (const struct function_value *)v;
	if (f->op->flags & OP_PYTHON)
		return repr_python_function(f, to);
	if (!f->self)
		return buf_printf(to, "<built-in function %s>", f->op->name);
	return buf_printf(to, "<built-in method %s of %s object at %p>", f->op->name,
	    value_type_name(f->self), (const void *)f->self);
}

int repr_module(const struct value *v, struct buf *to)
{
	return buf_printf(to, "<module '%s'>", ((const struct module_value *)v)->module->name);
}

int repr_type(const struct value *v, struct buf *to)
{
	const struct type_value *t = (const struct type_value *)v;
	if (t->of)
		return buf_printf(to, "<%s '%s'>", t->of->flags ? "flag" : "enum", t->of->name);
	if (!t->type->module)
		return buf_printf(to, "<class '%s'>", t->type->name);
	return buf_printf(to, "<class '%s.%s'>", t->type->module, t->type->name);
}

const char *value_type_name(const struct value *v)
{
	const struct enum_class *of =
	    v->type == &type_int ? ((const struct int_value *)v)->of : NULL;
	return of ? of->name : v->type->name;
}

static int plain_repr(const struct value *v, struct buf *to)
{
	const char *module = v->type->module;
	return buf_printf(to, "<%s%s%s object at %p>", module ? module : "", module ? "." : "",
	    v->type->name, (const void *)v);
}

int value_repr(const struct value *v, struct buf *to)
{
	int r = v->type->repr ? v->type->repr(v, to) : plain_repr(v, to);
	if (r < 0 || to->len > VALUE_BYTES_MAX) {
		buf_fail(to);
		return -ENOMEM;
	}
	return 0;
}

int value_str_of(const struct value *v, struct buf *to)
{
	return v->type->str ? v->type->str(v, to) : value_repr(v, to);
}
