#include "views/actions_module.h"

#include "core/notation/exc.h"
#include "core/notation/run.h"
#include "views/cockpit.h"
#include "views/help.h"

/* The cockpit, or NULL and an error raised: a line that waits runs on a thread of its own, and the
 * screen belongs to the main one. */
static struct cockpit *host(struct call *call)
{
	struct cockpit *c = call->run->host;
	if (c && pthread_equal(c->main, pthread_self()))
		return c;
	exc_raise(call->run, &exc_RuntimeError, "%s() needs a line of its own", call->op->name);
	return NULL;
}

static int op_help(struct call *call)
{
	struct cockpit *c = host(call);
	if (!c)
		return -1;
	if (call->arg[0] && call->arg[0]->type != &type_none)
		help_open_value(c, call->arg[0]);
	else
		help_open(c);
	return 0;
}

static int op_theme(struct call *call)
{
	struct cockpit *c = host(call);
	const char *name;
	if (!c)
		return -1;
	int r = call_str(call, 0, &name);
	if (r < 0)
		return r;
	if (screen_set_theme(c->screen, name) < 0)
		return exc_raise(call->run, &exc_ValueError, "there is no theme '%s'", name);
	return 0;
}

static const struct op rows[] = {
    {
	.name = "help",
	.params = {{"object", PARAM_ANY, .dflt = "None",
	    .help = "a function, method, class or module"}},
	.help = "Show what is known of an operation: help(s.bind).",
	.run = op_help,
    },
    {
	.name = "theme",
	.params = {{"name", PARAM_STR, .help = "dark, light, contrast or mono"}},
	.help = "Take another theme.",
	.run = op_theme,
    },
};

static const struct op_list ops = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const lists[] = {&ops, NULL};

const struct module module_actions = {
    .name = "sockpit",
    .help = "What the cockpit itself can do.",
    .ops = lists,
};
