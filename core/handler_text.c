#include "core/handler_text.h"

#include <errno.h>
#include <string.h>

#include "core/modules.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/notation/run.h"

/* The value of the one statement there is. */
static int evaluate(struct run *run, const char *text, struct value **v)
{
	struct program *p;
	int r = program_parse(text, strlen(text), run->file, &p, &run->exc);
	if (r < 0)
		return r;
	r = program_count(p) == 1 ? program_run(p, 0, run, v) : 0;
	program_free(p);
	if (r == 0 && !*v)
		r = exc_raise(run, &exc_ValueError, "'%s' is no handler", text);
	return r;
}

int handler_text_read(const char *text, struct handler_value **out, struct buf *why)
{
	struct waiter waiter = {.fd = -1};
	const struct module *ambient[AMBIENT_MAX + 1] = {NULL};
	struct run run = {.waiter = &waiter, .ambient = ambient, .file = "<handler>", .line = 1};
	struct value *v = NULL;
	*out = NULL;
	modules_ambient(ambient, AMBIENT_MAX);
	if (env_new(&run.env) < 0)
		return -ENOMEM;
	int r = evaluate(&run, text, &v);
	if (r == 0)
		r = handler_from_value(&run, v, out);
	if (run.exc)
		exc_format(run.exc, why);
	value_unref(v);
	value_unref(run.exc);
	env_free(run.env);
	return r;
}
