/*
 * op: one row per operation. Prompt, forms, help, completion, journal, man page and exports are
 * all made from these rows; nothing else describes a call.
 *
 * A row is static const, and so is everything it points to: any thread may read it. run is called
 * on the thread that evaluates the line (the main thread, or a worker where OP_BLOCKS is set).
 *
 *	static int op_listen(struct call *c)
 *	{
 *		int64_t backlog;
 *		int r = call_int(c, 0, &backlog);
 *		...
 *	}
 *	static const struct op rows[] = {{
 *		.name = "listen",
 *		.self = &type_socket,
 *		.params = {{"backlog", PARAM_INT, .dflt = "128", .help = "..."}},
 *		.flags = OP_POSITIONAL,
 *		.help = "Let the kernel take connections; accept() fetches them.",
 *		.prototype = "int listen(int sockfd, int backlog)",
 *		.man = "listen(2)",
 *		.run = op_listen,
 *	}};
 *	const struct op_list ops_listen = {rows, sizeof rows / sizeof *rows};
 */
#ifndef CORE_NOTATION_OP_H
#define CORE_NOTATION_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/notation/value.h"

#define PARAMS_MAX 8

/* What a parameter takes. Forms choose their field by it; the code of the op checks the value. */
enum param_kind {
	PARAM_ANY,
	PARAM_INT,
	PARAM_BOOL,
	PARAM_STR,
	PARAM_BYTES,   /* what changes comes to the op as the bytes that it held: see below */
	PARAM_PIECES,  /* a list of bytes, or of tuples with bytes in them: the same holds */
	PARAM_ADDRESS, /* what the family of the socket (or the class of the server) takes */
	PARAM_SECONDS, /* None, int or float */
	PARAM_SOCKET,
	PARAM_HANDLER,
	PARAM_CALLABLE,
	PARAM_TUPLE,
	PARAM_FAMILY, /* from here on: an int, and constants with that kind are its choices */
	PARAM_TYPE,
	PARAM_PROTO,
	PARAM_FLAGS,
	PARAM_HOW,
	PARAM_LEVEL,
	PARAM_OPTION,
	PARAM_AI_FLAGS,
	PARAM_NI_FLAGS,
};

struct param {
	const char *name; /* NULL ends the list */
	enum param_kind kind;
	/* The notation of the default ("0", "None", "AF_INET"); NULL: has to be given;
	 * "": may be left out, and the op then sees NULL. */
	const char *dflt;
	const char *help;
	bool keyword; /* reached by keyword only, as what follows a * in Python's signature */
};

enum op_flags {
	OP_BLOCKS = 1 << 0, /* may wait in the kernel: the cockpit runs such a line on a worker */
	OP_POSITIONAL = 1 << 1,	  /* no keywords, as CPython's C methods */
	OP_REST = 1 << 2,	  /* takes any number of further arguments: print, struct.pack */
	OP_KEYWORD_ONLY = 1 << 3, /* all its parameters are reached by keyword only: print */
	OP_PYTHON = 1 << 4,	  /* CPython's is written in Python, and is shown as such */
};

struct op {
	const char *name;
	const struct type *self; /* the type it is a method of; NULL: a function of the module */
	struct param params[PARAMS_MAX];
	unsigned flags;
	const char *help;      /* one line; then, after a newline, what people get wrong */
	const char *prototype; /* the C call, NULL where there is none */
	const char *man;       /* "bind(2)", NULL where there is none */
	const char *waits;     /* what it waits for: "a connection", "data"; NULL */
	int (*run)(struct call *);
};

struct op_list {
	const struct op *rows;
	size_t count;
};

/* An enum as Python's enum module shows it: <AddressFamily.AF_INET: 2>. */
struct enum_class {
	const char *name;
	int flags;			/* IntFlag: combinations print as A|B */
	const struct constant *members; /* ended by a row without name */
};

struct constant {
	const char *name;
	int64_t value;
	const struct enum_class *of; /* NULL: a plain int */
	enum param_kind kind;	     /* what it is a choice for; PARAM_ANY: nothing */
	const char *help;
};

/* A module of the notation: what `import NAME` binds. */
struct module {
	const char *name;
	const char *help;
	const struct op_list *const *ops; /* rows with self NULL are its functions; NULL-ended */
	/* Lists ended by a row without name; NULL-ended; or NULL. */
	const struct constant *const *constants;
	const struct type *const *types; /* classes; NULL-ended; or NULL */
	/* Attributes that are none of these; 0 found (result owned), else -ENOENT. May be NULL. */
	int (*other)(const char *name, struct value **result);
};

/* One call under way. On the stack of the evaluator. */
struct call {
	struct run *run; /* where it runs: trace, cancel, what was raised (run.h) */
	const struct op *op;
	struct value *self;	       /* borrowed; NULL for functions; a bytearray as bytes */
	struct value *arg[PARAMS_MAX]; /* borrowed, by the row's order; NULL: left out */
	size_t given;		       /* how many were passed by position */
	unsigned defaulted;	       /* bit i: arg[i] was left out and holds the row's default */
	struct value *const *rest;     /* OP_REST: what came beyond the parameters */
	size_t nrest;
	struct value *result; /* op fills it with a new reference; NULL means None */
};

/* Find a row: a method where self is a type, else a function. NULL: there is none. */
const struct op *op_find(
    const struct op_list *const *lists, const struct type *self, const char *name);

size_t op_count_params(const struct op *op);
size_t op_count_positional(const struct op *op); /* those before the first keyword-only one */
bool op_by_keyword_only(const struct op *op, size_t i);

/* "bind(address)", "recv(bufsize[, flags])", "socket(family=AF_INET, ...)". 0 or -ENOMEM. */
int op_signature(const struct op *op, struct buf *to);

/*
 * Arguments by type. Each gives 0, or raises Python's error for what it got (TypeError,
 * OverflowError, ...) and returns its negative code, which the op returns as it is.
 */
int call_int(struct call *c, size_t i, int64_t *out); /* 64 bits */
int call_c_int(struct call *c, size_t i, int *out);   /* fits a C int, else OverflowError */
/* The same, worded as CPython does where it is the sole argument. */
int call_c_int_alone(struct call *c, size_t i, int *out);
int call_float(struct call *c, size_t i, double *out);	  /* int or float */
int call_bool(struct call *c, size_t i, bool *out);	  /* any value's truth */
int call_str(struct call *c, size_t i, const char **out); /* no NUL inside, no surrogates */
int call_bytes(struct call *c, size_t i, const void **data, size_t *len); /* bytes only */

#endif
