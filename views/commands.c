#include "views/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal.h"
#include "core/server/server.h"
#include "views/ask.h"
#include "views/cockpit.h"
#include "views/help.h"
#include "views/keys.h"
#include "views/list.h"
#include "views/palette.h"
#include "views/panel_journal.h"
#include "views/panels.h"
#include "views/prompt.h"
#include "views/script.h"
#include "views/view.h"

void command_prompt(struct cockpit *c, int unused)
{
	(void)unused;
	prompt_open(c, "");
}

void command_export(struct cockpit *c, int unused)
{
	(void)unused;
	prompt_open(c, "export(\"notebook.py\")");
}

void command_again(struct cockpit *c, int unused)
{
	(void)unused;
	const struct journal_row *row = journal_panel_selected(c);
	if (row)
		prompt_open(c, row->line);
}

void command_copy(struct cockpit *c, int unused)
{
	(void)unused;
	const struct journal_row *row = journal_panel_selected(c);
	if (!row)
		return;
	if (screen_copy(c->screen, row->line, strlen(row->line)) < 0)
		cockpit_say(c, ROLE_WARN, "That line is too long for the terminal's clipboard.");
	else
		cockpit_say(c, ROLE_DIM, "Copied, where this terminal takes it.");
}

/* ---- cancel ---- */

const char *command_label_cancel(const struct cockpit *c)
{
	return c->follow.n ? "cancel" : NULL;
}

void command_cancel(struct cockpit *c, int unused)
{
	(void)unused;
	const struct journal_row *row = NULL;
	if (view_where(c) & IN_JOURNAL)
		row = journal_panel_selected(c);
	uint64_t seq = row && row->state == ROW_RUNNING ? row->seq : 0;
	script_drop_all(c);
	if (session_cancel(c->session, seq) < 0)
		cockpit_say(c, ROLE_DIM, "Nothing waits: there is nothing to cancel.");
}

/* ---- views and panels ---- */

static struct list *list_now(const struct cockpit *c)
{
	return view_now(c)->list ? view_now(c)->list(c->state[c->view]) : NULL;
}

static void set_filter(struct cockpit *c, const char *text)
{
	struct list *l = list_now(c);
	if (view_now(c)->set_filter)
		view_now(c)->set_filter(c, c->state[c->view], text);
	else
		snprintf(l->filter, sizeof l->filter, "%s", text);
	c->due.sample = true;
}

void command_filter(struct cockpit *c, int unused)
{
	(void)unused;
	const struct list *l = list_now(c);
	if (l)
		ask_line(c, "filter", l->filter, set_filter);
}

void command_sort(struct cockpit *c, int step)
{
	const struct view *v = view_now(c);
	if (v->sort && !v->sort(c, c->state[c->view], step))
		cockpit_hint(c, "Nothing is sorted yet. Press {sort_right} to sort by a column.");
	c->due.sample = true;
}

static struct panels *panels_now(const struct cockpit *c)
{
	return view_now(c)->panels ? view_now(c)->panels(c->state[c->view]) : NULL;
}

/* Where one panel has all the room anyway, nothing would be seen of it. */
static bool can_zoom(const struct panels *p)
{
	return p && (p->zoomed || panels_shown(p) > 1);
}

const char *command_label_zoom(const struct cockpit *c)
{
	const struct panels *p = panels_now(c);
	return !can_zoom(p) ? NULL : p->zoomed ? "all panels" : "zoom";
}

const char *command_label_panel(const struct cockpit *c)
{
	return panels_now(c) ? "panel" : NULL;
}

void command_zoom(struct cockpit *c, int unused)
{
	(void)unused;
	struct panels *p = panels_now(c);
	if (can_zoom(p))
		p->zoomed = !p->zoomed;
}

void command_panel(struct cockpit *c, int step)
{
	struct panels *p = panels_now(c);
	if (p)
		panels_step(p, step);
}

void command_view(struct cockpit *c, int index)
{
	view_show(c, (size_t)index);
}

void command_back(struct cockpit *c, int unused)
{
	(void)unused;
	const struct view *v = view_now(c);
	if (v->back && v->back(c->state[c->view]))
		return;
	const struct list *l = list_now(c);
	if (l && l->filter[0])
		set_filter(c, "");
}

/* ---- the screen ---- */

void command_theme_take(struct cockpit *c, int i)
{
	const char *name = theme_name((size_t)i);
	screen_set_theme(c->screen, name);
	cockpit_say(c, ROLE_NORMAL, "Theme %s", name);
}

void command_theme(struct cockpit *c, int unused)
{
	(void)unused;
	int next = theme_find(screen_theme(c->screen)) + 1;
	command_theme_take(c, theme_name((size_t)next) ? next : 0);
}

void command_help(struct cockpit *c, int unused)
{
	(void)unused;
	help_open(c);
}

void command_palette(struct cockpit *c, int unused)
{
	(void)unused;
	palette_open(c);
}

void command_redraw(struct cockpit *c, int unused)
{
	(void)unused;
	screen_refresh_all(c->screen);
}

void command_suspend(struct cockpit *c, int unused)
{
	(void)unused;
	c->due.suspend = true;
}

/* ---- leaving ---- */

static long running_servers(const struct cockpit *c)
{
	struct server **all = NULL;
	long n = server_list_all(session_servers(c->session), &all), running = 0;
	for (long i = 0; i < n; i++) {
		struct server_facts facts;
		server_facts(all[i], &facts);
		if (facts.state == SERVER_SERVING)
			running++;
		value_unref(server_value(all[i]));
	}
	free(all);
	return running;
}

static void leave(struct cockpit *c)
{
	c->due.leave = true;
}

void command_quit(struct cockpit *c, int unused)
{
	(void)unused;
	char question[64];
	long n = running_servers(c);
	if (n <= 0) {
		leave(c);
		return;
	}
	snprintf(question, sizeof question, "%ld %s running. Quit?", n,
	    n == 1 ? "server is" : "servers are");
	ask_yes(c, question, leave);
}
