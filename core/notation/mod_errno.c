/* The module errno. CPython: Modules/errnomodule.c. */
#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/notation.h"

/* By number; of several names for one number the one that errorcode gives comes first. */
#define ERRNOS(X)                                                                                  \
	X(EPERM)                                                                                   \
	X(ENOENT)                                                                                  \
	X(ESRCH)                                                                                   \
	X(EINTR)                                                                                   \
	X(EIO) X(ENXIO) X(E2BIG) X(ENOEXEC) X(EBADF) X(ECHILD) X(EAGAIN) X(EWOULDBLOCK) X(ENOMEM)  \
	    X(EACCES) X(EFAULT) X(ENOTBLK) X(EBUSY) X(EEXIST) X(EXDEV) X(ENODEV) X(ENOTDIR) X(     \
		EISDIR) X(EINVAL) X(ENFILE) X(EMFILE) X(ENOTTY) X(ETXTBSY) X(EFBIG) X(ENOSPC)      \
		X(ESPIPE) X(EROFS) X(EMLINK) X(EPIPE) X(EDOM) X(ERANGE) X(EDEADLOCK) X(EDEADLK) X( \
		    ENAMETOOLONG) X(ENOLCK) X(ENOSYS) X(ENOTEMPTY) X(ELOOP) X(ENOMSG) X(EIDRM)     \
		    X(ECHRNG) X(EL2NSYNC) X(EL3HLT) X(EL3RST) X(ELNRNG) X(EUNATCH) X(ENOCSI) X(    \
			EL2HLT) X(EBADE) X(EBADR) X(EXFULL) X(ENOANO) X(EBADRQC) X(EBADSLT)        \
			X(EBFONT) X(ENOSTR) X(ENODATA) X(ETIME) X(ENOSR) X(ENONET) X(ENOPKG) X(    \
			    EREMOTE) X(ENOLINK) X(EADV) X(ESRMNT) X(ECOMM) X(EPROTO) X(EMULTIHOP)  \
			    X(EDOTDOT) X(EBADMSG) X(EOVERFLOW) X(ENOTUNIQ) X(EBADFD) X(EREMCHG) X( \
				ELIBACC) X(ELIBBAD) X(ELIBSCN) X(ELIBMAX) X(ELIBEXEC)              \
				X(EILSEQ) X(ERESTART) X(ESTRPIPE) X(                               \
				    EUSERS) X(ENOTSOCK) X(EDESTADDRREQ) X(EMSGSIZE) X(EPROTOTYPE)  \
				    X(ENOPROTOOPT) X(EPROTONOSUPPORT) X(ESOCKTNOSUPPORT) X(        \
					ENOTSUP) X(EOPNOTSUPP) X(EPFNOSUPPORT) X(EAFNOSUPPORT)     \
					X(EADDRINUSE) X(EADDRNOTAVAIL) X(ENETDOWN) X(ENETUNREACH)  \
					    X(ENETRESET) X(ECONNABORTED) X(ECONNRESET) X(ENOBUFS)  \
						X(EISCONN) X(ENOTCONN) X(ESHUTDOWN) X(             \
						    ETOOMANYREFS) X(ETIMEDOUT) X(ECONNREFUSED)     \
						    X(EHOSTDOWN) X(EHOSTUNREACH) X(EALREADY)       \
							X(EINPROGRESS) X(ESTALE) X(EUCLEAN)        \
							    X(ENOTNAM) X(ENAVAIL) X(EISNAM) X(     \
								EREMOTEIO) X(EDQUOT) X(ENOMEDIUM)  \
								X(EMEDIUMTYPE) X(ECANCELED) X(     \
								    ENOKEY) X(EKEYEXPIRED)         \
								    X(EKEYREVOKED) X(EKEYREJECTED) \
									X(EOWNERDEAD)              \
									    X(ENOTRECOVERABLE)     \
										X(ERFKILL)

#define ROW(name_) {.name = #name_, .value = name_},
static const struct constant list[] = {ERRNOS(ROW){0}};
static const struct constant *const constants[] = {list, NULL};

static const char *name_of(int64_t number)
{
	for (const struct constant *c = list; c->name; c++) {
		if (c->value == number)
			return c->name;
	}
	return NULL;
}

/* errorcode[111]: the notation has no dicts, and this is the one that sockets need. */
static int index_errorcode(struct call *c)
{
	const struct value *key = c->arg[0];
	const char *name = value_is_int(key) ? name_of(int_of(key)) : NULL;
	if (!name) {
		struct value *arg = value_ref(c->arg[0]);
		return exc_raise_args(c->run, &exc_KeyError, 1, &arg);
	}
	return give(c, value_str(name));
}

static const struct type type_errorcode = {
    .name = "errorcode",
    .module = "errno",
    .help = "The name of an error by its number: errorcode[111] is 'ECONNREFUSED'.",
    .index = index_errorcode,
};

static int other(const char *name, struct value **result)
{
	if (strcmp(name, "errorcode") != 0)
		return -ENOENT;
	*result = value_new(&type_errorcode, sizeof **result);
	return *result ? 0 : -ENOMEM;
}

const struct module module_errno = {
    .name = "errno",
    .help = "The kernel's errors by name.",
    .constants = constants,
    .other = other,
};
