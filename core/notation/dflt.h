/* dflt: the notation of a parameter's default made a value: "0", "None", "AF_INET". */
#ifndef CORE_NOTATION_DFLT_H
#define CORE_NOTATION_DFLT_H

struct constant;
struct module;
struct run;
struct value;

/* None, True, False, numbers, plain text in single quotes, or the name of a constant of any of the
 * run's modules. 0 with a new reference; or raised: SystemError where the text is none of these. */
int dflt_value(struct run *run, const char *text, struct value **out);

/* The constant of that name in one module; NULL: there is none. */
const struct constant *module_constant(const struct module *m, const char *name);

#endif
