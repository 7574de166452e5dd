/* host: a host argument of Python's calls, str or bytes, as a C string. Any thread. */
#ifndef CORE_OPS_HOST_H
#define CORE_OPS_HOST_H

struct run;
struct value;

/* The host of an address tuple, borrowed from v. 0; or raised: TypeError for another type, a NUL
 * inside, or a name that cannot be encoded. idna_converter() of CPython. */
int host_of_value(struct run *run, const struct value *v, const char **host);

/* Check a str the way Python's "idna" codec does before it is looked up: each label has 1 to 63
 * bytes, the last may be empty. 0, or UnicodeError raised. bytes pass. */
int host_check_labels(struct run *run, const struct value *v);

#endif
