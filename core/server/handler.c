/* Handlers as values of the notation: Echo, Delay(0.3). */
#include "core/server/handler.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/call.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/ops/give.h"
#include "core/server/handlers/rows.h"
#include "core/server/server.h"

/* The handler whose class this type is, or NULL. */
static const struct handler *handler_of(const struct type *type)
{
	bool one = type->construct == handler_construct;
	return one ? (const struct handler *)(const void *)type : NULL;
}

void handler_value_fini(struct value *v)
{
	struct handler_value *h = (struct handler_value *)v;
	free(h->text);
	free(h->config);
}

int handler_value_repr(const struct value *v, struct buf *to)
{
	return buf_str(to, ((const struct handler_value *)v)->text);
}

/* "Delay(0.3)", "Echo": the name, and the arguments that were given. */
static char *text_of_call(const struct handler *h, const struct call *c)
{
	struct buf b = {0};
	size_t n = 0;
	buf_str(&b, h->type.name);
	for (size_t i = 0; i < PARAMS_MAX && h->type.signature->params[i].name; i++) {
		if (!c->arg[i])
			continue;
		buf_str(&b, n++ ? ", " : "(");
		if (i >= c->given)
			buf_printf(&b, "%s=", h->type.signature->params[i].name);
		value_repr(c->arg[i], &b);
	}
	if (n)
		buf_char(&b, ')');
	return buf_take(&b);
}

static int fill(struct call *c, const struct handler *h, struct handler_value *v)
{
	v->handler = h;
	v->text = text_of_call(h, c);
	v->config = calloc(1, h->config_size + 1);
	if (!v->text || !v->config)
		return exc_raise_memory(c->run);
	return h->configure ? h->configure(c, v->config) : 0;
}

int handler_construct(struct call *c)
{
	const struct handler *h = handler_of(((const struct type_value *)c->self)->type);
	struct handler_value *v = h ? value_new(&h->type, sizeof *v) : NULL;
	if (!v)
		return exc_raise_memory(c->run);
	int r = fill(c, h, v);
	if (r < 0) {
		value_unref(&v->base);
		return r;
	}
	return give(c, &v->base);
}

static int no_handler(struct run *run, struct handler_value **out)
{
	struct handler_value *v = value_new(&handler_base_request.type, sizeof *v);
	if (!v)
		return exc_raise_memory(run);
	v->handler = &handler_base_request;
	v->text = strdup("None");
	*out = v;
	return v->text ? 0 : exc_raise_memory(run);
}

int handler_from_value(struct run *run, struct value *v, struct handler_value **out)
{
	struct value *made = NULL;
	*out = NULL;
	if (v == value_none())
		return no_handler(run, out);
	if (handler_of(v->type)) {
		*out = (struct handler_value *)value_ref(v);
		return 0;
	}
	if (v->type != &type_type || !handler_of(((const struct type_value *)v)->type))
		return exc_raise(run, &exc_TypeError,
		    "RequestHandlerClass must be a handler (Echo, Upper, ...), not %s",
		    value_type_name(v));
	int r = notation_call(run, v, NULL, 0, &made);
	*out = (struct handler_value *)made;
	return r;
}
