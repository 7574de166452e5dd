#include "core/notation/dflt.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/number.h"
#include "core/notation/op.h"
#include "core/notation/run.h"

const struct constant *module_constant(const struct module *m, const char *name)
{
	for (const struct constant *const *list = m->constants; list && *list; list++) {
		for (const struct constant *c = *list; c->name; c++) {
			if (strcmp(c->name, name) == 0)
				return c;
		}
	}
	return NULL;
}

static struct value *number(const char *text)
{
	if (strchr(text, '.'))
		return value_float(number_float_parse(text, strlen(text)));
	return value_int(strtoll(text, NULL, 0));
}

static const struct constant *find_constant(const struct module *const *modules, const char *name)
{
	for (; modules && *modules; modules++) {
		const struct constant *c = module_constant(*modules, name);
		if (c)
			return c;
	}
	return NULL;
}

static int constant(struct run *run, const char *text, struct value **out)
{
	const struct constant *c = find_constant(run->modules, text);
	if (!c)
		c = find_constant(run->ambient, text);
	if (!c)
		return exc_raise(run, &exc_SystemError, "no constant is called '%s'", text);
	*out = value_enum(c->value, c->of);
	return 0;
}

int dflt_value(struct run *run, const char *text, struct value **out)
{
	int r = 0;
	if (strcmp(text, "None") == 0)
		*out = value_none();
	else if (strcmp(text, "True") == 0 || strcmp(text, "False") == 0)
		*out = value_bool(*text == 'T');
	else if (isdigit((unsigned char)*text) || *text == '-')
		*out = number(text);
	else if (*text == '\'')
		*out = value_str_len(text + 1, strlen(text) - 2);
	else if (strcmp(text, "()") == 0)
		*out = value_tuple(0, NULL);
	else
		r = constant(run, text, out);
	return r == 0 && !*out ? exc_raise_memory(run) : r;
}
