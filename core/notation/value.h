/*
 * value: what a name of the notation can hold, counted by reference.
 *
 * A value is immutable once it is built (sockets, servers, threads and bytearrays change inside,
 * behind atomics or a lock of their own), so any thread may read one it holds a reference to. The
 * count is atomic; the last value_unref() runs the type's fini on whichever thread drops it.
 *
 * Each concrete value starts with struct value and is told apart by its type row:
 *
 *	struct value *v = value_int(42);                // NULL: out of memory, as for all makers
 *	if (v->type == &type_int)
 *		n = int_of(v);
 *	value_unref(v);
 *
 * Printing is CPython 3.11's: Objects/{long,float,unicode,bytes,tuple,list}object.c, Lib/enum.py.
 */
#ifndef CORE_NOTATION_VALUE_H
#define CORE_NOTATION_VALUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"

struct call;
struct constant;
struct enum_class;
struct op;
struct op_list;
struct module;
struct value;

/* The largest str or bytes that the notation builds; past it MemoryError. In bytes. */
#ifndef VALUE_BYTES_MAX
#define VALUE_BYTES_MAX ((size_t)1 << 30)
#endif

/* One attribute of a type: obj.name, and obj.name = value where set is there. */
struct attr {
	const char *name;
	const char *help;
	int (*get)(struct call *); /* self is the object; fills call->result */
	int (*set)(struct call *); /* self is the object, arg[0] the new value; NULL: read-only */
};

/* What all values of one kind share. Rows are static const. */
struct type {
	const char *name;   /* type(x).__name__ */
	const char *module; /* NULL for builtins; else as in <class 'socket.socket'> */
	const char *help;
	/* Methods and attributes not found here are looked for there; or NULL. */
	const struct type *base;
	/* Methods: rows whose self is this type; class methods: rows whose self is &type_type (then
	 * call->self is the class); NULL-ended, or NULL. */
	const struct op_list *const *ops;
	const struct attr *attrs; /* ended by a row without name, or NULL */
	/* Those of the class itself, TCPServer.timeout: self is it. */
	const struct attr *class_attrs;
	void (*fini)(struct value *); /* frees what the value holds, not the value; may be NULL */
	int (*repr)(const struct value *, struct buf *); /* 0 or -ENOMEM; NULL: <NAME object> */
	int (*str)(const struct value *, struct buf *);	 /* NULL: as repr */
	/* Calling the type: type(...), with self the struct type_value called; NULL: cannot be. */
	int (*construct)(struct call *);
	const struct op *signature;  /* the row that describes construct's parameters */
	int (*index)(struct call *); /* self[arg[0]]; NULL: has no items */
};

struct value {
	_Atomic uint32_t refs;
	const struct type *type;
};

struct int_value {
	struct value base;
	int64_t n;
	const struct enum_class *of; /* the enum it prints as, or NULL */
};

struct float_value {
	struct value base;
	double x;
};

struct text_value { /* str (UTF-8, surrogates escaped as WTF-8 bytes) and bytes */
	struct value base;
	size_t len;  /* bytes */
	char data[]; /* NUL-terminated past len */
};

struct seq_value { /* tuple and list */
	struct value base;
	size_t len;
	/* Only while it is freed: the next one, so that depth needs no stack. */
	struct seq_value *dead;
	struct value *item[]; /* owned references */
};

/* A callable row, bound to self or free (self NULL): len, socket.socket, s.recv. */
struct function_value {
	struct value base;
	const struct op *op;
	struct value *self; /* owned, or NULL */
};

struct module_value {
	struct value base;
	const struct module *module;
};

struct type_value { /* a class as a value: int, socket.socket, Echo */
	struct value base;
	const struct type *type;
	const struct enum_class *of; /* type(socket.AF_INET): then type is &type_int; else NULL */
};

extern const struct type type_none, type_bool, type_int, type_float, type_str, type_bytes,
    type_tuple, type_list, type_function, type_method, type_module, type_type;

/* What type() says of functions and methods that CPython has written in Python. */
extern const struct type type_python_function, type_python_method;

/* Immortal; value_ref and value_unref on them are allowed and free. */
struct value *value_none(void);
struct value *value_bool(bool b);

/* Makers. A new reference, or NULL when memory is out. */
struct value *value_int(int64_t n);
struct value *value_enum(int64_t n, const struct enum_class *of);
struct value *value_float(double x);
struct value *value_str(const char *text);
struct value *value_str_len(const char *text, size_t len);
struct value *value_bytes(const void *data, size_t len);
struct value *value_bytes_room(size_t len); /* zeroed; fill and cut with value_bytes_cut */
struct value *value_text_room(const struct type *type, size_t len); /* the same of str or bytes */
void value_bytes_cut(struct value *v, size_t len);		    /* before anybody else sees v */
struct value *value_tuple(size_t len, struct value *const *items);  /* takes the items, */
struct value *value_list(size_t len, struct value *const *items);   /* whatever comes */
struct value *value_function(const struct op *op, struct value *self); /* refs self */
struct value *value_module(const struct module *module);
struct value *value_type(const struct type *type);
struct value *value_type_of(const struct value *v); /* type(v) */

/* Allocate a value of a type of one's own; size is that of the whole struct; zeroed, one ref. */
void *value_new(const struct type *type, size_t size);

struct value *value_ref(struct value *v); /* returns v; NULL is passed through */
void value_unref(struct value *v);	  /* NULL is legal */

/* Readers; the caller has looked at the type (bool counts as int, as in Python). */
int64_t int_of(const struct value *v);
double float_of(const struct value *v);
const char *text_of(const struct value *v); /* str and bytes; NUL-terminated */
size_t text_len(const struct value *v);
struct value *seq_item(const struct value *v, size_t i); /* borrowed */
size_t seq_len(const struct value *v);
bool value_is_int(const struct value *v); /* int or bool */
bool value_is_seq(const struct value *v); /* tuple or list */

bool value_truth(const struct value *v);
bool value_equal(const struct value *a, const struct value *b);
bool value_is(const struct value *a, const struct value *b); /* the same object */

/* What messages call its type: "int", "AddressFamily", "socket". Static. */
const char *value_type_name(const struct value *v);
bool type_is(const struct type *t, const struct type *of); /* t is of, or derives from it */

/* As Python's repr() and str(). 0 or -ENOMEM. */
int value_repr(const struct value *v, struct buf *to);
int value_str_of(const struct value *v, struct buf *to);

#endif
