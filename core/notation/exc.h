/*
 * exc: Python's exceptions, as far as sockets meet them, and how core reports an error to a person.
 *
 * Whatever a line's user is to see as an error is raised here: the value goes into run->exc, and
 * the raiser returns a negative code that every caller passes up unchanged. The tree of classes
 * is Python's (Objects/exceptions.c); OSError picks its subclass by errno (PEP 3151). Classes are
 * constant; raising is for the evaluating thread, which has the run.
 *
 *	if (fd < 0)
 *		return exc_raise_os(c->run, -fd); // ConnectionRefusedError: [Errno 111] ...
 */
#ifndef CORE_NOTATION_EXC_H
#define CORE_NOTATION_EXC_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/value.h"

struct run;

/* Classes are types; type.base is what `except` walks, NULL at BaseException. */
struct exc_class {
	struct type type;
	const struct exc_class *also; /* a second parent, which `except` finds too; or NULL */
};

struct exc_value {
	struct value base;  /* base.type is the class's */
	struct value *args; /* a tuple */
	int code;	    /* errno of an OSError, EAI number of a gaierror; 0: none */
	struct value *filename, *filename2; /* OSError's, or NULL */
	const char *call; /* the system call or resolver call that failed, or NULL; static */
};

/*
 * The tree, one line per class: X(name in C, name in Python, module or NULL, parent, what
 * attributes it adds). A class that is added here can be named, caught and raised everywhere.
 */
#define EXC_BUILTIN(X)                                                                             \
	X(Exception, "Exception", NULL, BaseException, no)                                         \
	X(SystemExit, "SystemExit", NULL, BaseException, exit)                                     \
	X(KeyboardInterrupt, "KeyboardInterrupt", NULL, BaseException, no)                         \
	X(GeneratorExit, "GeneratorExit", NULL, BaseException, no)                                 \
	X(ArithmeticError, "ArithmeticError", NULL, Exception, no)                                 \
	X(FloatingPointError, "FloatingPointError", NULL, ArithmeticError, no)                     \
	X(OverflowError, "OverflowError", NULL, ArithmeticError, no)                               \
	X(ZeroDivisionError, "ZeroDivisionError", NULL, ArithmeticError, no)                       \
	X(AssertionError, "AssertionError", NULL, Exception, no)                                   \
	X(AttributeError, "AttributeError", NULL, Exception, no)                                   \
	X(BufferError, "BufferError", NULL, Exception, no)                                         \
	X(EOFError, "EOFError", NULL, Exception, no)                                               \
	X(ExceptionGroup, "ExceptionGroup", NULL, Exception, no)                                   \
	X(ImportError, "ImportError", NULL, Exception, no)                                         \
	X(ModuleNotFoundError, "ModuleNotFoundError", NULL, ImportError, no)                       \
	X(LookupError, "LookupError", NULL, Exception, no)                                         \
	X(IndexError, "IndexError", NULL, LookupError, no)                                         \
	X(KeyError, "KeyError", NULL, LookupError, no)                                             \
	X(MemoryError, "MemoryError", NULL, Exception, no)                                         \
	X(NameError, "NameError", NULL, Exception, no)                                             \
	X(UnboundLocalError, "UnboundLocalError", NULL, NameError, no)                             \
	X(OSError, "OSError", NULL, Exception, os)                                                 \
	X(BlockingIOError, "BlockingIOError", NULL, OSError, blocking)                             \
	X(ChildProcessError, "ChildProcessError", NULL, OSError, no)                               \
	X(ConnectionError, "ConnectionError", NULL, OSError, no)                                   \
	X(BrokenPipeError, "BrokenPipeError", NULL, ConnectionError, no)                           \
	X(ConnectionAbortedError, "ConnectionAbortedError", NULL, ConnectionError, no)             \
	X(ConnectionRefusedError, "ConnectionRefusedError", NULL, ConnectionError, no)             \
	X(ConnectionResetError, "ConnectionResetError", NULL, ConnectionError, no)                 \
	X(FileExistsError, "FileExistsError", NULL, OSError, no)                                   \
	X(FileNotFoundError, "FileNotFoundError", NULL, OSError, no)                               \
	X(InterruptedError, "InterruptedError", NULL, OSError, no)                                 \
	X(IsADirectoryError, "IsADirectoryError", NULL, OSError, no)                               \
	X(NotADirectoryError, "NotADirectoryError", NULL, OSError, no)                             \
	X(PermissionError, "PermissionError", NULL, OSError, no)                                   \
	X(ProcessLookupError, "ProcessLookupError", NULL, OSError, no)                             \
	X(TimeoutError, "TimeoutError", NULL, OSError, no)                                         \
	X(ReferenceError, "ReferenceError", NULL, Exception, no)                                   \
	X(RuntimeError, "RuntimeError", NULL, Exception, no)                                       \
	X(NotImplementedError, "NotImplementedError", NULL, RuntimeError, no)                      \
	X(RecursionError, "RecursionError", NULL, RuntimeError, no)                                \
	X(StopIteration, "StopIteration", NULL, Exception, no)                                     \
	X(StopAsyncIteration, "StopAsyncIteration", NULL, Exception, no)                           \
	X(SyntaxError, "SyntaxError", NULL, Exception, no)                                         \
	X(IndentationError, "IndentationError", NULL, SyntaxError, no)                             \
	X(TabError, "TabError", NULL, IndentationError, no)                                        \
	X(SystemError, "SystemError", NULL, Exception, no)                                         \
	X(TypeError, "TypeError", NULL, Exception, no)                                             \
	X(ValueError, "ValueError", NULL, Exception, no)                                           \
	X(UnicodeError, "UnicodeError", NULL, ValueError, no)                                      \
	X(UnicodeDecodeError, "UnicodeDecodeError", NULL, UnicodeError, no)                        \
	X(UnicodeEncodeError, "UnicodeEncodeError", NULL, UnicodeError, no)                        \
	X(Warning, "Warning", NULL, Exception, no)                                                 \
	X(DeprecationWarning, "DeprecationWarning", NULL, Warning, no)                             \
	X(ResourceWarning, "ResourceWarning", NULL, Warning, no)                                   \
	X(RuntimeWarning, "RuntimeWarning", NULL, Warning, no)                                     \
	X(UserWarning, "UserWarning", NULL, Warning, no)

