/*
 * exc: Python's exceptions, as far as sockets meet them, and how core reports an error to a person.
 *
 * Whatever a line's user is to see as an error is raised here: the value goes into run->exc, and
 * the raiser returns a negative code that every caller passes up unchanged. The tree of classes
 * is Python's (Objects/exceptions.c); OSError picks its subclass by errno (PEP 3151).
 *
 *	if (fd < 0)
 *		return exc_raise_os(c->run, -fd);   // ConnectionRefusedError: [Errno 111] Connection refused
 */
#ifndef CORE_NOTATION_EXC_H
#define CORE_NOTATION_EXC_H

#include "core/notation/value.h"

struct run;

/* Classes are types; parent is what `except` walks. */
struct exc_class {
	struct type type;
	const struct exc_class *parent; /* NULL at BaseException */
};

struct exc_value {
	struct value base;              /* base.type is the class's */
	struct value *args;             /* a tuple */
	int code;                       /* errno of an OSError, EAI number of a gaierror; 0: None */
	struct value *filename;         /* OSError's, or NULL */
	const char *call;               /* the system call or resolver call that failed, or NULL; static */
};

/* One line per class in exc.c; X(c_name, python_name, parent_c_name). */
extern const struct exc_class exc_BaseException, exc_Exception, exc_SystemExit,
    exc_KeyboardInterrupt, exc_OSError, exc_ConnectionError, exc_ConnectionRefusedError,
    exc_ConnectionResetError, exc_ConnectionAbortedError, exc_BrokenPipeError,
    exc_BlockingIOError, exc_InterruptedError, exc_TimeoutError, exc_PermissionError,
    exc_FileNotFoundError, exc_FileExistsError, exc_IsADirectoryError, exc_NotADirectoryError,
    exc_ChildProcessError, exc_ProcessLookupError, exc_gaierror, exc_herror, exc_ValueError,
    exc_UnicodeError, exc_UnicodeDecodeError, exc_UnicodeEncodeError, exc_TypeError,
    exc_AttributeError, exc_NameError, exc_LookupError, exc_IndexError, exc_KeyError,
    exc_ArithmeticError, exc_OverflowError, exc_ZeroDivisionError, exc_AssertionError,
    exc_SyntaxError, exc_ImportError, exc_ModuleNotFoundError, exc_MemoryError, exc_RuntimeError,
    exc_RecursionError, exc_NotImplementedError, exc_EOFError, exc_StructError;

/* Raise a class with one formatted message (args == (message,)). Returns -EINVAL. */
int exc_raise(struct run *run, const struct exc_class *cls, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Raise the OSError subclass of a positive errno; message is strerror's. Returns -errnum. */
int exc_raise_os(struct run *run, int errnum);
int exc_raise_file(struct run *run, int errnum, const char *filename);

/* Raise a gaierror: EAI number and gai_strerror's words. Returns -EINVAL. */
int exc_raise_gai(struct run *run, int eai);

/* TimeoutError: timed out, errno None. Returns -ETIMEDOUT. */
int exc_raise_timeout(struct run *run);

/* MemoryError, which needs no memory. Returns -ENOMEM. */
int exc_raise_memory(struct run *run);

/* Raise a value that exists already (takes it). Returns -EINVAL. */
int exc_raise_value(struct run *run, struct value *exc);

bool exc_is(const struct value *v);                                       /* an exception value? */
bool exc_match(const struct value *v, const struct exc_class *cls);       /* isinstance */
const struct exc_class *exc_class_of_errno(int errnum);                   /* PEP 3151 */

/* "ConnectionRefusedError: [Errno 111] Connection refused", as Python's last line. 0 or -ENOMEM. */
int exc_format(const struct value *v, struct buf *to);

#endif
