#include "views/actions_module.h"

#include "core/export/python_export.h"
#include "core/notation/exc.h"
#include "core/notation/run.h"
#include "core/session.h"
#include "views/cockpit.h"
#include "views/help.h"
#include "views/openfile.h"
#include "views/system_destroy.h"

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
	char names[THEME_NAMES_MAX];
	if (!c)
		return -1;
	int r = call_str(call, 0, &name);
	if (r < 0)
		return r;
	if (screen_set_theme(c->screen, name) < 0)
		return exc_raise(call->run, &exc_ValueError, "there is no theme '%s', it is %s",
		    name, theme_names(names, sizeof names));
	return 0;
}

/* Never over a file that is there, unless asked. */
static int write_export(struct cockpit *c, const char *path, bool overwrite)
{
	struct buf text = {0};
	int r = python_export(session_journal(c->session), &text);
	if (r == 0)
		r = openfile_save(path, buf_text(&text), text.len, overwrite);
	buf_free(&text);
	return r;
}

static int op_export(struct call *call)
{
	struct cockpit *c = host(call);
	const char *path;
	bool overwrite = false;
	if (!c)
		return -1;
	int r = call_str(call, 0, &path);
	if (r == 0)
		r = call_bool(call, 1, &overwrite);
	if (r < 0)
		return r;
	r = write_export(c, path, overwrite);
	return r < 0 ? exc_raise_file(call->run, -r, path) : 0;
}

static const struct op rows[] = {
    {
	.name = "destroy",
	.params = {{"proto", PARAM_STR, .help = "tcp, tcp6, udp or udp6"},
	    {"local", PARAM_ANY, .help = "its own address"},
	    {"remote", PARAM_ANY, .help = "the other end's; None: it has none"},
	    {"cookie", PARAM_STR,
		.help = "the kernel's number of this one socket, as sk: of ss -e"},
	    {"interface", PARAM_INT, .dflt = "0", .help = "the index of the one it is bound to"}},
	.help = "End a socket of this machine from outside, whoever holds it (SOCK_DESTROY).\n"
		"View 3 writes the line, after a question. It needs CAP_NET_ADMIN, and never ends "
		"another "
		"socket: the cookie has to be the same.",
	.man = "sock_diag(7)",
	.run = system_destroy_op,
    },
    {
	.name = "export",
	.params = {{"path", PARAM_STR, .help = "the file to write"},
	    {"overwrite", PARAM_BOOL, .dflt = "False", .help = "take the place of a file"}},
	.help = "Write what was done here as a program for python3, handlers and all.",
	.run = op_export,
    },
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
