#include "core/notation/exc.h"

#include <errno.h>
#include <string.h>

#include "core/notation/exc_text.h"
#include "core/notation/op.h"

static const struct exc_value *exc_of(const struct call *c)
{
	return (const struct exc_value *)c->self;
}

static int give(struct call *c, struct value *v)
{
	c->result = value_ref(v ? v : value_none());
	return 0;
}

static int get_args(struct call *c)
{
	return give(c, exc_of(c)->args);
}

static int get_errno(struct call *c)
{
	const struct exc_value *e = exc_of(c);
	return give(c, exc_is_numbered(e) ? seq_item(e->args, 0) : NULL);
}

static int get_strerror(struct call *c)
{
	const struct exc_value *e = exc_of(c);
	return give(c, exc_is_numbered(e) ? seq_item(e->args, 1) : NULL);
}

static int get_filename(struct call *c)
{
	return give(c, exc_of(c)->filename);
}

static int get_filename2(struct call *c)
{
	return give(c, exc_of(c)->filename2);
}

static int get_code(struct call *c)
{
	const struct value *args = exc_of(c)->args;
	return give(c, seq_len(args) ? seq_item(args, 0) : NULL);
}

/* How much of what was to be written is buffered: of those that could not be written at once. */
static int get_written(struct call *c)
{
	const struct value *args = exc_of(c)->args;
	if (seq_len(args) < 3 || !value_is_int(seq_item(args, 2)))
		return exc_raise(c->run, &exc_AttributeError, "characters_written");
	return give(c, seq_item(args, 2));
}

static const struct attr plain_attrs[] = {
    {.name = "args", .help = "What it was made of.", .get = get_args},
    {0},
};

static const struct attr exit_attrs[] = {
    {.name = "code", .help = "What quit() or exit() was given.", .get = get_code},
    {0},
};

static const struct attr os_attrs[] = {
    {.name = "errno", .help = "The kernel's number, or None.", .get = get_errno},
    {.name = "strerror", .help = "The same in words, or None.", .get = get_strerror},
    {.name = "filename", .help = "The file it was about, or None.", .get = get_filename},
    {.name = "filename2", .help = "The second file, or None.", .get = get_filename2},
    {0},
};

static const struct attr blocking_attrs[] = {
    {.name = "characters_written",
	.help = "Of a write() to a file: how many bytes its buffer took.",
	.get = get_written},
    {0},
};

static void fini(struct value *v)
{
	struct exc_value *e = (struct exc_value *)v;
	value_unref(e->args);
	value_unref(e->filename);
	value_unref(e->filename2);
}

static int construct(struct call *c);

static const struct op signature = {
    .name = "Exception",
    .flags = OP_REST | OP_POSITIONAL,
    .help = "An error; its arguments are its words.",
    .run = construct,
};

#define no_attrs NULL
#define EXC_ROW(c, name_, module_, parent, has)                                                    \
	const struct exc_class exc_##c = {.type = {                                                \
					      .name = name_,                                       \
					      .module = module_,                                   \
					      .base = &exc_##parent.type,                          \
					      .attrs = has##_attrs,                                \
					      .fini = fini,                                        \
					      .repr = exc_repr,                                    \
					      .str = exc_str,                                      \
					      .construct = construct,                              \
					      .signature = &signature,                             \
					  }};

const struct exc_class exc_BaseException = {.type = {
						.name = "BaseException",
						.attrs = plain_attrs,
						.fini = fini,
						.repr = exc_repr,
						.str = exc_str,
						.construct = construct,
						.signature = &signature,
					    }};
EXC_BUILTIN(EXC_ROW)
EXC_OTHER(EXC_ROW)

const struct exc_class exc_UnsupportedOperation = {
    .type =
	{
	    .name = "UnsupportedOperation",
	    .module = "io",
	    .base = &exc_OSError.type,
	    .attrs = os_attrs,
	    .fini = fini,
	    .repr = exc_repr,
	    .str = exc_str,
	    .construct = construct,
	    .signature = &signature,
	},
    .also = &exc_ValueError,
};

bool exc_is(const struct value *v)
{
	return v->type->fini == fini;
}