/* Those that are no builtins: a module names them. */
#define EXC_OTHER(X)                                                                               \
	X(gaierror, "gaierror", "socket", OSError, no)                                             \
	X(herror, "herror", "socket", OSError, no)                                                 \
	X(StructError, "error", "struct", Exception, no)

#define EXC_DECLARE(c, name, module, parent, attrs) extern const struct exc_class exc_##c;
extern const struct exc_class exc_BaseException;
EXC_BUILTIN(EXC_DECLARE)
EXC_OTHER(EXC_DECLARE)
extern const struct exc_class exc_UnsupportedOperation; /* io's: OSError and ValueError */
#undef EXC_DECLARE

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

/* What was just raised is about this call (static text), for those who explain it. */
void exc_name_call(struct run *run, const char *call);

/* Raise a value that exists already (takes it). Returns -EINVAL. */
int exc_raise_value(struct run *run, struct value *exc);

/* Raise a class with these arguments (taken, as is each of them). Returns -EINVAL. */
int exc_raise_args(struct run *run, const struct exc_class *cls, size_t n, struct value **args);

bool exc_is(const struct value *v);				    /* an exception value? */
bool exc_match(const struct value *v, const struct exc_class *cls); /* isinstance */
const struct exc_class *exc_class_of_type(const struct type *t);    /* NULL: no exception class */
const struct exc_class *exc_class_of_errno(int errnum);		    /* PEP 3151 */

/* An OSError that was made of an errno and words, whatever these are? */
bool exc_is_numbered(const struct exc_value *e);

/* The exit status that a SystemExit asks for, 0 to 255: quit() 0, quit(3) 3, quit("words") 1, and
 * then *words is what is to be said; else NULL. Borrowed. */
int exc_exit_status(const struct value *exc, const struct value **words);

/* Make one without raising it; args is a tuple (taken). NULL: out of memory. */
struct value *exc_new(const struct exc_class *cls, struct value *args);

/* strerror(), but in English whatever the locale, as CPython has it. Into text; returns it. */
const char *exc_strerror(int errnum, char *text, size_t size);

/* "ConnectionRefusedError: [Errno 111] Connection refused", as Python's last line. 0 or -ENOMEM. */
int exc_format(const struct value *v, struct buf *to);

#endif
