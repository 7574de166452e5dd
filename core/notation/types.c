/* The rows of the notation's own types: what they print as, what they have, how they are made. */
#include "core/notation/convert.h"
#include "core/notation/enums.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/index.h"
#include "core/notation/op.h"
#include "core/notation/repr.h"
#include "core/notation/text.h"

static const struct int_value *self_int(const struct call *c)
{
	return (const struct int_value *)c->self;
}

static int refuse_plain(struct call *c, const char *name)
{
	return exc_raise(c->run, &exc_AttributeError, "'%s' object has no attribute '%s'",
	    value_type_name(c->self), name);
}

static int get_name(struct call *c)
{
	const struct enum_class *of = self_int(c)->of;
	if (!of)
		return refuse_plain(c, "name");
	struct buf b = {0};
	if (enum_name(int_of(c->self), of, &b))
		c->result = value_str(buf_text(&b));
	else
		c->result = value_none();
	bool failed = b.failed || !c->result;
	buf_free(&b);
	return failed ? exc_raise_memory(c->run) : 0;
}

static int get_value(struct call *c)
{
	if (!self_int(c)->of)
		return refuse_plain(c, "value");
	return give(c, value_int(int_of(c->self)));
}

static int get_type_name(struct call *c)
{
	const struct type_value *t = (const struct type_value *)c->self;
	return give(c, value_str(t->of ? t->of->name : t->type->name));
}

static const struct attr int_attrs[] = {
    {.name = "name", .help = "What the constant is called.", .get = get_name},
    {.name = "value", .help = "The number alone.", .get = get_value},
    {0},
};

static const struct attr type_attrs[] = {
    {.name = "__name__", .help = "What the class is called.", .get = get_type_name},
    {0},
};

static void fini_function(struct value *v)
{
	value_unref(((struct function_value *)v)->self);
}

static const struct op_list *const str_ops[] = {&text_str_ops, NULL};
static const struct op_list *const bytes_ops[] = {&text_bytes_ops, NULL};

const struct type type_none = {.name = "NoneType", .repr = repr_none};

const struct type type_bool = {
    .name = "bool",
    .help = "True or False.",
    .repr = repr_bool,
    .construct = convert_bool,
    .signature = &convert_bool_row,
};

const struct type type_int = {
    .name = "int",
    .help = "A whole number of 64 bits.",
    .attrs = int_attrs,
    .repr = repr_int,
    .str = str_int,
    .construct = convert_int,
    .signature = &convert_int_row,
};

const struct type type_float = {.name = "float", .repr = repr_float};

const struct type type_str = {
    .name = "str",
    .help = "Text. Sockets send bytes: text.encode().",
    .ops = str_ops,
    .repr = repr_str,
    .str = str_str,
    .construct = convert_str,
    .signature = &convert_str_row,
    .index = index_str,
};

const struct type type_bytes = {
    .name = "bytes",
    .help = "What sockets send and receive.",
    .ops = bytes_ops,
    .repr = repr_bytes,
    .construct = convert_bytes,
    .signature = &convert_bytes_row,
    .index = index_bytes,
};

const struct type type_tuple = {.name = "tuple", .repr = repr_seq, .index = index_seq};
const struct type type_list = {.name = "list", .repr = repr_seq, .index = index_seq};

const struct type type_function = {
    .name = "builtin_function_or_method",
    .repr = repr_function,
    .fini = fini_function,
};

const struct type type_method = {
    .name = "builtin_function_or_method",
    .repr = repr_function,
    .fini = fini_function,
};

const struct type type_python_function = {.name = "function"};
const struct type type_python_method = {.name = "method"};

const struct type type_module = {.name = "module", .repr = repr_module};

const struct type type_type = {
    .name = "type",
    .help = "The kind of a value.",
    .attrs = type_attrs,
    .repr = repr_type,
    .construct = convert_type,
    .signature = &convert_type_row,
};