bool exc_match(const struct value *v, const struct exc_class *cls)
{
	const struct exc_class *own = exc_class_of_type(v->type);
	return type_is(v->type, &cls->type) ||
	       (own && own->also && type_is(&own->also->type, &cls->type));
}

const struct exc_class *exc_class_of_type(const struct type *t)
{
	return t->fini == fini ? (const struct exc_class *)t : NULL;
}

static const struct {
	int errnum;
	const struct exc_class *cls;
} by_errno[] = {
    {EAGAIN, &exc_BlockingIOError},
    {EALREADY, &exc_BlockingIOError},
    {EINPROGRESS, &exc_BlockingIOError},
    {EPIPE, &exc_BrokenPipeError},
    {ESHUTDOWN, &exc_BrokenPipeError},
    {ECHILD, &exc_ChildProcessError},
    {ECONNABORTED, &exc_ConnectionAbortedError},
    {ECONNREFUSED, &exc_ConnectionRefusedError},
    {ECONNRESET, &exc_ConnectionResetError},
    {EEXIST, &exc_FileExistsError},
    {ENOENT, &exc_FileNotFoundError},
    {EINTR, &exc_InterruptedError},
    {EISDIR, &exc_IsADirectoryError},
    {ENOTDIR, &exc_NotADirectoryError},
    {EACCES, &exc_PermissionError},
    {EPERM, &exc_PermissionError},
    {ESRCH, &exc_ProcessLookupError},
    {ETIMEDOUT, &exc_TimeoutError},
};

const struct exc_class *exc_class_of_errno(int errnum)
{
	for (size_t i = 0; i < sizeof by_errno / sizeof *by_errno; i++) {
		if (by_errno[i].errnum == errnum)
			return by_errno[i].cls;
	}
	return &exc_OSError;
}

int exc_exit_status(const struct value *exc, const struct value **words)
{
	const struct value *args = ((const struct exc_value *)exc)->args;
	const struct value *code = seq_len(args) ? seq_item(args, 0) : value_none();
	*words = NULL;
	if (code->type == &type_none)
		return 0;
	if (value_is_int(code))
		return (int)(int_of(code) & 0xff);
	*words = code;
	return 1;
}

/* Of so many arguments the first two are errno and words (OSError's). */
static bool are_numbered(const struct type *t, size_t n)
{
	return type_is(t, &exc_OSError.type) && n >= 2 && n <= 5;
}

bool exc_is_numbered(const struct exc_value *e)
{
	return are_numbered(e->base.type, seq_len(e->args));
}

struct value *exc_new(const struct exc_class *cls, struct value *args)
{
	struct exc_value *e = args ? value_new(&cls->type, sizeof *e) : NULL;
	if (!e) {
		value_unref(args);
		return NULL;
	}
	e->args = args;
	if (exc_is_numbered(e) && value_is_int(seq_item(args, 0)))
		e->code = (int)int_of(seq_item(args, 0));
	return &e->base;
}

/* OSError(2, "...", "file", None, "file2"): files are attributes and no arguments. */
static void take_files(struct exc_value *e, struct value *const *items, size_t n)
{
	e->filename = value_ref(items[2]);
	if (n > 4 && items[4] != value_none())
		e->filename2 = value_ref(items[4]);
}

static int construct(struct call *c)
{
	const struct exc_class *cls = (const void *)((const struct type_value *)c->self)->type;
	struct value **items = (struct value **)c->rest;
	size_t n = c->nrest;
	bool numbered = are_numbered(&cls->type, n);
	if (cls == &exc_OSError && numbered && value_is_int(items[0]))
		cls = exc_class_of_errno((int)int_of(items[0]));
	bool about_file = numbered && n > 2 && items[2] != value_none() &&
			  !(cls == &exc_BlockingIOError && value_is_int(items[2]));
	size_t kept = about_file ? 2 : n;
	for (size_t i = 0; i < kept; i++)
		value_ref(items[i]);
	c->result = exc_new(cls, value_tuple(kept, items));
	if (!c->result)
		return exc_raise_memory(c->run);
	if (about_file)
		take_files((struct exc_value *)c->result, items, n);
	return 0;
}
